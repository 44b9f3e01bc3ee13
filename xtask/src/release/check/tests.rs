use std::{fs, path::Path};

use tempfile::TempDir;

use super::run;
use crate::workspace;

const CHANGELOG: &str = "# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2027-01-31\n\n### Added\n- All of it.\n";

/// A small tree in which all agrees with the tag v1.2.3.
fn tree() -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    for (path, text) in [
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\".\", \"crates/*\"]\n[workspace.package]\nversion = \"1.2.3\"\nlicense = \"MIT\"\n\
             [package]\nname = \"app\"\ndescription = \"An app\"\nversion.workspace = true\nlicense.workspace = true\n",
        ),
        (
            "crates/part/Cargo.toml",
            "[package]\nname = \"part\"\nversion.workspace = true\nlicense.workspace = true\n",
        ),
        (
            "Cargo.lock",
            "version = 4\n[[package]]\nname = \"app\"\nversion = \"1.2.3\"\n\
             [[package]]\nname = \"other\"\nversion = \"9.9.9\"\nsource = \"registry+x\"\n",
        ),
        (
            "tauri.conf.json",
            r#"{"identifier": "dev.app", "version": "1.2.3",
                "bundle": {"license": "MIT", "licenseFile": "LICENSE", "shortDescription": "An app"}}"#,
        ),
        ("LICENSE", "MIT License\n\nCopyright\n"),
        ("CHANGELOG.md", CHANGELOG),
        (
            "crates/part/dev.app.metainfo.xml",
            "<component><id>dev.app</id><project_license>MIT</project_license>\
             <releases><release version=\"1.2.3\" date=\"2027-01-31\"/></releases></component>",
        ),
        ("target/old.metainfo.xml", "not looked at"),
    ] {
        let path = tree.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    tree
}

