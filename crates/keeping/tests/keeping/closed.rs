//! What lies in the data folder is its owner's alone, however open it was found.

#![cfg(unix)]

use std::{
    fs::{self, Permissions},
    os::unix::{
        fs::{PermissionsExt as _, symlink},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use latchkey_keeping::{ProfileFolder, open_folder};
use latchkey_pipeline::store::SessionStores as _;
use latchkey_profile::Kind;

use crate::support::{key, plain, session};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Everything below a folder, and the folder.
fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// A folder with a session and a profile in it, below one that everybody may enter.
async fn filled() -> (tempfile::TempDir, PathBuf) {
    let outside = tempfile::tempdir().unwrap();
    set_mode(outside.path(), 0o755);
    let folder = outside.path().join("data");
    open_folder(&folder).unwrap();
    let store = plain(&folder).of(&key("a", "me"));
    store.save(&session("a", "me", 1)).await.unwrap();
    drop(store.hold().await.unwrap());
    let profile = Kind::SimpleJwt.description("team", "", "https://api.example.com");
    ProfileFolder::new(&folder).save(&profile).unwrap();
    (outside, folder)
}

#[tokio::test]
async fn everything_in_the_folder_is_its_owner_s_alone() {
    let (_outside, folder) = filled().await;
    let found = all(&folder);
    assert!(found.len() >= 7, "{found:?}");
    for path in found {
        assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
    }
}

#[tokio::test]
async fn what_was_found_open_is_closed() {
    let (_outside, folder) = filled().await;
    let set_aside = folder.join("latchkey.unusable-1.json");
    fs::write(&set_aside, "a session that could not be read").unwrap();
    let found = all(&folder);
    for path in &found {
        set_mode(path, if path.is_dir() { 0o777 } else { 0o666 });
    }
    open_folder(&folder).unwrap();
    for path in found {
        let owner_s = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), owner_s, "{}", path.display());
    }
}

/// A link in the folder may point to a file that others are meant to read.
#[tokio::test]
async fn what_a_link_points_to_is_left_alone() {
    let (outside, folder) = filled().await;
    let elsewhere = outside.path().join("everybody-s.txt");
    fs::write(&elsewhere, "for all").unwrap();
    set_mode(&elsewhere, 0o644);
    symlink(&elsewhere, folder.join("link")).unwrap();
    open_folder(&folder).unwrap();
    assert_eq!(mode(&elsewhere), 0o644);
}

/// A writer that was killed leaves the file beside the real one; another program may have put a link there.
#[tokio::test]
async fn a_leftover_beside_the_file_is_neither_written_to_nor_taken_over() {
    let (outside, folder) = filled().await;
    let store = plain(&folder).of(&key("a", "me"));
    let (real, beside) = (folder.join("latchkey.json"), folder.join("latchkey.json.new"));
    fs::write(&beside, "half").unwrap();
    set_mode(&beside, 0o666);
    store.save(&session("a", "me", 2)).await.unwrap();
    assert_eq!(mode(&real), 0o600);

    let elsewhere = outside.path().join("elsewhere.txt");
    fs::write(&elsewhere, "untouched").unwrap();
    symlink(&elsewhere, &beside).unwrap();
    store.save(&session("a", "me", 3)).await.unwrap();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "untouched");
    assert!(fs::symlink_metadata(&real).unwrap().is_file());
    assert_eq!(mode(&real), 0o600);
}

/// With another user of this computer, where the tests may become one.
#[tokio::test]
async fn another_user_of_the_computer_reads_nothing() {
    const NOBODY: u32 = 65_534;
    let (outside, folder) = filled().await;
    let public = outside.path().join("public.txt");
    fs::write(&public, "for all").unwrap();
    set_mode(&public, 0o644);
    let reads = |path: &Path| {
        let mut cat = Command::new("cat");
        cat.arg(path)
            .uid(NOBODY)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        cat.status().map(|status| status.success())
    };
    match reads(&public) {
        Ok(true) => {}
        found => {
            println!("NOT TESTED: another user's attempt to read; it takes root to become one ({found:?})");
            return;
        }
    }
    for path in all(&folder) {
        assert!(!reads(&path).unwrap(), "{}", path.display());
    }
}
