//! How long a large `OpenAPI` document takes to import: a part of `cargo xtask scale`, which puts it into the page.
//!
//! Makes a document of several MB from a seed, with schemas that refer to one another as those of large APIs do, and imports
//! it five times as JSON and five times as YAML.

#![expect(clippy::print_stdout, reason = "it tells what it measured")]

use std::{
    error::Error,
    fs,
    time::{Duration, Instant},
};

use latchkey_importing::{Format, Imported, import};
use serde_json::{Map, Value, json};

const SEED: u64 = 7;
const RESOURCES: usize = 900;
const ROUNDS: usize = 5;
const WORDS: [&str; 16] = [
    "account", "invoice", "note", "member", "project", "label", "payment", "address", "session", "report",
    "team", "ticket", "order", "message", "device", "region",
];

fn main() -> Result<(), Box<dyn Error>> {
    let document = document();
    let json = serde_json::to_string_pretty(&document)?;
    let mut yaml = String::new();
    as_yaml(&document, 0, &mut yaml);
    drop(document);
    let before = resident();
    let mut last = None;
    for (name, text) in [("JSON", &json), ("YAML", &yaml)] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let imported = import(text.as_bytes(), Some("large"), None)?;
            times.push(began.elapsed());
            assert_eq!(imported.format, Format::OpenApi);
            last = Some(imported);
        }
        times.sort_unstable();
        let [shortest, median, longest] = [0, ROUNDS / 2, ROUNDS - 1].map(|at| milliseconds(times[at]));
        println!(
            "| OpenAPI as {name}, {:.1} MB, imported | {median} ms (shortest {shortest}, longest {longest}) |",
            megabytes(text.len())
        );
    }
    if let Some(imported) = last {
        println!(
            "| of that: requests, notes in the report | {}, {} |",
            requests(&imported),
            imported.report.total()
        );
    }
    if let (Some(before), Some(most)) = (before, most()) {
        println!(
            "| memory for it at most, beside both documents | {} MiB |",
            (most.saturating_sub(before)) / 1024
        );
    }
    Ok(())
}

/// The document: five operations for each resource, and a schema for each that refers to four others.
fn document() -> Value {
    let mut chance = Chance(SEED);
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for index in 0..RESOURCES {
        let name = format!("{}-{index}", chance.word());
        schemas.insert(format!("Schema{index}"), schema(index, &mut chance));
        let reference = json!({"$ref": format!("#/components/schemas/Schema{index}")});
        let content = json!({"application/json": {"schema": reference}});
        let answer = json!({"200": {"description": chance.text(12), "content": content},
            "404": {"$ref": "#/components/responses/NotFound"}});
        let page = json!({"name": "page", "in": "query", "description": chance.text(10),
            "schema": {"type": "integer", "default": 1}});
        let mut operation = |verb: &str, body: bool, parameters: Vec<Value>| {
            let mut operation = json!({"tags": [chance.word()], "operationId": format!("{verb}-{name}"),
                "summary": format!("{verb} {name}"), "description": chance.text(60), "parameters": parameters,
                "responses": answer});
            if body {
                operation["requestBody"] = json!({"required": true, "content": content});
            }
            operation
        };
        let id = || json!({"$ref": "#/components/parameters/Id"});
        let all =
            json!({"get": operation("list", false, vec![page]), "post": operation("make", true, vec![])});
        let one = json!({"get": operation("show", false, vec![id()]), "patch": operation("change", true, vec![id()]),
            "delete": operation("remove", false, vec![id()])});
        paths.insert(format!("/v1/{name}"), all);
        paths.insert(format!("/v1/{name}/{{id}}"), one);
    }
    json!({"openapi": "3.0.3", "info": {"title": "Large", "version": "1"}, "servers": [{"url": "https://api.example/v1"}],
        "paths": paths, "components": {"schemas": schemas,
            "parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}},
            "responses": {"NotFound": {"description": "There is none."}}}})
}

fn schema(index: usize, chance: &mut Chance) -> Value {
    let mut properties = Map::new();
    for number in 0..14 {
        let name = format!("{}_{number}", chance.word());
        let kind = ["string", "integer", "boolean", "number"][chance.below(4)];
        properties.insert(name, json!({"type": kind, "description": chance.text(14)}));
    }
    for number in 0..4 {
        let to = format!("#/components/schemas/Schema{}", chance.below(index.max(1)));
        let of = if number % 2 == 0 {
            json!({"type": "array", "items": {"$ref": to}})
        } else {
            json!({"$ref": to})
        };
        properties.insert(format!("part_{number}"), of);
    }
    json!({"type": "object", "description": chance.text(20), "required": ["part_0"], "properties": properties})
}

/// Numbers that look like chance and are the same each time (Knuth's MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 40).unwrap_or_default() % end
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    fn text(&mut self, words: usize) -> String {
        let words: Vec<_> = (0..words).map(|_| self.word()).collect();
        words.join(" ")
    }
}

/// The same as YAML in its block style. Keys and texts are quoted as JSON has them, which YAML can read.
fn as_yaml(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                out.push_str(&["\n", &indent, &Value::from(key.as_str()).to_string(), ":"].concat());
                as_yaml(member, depth + 1, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                out.push_str(&["\n", &indent, "-"].concat());
                as_yaml(item, depth + 1, out);
            }
        }
        other => out.push_str(&[" ", &other.to_string()].concat()),
    }
}

fn requests(imported: &Imported) -> usize {
    fn count(folder: &latchkey_collection::Folder) -> usize {
        let items = folder.items.iter();
        items
            .map(|item| match item {
                latchkey_collection::Item::Folder(folder) => count(folder),
                latchkey_collection::Item::Request(_) => 1,
            })
            .sum()
    }
    count(&imported.folder)
}

#[expect(clippy::cast_precision_loss, reason = "it is for reading")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn milliseconds(time: Duration) -> u128 {
    time.as_millis()
}

/// What the process has in memory, in KiB, where the system says so in a file.
fn resident() -> Option<u64> {
    status("VmRSS:")
}

/// The most that it ever had, in KiB.
fn most() -> Option<u64> {
    status("VmHWM:")
}

fn status(field: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
