use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use super::{Release, run};
use crate::release::sign::{Key, fresh_key};

const FILES: [&str; 9] = [
    "Latchkey_1.2.3_amd64.deb",
    "Latchkey-1.2.3-1.x86_64.rpm",
    "Latchkey_1.2.3_amd64.AppImage",
    "Latchkey_1.2.3_x64_en-US.msi",
    "Latchkey_1.2.3_x64_ko-KR.msi",
    "Latchkey_1.2.3_x64-setup.exe",
    "Latchkey_1.2.3_universal.dmg",
    "Latchkey_1.2.3_universal.app.tar.gz",
    "latchkey_x86_64-unknown-linux-gnu.cdx.json",
];

fn gathered() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in FILES {
        fs::write(folder.path().join(name), format!("contents of {name}")).unwrap();
    }
    folder
}

fn release(from: &Path, to: &Path) -> Release {
    let (private, public) = fresh_key(None);
    Release {
        version: "1.2.3".to_owned(),
        date: "2027-01-31".to_owned(),
        notes: "### Added\n- All of it.".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        url: "https://example.com/v1.2.3/".to_owned(),
        key: Key::read(&private, String::new(), &public).unwrap(),
    }
}

#[test]
fn a_release_is_signed_described_to_the_updater_and_summed() {
    let (from, to) = (gathered(), tempfile::tempdir().unwrap());
    let release = release(from.path(), to.path());
    run(&release).unwrap();

    let read = |name: &str| fs::read_to_string(to.path().join(name)).unwrap();
    let latest: Value = serde_json::from_str(&read("latest.json")).unwrap();
    assert_eq!(latest["version"], "1.2.3");
    assert_eq!(latest["notes"], "### Added\n- All of it.");
    assert_eq!(latest["pub_date"], "2027-01-31T00:00:00Z");
    let platforms = latest["platforms"].as_object().unwrap();
    let names: Vec<&str> = platforms.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "darwin-aarch64",
            "darwin-aarch64-app",
            "darwin-x86_64",
            "darwin-x86_64-app",
            "linux-x86_64",
            "linux-x86_64-appimage",
            "linux-x86_64-deb",
            "linux-x86_64-rpm",
            "windows-x86_64",
            "windows-x86_64-msi",
            "windows-x86_64-nsis",
        ]
    );
    for (platform, offer) in platforms {
        let name = offer["url"]
            .as_str()
            .unwrap()
            .strip_prefix("https://example.com/v1.2.3/")
            .unwrap();
        let signature = offer["signature"].as_str().unwrap();
        release.key.verify(&to.path().join(name), signature).unwrap();
        assert_eq!(signature, read(&format!("{name}.sig")), "{platform}");
    }
    assert!(
        platforms["windows-x86_64-msi"]["url"]
            .as_str()
            .unwrap()
            .ends_with("en-US.msi")
    );
    assert!(
        platforms["linux-x86_64"]["url"]
            .as_str()
            .unwrap()
            .ends_with(".AppImage")
    );

    let sums = read("SHA256SUMS");
    let summed: BTreeSet<&str> = sums
        .lines()
        .map(|line| line.split_once("  ").unwrap().1)
        .collect();
    let there: BTreeSet<String> = fs::read_dir(to.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "SHA256SUMS")
        .collect();
    assert_eq!(summed, there.iter().map(String::as_str).collect());
    // printf 'contents of Latchkey_1.2.3_universal.dmg' | sha256sum
    assert!(
        sums.contains(
            "6c82f6fefb967c313ddf34a2cd080423435266c059141b404af2af33a710a90e  Latchkey_1.2.3_universal.dmg\n"
        ),
        "{sums}"
    );
}

#[test]
fn a_hole_a_stranger_and_an_old_file_are_all_told_and_nothing_is_written() {
    let (from, to) = (gathered(), tempfile::tempdir().unwrap());
    fs::remove_file(from.path().join(FILES[5])).unwrap();
    fs::remove_file(from.path().join(FILES[8])).unwrap();
    for name in [
        "latchkey.exe",
        "Latchkey_1.2.2_amd64.deb",
        "Latch key_1.2.3_amd64.deb",
        "Latchkey_1.2.3.rpm",
    ] {
        fs::write(from.path().join(name), "x").unwrap();
    }
    let problem = run(&release(from.path(), to.path())).unwrap_err().to_string();
    for told in [
        "no file that ends with -setup.exe",
        "no file that ends with .cdx.json",
        "latchkey.exe: not a file of a release",
        "Latchkey_1.2.2_amd64.deb: expected version 1.2.3 in the name",
        "Latch key_1.2.3_amd64.deb: expected letters",
        "Latchkey_1.2.3.rpm: found no processor in the name",
    ] {
        assert!(problem.contains(told), "{told}: {problem}");
    }
    assert_eq!(fs::read_dir(to.path()).unwrap().count(), 0);
}

#[test]
fn nothing_is_mixed_with_an_older_try_or_offered_without_encryption() {
    let (from, to) = (gathered(), tempfile::tempdir().unwrap());
    let mut release = release(from.path(), to.path());
    release.url = "http://example.com/v1.2.3".to_owned();
    assert!(run(&release).unwrap_err().to_string().contains("https://"));
    release.url = "https://example.com/v1.2.3".to_owned();
    fs::write(to.path().join("old.deb"), "x").unwrap();
    assert!(run(&release).unwrap_err().to_string().contains("is not empty"));
}
