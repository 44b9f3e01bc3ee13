use std::fs;

use super::{World, get, place};
use crate::store::{Error, Place};

#[test]
fn a_save_changes_the_file_in_one_step_and_can_be_followed_by_another() {
    let world = World::new();
    let mut saved = world.store.create(&Place::root(), &get("n")).unwrap();
    for method in ["PUT", "POST"] {
        method.clone_into(&mut saved.request.method);
        saved.fingerprint = world
            .store
            .save(&saved.place, &saved.request, &saved.fingerprint)
            .unwrap();
        let read = world.read();
        let found = read.root.requests()[0];
        assert_eq!(
            (&found.request, found.fingerprint),
            (&saved.request, saved.fingerprint)
        );
    }
    assert_eq!(
        world.path().read_dir().unwrap().count(),
        1,
        "nothing is left beside"
    );
}

#[test]
fn what_somebody_else_changed_is_not_overwritten_and_neither_side_is_lost() {
    let world = World::new();
    let saved = world.store.create(&Place::root(), &get("n")).unwrap();
    let theirs = "name = 'n'\nmethod = 'PATCH'\ntarget = '/theirs'\n";
    for theirs in [theirs.as_bytes(), b"\xff not text"] {
        world.put("n.request.toml", theirs);
        let mine = get("n");
        let refused = world
            .store
            .save(&saved.place, &mine, &saved.fingerprint)
            .unwrap_err();
        let Error::Changed { file, copy } = refused else {
            panic!("{refused}")
        };
        assert_eq!(fs::read(&file).unwrap(), theirs);
        assert!(!copy.exists());
        let kept = world.store.save_copy(&saved.place, &mine).unwrap();
        assert_eq!(kept.request.name, "n (conflict)");
        assert_eq!(kept.request.target, mine.target);
        assert!(copy.exists(), "it is where it was said to be");
        assert_eq!(fs::read(&file).unwrap(), theirs);
    }
    assert_eq!(
        world.names(),
        ["n (conflict) 2.request.toml", "n (conflict).request.toml"]
    );
}

#[test]
fn what_somebody_else_removed_can_be_saved_as_a_copy() {
    let world = World::new();
    world.put("sub/n.request.toml", "name = 'n'\nmethod = 'GET'\ntarget = '/'\n");
    let saved = world.read().root.requests()[0].clone();
    fs::remove_dir_all(world.path().join("sub")).unwrap();
    let refused = world.store.save(&saved.place, &saved.request, &saved.fingerprint);
    assert!(matches!(refused, Err(Error::Gone { .. })), "{refused:?}");
    let kept = world.store.save_copy(&saved.place, &saved.request).unwrap();
    assert_eq!(kept.place, place("n (conflict).request.toml"));
}

#[cfg(unix)]
#[test]
fn a_saved_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;

    let world = World::new();
    let saved = world.store.create(&Place::root(), &get("n")).unwrap();
    let path = world.path().join("n.request.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    world
        .store
        .save(&saved.place, &get("m"), &saved.fingerprint)
        .unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}
