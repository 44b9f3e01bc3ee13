use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
};

use latchkey_history::{FILE, History, Limits, Problem};

use crate::support::{all, entry};

fn open(folder: &Path) -> History {
    History::open(folder, Limits::default())
}

/// Adds these and closes the history.
fn add(folder: &Path, targets: &[&str]) {
    let history = open(folder);
    for target in targets {
        assert!(history.add(entry(target)).is_some());
    }
    history.flush();
    assert_eq!(history.problem(), None);
}

#[test]
fn what_was_added_is_there_in_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    add(folder.path(), &["/1", "/2"]);
    add(folder.path(), &["/3"]);
    assert_eq!(all(&open(folder.path())), ["/3", "/2", "/1"]);
    let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
    assert!(text.starts_with("{\"format\":1}\n"), "{text}");
    assert_eq!(text.lines().count(), 4);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    add(folder.path(), &["/1"]);
    for file in [FILE, "history.lock"] {
        let mode = fs::metadata(folder.path().join(file))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn a_last_line_that_a_crash_has_torn_is_skipped_and_what_follows_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    add(folder.path(), &["/1", "/2"]);
    let text = fs::read(&path).unwrap();
    fs::write(&path, &text[..text.len() - 20]).unwrap();
    let history = open(folder.path());
    assert_eq!((all(&history), history.problem()), (vec!["/1".to_owned()], None));
    history.add(entry("/3"));
    history.flush();
    drop(history);
    assert_eq!(all(&open(folder.path())), ["/3", "/1"]);
}

#[test]
fn a_damaged_file_is_put_aside_as_it_was_and_what_can_be_read_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    add(folder.path(), &["/1", "/2"]);
    let mut damaged = fs::read(&path).unwrap();
    damaged.extend_from_slice(b"\xff\xfe not a line\n");
    fs::write(&path, &damaged).unwrap();
    let history = open(folder.path());
    let aside = folder.path().join("history.unusable-1.jsonl");
    assert_eq!(history.problem(), Some(Problem::SetAside(aside.clone())));
    assert_eq!(fs::read(&aside).unwrap(), damaged);
    history.flush();
    drop(history);
    assert_eq!(
        all(&open(folder.path())),
        ["/2", "/1"],
        "nobody had to add anything"
    );

    let history = open(folder.path());
    history.clear().unwrap();
    assert_eq!((history.problem(), aside.exists()), (None, false));
}

#[test]
fn a_file_of_another_kind_a_later_format_and_one_too_large_are_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let large = format!("{{\"format\":1}}\n{}\n", "x".repeat(40 << 20));
    let texts = ["{\"format\":99}\n{}\n", "no JSON at all", "[]\n", &large];
    for (number, text) in texts.iter().enumerate() {
        fs::write(&path, text).unwrap();
        let history = open(folder.path());
        assert_eq!(all(&history), [""; 0]);
        history.add(entry("/new"));
        history.flush();
        let aside = folder
            .path()
            .join(format!("history.unusable-{}.jsonl", number + 1));
        assert_eq!(fs::metadata(aside).unwrap().len(), text.len() as u64);
        drop(history);
        assert_eq!(all(&open(folder.path())), ["/new"]);
    }
}

#[test]
fn a_second_process_keeps_its_own_in_memory_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path());
    first.add(entry("/first"));
    first.flush();
    let second = open(folder.path());
    assert_eq!(second.problem(), Some(Problem::Elsewhere));
    second.add(entry("/second"));
    second.clear().unwrap();
    second.add(entry("/second"));
    second.flush();
    assert_eq!(all(&second), ["/second"]);
    drop((first, second));
    assert_eq!(all(&open(folder.path())), ["/first"]);
}

#[test]
fn what_is_removed_and_what_is_cleared_is_nowhere_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let history = open(folder.path());
    let secret = history.add(entry("/secret")).unwrap();
    history.add(entry("/other"));
    history.flush();
    assert!(fs::read_to_string(&path).unwrap().contains("/secret"));
    history.remove(secret);
    history.flush();
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("/secret") && text.contains("/other"));
    history.clear().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "{\"format\":1}\n");
    history.add(entry("/after"));
    history.flush();
    drop(history);
    assert_eq!(all(&open(folder.path())), ["/after"]);
}

#[test]
fn the_file_is_made_small_again_before_it_is_twice_as_large_as_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits {
        entries: 10,
        ..Limits::default()
    };
    let history = History::open(folder.path(), limits);
    for number in 0..200 {
        history.add(entry(&format!("/{number}")));
        history.flush();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(text.lines().count() <= 2 * 10 + 3, "{number}");
    }
    drop(history);
    let kept = all(&History::open(folder.path(), limits));
    assert_eq!(
        (kept.len(), kept[0].as_str(), kept[9].as_str()),
        (10, "/199", "/190")
    );
}

#[test]
fn a_folder_that_takes_nothing_is_told_until_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let in_the_way = folder.path().join("history.jsonl.new");
    fs::create_dir(&in_the_way).unwrap();
    history.add(entry("/1"));
    history.flush();
    let told = history.problem();
    assert!(
        matches!(&told, Some(Problem::Unwritten(why)) if why.contains("history.jsonl")),
        "{told:?}"
    );
    assert!(history.clear().is_err(), "nobody is told that it is gone");
    history.add(entry("/2"));
    fs::remove_dir(&in_the_way).unwrap();
    history.add(entry("/3"));
    history.flush();
    assert_eq!(history.problem(), None);
    drop(history);
    assert_eq!(all(&open(folder.path())), ["/3", "/2"]);
}

#[test]
fn a_file_that_is_taken_away_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.add(entry("/1"));
    history.flush();
    fs::remove_file(folder.path().join(FILE)).unwrap();
    history.add(entry("/2"));
    history.flush();
    drop(history);
    assert_eq!(all(&open(folder.path())), ["/2", "/1"]);
}

#[test]
fn what_is_no_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(FILE)).unwrap();
    let history = open(folder.path());
    assert!(matches!(history.problem(), Some(Problem::Unwritten(_))));
    history.add(entry("/1"));
    history.flush();
    assert_eq!(all(&history), ["/1"]);
    assert!(folder.path().join(FILE).is_dir());
}

/// What a process that was killed while it appended has left: any part of a line.
#[test]
fn killed_at_any_byte_of_a_line_all_before_it_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    add(folder.path(), &["/1"]);
    let before = fs::read(&path).unwrap();
    add(folder.path(), &["/2"]);
    let line = fs::read(&path).unwrap().split_off(before.len());
    for end in 0..line.len() {
        fs::write(&path, &before).unwrap();
        OpenOptions::new()
            .append(true)
            .open(&path)
            .unwrap()
            .write_all(&line[..end])
            .unwrap();
        let history = open(folder.path());
        assert_eq!(
            (all(&history), history.problem()),
            (vec!["/1".to_owned()], None),
            "{end}"
        );
    }
}
