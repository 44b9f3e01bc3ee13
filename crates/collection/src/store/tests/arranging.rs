use std::fs;

use super::{World, get, place};
use crate::{
    Folder, Item,
    store::{Error, Place, Saved},
};

/// `a`, `b` and `c`, and `sub` with `d` and `e`, in this order.
fn world() -> World {
    let world = World::new();
    let sub = Folder {
        name: "sub".to_owned(),
        description: String::new(),
        items: ["d", "e"].map(|name| Item::Request(get(name))).to_vec(),
    };
    for name in ["a", "b", "c"] {
        world.store.create(&Place::root(), &get(name)).unwrap();
    }
    world.store.create_folder(&Place::root(), &sub).unwrap();
    let order = ["a", "b", "c"]
        .map(|name| format!("{name}.request.toml"))
        .to_vec();
    world.store.reorder(&Place::root(), order).unwrap();
    assert_eq!(names(&world), ["a", "b", "c", "sub/d", "sub/e"]);
    world
}

fn names(world: &World) -> Vec<String> {
    let names = world.names().into_iter();
    names
        .map(|name| name.trim_end_matches(".request.toml").to_owned())
        .collect()
}

fn saved(world: &World, place: &str) -> Saved {
    let read = world.read();
    let found = read
        .root
        .requests()
        .into_iter()
        .find(|saved| saved.place.as_str() == place);
    found.unwrap().clone()
}

#[test]
fn no_folder_takes_the_name_of_something_that_has_a_meaning() {
    let World { store, .. } = &World::new();
    for name in ["environments", "Environments", "folder.toml"] {
        let folder = Folder {
            name: name.to_owned(),
            items: vec![Item::Request(get("One"))],
            ..Folder::default()
        };
        store.create_folder(&Place::root(), &folder).unwrap();
    }
    let read = store.read().unwrap();
    assert_eq!(
        (read.root.requests().len(), read.problems.len()),
        (3, 0),
        "{read:?}"
    );
}

#[test]
fn a_request_is_renamed_with_its_file_and_keeps_its_place_and_its_comments() {
    let world = world();
    world.put(
        "b.request.toml",
        "# ours\nname = 'b'\nmethod = 'GET'\ntarget = '/'\n",
    );
    let before = saved(&world, "b.request.toml");
    let after = world
        .store
        .rename(&before.place, "A/new name", &before.fingerprint)
        .unwrap();
    assert_eq!(names(&world), ["a", "A-new name", "c", "sub/d", "sub/e"]);
    let text = fs::read_to_string(world.path().join("A-new name.request.toml")).unwrap();
    assert!(text.starts_with("# ours\nname = \"A/new name\"\n"), "{text}");
    assert_eq!(saved(&world, after.place.as_str()).fingerprint, after.fingerprint);
    let refused = world.store.rename(&after.place, "b", &before.fingerprint);
    assert!(matches!(refused, Err(Error::Changed { .. })), "{refused:?}");
    let taken = world.store.rename(&after.place, "A", &after.fingerprint).unwrap();
    assert_eq!(taken.place.as_str(), "A 2.request.toml");
    let cased = world
        .store
        .rename(&taken.place, "a 2", &taken.fingerprint)
        .unwrap();
    assert_eq!(cased.place.as_str(), "a 2.request.toml");
}

/// Two names that some systems do not tell apart, but this one did: one never takes the place of the other.
#[test]
fn a_name_that_differs_in_form_alone_is_somebody_else_s() {
    let world = world();
    let text = |target: &str| format!("name = 'x'\nmethod = 'GET'\ntarget = '{target}'\n");
    world.put("1.request.toml", text("/plain"));
    world.put("\u{ff11}.request.toml", text("/wide"));
    let wide = saved(&world, "\u{ff11}.request.toml");
    let renamed = world.store.rename(&wide.place, "1", &wide.fingerprint).unwrap();
    assert_eq!(saved(&world, "1.request.toml").request.target, "/plain");
    assert_eq!(renamed.request.target, "/wide");
    assert_eq!(renamed.place.as_str(), "1 2.request.toml");
}

