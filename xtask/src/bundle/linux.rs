//! The files of a Linux package beside the programs and the desktop entry.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

use super::{
    glibc,
    overlay::{files, set_mode},
    programs::Programs,
    relative, releases,
};
use crate::{
    process::{answer_of, program, run},
    workspace,
};

/// The app's identifier, by which the desktop knows its metadata.
const ID: &str = "dev.latchkey.desktop";
/// The sides of the icons, in pixels. The one for twice as dense displays that other systems have is left out: the
/// bundler would call it twice as large as it is.
const ICONS: [u32; 8] = [16, 24, 32, 48, 64, 128, 256, 512];
/// Shells, and where their completions are looked for, below `/usr/share`.
const SHELLS: [(&str, &str); 2] = [
    ("bash", "bash-completion/completions/latchkey-cli"),
    ("fish", "fish/vendor_completions.d/latchkey-cli.fish"),
];

/// Gathers everything in `folder`, and says where it goes.
pub(super) fn overlay(folder: &Path, programs: &Programs, notices: &str) -> Result<Value> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let mut common = Staged::new(folder.to_owned());
    let ours = workspace::root().join("crates/packaging/linux");
    let metainfo = fs::read_to_string(ours.join(format!("{ID}.metainfo.xml")))?;
    let changelog = fs::read_to_string(workspace::root().join("CHANGELOG.md"))?;
    let metainfo = releases::fill_in(&metainfo, &changelog, env!("CARGO_PKG_VERSION"), &today()?)?;
    common.add(&format!("metainfo/{ID}.metainfo.xml"), metainfo)?;
    let types = fs::read(ours.join(format!("{ID}.mime.xml")))?;
    common.add(&format!("mime/packages/{ID}.xml"), types)?;
    let drawing = fs::read(workspace::root().join("icons/icon.svg"))?;
    common.add("icons/hicolor/scalable/apps/latchkey.svg", drawing)?;
    let cli = programs.path("latchkey-cli");
    for (shell, place) in SHELLS {
        common.add(place, completions(&cli, shell)?)?;
    }
    common.manuals(&cli, &ours.join("latchkey.1"))?;
    common.add_packed("doc/latchkey/third-party-licences.txt", notices)?;
    let mut deb = common.clone();
    let zsh = completions(&cli, "zsh")?;
    deb.add("zsh/vendor-completions/_latchkey-cli", &zsh)?;
    deb.add("doc/latchkey/copyright", fs::read(ours.join("copyright"))?)?;
    deb.add_packed("doc/latchkey/changelog", &changelog)?;
    let mut rpm = common.clone();
    rpm.add("zsh/site-functions/_latchkey-cli", &zsh)?;
    rpm.add(
        "licenses/latchkey/LICENSE",
        fs::read(workspace::root().join("LICENSE"))?,
    )?;
    rpm.add("doc/latchkey/CHANGELOG.md", &changelog)?;
    let library = glibc::needed_by(&[programs.path("latchkey"), cli])?;
    Ok(json!({
        "icon": icons(folder)?,
        "linux": {
            "deb": { "files": files(&deb.files), "depends": [library.of_debian()] },
            "rpm": { "files": files(&rpm.files), "depends": [library.of_fedora()] },
            "appimage": { "files": files(&common.files) },
        },
    }))
}

/// Files in their places below `/usr/share`.
#[derive(Clone)]
struct Staged {
    folder: PathBuf,
    files: BTreeMap<String, PathBuf>,
}

impl Staged {
    fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            files: BTreeMap::new(),
        }
    }

    fn add(&mut self, place: &str, content: impl AsRef<[u8]>) -> Result<()> {
        let path = self.folder.join("share").join(place);
        fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
        set_mode(&path, 0o644)?;
        self.files.insert(format!("/usr/share/{place}"), path);
        Ok(())
    }

    /// Adds it packed, as systems keep manuals. Without name and time inside: the same content is the same file.
    fn add_packed(&mut self, place: &str, content: impl AsRef<[u8]>) -> Result<()> {
        self.add(place, content)?;
        let Some(path) = self.files.remove(&format!("/usr/share/{place}")) else {
            return Ok(());
        };
        // Not shown as it runs: there are as many as there are manuals.
        let packs = program("gzip", &["-9", "--no-name", "--force"])
            .arg(&path)
            .status();
        ensure!(
            packs.is_ok_and(|status| status.success()),
            "gzip cannot pack {}",
            path.display()
        );
        let packed = path.with_added_extension("gz");
        self.files.insert(format!("/usr/share/{place}.gz"), packed);
        Ok(())
    }

    /// The manual pages: that of the app, and those that the command line writes itself.
    fn manuals(&mut self, cli: &Path, app: &Path) -> Result<()> {
        self.add_packed("man/man1/latchkey.1", fs::read(app)?)?;
        let written = self.folder.join("manuals");
        fs::create_dir_all(&written)?;
        run(program(cli, &["man"]).arg(&written))?;
        let mut pages = fs::read_dir(&written)?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<_>>>()?;
        pages.sort();
        ensure!(!pages.is_empty(), "latchkey-cli wrote no manual pages");
        for page in pages {
            let Some(name) = page.file_name().and_then(|name| name.to_str()) else {
                bail!("{} has no name", page.display());
            };
            self.add_packed(&format!("man/man1/{name}"), fs::read(&page)?)?;
        }
        Ok(())
    }
}

fn completions(cli: &Path, shell: &str) -> Result<String> {
    let script = answer_of(&mut program(cli, &["completions", shell]));
    script.map_or_else(
        || bail!("latchkey-cli prints no completions for {shell}"),
        |script| Ok(script + "\n"),
    )
}

/// Copies of the icons that everybody may read.
fn icons(folder: &Path) -> Result<Vec<Value>> {
    let to = folder.join("icons");
    fs::create_dir_all(&to)?;
    let mut copies = Vec::new();
    for side in ICONS {
        let name = if side == 512 {
            "icon.png".to_owned()
        } else {
            format!("{side}x{side}.png")
        };
        let copy = to.join(&name);
        fs::copy(workspace::root().join("icons").join(&name), &copy)
            .with_context(|| format!("cannot copy the icon {name}"))?;
        set_mode(&copy, 0o644)?;
        copies.push(relative(&copy).into());
    }
    Ok(copies)
}

/// The day of the newest commit, so that the same sources make the same package; without git, this day.
fn today() -> Result<String> {
    answer_of(&mut program("git", &["log", "-1", "--format=%cs"]))
        .filter(|day| !day.is_empty())
        .or_else(|| answer_of(&mut program("date", &["-u", "+%F"])))
        .context("neither git nor date tells the day")
}
