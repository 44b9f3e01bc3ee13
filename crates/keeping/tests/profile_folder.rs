//! Profiles as files: what is saved is listed, and what is wrong is told without hiding the rest.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use latchkey_keeping::{ProfileError, ProfileFolder, check_text};
use latchkey_profile::{Description, Kind, file};
use proptest::prelude::*;

fn description(kind: Kind, id: &str) -> Description {
    kind.description(id, "", "https://api.example.com")
}

#[test]
fn what_is_saved_is_listed_read_and_removed() {
    let data = tempfile::tempdir().unwrap();
    let folder = ProfileFolder::new(data.path());
    assert!(folder.list().unwrap().is_empty());
    let (two, one) = (
        description(Kind::OAuthBasic, "two"),
        description(Kind::HeaderPair, "one"),
    );
    folder.save(&two).unwrap();
    folder.save(&one).unwrap();
    folder.save(&one).unwrap();
    let listed = folder.list().unwrap();
    let good: Vec<_> = listed
        .into_iter()
        .map(|(id, profile)| (id, profile.unwrap()))
        .collect();
    assert_eq!(good, [("one".to_owned(), one), ("two".to_owned(), two.clone())]);
    assert_eq!(folder.read("two").unwrap(), two);
    assert!(folder.exists("two"));
    folder.remove("two").unwrap();
    assert!(!folder.exists("two"));
    assert!(matches!(folder.remove("two"), Err(ProfileError::Missing { .. })));
    assert!(matches!(folder.read("two"), Err(ProfileError::Missing { .. })));
    let left: Vec<_> = fs::read_dir(data.path().join("profiles"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name != ".lock")
        .collect();
    assert_eq!(left, ["one.toml"], "nothing is left beside");
}

#[test]
fn a_wrong_file_does_not_hide_the_others() {
    let data = tempfile::tempdir().unwrap();
    let folder = ProfileFolder::new(data.path());
    let good = description(Kind::SimpleJwt, "good");
    folder.save(&good).unwrap();
    let put = |id: &str, bytes: &[u8]| fs::write(folder.path_of(id).unwrap(), bytes).unwrap();
    let text = file::write(&good);
    put("bad", b"id = \"bad\"\nbase = 1\n");
    put("other", text.as_bytes());
    put("torn", &text.as_bytes()[..text.len() / 2]);
    put("bytes", &[0xff, 0xfe]);
    put("huge", &vec![b'#'; 2 << 20]);

    let list = folder.list().unwrap();
    let of = |id: &str| &list.iter().find(|(other, _)| other == id).unwrap().1;
    assert_eq!(list.len(), 6);
    assert_eq!(of("good").as_ref().unwrap(), &good);
    assert!(matches!(of("bad"), Err(ProfileError::File { error, .. }) if error.line == Some(2)));
    assert!(matches!(of("other"), Err(ProfileError::OtherId { found, .. }) if found == "good"));
    assert!(matches!(of("torn"), Err(ProfileError::File { .. })));
    assert!(matches!(of("bytes"), Err(ProfileError::Read { .. })));
    assert!(matches!(of("huge"), Err(ProfileError::Read { .. })));
}

#[test]
fn every_fault_of_a_text_is_told_with_its_line() {
    let text = file::write(&description(Kind::SimpleJwt, "team"))
        .replace("\"team\"", "\"Team\"")
        .replace("/api/token/refresh/", "no path")
        .replace("status = 401", "status = 200");
    let faults = check_text(&text).unwrap_err();
    assert!(faults.len() >= 3, "{faults:?}");
    for fault in faults {
        let line = fault.line.unwrap_or_else(|| panic!("{fault}"));
        let key = fault.field.rsplit('.').next().unwrap();
        let written = text.lines().nth(line - 1).unwrap();
        assert!(written.starts_with(&format!("{key} = ")), "{fault}: {written}");
        let value = fault.found.trim_matches('"');
        assert!(written.contains(value), "{fault}: {written}");
    }
}

#[test]
fn no_id_leads_out_of_the_folder() {
    let data = tempfile::tempdir().unwrap();
    let folder = ProfileFolder::new(&data.path().join("data"));
    fs::write(data.path().join("outside.toml"), "").unwrap();
    for id in [
        "../../outside",
        "..",
        "",
        "a/b",
        "C:x",
        "UPPER",
        "con aux",
        "x.toml",
        "con",
        "nul",
        "com1",
        // The app's own: its tokens would be sent to the practice API.
        "practice",
    ] {
        assert!(matches!(folder.read(id), Err(ProfileError::Id(_))), "{id}");
        assert!(matches!(folder.remove(id), Err(ProfileError::Id(_))), "{id}");
        assert!(!folder.exists(id), "{id}");
        let saved = folder.save(&description(Kind::HeaderPair, id));
        assert!(matches!(saved, Err(ProfileError::Id(_))), "{id}");
    }
    assert!(data.path().join("outside.toml").exists());
}

/// All files below a folder, with what they hold.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            let content = fs::read(&path).expect("a file");
            found.insert(path, content);
        }
    }
    found
}

/// Ids as somebody would write them who wants to get out, and any others.
fn any_id() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "..", "/", "\\", ".", "~", "%2e", "\0", "con", "nul", "aux", "com1", "lpt9", ":", "$HOME", "outside",
        "a", "-", "1", " ", "\u{202e}", "\u{2215}", "Ａ", "\n", ".toml", "latchkey", "practice", "profiles",
    ]);
    prop_oneof![
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat()),
        "[a-z0-9-]{0,70}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn no_id_whatever_reads_or_writes_beside_the_folder(id in any_id()) {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        fs::create_dir(&data).unwrap();
        for path in [home.path().join("outside.toml"), data.join("outside.toml"), data.join("latchkey.json")] {
            fs::write(path, "id = \"outside\"").unwrap();
        }
        let folder = ProfileFolder::new(&data);
        let before = everything(home.path());
        let saved = folder.save(&description(Kind::HeaderPair, &id)).is_ok();
        let mut after = everything(home.path());
        after.retain(|path, _| path.file_name().is_none_or(|it| it != ".lock"));
        let wanted = data.join("profiles").join(format!("{id}.toml"));
        prop_assert_eq!(after.remove(&wanted).is_some(), saved);
        prop_assert_eq!(&after, &before);
        prop_assert_eq!(folder.exists(&id), saved);
        prop_assert_eq!(folder.read(&id).is_ok(), saved);
        prop_assert_eq!(folder.remove(&id).is_ok(), saved);
        let mut after = everything(home.path());
        after.retain(|path, _| path.file_name().is_none_or(|it| it != ".lock"));
        prop_assert_eq!(after, before);
    }
}
