use std::{
    ffi::OsString,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

/// A place to install packages that is gone afterwards, whatever a test did there.
#[derive(Debug)]
pub enum System {
    /// This very system, below a layer that takes every change. Programs in it see everything that is installed.
    Layered(Layer),
    /// A folder in the place of the system: only what is installed there, without what the system would do about it.
    Folder(TempDir),
}

/// Lives as long as its first process, which ends when its input does: not even a killed test leaves it behind.
#[derive(Debug)]
pub struct Layer {
    first: Child,
    _changes: TempDir,
}

/// Makes the layer. The changes are in memory, and the name of their folder is the first argument.
const LAYER: &str = r#"
set -e
mount -t tmpfs -o mode=755 latchkey "$1"
for top in usr etc var; do
    mkdir -p "$1/$top/upper" "$1/$top/work"
    mount -t overlay -o "lowerdir=/$top,upperdir=$1/$top/upper,workdir=$1/$top/work" latchkey "/$top"
done
echo ready
exec cat
"#;

impl System {
    /// This system below a layer; or a folder, and why. The layer needs root rights and Linux 5.11.
    pub fn open() -> Result<(Self, Option<String>)> {
        match Layer::open() {
            Ok(layer) => Ok((Self::Layered(layer), None)),
            Err(problem) => {
                let folder = tempfile::tempdir()?;
                for part in ["info", "updates"] {
                    fs::create_dir_all(folder.path().join("var/lib/dpkg").join(part))?;
                }
                fs::write(folder.path().join("var/lib/dpkg/status"), "")?;
                Ok((Self::Folder(folder), Some(format!("{problem:#}"))))
            }
        }
    }

    /// What a command line begins with to run in there.
    pub fn prefix(&self) -> Vec<OsString> {
        match self {
            Self::Layered(layer) => {
                let target = layer.first.id().to_string();
                ["nsenter", "--target", &target, "--mount", "--"]
                    .map(OsString::from)
                    .into()
            }
            Self::Folder(folder) => {
                let put_before = |name: &str, part: &str, usual: &str| {
                    let mut line = OsString::from(format!("{name}="));
                    line.push(folder.path().join(part));
                    line.push(":");
                    line.push(std::env::var_os(name).unwrap_or_else(|| usual.into()));
                    line
                };
                vec![
                    "env".into(),
                    put_before("PATH", "usr/bin", "/usr/bin:/bin"),
                    put_before("XDG_DATA_DIRS", "usr/share", "/usr/local/share:/usr/share"),
                ]
            }
        }
    }

    /// A program that runs in there.
    pub fn command(&self, program: &str) -> Command {
        let mut words = self.prefix();
        words.push(program.into());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]);
        command
    }

    /// `dpkg`, for this place.
    pub fn dpkg(&self) -> Command {
        match self {
            Self::Layered(_) => {
                let mut dpkg = self.command("dpkg");
                dpkg.env("DEBIAN_FRONTEND", "noninteractive");
                dpkg
            }
            // Nothing else is installed there, and its files belong to whoever runs this.
            Self::Folder(folder) => {
                let mut dpkg = Command::new("fakeroot");
                dpkg.arg("dpkg").arg("--root").arg(folder.path());
                dpkg.args(["--force-depends", "--force-not-root", "--force-bad-path"]);
                dpkg
            }
        }
    }

    /// Where a file of that place is, for the programs in it.
    pub fn inside(&self, path: &str) -> PathBuf {
        match self {
            Self::Layered(_) => path.into(),
            Self::Folder(_) => self.outside(path),
        }
    }

    /// Where a file of that place is, for everybody else.
    pub fn outside(&self, path: &str) -> PathBuf {
        let root = match self {
            Self::Layered(layer) => PathBuf::from(format!("/proc/{}/root", layer.first.id())),
            Self::Folder(folder) => folder.path().to_owned(),
        };
        root.join(path.trim_start_matches('/'))
    }
}

impl Layer {
    fn open() -> Result<Self> {
        let changes = tempfile::tempdir()?;
        let mut unshare = Command::new("unshare");
        unshare.args(["--mount", "--propagation", "private", "sh", "-c", LAYER, "layer"]);
        unshare.arg(changes.path());
        let mut first = unshare
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot run unshare")?;
        let out = first.stdout.take().context("its output is piped")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        if line.trim() != "ready" {
            let said = first.wait_with_output()?;
            let complaint = String::from_utf8_lossy(&said.stderr).trim().replace('\n', " | ");
            ensure!(
                !complaint.is_empty(),
                "no layer over this system, and no reason why"
            );
            return Err(anyhow::anyhow!(complaint).context("no layer over this system"));
        }
        Ok(Self {
            first,
            _changes: changes,
        })
    }
}

impl Drop for Layer {
    fn drop(&mut self) {
        // Both fail only where it has ended already; its mounts go with the last process in it.
        let _ = self.first.kill();
        let _ = self.first.wait();
    }
}

/// Whether a path leads to anything, a link to nothing included.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
