use std::fs;

use super::{put, report, results};
use crate::support::World;

/// The files of the example in docs/collections.md, with their names.
fn example() -> Vec<(String, String)> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/collections.md");
    let page = fs::read_to_string(page).unwrap();
    let section = page
        .split("\n## ")
        .find(|section| section.starts_with("An example"))
        .unwrap();
    section
        .split("`:\n\n```toml\n")
        .collect::<Vec<_>>()
        .windows(2)
        .map(|pair| {
            let name = pair[0].rsplit('`').next().unwrap();
            let text = pair[1].split("```").next().unwrap();
            (name.to_owned(), text.to_owned())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_the_documentation_passes() {
    let world = World::signed_in().await;
    let folder = tempfile::tempdir().unwrap();
    let files = example();
    assert_eq!(files.len(), 4);
    for (name, text) in files {
        put(folder.path(), &name, &text);
    }
    let (said, report) = report(&world, &folder, &["--environment", "Staging"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(results(&report), ["passed", "passed"], "{report:#}");
}
