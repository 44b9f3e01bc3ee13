//! `docs/dependencies.md`: what people get is made of how many crates of others, and why each direct one is there.
//!
//! Counts, places and licences come from Cargo; the reasons are written by hand, in the document itself.

mod policy;
mod tree;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
};

use anyhow::{Context as _, Result, bail};

use self::tree::{rows, tree};
use crate::workspace;

const DOCUMENT: &str = "docs/dependencies.md";
/// The document's lines between these two are made.
const BEGIN: &str = "<!-- made by `cargo xtask dependencies`: all but the last column -->";
const END: &str = "<!-- end -->";

/// What people get, and the systems that it is built for.
const SHIPPED: [(&str, &str, &[&str]); 3] = [
    ("the app", "latchkey", &SYSTEMS),
    ("`latchkey-cli`", "latchkey-cli", &SYSTEMS),
    (
        "the window's code, inside the app",
        "latchkey-ui",
        &["wasm32-unknown-unknown"],
    ),
];
/// Linux, Windows and macOS, as the tests look at them.
const SYSTEMS: [&str; 3] = [
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-gnu",
    "aarch64-apple-darwin",
];

/// Brings the document up to date and checks everything else, as a chore of its own.
pub(crate) fn run_chore() -> Result<()> {
    write()?;
    if let Some(missing) = policy::check()? {
        println!("WARNING: NOT TESTED: {missing}.");
    }
    Ok(())
}

/// Brings the document up to date, and tells which reasons are still to be written.
fn write() -> Result<()> {
    let path = workspace::root().join(DOCUMENT);
    let known = fs::read_to_string(&path).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let (made, unreasoned) = update(&known, &look()?)?;
    fs::write(&path, made).with_context(|| format!("cannot write {DOCUMENT}"))?;
    if unreasoned.is_empty() {
        return Ok(());
    }
    bail!(
        "{DOCUMENT}: please write down why these are there: {}",
        unreasoned.join(", ")
    )
}

/// Fails unless the document tells the truth and everything is as `deny.toml` wants it. Tells what of that could not be
/// looked at here.
pub(crate) fn check() -> Result<Option<String>> {
    document()?;
    policy::check()
}

fn document() -> Result<()> {
    let path = workspace::root().join(DOCUMENT);
    let known = fs::read_to_string(&path).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let (made, unreasoned) = update(&known, &look()?)?;
    if !unreasoned.is_empty() {
        bail!(
            "{DOCUMENT} does not say why these are there: {}",
            unreasoned.join(", ")
        );
    }
    for (number, (known, made)) in known.lines().zip(made.lines()).enumerate() {
        if known != made {
            bail!(
                "{DOCUMENT}:{}: found {known:?}; expected {made:?}: run `cargo xtask dependencies`",
                number + 1
            );
        }
    }
    if known.lines().count() != made.lines().count() {
        bail!("{DOCUMENT} is not up to date: run `cargo xtask dependencies`");
    }
    Ok(())
}

