use std::{fs, process::Command};

use anyhow::{Context as _, Result, ensure};
use packaging::{Entry, command_line, output_of};

use crate::made::{Unpacked, VERSION};

const ENTRY: &str = "/usr/share/applications/Latchkey.desktop";
const METAINFO: &str = "/usr/share/metainfo/dev.latchkey.desktop.metainfo.xml";
const TYPES: &str = "/usr/share/mime/packages/dev.latchkey.desktop.xml";
const PROFILE: &str = "application/vnd.latchkey.profile+toml";

fn is_korean(text: &str) -> bool {
    text.chars().any(|letter| ('가'..='힣').contains(&letter))
}

#[test]
fn the_entry_is_valid_and_speaks_both_languages() -> Result<()> {
    let unpacked = Unpacked::new()?;
    output_of(Command::new("desktop-file-validate").arg(unpacked.path(ENTRY)))?;
    let entry = Entry::parse(&unpacked.text(ENTRY)?)?;
    ensure!(entry.get("Name")? == "Latchkey");
    for key in ["GenericName", "Comment", "Keywords"] {
        ensure!(!is_korean(entry.get(key)?), "{key}");
        ensure!(is_korean(entry.get(&format!("{key}[ko]"))?), "{key}");
    }
    ensure!(entry.get("Icon")? == "latchkey" && entry.get("Terminal")? == "false");
    ensure!(entry.list("Categories")?.contains(&"Development"));
    Ok(())
}

#[test]
fn the_entry_opens_links_and_profiles() -> Result<()> {
    let entry = Entry::parse(&Unpacked::new()?.text(ENTRY)?)?;
    let opened = entry.list("MimeType")?;
    ensure!(opened == [PROFILE, "x-scheme-handler/latchkey"], "{opened:?}");
    let exec = entry.get("Exec")?;
    ensure!(command_line(exec, None)? == ["latchkey"]);
    ensure!(command_line(exec, Some("latchkey://a"))? == ["latchkey", "latchkey://a"]);
    Ok(())
}

#[test]
fn every_action_is_described_in_both_languages() -> Result<()> {
    let entry = Entry::parse(&Unpacked::new()?.text(ENTRY)?)?;
    let actions = entry.list("Actions")?;
    ensure!(actions == ["practice"], "{actions:?}");
    ensure!(entry.of_action("practice", "Name")? == "Practice API");
    ensure!(is_korean(entry.of_action("practice", "Name[ko]")?));
    ensure!(command_line(entry.of_action("practice", "Exec")?, None)? == ["latchkey", "--practice"]);
    Ok(())
}

#[test]
fn the_metadata_is_valid_and_knows_the_version() -> Result<()> {
    let unpacked = Unpacked::new()?;
    let checked = Command::new("appstreamcli")
        .args(["validate", "--no-net", "--no-color"])
        .arg(unpacked.path(METAINFO))
        .env("LC_ALL", "C.UTF-8")
        .output()?;
    let said = String::from_utf8_lossy(&checked.stdout);
    ensure!(said.contains("Validation"), "{said}{checked:?}");
    let faults: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("E: ") || line.starts_with("W: "))
        // Latchkey has no home page, and newer versions find fault with that.
        .filter(|line| !line.contains("url-homepage-missing"))
        .collect();
    ensure!(faults.is_empty(), "{faults:?}");
    let text = unpacked.text(METAINFO)?;
    let newest = text
        .split("<release ")
        .nth(1)
        .and_then(|rest| rest.split('>').next())
        .context("there is a release")?;
    ensure!(newest.contains(&format!("version=\"{VERSION}\"")), "{newest}");
    ensure!(text.contains("<launchable type=\"desktop-id\">Latchkey.desktop</launchable>"));
    ensure!(text.contains(&format!("<mediatype>{PROFILE}</mediatype>")));
    ensure!(text.contains("<summary xml:lang=\"ko\">"));
    Ok(())
}

/// The database that desktops read, made from our file alone.
#[test]
fn the_file_type_is_known_by_its_ending() -> Result<()> {
    let unpacked = Unpacked::new()?;
    let folder = tempfile::tempdir()?;
    let mime = folder.path().join("mime");
    fs::create_dir_all(mime.join("packages"))?;
    fs::copy(unpacked.path(TYPES), mime.join("packages/latchkey.xml"))?;
    output_of(
        Command::new("update-mime-database")
            .env("PKGSYSTEM_ENABLE_FSYNC", "0")
            .arg(&mime),
    )?;
    let globs = fs::read_to_string(mime.join("globs2"))?;
    ensure!(globs.contains(&format!("50:{PROFILE}:*.latchkey")), "{globs}");
    let known = fs::read_to_string(mime.join(format!("{PROFILE}.xml")))?;
    ensure!(known.contains("Latchkey profile") && is_korean(&known), "{known}");
    Ok(())
}
