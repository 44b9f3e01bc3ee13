//! A folder as a Postman collection 2.1.0.

mod request;
mod url;

use std::collections::{BTreeMap, BTreeSet};

use latchkey_collection::{Environment, Folder, Item};
use serde::Serialize;

use crate::{
    BASE_URL, credentials,
    report::{Exported, LeftOut, Notes, Reason},
};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

#[derive(Serialize)]
struct Collection<'a> {
    info: Info<'a>,
    item: Vec<Entry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variable: Vec<Variable>,
}

#[derive(Serialize)]
struct Info<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    schema: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Entry<'a> {
    Folder {
        name: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        description: &'a str,
        item: Vec<Entry<'a>>,
    },
    Request(Box<request::Entry>),
}

#[derive(Serialize)]
struct Variable {
    key: String,
    value: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// A folder as a Postman collection 2.1.0: JSON. The variables of all environments are the collection's, those that are
/// secrets by name alone; of one that several have, the first value is taken. `base_url` stands before the paths, as the
/// value of a variable.
///
/// What Postman cannot hold is told: checks, takes and time-outs above all.
pub fn postman(folder: &Folder, environments: &[Environment], base_url: &str) -> Exported {
    let mut left_out = Vec::new();
    let mut variable = variables(environments, &mut left_out);
    let mut written = Writer {
        base: free_name(&variable),
        uses_base: false,
        left_out,
    };
    let item = written.items(folder, "");
    // What stands in the place of credentials is a variable like any secret.
    for left_out in &written.left_out {
        if let Reason::Credential { variable: name } = &left_out.reason
            && !variable.iter().any(|known| known.key == *name)
        {
            variable.push(Variable {
                key: name.clone(),
                value: String::new(),
                kind: "secret",
            });
        }
    }
    if written.uses_base {
        variable.insert(
            0,
            Variable {
                key: written.base,
                value: base_url.trim_end_matches('/').to_owned(),
                kind: "default",
            },
        );
    }
    let collection = Collection {
        info: Info {
            name: &folder.name,
            description: &folder.description,
            schema: SCHEMA,
        },
        item,
        variable,
    };
    let mut text = serde_json::to_string_pretty(&collection).unwrap_or_default();
    text.push('\n');
    Exported {
        text,
        left_out: written.left_out,
    }
}

/// What all entries are written with.
struct Writer {
    /// The variable that stands before paths.
    base: String,
    uses_base: bool,
    left_out: Vec<LeftOut>,
}

impl Writer {
    fn items<'a>(&mut self, folder: &'a Folder, within: &str) -> Vec<Entry<'a>> {
        let mut entries = Vec::with_capacity(folder.items.len());
        for item in &folder.items {
            entries.push(match item {
                Item::Folder(folder) => Entry::Folder {
                    name: &folder.name,
                    description: &folder.description,
                    item: self.items(folder, &format!("{within}{}/", folder.name)),
                },
                Item::Request(request) => {
                    let mut notes = Notes {
                        of: &format!("{within}{}", request.name),
                        left_out: &mut self.left_out,
                    };
                    let request = credentials::without(request, &mut notes);
                    let (entry, uses_base) = request::entry(&request, &self.base, &mut notes);
                    self.uses_base |= uses_base;
                    Entry::Request(Box::new(entry))
                }
            });
        }
        entries
    }
}

/// The variables of all environments, the first of each name.
fn variables(environments: &[Environment], left_out: &mut Vec<LeftOut>) -> Vec<Variable> {
    // What is a secret in one environment has no value in any: it may be the same one.
    let secrets: BTreeSet<_> = environments.iter().flat_map(|it| &it.secrets).collect();
    let is_secret =
        |name: &String, value: &str| secrets.contains(name) || credentials::is_secret_variable(name, value);
    let mut order = Vec::new();
    let mut values: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for environment in environments {
        let mut notes = Notes {
            of: "",
            left_out: &mut *left_out,
        };
        let open = environment
            .variables
            .iter()
            .map(|(name, value)| (name.as_str(), Some(value.as_str())));
        let secret = environment.secrets.iter().map(|name| (name.as_str(), None));
        for (name, value) in secret.chain(open) {
            let variable = name.to_owned();
            let hidden = value.filter(|value| !is_secret(&variable, value));
            if value.is_some() && hidden.is_none() {
                let variable = variable.clone();
                notes.note(
                    format!("environment {}", environment.name),
                    Reason::Secret { variable },
                );
            }
            match values.get(name) {
                None => {
                    values.insert(name, hidden);
                    order.push(name);
                }
                Some(known) if *known == hidden => {}
                Some(_) => notes.note(
                    format!("environment {}", environment.name),
                    Reason::Again { variable },
                ),
            }
        }
    }
    let variable = |name: &str| {
        let value = values.get(name).copied().flatten();
        Variable {
            key: name.to_owned(),
            value: value.unwrap_or_default().to_owned(),
            kind: if value.is_some() { "default" } else { "secret" },
        }
    };
    order.into_iter().map(variable).collect()
}

/// A name for the variable before the paths that no environment has.
fn free_name(variables: &[Variable]) -> String {
    let mut name = BASE_URL.to_owned();
    let mut number = 1;
    while variables.iter().any(|it| it.key == name) {
        number += 1;
        name = format!("{BASE_URL}_{number}");
    }
    name
}
