use std::{fs, sync::mpsc, time::Duration};

use super::{World, get};
use crate::store::Place;

/// Far more than it takes: the machine may be busy.
const LONG: Duration = Duration::from_mins(1);

#[test]
fn what_changes_is_told_when_it_is_quiet() {
    let world = World::new();
    world.store.create(&Place::root(), &get("a")).unwrap();
    let (told, heard) = mpsc::channel();
    let watch = world
        .store
        .watch(Duration::from_millis(5), move |places| told.send(places).unwrap())
        .unwrap();
    world.put("sub/b.request.toml", "name = 'b'");
    world.put("README.md", "not ours");
    world.put(".git/x.toml", "not ours");
    let mut places = heard.recv_timeout(LONG).unwrap();
    // A look may fall between the folder and its file.
    if places == ["sub"] {
        places.extend(heard.recv_timeout(LONG).unwrap());
    }
    assert_eq!(places, ["sub", "sub/b.request.toml"]);
    let read = world.read();
    let saved = read.root.requests()[0];
    world
        .store
        .save(&saved.place, &get("c"), &saved.fingerprint)
        .unwrap();
    assert_eq!(heard.recv_timeout(LONG).unwrap(), ["a.request.toml"]);
    fs::remove_file(world.path().join("a.request.toml")).unwrap();
    assert_eq!(heard.recv_timeout(LONG).unwrap(), ["a.request.toml"]);
    drop(watch);
    assert!(heard.recv().is_err(), "nobody tells any more");
}
