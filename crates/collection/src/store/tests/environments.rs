use super::World;
use crate::{Environment, store::Error};

fn staging() -> Environment {
    Environment {
        name: "Staging: 1".to_owned(),
        secrets: vec!["password".to_owned()],
        variables: [("user".to_owned(), "me\n\"'''".to_owned())].into(),
    }
}

#[test]
fn an_environment_is_made_saved_and_brought_back() {
    let world = World::new();
    let mut made = world.store.create_environment(&staging()).unwrap();
    assert_eq!(made.place.as_str(), "environments/Staging- 1.environment.toml");
    let path = world.path().join(made.place.as_str());
    let commented = format!("# ours\n{}", std::fs::read_to_string(&path).unwrap());
    std::fs::write(&path, commented).unwrap();
    made.fingerprint = world.read().environments[0].fingerprint;
    made.environment
        .variables
        .insert("b".to_owned(), "{{user}}".to_owned());
    let saved = world
        .store
        .save_environment(&made.place, &made.environment, &made.fingerprint)
        .unwrap();
    let read = world.read();
    assert_eq!(read.environments[0].environment, made.environment);
    assert_eq!(read.environments[0].fingerprint, saved);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("# ours\n"));
    let deleted = world.store.delete(&made.place).unwrap();
    assert!(world.read().environments.is_empty());
    assert_eq!(world.store.restore(&deleted).unwrap(), made.place);
    assert_eq!(world.read().environments[0].environment, made.environment);
}

#[test]
fn of_an_environment_that_somebody_else_changed_neither_side_is_lost() {
    let world = World::new();
    let made = world.store.create_environment(&staging()).unwrap();
    world.put(made.place.as_str(), "name = 'theirs'");
    let refused = world
        .store
        .save_environment(&made.place, &made.environment, &made.fingerprint)
        .unwrap_err();
    let Error::Changed { file, copy } = refused else {
        panic!("{refused}")
    };
    assert_eq!(std::fs::read_to_string(file).unwrap(), "name = 'theirs'");
    let kept = world.store.save_environment_copy(&made.environment).unwrap();
    assert_eq!(
        world.path().canonicalize().unwrap().join(kept.place.as_str()),
        copy
    );
    assert_eq!(world.read().environments.len(), 2);
}
