#[cfg(unix)]
use std::fs;

#[cfg(unix)]
use super::place;
use super::{World, get};
use crate::store::{Error, MAX_DEPTH, MAX_REQUEST, Place, Store};

const FINE: &str = "name = 'fine'\nmethod = 'GET'\ntarget = '/'";

#[test]
fn a_broken_file_is_told_and_the_rest_is_read() {
    let world = World::new();
    world.put("fine.request.toml", FINE);
    world.put("a/broken.request.toml", "name = 'x'\nmethod = ");
    world.put("b/bytes.request.toml", b"\xff\xfe");
    world.put("c/folder.toml", "order = 1");
    world.put("c/fine.request.toml", FINE);
    let read = world.read();
    assert_eq!(world.names(), ["c/fine.request.toml", "fine.request.toml"]);
    let said: Vec<_> = read.problems.iter().map(ToString::to_string).collect();
    assert!(said[0].starts_with("a/broken.request.toml: line 2"), "{said:?}");
    assert!(
        said[1].starts_with("b/bytes.request.toml") && said[1].contains("UTF-8"),
        "{said:?}"
    );
    assert!(said[2].starts_with("c/folder.toml: line 1: order"), "{said:?}");
}

#[test]
fn a_file_that_is_too_large_is_told_with_the_limit() {
    let world = World::new();
    let limit = usize::try_from(MAX_REQUEST).unwrap();
    let comment = "#".repeat(limit - FINE.len() - 1);
    world.put("most.request.toml", format!("{FINE}\n{comment}"));
    world.put("more.request.toml", format!("{FINE}\n{comment}#"));
    assert_eq!(world.names(), ["most.request.toml"]);
    assert!(
        matches!(&world.read().problems[..], [Error::TooLarge { file, limit: MAX_REQUEST }] if file == "more.request.toml")
    );
    let mut request = get("n");
    request.description = "x".repeat(limit);
    let refused = world.store.create(&Place::root(), &request);
    assert!(
        matches!(refused, Err(Error::TooLarge { .. })),
        "what could not be read back is not written"
    );
}

#[test]
fn folders_are_read_to_a_depth() {
    let world = World::new();
    let deepest = vec!["d"; MAX_DEPTH].join("/");
    world.put(&format!("{deepest}/most.request.toml"), FINE);
    world.put(&format!("{deepest}/d/more.request.toml"), FINE);
    assert_eq!(world.names(), [format!("{deepest}/most.request.toml")]);
    assert!(
        matches!(&world.read().problems[..], [Error::TooDeep { file, .. }] if *file == format!("{deepest}/d"))
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_neither_to_read_nor_to_write() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.request.toml"), FINE).unwrap();
    let world = World::new();
    symlink(outside.path(), world.path().join("folder")).unwrap();
    symlink(
        outside.path().join("x.request.toml"),
        world.path().join("x.request.toml"),
    )
    .unwrap();
    symlink(world.path(), world.path().join("around")).unwrap();
    symlink(
        outside.path().join("x.request.toml"),
        world.path().join("data.txt"),
    )
    .unwrap();
    symlink(outside.path(), world.path().join("environments")).unwrap();
    let read = world.read();
    assert!(read.root.items.is_empty() && read.environments.is_empty());
    assert_eq!(read.problems.len(), 4);
    assert!(
        read.problems
            .iter()
            .all(|problem| matches!(problem, Error::Link { .. }))
    );

    let into = world.store.create(&place("folder"), &get("y"));
    assert!(matches!(into, Err(Error::Link { .. })), "{into:?}");
    let fingerprint = crate::store::Fingerprint::of(FINE.as_bytes());
    let over = world
        .store
        .save(&place("x.request.toml"), &get("y"), &fingerprint);
    assert!(matches!(over, Err(Error::Link { .. })), "{over:?}");
    assert_eq!(
        fs::read_to_string(outside.path().join("x.request.toml")).unwrap(),
        FINE
    );
    assert_eq!(outside.path().read_dir().unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_opened() {
    let world = World::new();
    let socket = world.path().join("x.request.toml");
    let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    assert!(matches!(&world.read().problems[..], [Error::NotRegular { .. }]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_cannot_be_told_is_told_as_far_as_it_can() {
    use std::os::unix::ffi::OsStrExt as _;

    let world = World::new();
    let name = std::ffi::OsStr::from_bytes(b"\xff.request.toml");
    fs::write(world.path().join(name), FINE).unwrap();
    world.put("a\\b.request.toml", FINE);
    let read = world.read();
    assert!(read.root.items.is_empty());
    assert_eq!(read.problems.len(), 2);
    assert!(
        read.problems
            .iter()
            .all(|problem| matches!(problem, Error::Name { .. }))
    );
}

#[test]
fn a_folder_that_is_none_is_refused() {
    let world = World::new();
    world.put("file", "");
    for name in ["nowhere", "file"] {
        let refused = Store::open(&world.path().join(name)).unwrap_err();
        assert!(refused.to_string().contains(name), "{refused}");
    }
}
