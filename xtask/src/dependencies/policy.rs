//! `deny.toml` without `cargo-deny`: its licences, bans and sources, held against what Cargo says of what people get.
//!
//! Where cargo-deny is installed it looks too: at all that the tests need, and for advisories, which only it can.

use std::{collections::BTreeSet, fs};

use anyhow::{Context as _, Result, bail};
use spdx::{Expression, ParseMode};
use toml::{Table, Value};

use super::{
    SHIPPED,
    tree::{rows, tree},
};
use crate::{
    process::{answer_of, cargo, run},
    workspace,
};

/// Fails on what `deny.toml` does not want. Tells what of it could not be looked at here.
pub(super) fn check() -> Result<Option<String>> {
    let read = |name: &str| -> Result<Table> {
        let text = fs::read_to_string(workspace::root().join(name))
            .with_context(|| format!("cannot read {name}"))?;
        text.parse().with_context(|| name.to_owned())
    };
    let rules = Rules::read(&read("deny.toml")?)?;
    let mut problems = rules.sources(&read("Cargo.lock")?);
    for (_, package, targets) in SHIPPED {
        for target in targets {
            problems.extend(rules.tree(&tree(package, target, "normal,build")?));
        }
    }
    if !problems.is_empty() {
        bail!(
            "deny.toml does not allow:\n  {}",
            problems.into_iter().collect::<Vec<_>>().join("\n  ")
        );
    }
    cargo_deny()
}

/// Asks cargo-deny itself, if it is here.
fn cargo_deny() -> Result<Option<String>> {
    let deny = |line: &str| cargo(&line.split(' ').collect::<Vec<_>>());
    let missing = |why: &str| Ok(Some(format!("advisories about the dependencies: {why}")));
    if answer_of(&mut deny("deny --version")).is_none() {
        return missing("there is no cargo-deny");
    }
    run(&mut deny("deny --log-level error check licenses bans sources"))?;
    // Whether they can be had is asked apart: a list that cannot be fetched is no fault of the dependencies.
    if answer_of(&mut deny("deny fetch db")).is_none() {
        return missing("their list cannot be fetched");
    }
    run(&mut deny("deny --log-level error --offline check advisories"))?;
    Ok(None)
}

/// The part of `deny.toml` that needs nothing but Cargo.
struct Rules {
    licences: BTreeSet<String>,
    registries: BTreeSet<String>,
    banned: Vec<Banned>,
}

/// A crate that is not to come in, unless by one of these.
struct Banned {
    name: String,
    wrappers: BTreeSet<String>,
}

impl Rules {
    fn read(rules: &Table) -> Result<Self> {
        let listed = |table: &str, field: &str| -> Result<BTreeSet<String>> {
            let list = rules.get(table).and_then(|table| table.get(field)?.as_array());
            let list = list.with_context(|| format!("deny.toml has no list {table}.{field}"))?;
            Ok(texts(list))
        };
        let banned = rules.get("bans").and_then(|bans| bans.get("deny")?.as_array());
        let banned = banned
            .context("deny.toml has no list bans.deny")?
            .iter()
            .map(|entry| {
                let name = entry.get("name").and_then(Value::as_str);
                let wrappers = entry.get("wrappers").and_then(Value::as_array);
                Ok(Banned {
                    name: name.context("an entry of bans.deny has no name")?.to_owned(),
                    wrappers: wrappers.map(|list| texts(list)).unwrap_or_default(),
                })
            });
        Ok(Self {
            licences: listed("licenses", "allow")?,
            registries: listed("sources", "allow-registry")?,
            banned: banned.collect::<Result<_>>()?,
        })
    }

    /// What in `Cargo.lock` comes from elsewhere. The workspace's own packages have no source.
    fn sources(&self, lock: &Table) -> BTreeSet<String> {
        let packages = lock.get("package").and_then(Value::as_array);
        let text = |package: &Value, field: &str| Some(package.get(field)?.as_str()?.to_owned());
        let mut problems = BTreeSet::new();
        for package in packages.into_iter().flatten() {
            let Some(source) = text(package, "source") else {
                continue;
            };
            let registry = source.strip_prefix("registry+").unwrap_or_default();
            if !self.registries.contains(registry) {
                problems.insert(format!(
                    "{} from {source}",
                    text(package, "name").unwrap_or_default()
                ));
            }
        }
        problems
    }