/// What Cargo says.
#[derive(Default)]
struct Facts {
    /// For each thing that people get, how many crates of others are in it, for each of its systems.
    counts: Vec<(&'static str, Vec<usize>)>,
    direct: BTreeMap<String, Direct>,
}

/// A crate that one of ours asks for by name.
#[derive(Default)]
struct Direct {
    licence: String,
    /// Which of ours.
    asked_by: BTreeSet<String>,
}

/// Asks Cargo.
fn look() -> Result<Facts> {
    let mut facts = Facts::default();
    for (name, package, targets) in SHIPPED {
        let mut counts = Vec::new();
        for target in targets {
            let inside = tree(package, target, "normal,no-proc-macro")?;
            let crates: BTreeSet<&str> = rows(&inside).filter(|row| !row.ours).map(|row| row.id).collect();
            counts.push(crates.len());
            add_direct(&tree(package, target, "normal,build")?, &mut facts.direct);
        }
        facts.counts.push((name, counts));
    }
    Ok(facts)
}

fn add_direct(tree: &str, direct: &mut BTreeMap<String, Direct>) {
    let mut above: Vec<(String, bool)> = Vec::new();
    for row in rows(tree) {
        above.truncate(row.depth);
        if let Some((parent, true)) = above.last()
            && !row.ours
        {
            let entry = direct.entry(row.name.to_owned()).or_default();
            entry.licence = row.licence;
            entry
                .asked_by
                .insert(parent.trim_start_matches("latchkey-").to_owned());
        }
        above.push((row.name.to_owned(), row.ours));
    }
}

/// The document with the facts in it, and the crates without a reason.
fn update(document: &str, facts: &Facts) -> Result<(String, Vec<String>)> {
    let parts = document.split_once(BEGIN).and_then(|(before, rest)| {
        let (made, after) = rest.split_once(END)?;
        Some((before, made, after))
    });
    let (before, known, after) =
        parts.with_context(|| format!("{DOCUMENT} has no lines between {BEGIN} and {END}"))?;
    let reasons = reasons(known);
    let mut made =
        "| crates of others in | Linux | Windows | macOS |\n| --- | --- | --- | --- |\n".to_owned();
    for (name, counts) in &facts.counts {
        let cells: Vec<String> = match counts[..] {
            // The same code on every system.
            [count] => vec![count.to_string(); SYSTEMS.len()],
            _ => counts.iter().map(ToString::to_string).collect(),
        };
        let _ = writeln!(made, "| {name} | {} |", cells.join(" | "));
    }
    made += "\n| crate | asked for by | licence | why |\n| --- | --- | --- | --- |\n";
    let mut unreasoned = Vec::new();
    for (name, Direct { licence, asked_by }) in &facts.direct {
        let reason = reasons.get(name.as_str()).copied().unwrap_or_default();
        if reason.is_empty() {
            unreasoned.push(name.clone());
        }
        let asked_by: Vec<&str> = asked_by.iter().map(String::as_str).collect();
        let _ = writeln!(
            made,
            "| `{name}` | {} | {licence} | {reason} |",
            asked_by.join(", ")
        );
    }
    Ok((format!("{before}{BEGIN}\n\n{made}\n{END}{after}"), unreasoned))
}

/// The last column of the rows that begin with a crate's name.
fn reasons(made: &str) -> BTreeMap<&str, &str> {
    made.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix("| `")?.strip_suffix('|')?.split('|').collect();
            let [name, _, _, reason] = cells[..] else {
                return None;
            };
            Some((name.trim().trim_end_matches('`'), reason.trim()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Facts, add_direct, reasons, tree::rows, update};

    const TREE: &str = "0|app v0.1.0 (/here)|MIT\n1|latchkey-part v0.1.0 (/here/part)|MIT\n2|serde v1.0.1|MIT/Apache-2.0\n\
                        3|serde_core v1.0.1|MIT\n2|macros v2.0.0 (proc-macro)|MIT\n1|serde v1.0.1|MIT/Apache-2.0 (*)\n\
                        [build-dependencies]\n1|builder v1.0.0|MIT\n2|deep v1.0.0|MIT\n";
    const DOCUMENT: &str = "# Title\n\n<!-- made by `cargo xtask dependencies`: all but the last column -->\n\
                            | `gone` | app | MIT | It was needed. |\n| `serde` | app | MIT | It reads. |\n<!-- end -->\nThe end.\n";

    fn facts() -> Facts {
        let mut facts = Facts {
            counts: vec![("the app", vec![3, 4, 5]), ("the window", vec![2])],
            ..Facts::default()
        };
        add_direct(TREE, &mut facts.direct);
        facts
    }

    #[test]
    fn what_ours_ask_for_by_name_is_told_from_what_comes_along() {
        let facts = facts();
        let direct: Vec<(&str, Vec<&str>)> = facts
            .direct
            .iter()
            .map(|(name, direct)| {
                (
                    name.as_str(),
                    direct.asked_by.iter().map(String::as_str).collect(),
                )
            })
            .collect();
        assert_eq!(
            direct,
            [
                ("builder", vec!["app"]),
                ("macros", vec!["part"]),
                ("serde", vec!["app", "part"])
            ]
        );
        assert_eq!(rows(TREE).filter(|row| row.ours).count(), 2);
    }

    #[test]
    fn reasons_stay_and_what_has_none_is_named() {
        let (made, unreasoned) = update(DOCUMENT, &facts()).unwrap();
        assert_eq!(unreasoned, ["builder", "macros"]);
        assert!(
            made.starts_with("# Title\n") && made.ends_with("<!-- end -->\nThe end.\n"),
            "{made}"
        );
        assert!(
            made.contains("| the app | 3 | 4 | 5 |\n| the window | 2 | 2 | 2 |\n"),
            "{made}"
        );
        assert!(
            made.contains("| `serde` | app, part | MIT OR Apache-2.0 | It reads. |\n"),
            "{made}"
        );
        assert!(!made.contains("gone"), "{made}");
        assert_eq!(
            update(&made, &facts()).unwrap().0,
            made,
            "a second run changes nothing"
        );
        assert_eq!(reasons(&made)["builder"], "");
        assert!(update("# Title\n", &facts()).is_err());
    }
}