/// Replaces a text in a file of the tree, which has to be there.
fn change(tree: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(tree.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(tree.join(file), text.replace(from, to)).unwrap();
}

fn problems(tree: &Path, tag: Option<&str>) -> String {
    run(tree, tag).expect_err("something disagrees").to_string()
}

#[test]
fn a_tree_in_which_all_agrees_is_ready_for_its_tag_alone() {
    let tree = tree();
    run(tree.path(), None).unwrap();
    run(tree.path(), Some("v1.2.3")).unwrap();
    assert_eq!(
        problems(tree.path(), Some("v1.2.4")),
        "1 disagreement found:\n  Cargo.toml: found: workspace.package.version is \"1.2.3\"; expected: \"1.2.4\", for \
         the tag v1.2.4"
    );
    assert!(problems(tree.path(), Some("1.2.3")).contains("expected vX.Y.Z"));
}

/// File, what is replaced, by what, and the disagreement that follows.
const DISAGREEMENTS: &[(&str, &str, &str, &str)] = &[
    (
        "Cargo.toml",
        "\"1.2.3\"",
        "\"1.2\"",
        "Cargo.toml: found: workspace.package.version is \"1.2\"; expected: X.Y.Z",
    ),
    (
        "Cargo.toml",
        "= \"MIT\"",
        "= \"GPL-3.0\"",
        "Cargo.toml: found: workspace.package.license is \"GPL-3.0\"; expected: MIT or",
    ),
    (
        "LICENSE",
        "MIT License",
        "Apache License",
        "LICENSE: found: its first line is \"Apache License\"; expected: \"MIT License\"",
    ),
    (
        "crates/part/Cargo.toml",
        "version.workspace = true",
        "version = \"1.2.3\"",
        "crates/part/Cargo.toml: found: package.version is \"1.2.3\"; expected: version.workspace = true",
    ),
    (
        "crates/part/Cargo.toml",
        "license.workspace = true",
        "",
        "crates/part/Cargo.toml: found: package.license is none; expected: license.workspace = true",
    ),
    (
        "Cargo.lock",
        "1.2.3",
        "1.2.2",
        "Cargo.lock: found: app has the version \"1.2.2\"; expected: \"1.2.3\", as in Cargo.toml",
    ),
    (
        "tauri.conf.json",
        "\"version\": \"1.2.3\"",
        "\"version\": \"1.2.2\"",
        "tauri.conf.json: found: version is \"1.2.2\"; expected: \"1.2.3\", as in Cargo.toml",
    ),
    (
        "tauri.conf.json",
        "\"license\": \"MIT\"",
        "\"license\": 7",
        "tauri.conf.json: found: bundle.license is 7; expected: \"MIT\"",
    ),
    (
        "tauri.conf.json",
        "An app",
        "Another",
        "bundle.shortDescription is \"Another\"; expected: \"An app\"",
    ),
    (
        "tauri.conf.json",
        "\"LICENSE\"",
        "\"LICENCE\"",
        "bundle.licenseFile is \"LICENCE\"; expected: a file that is there",
    ),
    (
        "tauri.conf.json",
        "{\"identifier\"",
        "{identifier",
        "tauri.conf.json: key must be a string",
    ),
    (
        "CHANGELOG.md",
        "## 1.2.3 - 2027-01-31",
        "## 1.2.3",
        "CHANGELOG.md:5: found the section \"1.2.3\"; expected `Unreleased` or `X.Y.Z - YYYY-MM-DD`",
    ),
    (
        "CHANGELOG.md",
        "## 1.2.3",
        "## 1.3.0",
        "CHANGELOG.md: found: a section for 1.3.0; expected: none above 1.2.3",
    ),
    (
        "CHANGELOG.md",
        "### Added\n- All of it.",
        "",
        "CHANGELOG.md: found: an empty section for 1.2.3",
    ),
    (
        "crates/part/dev.app.metainfo.xml",
        ">MIT<",
        ">GPL-3.0<",
        "crates/part/dev.app.metainfo.xml: found: <project_license> is \"GPL-3.0\"; expected: \"MIT\"",
    ),
    (
        "crates/part/dev.app.metainfo.xml",
        "<id>dev.app<",
        "<id>dev.ape<",
        "<id> is \"dev.ape\"; expected: \"dev.app\"",
    ),
    (
        "crates/part/dev.app.metainfo.xml",
        "2027-01-31",
        "2027-01-30",
        "release \"1.2.3\" of \"2027-01-30\"; expected: 2027-01-31, as in CHANGELOG.md",
    ),
    (
        "crates/part/dev.app.metainfo.xml",
        "</component>",
        "",
        "crates/part/dev.app.metainfo.xml: ",
    ),
];

#[test]
fn every_disagreement_names_the_file_what_was_found_and_what_is_expected() {
    for (file, from, to, told) in DISAGREEMENTS.iter().copied() {
        let tree = tree();
        change(tree.path(), file, from, to);
        let problem = problems(tree.path(), None);
        assert!(problem.contains(told), "{file}, {to:?}: {problem}");
    }
}

#[test]
fn a_link_that_leads_nowhere_is_told_with_its_line() {
    let tree = tree();
    fs::write(
        tree.path().join("crates/README.md"),
        "[home](../CHANGELOG.md)\n[gone](part/gone.md#there)\n",
    )
    .unwrap();
    let problem = problems(tree.path(), None);
    assert!(
        problem.ends_with(
            "crates/README.md:2: found: a link to \"part/gone.md#there\"; expected: a file that is there"
        ),
        "{problem}"
    );
    fs::write(tree.path().join("crates/part/gone.md"), "").unwrap();
    run(tree.path(), None).unwrap();
}

#[test]
fn a_file_that_is_missing_is_told_by_its_name() {
    for file in [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE",
        "CHANGELOG.md",
        "tauri.conf.json",
    ] {
        let tree = tree();
        fs::remove_file(tree.path().join(file)).unwrap();
        let problem = problems(tree.path(), None);
        assert!(problem.contains(&format!("{file}: cannot be read")), "{problem}");
    }
}

#[test]
fn between_releases_changes_wait_under_unreleased_and_at_a_tag_none_does() {
    let tree = tree();
    change(
        tree.path(),
        "CHANGELOG.md",
        "## Unreleased\n",
        "## Unreleased\n\n### Fixed\n- A fault.\n",
    );
    run(tree.path(), None).unwrap();
    let problem = problems(tree.path(), Some("v1.2.3"));
    assert!(
        problem.contains("found: changes under `Unreleased`; expected: them under 1.2.3"),
        "{problem}"
    );

    // The version was raised, and nothing was written down yet.
    fs::write(
        tree.path().join("CHANGELOG.md"),
        "# Changelog\n\n## 1.2.2 - 2026-01-01\n### Added\n- x\n",
    )
    .unwrap();
    change(
        tree.path(),
        "crates/part/dev.app.metainfo.xml",
        "<release version=\"1.2.3\" date=\"2027-01-31\"/>",
        "",
    );
    let problem = problems(tree.path(), None);
    assert!(
        problem.contains("neither a section for 1.2.3 nor a change under `Unreleased`"),
        "{problem}"
    );
    assert!(problems(tree.path(), Some("v1.2.3")).contains("`## 1.2.3 - YYYY-MM-DD`"));
}

#[test]
fn this_very_tree_agrees_with_itself() {
    run(workspace::root(), None).unwrap();
}
