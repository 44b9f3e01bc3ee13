use proptest::prelude::*;

use super::{World, any, get, place};
use crate::{Folder, Item, store::Place};

#[test]
fn requests_and_folders_come_in_the_saved_order_and_all_others_by_name() {
    let world = World::new();
    for name in ["b", "a", "c", "d"] {
        world.put(
            &format!("{name}.request.toml"),
            format!("name = '{name}'\nmethod = 'GET'\ntarget = '/'"),
        );
    }
    world.put("sub/x.request.toml", "name = 'x'\nmethod = 'GET'\ntarget = '/'");
    world.put(
        "folder.toml",
        "order = ['gone.request.toml', 'd.request.toml', 'sub', 'a.request.toml']",
    );
    world.put("README.md", "not ours");
    world.put(".git/x.request.toml", "not ours");
    assert_eq!(
        world.names(),
        [
            "d.request.toml",
            "sub/x.request.toml",
            "a.request.toml",
            "b.request.toml",
            "c.request.toml"
        ]
    );
    assert!(world.read().problems.is_empty());
}

#[test]
fn environments_are_read_and_are_no_requests() {
    let world = World::new();
    world.put(
        "environments/staging.environment.toml",
        "name = 'Staging'\nsecrets = ['password']\n[variables]\nuser = 'me'",
    );
    world.put("environments/x.request.toml", "name = 'x'");
    let read = world.read();
    assert!(read.problems.is_empty() && read.root.items.is_empty());
    let environment = &read.environments[0].environment;
    assert_eq!(
        (environment.name.as_str(), environment.variables["user"].as_str()),
        ("Staging", "me")
    );
    assert_eq!(environment.secrets, ["password"]);
}

#[test]
fn a_new_request_comes_last_and_takes_no_other_ones_file() {
    let world = World::new();
    world.put("folder.toml", "# ours\norder = ['z.request.toml']\n");
    let first = world.store.create(&Place::root(), &get("z")).unwrap();
    let second = world.store.create(&Place::root(), &get("Z")).unwrap();
    let third = world.store.create(&Place::root(), &get("a")).unwrap();
    let files = [first, second, third].map(|saved| saved.place.to_string());
    assert_eq!(files, ["z.request.toml", "Z 2.request.toml", "a.request.toml"]);
    assert_eq!(world.names(), files);
    let said = std::fs::read_to_string(world.path().join("folder.toml")).unwrap();
    assert!(said.starts_with("# ours\n"), "{said}");
}

#[test]
fn hostile_names_stay_in_the_folder_and_keep_their_text() {
    let world = World::new();
    let names = [
        "../../out",
        "/etc/passwd",
        "C:\\x",
        "con",
        "a\0b",
        "\u{202e}x",
        ".",
        "..",
        "",
        "x/../../y",
    ];
    for name in names {
        world.store.create(&Place::root(), &get(name)).unwrap();
        let folder = Folder {
            name: name.to_owned(),
            ..Folder::default()
        };
        world.store.create_folder(&Place::root(), &folder).unwrap();
    }
    let read = world.read();
    let mut kept: Vec<_> = read
        .root
        .requests()
        .iter()
        .map(|saved| saved.request.name.clone())
        .collect();
    let mut all = names.map(str::to_owned).to_vec();
    kept.sort();
    all.sort();
    assert_eq!(kept, all);
    let below = world.path().read_dir().unwrap().count();
    assert_eq!(below, 2 * names.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_folder_reads_as_it_was_written(folder in any::folder()) {
        let world = World::new();
        let place = world.store.create_folder(&Place::root(), &folder).unwrap();
        let read = world.read();
        prop_assert!(read.problems.is_empty(), "{:?}", read.problems);
        let Item::Folder(found) = &read.root.folder().items[0] else {
            return Err(TestCaseError::fail("no folder"));
        };
        prop_assert_eq!(found, &folder);
        prop_assert_eq!(place.as_str(), "Everything");
    }

    #[test]
    fn any_bytes_as_files_are_read_or_told(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        name in prop_oneof![
            Just("x.request.toml"), Just("folder.toml"), Just("environments/x.environment.toml"), Just("a/folder.toml")
        ],
    ) {
        let world = World::new();
        world.put(name, &bytes);
        world.put("fine.request.toml", "name = 'fine'\nmethod = 'GET'\ntarget = '/'");
        let read = world.read();
        let fine = place("fine.request.toml");
        prop_assert!(read.root.requests().iter().any(|saved| saved.place == fine));
        for problem in read.problems {
            prop_assert!(problem.to_string().starts_with(name), "{}", problem);
        }
    }
}
