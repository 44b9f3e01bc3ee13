//! The life of an installation, from the first to the last day.

use std::{collections::BTreeMap, fs, io::Write as _, path::Path};

use anyhow::{Context as _, Result, ensure};
use packaging::{Deb, Entry, System, command_line, exists, output_of};
use tempfile::TempDir;
use window_driver::{
    App, Desktop, Window,
    pages::{Console, SignIn},
};

use crate::made::{self, VERSION};

/// The release before this one, as far as the package manager is concerned.
const EARLIER: &str = "0.0.9";
/// A file that only that release brings.
const GONE: &str = "/usr/share/doc/latchkey/earlier-notes";
const ENTRY: &str = "/usr/share/applications/Latchkey.desktop";
const PROFILE: &str = "application/vnd.latchkey.profile+toml";

/// A system to install to, a display, and a person's data.
struct Computer {
    system: System,
    desktop: Desktop,
    home: TempDir,
}

impl Computer {
    fn start() -> Result<Self> {
        let (system, shortfall) = System::open()?;
        if let Some(why) = shortfall {
            say(&format!(
                "WARNING: NOT TESTED: installing into this system, with its dependencies and databases: {why}. The \
                 packages are installed into a folder."
            ));
        }
        let logs = Path::new(env!("CARGO_TARGET_TMPDIR")).join("installed");
        Ok(Self {
            system,
            desktop: Desktop::start(logs)?,
            home: tempfile::tempdir()?,
        })
    }

    fn install(&self, deb: &Deb) -> Result<()> {
        // All of it, also where this system is set up to leave out manuals and documentation.
        output_of(
            self.system
                .dpkg()
                .args(["--path-include=*", "--install"])
                .arg(deb.path()),
        )
        .map(drop)
    }

    /// The version that the package manager knows to be installed, if any.
    fn installed(&self) -> Option<String> {
        let format = "--showformat=${db:Status-Status} ${Version}";
        let mut query = match &self.system {
            System::Layered(_) => self.system.command("dpkg-query"),
            System::Folder(folder) => {
                let mut query = self.system.command("dpkg-query");
                query.arg("--admindir").arg(folder.path().join("var/lib/dpkg"));
                query
            }
        };
        let said = output_of(query.args([format, "--show", "latchkey"])).ok()?;
        said.strip_prefix("installed ").map(str::to_owned)
    }

    fn has(&self, path: &str) -> bool {
        exists(&self.system.outside(path))
    }

    fn entry(&self) -> Result<Entry> {
        Entry::parse(&fs::read_to_string(self.system.outside(ENTRY))?)
    }

    /// Opens the app as a desktop does, from its entry.
    async fn open_from_entry(&self) -> Result<Window> {
        // The launcher ends at once, and the driver would take its end for that of the app.
        const LAUNCH: &str = "gio launch \"$0\" && exec sleep 600";
        let entry = self.system.inside(ENTRY).display().to_string();
        let shell = App::of("/bin/sh", self.home.path());
        let app = shell.argument("-c").argument(LAUNCH).argument(&entry);
        app.through(self.system.prefix()).open(&self.desktop).await
    }

    /// Opens the app by a line of its entry.
    async fn open_by(&self, exec: &str, data: &Path) -> Result<Window> {
        let line = command_line(exec, None)?;
        let (program, arguments) = line.split_first().context("there is a program")?;
        let program = self.system.inside(&format!("/usr/bin/{program}"));
        let app = arguments
            .iter()
            .fold(App::of(program, data), |app, argument| app.argument(argument));
        app.through(self.system.prefix()).open(&self.desktop).await
    }

    /// What a person has kept: every file of the app itself, with its content. What the web view keeps for itself changes
    /// by itself.
    fn kept(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut kept = BTreeMap::new();
        for entry in fs::read_dir(self.home.path())? {
            let path = entry?.path();
            if path.is_file() {
                kept.insert(path.display().to_string(), fs::read(path)?);
            }
        }
        ensure!(
            !kept.is_empty(),
            "nothing is kept in {}",
            self.home.path().display()
        );
        Ok(kept)
    }
}

fn say(line: &str) {
    // Not a macro: what those print is swallowed by the test harness.
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_is_used_upgraded_and_removed_and_the_data_stays() -> Result<()> {
    let computer = Computer::start()?;
    if computer.installed().is_some() {
        output_of(computer.system.dpkg().args(["--purge", "latchkey"]))?;
    }
    let deb = made::deb()?;
    let folder = tempfile::tempdir()?;
    let earlier = deb.repacked(EARLIER, GONE, folder.path())?;

    computer.install(&earlier)?;
    ensure!(computer.installed().as_deref() == Some(EARLIER));
    ensure!(computer.has(GONE));
    let window = computer.open_from_entry().await?;
    SignIn::shown(&window).await?.try_practice().await?;
    window.kill().await?;
    let kept = computer.kept()?;

    computer.install(&deb)?;
    ensure!(computer.installed().as_deref() == Some(VERSION));
    ensure!(!computer.has(GONE), "a file of the earlier version is left");
    ensure!(computer.kept()? == kept, "the upgrade touched the person's data");
    let window = computer.open_from_entry().await?;
    Console::shown(&window).await?;
    window.kill().await?;
    let kept = computer.kept()?;

    for how in ["--remove", "--purge"] {
        output_of(computer.system.dpkg().args([how, "latchkey"]))?;
        ensure!(
            computer.installed().is_none(),
            "it is still installed after {how}"
        );
        for item in deb.items()? {
            let own = !item.is_folder() || item.path.contains("latchkey");
            ensure!(
                !own || !computer.has(&item.path),
                "{} is left after {how}",
                item.path
            );
        }
        ensure!(computer.kept()? == kept, "{how} touched the person's data");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_installed_works() -> Result<()> {
    let computer = Computer::start()?;
    computer.install(&made::deb()?)?;
    let cli = computer
        .system
        .inside("/usr/bin/latchkey-cli")
        .display()
        .to_string();
    let said = output_of(computer.system.command(&cli).arg("--version"))?;
    ensure!(said.trim() == format!("latchkey-cli {VERSION}"), "{said}");
    let completions = computer
        .system
        .inside("/usr/share/bash-completion/completions/latchkey-cli");
    output_of(computer.system.command("bash").arg("-n").arg(completions))?;
    if let System::Layered(_) = computer.system {
        known_to_the_desktop(&computer)?;
    }

    let action = computer.entry()?.of_action("practice", "Exec")?.to_owned();
    let window = computer.open_by(&action, computer.home.path()).await?;
    Console::shown(&window).await?;
    window.kill().await
}

/// The package brings no scripts: the databases of file types, addresses, icons and manuals are kept up to date by the
/// system, whenever their folders change.
fn known_to_the_desktop(computer: &Computer) -> Result<()> {
    let verified = output_of(computer.system.command("dpkg").args(["--verify", "latchkey"]))?;
    ensure!(verified.is_empty(), "installed otherwise than packed: {verified}");
    let mut gio = computer.system.command("gio");
    let said = output_of(gio.args(["mime", "x-scheme-handler/latchkey"]))?;
    ensure!(said.contains("Latchkey.desktop"), "{said}");
    let profile = computer.home.path().join("team.latchkey");
    fs::write(&profile, "id = \"team\"\n")?;
    let mut gio = computer.system.command("gio");
    let said = output_of(
        gio.args(["info", "--attributes", "standard::content-type"])
            .arg(&profile),
    )?;
    ensure!(said.contains(PROFILE), "{said}");
    Ok(())
}
