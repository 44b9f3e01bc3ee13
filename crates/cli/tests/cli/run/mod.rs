//! Collections, from the first request to the report.

mod ends;
mod example;
mod hostile;
mod reports;
mod variables;

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Said, World};

/// A collection whose requests run in the order in which they are given.
pub(crate) fn collection(requests: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let order: Vec<_> = requests
        .iter()
        .map(|(name, _)| format!("{name}.request.toml"))
        .collect();
    put(
        folder.path(),
        "folder.toml",
        &format!("name = 'Practice'\norder = {order:?}\n"),
    );
    for (name, text) in requests {
        put(
            folder.path(),
            &format!("{name}.request.toml"),
            &format!("name = '{name}'\n{text}"),
        );
    }
    folder
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn run(world: &World, folder: &TempDir, options: &[&str]) -> Said {
    let said = world.run(&[&["run", folder.path().to_str().unwrap()], options].concat());
    world.assert_no_secret(&said);
    said
}

/// The report as JSON.
fn report(world: &World, folder: &TempDir, options: &[&str]) -> (Said, Value) {
    let said = run(world, folder, &[&["--report", "json"], options].concat());
    let report = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    (said, report)
}

/// What became of each request, in order.
fn results(report: &Value) -> Vec<&str> {
    let requests = report["requests"].as_array().unwrap().iter();
    requests
        .map(|request| request["result"].as_str().unwrap())
        .collect()
}
