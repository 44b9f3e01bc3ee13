//! `docs/security.md` proves what it claims: each row of its tables names tests, and there are such tests.

use std::{collections::BTreeSet, fs, path::Path};

/// A row has so many columns: what is claimed, how it is done, and by what it is proved.
const COLUMNS: usize = 3;

/// `name` in `path`, for each test of a cell.
fn tests_of(cell: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = cell.split('`').collect();
    words
        .chunks(4)
        .filter_map(|chunk| match chunk {
            [_, name, between, path, ..] if between.trim() == "in" => {
                Some(((*name).to_owned(), (*path).to_owned()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn every_claim_of_the_security_document_has_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let (mut tables, mut claims, mut in_table) = (0, Vec::new(), false);
    for line in document.lines() {
        let row = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |"));
        let cells: Vec<&str> = row.map(|row| row.split(" | ").collect()).unwrap_or_default();
        if cells.last() == Some(&"proved by") {
            tables += 1;
            in_table = true;
        } else if cells.is_empty() {
            in_table = false;
        } else if in_table && !cells[0].starts_with("---") {
            claims.push(cells);
        }
    }
    assert!(
        tables >= 5 && claims.len() >= 30,
        "{tables} tables, {} claims",
        claims.len()
    );
    let mut unknown = BTreeSet::new();
    for cells in claims {
        assert_eq!(cells.len(), COLUMNS, "{cells:?}");
        let tests = tests_of(cells[2]);
        assert!(!tests.is_empty(), "no test proves: {}", cells[0]);
        let named = cells[2].matches('`').count() / 4;
        assert_eq!(
            tests.len(),
            named,
            "each as `name` in `path`, apart by <br>: {}",
            cells[2]
        );
        for (name, path) in tests {
            let source = fs::read_to_string(root.join(&path)).unwrap_or_default();
            // A test that is made for each of several kinds is listed as `name;` or `name for some;`.
            let made = [
                format!("fn {name}("),
                format!(": {name};"),
                format!(": {name} for "),
            ];
            if !made.iter().any(|form| source.contains(form)) {
                unknown.insert(format!("{name} in {path}"));
            }
        }
    }
    assert!(unknown.is_empty(), "there are no such tests: {unknown:#?}");
}