#[test]
fn a_folder_is_renamed_with_all_that_is_in_it() {
    let world = world();
    let renamed = world.store.rename_folder(&place("sub"), "con").unwrap();
    assert_eq!(renamed.as_str(), "_con");
    assert_eq!(names(&world), ["a", "b", "c", "_con/d", "_con/e"]);
    let read = world.read();
    assert!(matches!(&read.root.folder().items[3], Item::Folder(folder) if folder.name == "con"));
    assert_eq!(
        world.store.rename_folder(&Place::root(), "Ours").unwrap(),
        Place::root()
    );
    assert_eq!(world.read().root.name, "Ours");
}

#[test]
fn a_copy_comes_right_after() {
    let world = world();
    world.store.duplicate(&place("a.request.toml")).unwrap();
    let copy = world.store.duplicate(&place("a.request.toml")).unwrap();
    assert_eq!(copy.request.name, "a (copy)");
    assert_eq!(
        names(&world),
        ["a", "a (copy) 2", "a (copy)", "b", "c", "sub/d", "sub/e"]
    );
}

#[test]
fn requests_and_folders_are_moved_within_and_between_folders() {
    let world = world();
    world
        .store
        .move_to(&place("c.request.toml"), &Place::root(), 0)
        .unwrap();
    assert_eq!(names(&world), ["c", "a", "b", "sub/d", "sub/e"]);
    world
        .store
        .move_to(&place("a.request.toml"), &place("sub"), 1)
        .unwrap();
    assert_eq!(names(&world), ["c", "b", "sub/d", "sub/a", "sub/e"]);
    world.put("d.request.toml", "name = 'other d'\nmethod = 'GET'\ntarget = '/'");
    let moved = world
        .store
        .move_to(&place("d.request.toml"), &place("sub"), 99)
        .unwrap();
    assert_eq!(moved.as_str(), "sub/d 2.request.toml");
    world.store.move_to(&place("sub"), &Place::root(), 0).unwrap();
    assert_eq!(names(&world), ["sub/d", "sub/a", "sub/e", "sub/d 2", "c", "b"]);
    fs::create_dir(world.path().join("sub/inner")).unwrap();
    for into in ["sub", "sub/inner"] {
        let refused = world.store.move_to(&place("sub"), &place(into), 0);
        assert!(matches!(refused, Err(Error::IntoItself { .. })), "{refused:?}");
    }
    let refused = world.store.move_to(&Place::root(), &place("sub"), 0);
    assert!(matches!(refused, Err(Error::Root)), "{refused:?}");
}

#[test]
fn what_was_deleted_comes_back_where_it_was_with_all_that_was_in_it() {
    let world = world();
    world.put("sub/README.md", "not ours");
    world.put("sub/broken.request.toml", "not TOML");
    let request = world.store.delete(&place("b.request.toml")).unwrap();
    let folder = world.store.delete(&place("sub")).unwrap();
    assert_eq!(names(&world), ["a", "c"]);
    assert!(world.read().problems.is_empty());
    world.store.restore(&request).unwrap();
    world.store.restore(&folder).unwrap();
    assert_eq!(names(&world), ["a", "b", "c", "sub/d", "sub/e"]);
    assert_eq!(
        fs::read_to_string(world.path().join("sub/README.md")).unwrap(),
        "not ours"
    );
    assert_eq!(
        fs::read_to_string(world.path().join(".deleted/.gitignore")).unwrap(),
        "*\n"
    );
}

#[test]
fn what_comes_back_takes_no_other_ones_place() {
    let world = world();
    let first = world.store.delete(&place("b.request.toml")).unwrap();
    world.store.create(&Place::root(), &get("b")).unwrap();
    let second = world.store.delete(&place("b.request.toml")).unwrap();
    world.store.restore(&first).unwrap();
    assert_eq!(world.store.restore(&second).unwrap().as_str(), "b 2.request.toml");
    let inner = world.store.delete(&place("sub/d.request.toml")).unwrap();
    let around = world.store.delete(&place("sub")).unwrap();
    assert_eq!(world.store.restore(&inner).unwrap().as_str(), "d.request.toml");
    world.store.forget(&around).unwrap();
    assert!(world.store.restore(&around).is_err());
    let kept = world.path().join(".deleted").read_dir().unwrap();
    assert_eq!(kept.count(), 1, "the .gitignore alone is left");
}
