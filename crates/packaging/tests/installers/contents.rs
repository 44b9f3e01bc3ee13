use std::{collections::BTreeSet, fs, path::Path, process::Command};

use anyhow::{Result, ensure};
use packaging::{Item, output_of};

use crate::made::{self, Unpacked};

/// What either package puts on the system: nothing is missing, and nothing came along by accident.
const COMMON: [&str; 21] = [
    "/usr/bin/latchkey",
    "/usr/bin/latchkey-cli",
    "/usr/share/applications/Latchkey.desktop",
    "/usr/share/bash-completion/completions/latchkey-cli",
    "/usr/share/doc/latchkey/third-party-licences.txt.gz",
    "/usr/share/fish/vendor_completions.d/latchkey-cli.fish",
    "/usr/share/icons/hicolor/128x128/apps/latchkey.png",
    "/usr/share/icons/hicolor/16x16/apps/latchkey.png",
    "/usr/share/icons/hicolor/24x24/apps/latchkey.png",
    "/usr/share/icons/hicolor/256x256/apps/latchkey.png",
    "/usr/share/icons/hicolor/32x32/apps/latchkey.png",
    "/usr/share/icons/hicolor/48x48/apps/latchkey.png",
    "/usr/share/icons/hicolor/512x512/apps/latchkey.png",
    "/usr/share/icons/hicolor/64x64/apps/latchkey.png",
    "/usr/share/icons/hicolor/scalable/apps/latchkey.svg",
    "/usr/share/man/man1/latchkey.1.gz",
    "/usr/share/man/man1/latchkey-cli.1.gz",
    "/usr/share/man/man1/latchkey-cli-call.1.gz",
    "/usr/share/man/man1/latchkey-cli-login.1.gz",
    "/usr/share/metainfo/dev.latchkey.desktop.metainfo.xml",
    "/usr/share/mime/packages/dev.latchkey.desktop.xml",
];
const OF_DEB: [&str; 3] = [
    "/usr/share/doc/latchkey/changelog.gz",
    "/usr/share/doc/latchkey/copyright",
    "/usr/share/zsh/vendor-completions/_latchkey-cli",
];
const OF_RPM: [&str; 3] = [
    "/usr/share/doc/latchkey/CHANGELOG.md",
    "/usr/share/licenses/latchkey/LICENSE",
    "/usr/share/zsh/site-functions/_latchkey-cli",
];

/// The pages for the other commands are as many as there are commands.
fn is_another_manual(path: &str) -> bool {
    path.starts_with("/usr/share/man/man1/latchkey-cli-") && path.ends_with(".1.gz")
}

fn ensure_complete(items: &[Item], own: &[&str]) -> Result<()> {
    let found: BTreeSet<&str> = items
        .iter()
        .filter(|item| !item.is_folder())
        .map(|item| item.path.as_str())
        .collect();
    let expected: BTreeSet<&str> = COMMON.iter().chain(own).copied().collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    ensure!(missing.is_empty(), "missing: {missing:?}");
    let unexpected: Vec<_> = found
        .difference(&expected)
        .filter(|path| !is_another_manual(path))
        .collect();
    ensure!(unexpected.is_empty(), "unexpected: {unexpected:?}");
    for item in items {
        let rights = match item {
            item if item.is_folder() => "drwxr-xr-x",
            item if item.path.starts_with("/usr/bin/") => "-rwxr-xr-x",
            _ => "-rw-r--r--",
        };
        ensure!(item.rights == rights, "{item:?} should have {rights}");
        // By name or by number.
        ensure!(
            ["root/root", "0/0"].contains(&item.owner.as_str()),
            "{item:?} should be root's"
        );
        ensure!(item.is_folder() || item.size > 0, "{item:?} is empty");
    }
    Ok(())
}

#[test]
fn the_deb_holds_all_that_it_should_and_nothing_else() -> Result<()> {
    ensure_complete(&made::deb()?.items()?, &OF_DEB)
}

#[test]
fn the_rpm_holds_all_that_it_should_and_nothing_else() -> Result<()> {
    let rpm = made::rpm()?;
    rpm.check()?;
    ensure_complete(&rpm.items()?, &OF_RPM)
}

/// A build as it is shipped: without names for a debugger, and without what only the tests of the window need.
#[test]
fn the_programs_are_as_shipped() -> Result<()> {
    let unpacked = Unpacked::new()?;
    for name in ["latchkey", "latchkey-cli"] {
        let path = unpacked.path(&format!("/usr/bin/{name}"));
        let program = fs::read(&path)?;
        let holds = |text: &str| program.windows(text.len()).any(|part| part == text.as_bytes());
        ensure!(holds("Latchkey"), "{name} is not what it should be");
        for text in ["LATCHKEY_RECORD_IPC", "__ipcRecord"] {
            ensure!(!holds(text), "{name} holds {text}");
        }
        let sections = output_of(Command::new("readelf").args(["--sections", "--wide"]).arg(&path))?;
        ensure!(
            !sections.contains(".symtab") && !sections.contains(".debug_"),
            "{name} is not stripped"
        );
        let version = output_of(Command::new(&path).arg("--version"))?;
        ensure!(version.trim() == format!("{name} {}", made::VERSION), "{version}");
    }
    Ok(())
}

#[test]
fn what_is_packed_can_be_unpacked() -> Result<()> {
    let unpacked = Unpacked::new()?;
    for item in made::deb()?.items()? {
        if Path::new(&item.path)
            .extension()
            .is_some_and(|ending| ending == "gz")
        {
            let text = output_of(
                Command::new("gzip")
                    .args(["--decompress", "--stdout"])
                    .arg(unpacked.path(&item.path)),
            )?;
            ensure!(text.contains("atchkey"), "{} says nothing", item.path);
        }
    }
    Ok(())
}