    /// What in a tree has another licence or is banned.
    fn tree(&self, tree: &str) -> BTreeSet<String> {
        let mut problems = BTreeSet::new();
        let mut above: Vec<&str> = Vec::new();
        for row in rows(tree) {
            above.truncate(row.depth);
            let parent = above.last().copied().unwrap_or_default();
            let banned = self.banned.iter().find(|banned| banned.name == row.name);
            if banned.is_some_and(|banned| !banned.wrappers.contains(parent)) {
                problems.insert(format!("{}, which {parent} asks for: it is banned", row.id));
            }
            if !row.ours && !self.allows(&row.licence) {
                problems.insert(format!("{} with the licence {:?}", row.id, row.licence));
            }
            above.push(row.name);
        }
        problems
    }

    /// Whether a licence can be chosen that is allowed.
    fn allows(&self, licence: &str) -> bool {
        Expression::parse_mode(licence, ParseMode::LAX)
            .is_ok_and(|licence| licence.evaluate(|wanted| self.licences.contains(&wanted.to_string())))
    }
}

fn texts(list: &[Value]) -> BTreeSet<String> {
    list.iter()
        .filter_map(|entry| Some(entry.as_str()?.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Rules;

    fn rules() -> Rules {
        let rules = r#"
            licenses.allow = ["MIT", "Apache-2.0 WITH LLVM-exception", "BSD-3-Clause"]
            sources.allow-registry = ["https://example.com/index"]
            [bans]
            deny = [{ name = "openssl", reason = "x" }, { name = "files", wrappers = ["dialog"] }]
        "#;
        Rules::read(&rules.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_licence_counts_if_one_can_be_chosen_that_is_allowed() {
        let rules = rules();
        for good in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "(MIT OR Apache-2.0) AND BSD-3-Clause",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(rules.allows(good), "{good}");
        }
        for bad in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "Apache-2.0", "", "My own"] {
            assert!(!rules.allows(bad), "{bad}");
        }
        let problems = rules.tree("0|app v0.1.0 (/here)|Proprietary\n1|copyleft v1.0.0|GPL-3.0-only\n");
        assert_eq!(
            problems.into_iter().collect::<Vec<_>>(),
            ["copyleft v1.0.0 with the licence \"GPL-3.0-only\""]
        );
    }

    #[test]
    fn a_banned_crate_comes_in_by_its_wrapper_alone() {
        let tree = "0|app v0.1.0 (/here)|MIT\n1|dialog v1.0.0|MIT\n2|files v1.0.0|MIT\n1|http v1.0.0|MIT\n\
                    2|openssl v0.1.0|MIT\n2|files v1.0.0|MIT (*)\n";
        assert_eq!(
            rules().tree(tree).into_iter().collect::<Vec<_>>(),
            [
                "files v1.0.0, which http asks for: it is banned",
                "openssl v0.1.0, which http asks for: it is banned"
            ]
        );
    }

    #[test]
    fn what_comes_from_elsewhere_is_named_with_its_source() {
        let lock = r#"
            [[package]]
            name = "ours"
            [[package]]
            name = "good"
            source = "registry+https://example.com/index"
            [[package]]
            name = "forked"
            source = "git+https://example.com/index"
        "#;
        assert_eq!(
            rules()
                .sources(&lock.parse().unwrap())
                .into_iter()
                .collect::<Vec<_>>(),
            ["forked from git+https://example.com/index"]
        );
    }

    #[test]
    fn a_list_that_is_missing_is_named() {
        let problem = Rules::read(&"licenses.allow = []\nbans.deny = []\n".parse().unwrap())
            .err()
            .unwrap();
        assert_eq!(
            problem.to_string(),
            "deny.toml has no list sources.allow-registry"
        );
    }
}
