//! What the Tauri CLI is told beyond `tauri.conf.json`: the files that are there only now.
//!
//! They cannot be in `tauri.conf.json` itself, because every build of the app would then ask for them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::{linux, notices, programs::Programs, relative};
use crate::workspace;

/// Writes the overlay, and tells where it is.
pub(crate) fn write(programs: &Programs) -> Result<PathBuf> {
    let folder = workspace::target().join("bundle");
    let notices = notices::text(&programs.targets())?;
    let text = folder.join("third-party-licences.txt");
    fs::write(&text, &notices).with_context(|| format!("cannot write {}", text.display()))?;
    let mut bundle = match std::env::consts::OS {
        "linux" => linux::overlay(&folder.join("linux"), programs, &notices)?,
        "windows" => windows(&text),
        "macos" => macos(&text),
        _ => json!({}),
    };
    bundle["externalBin"] = json!([relative(&beside(&folder, programs)?)]);
    let overlay = json!({ "build": { "frontendDist": relative(&programs.ui) }, "bundle": bundle });
    let path = folder.join("overlay.json");
    fs::write(&path, format!("{overlay:#}")).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// Signed where somebody says by which command; `%1` in it stands for the file.
fn windows(notices: &Path) -> Value {
    let mut resources = json!({ "LICENSE": "LICENSE.txt" });
    resources[relative(notices)] = "third-party-licences.txt".into();
    let mut bundle = json!({ "resources": resources });
    if let Some(command) = given("WINDOWS_SIGN_COMMAND") {
        bundle["windows"] = json!({ "signCommand": command });
    }
    bundle
}

fn macos(notices: &Path) -> Value {
    // Nobody has to agree to the MIT licence before a disk image opens; it lies in the app.
    let mut bundle = json!({
        "licenseFile": null,
        "macOS": { "files": { "Resources/third-party-licences.txt": relative(notices) } },
    });
    if given("APPLE_SIGNING_IDENTITY").is_none() {
        // Without any signature, Apple's processors run nothing.
        bundle["macOS"]["signingIdentity"] = "-".into();
    }
    bundle
}

/// A variable of the environment. One that is empty counts as not there: workflows set those for secrets they lack.
fn given(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Puts the command line where the CLI looks for a program to ship along: its name ends with the target, and the path
/// that the CLI is told does not.
fn beside(folder: &Path, programs: &Programs) -> Result<PathBuf> {
    let told = folder.join("programs").join("latchkey-cli");
    let name = format!("latchkey-cli-{}{}", programs.target, std::env::consts::EXE_SUFFIX);
    let copy = told.with_file_name(name);
    fs::create_dir_all(folder.join("programs"))?;
    fs::copy(programs.path("latchkey-cli"), &copy)
        .with_context(|| format!("cannot copy latchkey-cli to {}", copy.display()))?;
    set_mode(&copy, 0o755)?;
    set_mode(&programs.path("latchkey"), 0o755)?;
    Ok(told)
}

/// The map of a package's files: where each goes, and where it is now.
pub(crate) fn files(staged: &BTreeMap<String, PathBuf>) -> Value {
    staged
        .iter()
        .map(|(to, from)| (to.clone(), Value::from(relative(from))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Packages keep the rights that a file has here, and those depend on whoever checked the repository out.
pub(crate) fn set_mode(path: &Path, mode: u32) -> Result<()> {
    let about = fs::metadata(path).with_context(|| format!("cannot look at {}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mut rights = about.permissions();
        rights.set_mode(mode);
        fs::set_permissions(path, rights)
            .with_context(|| format!("cannot set the rights of {}", path.display()))?;
    }
    // Elsewhere there are no such rights.
    #[cfg(not(unix))]
    let _ = (about, mode);
    Ok(())
}
