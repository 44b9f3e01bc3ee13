//! What would come in from another tool: a tree for a person, JSON for a script.

use latchkey_collection::{Folder, Item};
use latchkey_importing::Imported;
use serde_json::{Value, json};

use super::visible::visible;

/// The tree: folders, requests, environments, addresses, and how many of each there are.
pub(crate) fn tree(imported: &Imported) -> String {
    let mut lines = Vec::new();
    let (mut folders, mut requests) = (0, 0);
    lines.push(format!(
        "{}  ({})",
        visible(&imported.folder.name),
        imported.format.title()
    ));
    branch(&imported.folder, 1, &mut lines, &mut folders, &mut requests);
    for url in &imported.base_urls {
        lines.push(format!("address: {}", visible(url)));
    }
    for environment in &imported.environments {
        let name = visible(&environment.name);
        let secrets = environment.variables.iter().filter(|it| it.secret).count();
        let all = environment.variables.len();
        lines.push(format!(
            "environment: {name}, variables: {all}, of them secret: {secrets}"
        ));
    }
    let told = imported.report.total();
    lines.push(format!(
        "folders: {folders}, requests: {requests}, not taken over: {told}"
    ));
    lines.join("\n")
}

fn branch(folder: &Folder, depth: usize, lines: &mut Vec<String>, folders: &mut usize, requests: &mut usize) {
    let indent = "  ".repeat(depth);
    for item in &folder.items {
        match item {
            Item::Folder(inner) => {
                *folders += 1;
                lines.push(format!("{indent}{}/", visible(&inner.name)));
                branch(inner, depth + 1, lines, folders, requests);
            }
            Item::Request(request) => {
                *requests += 1;
                let (method, target) = (visible(&request.method), visible(&request.target));
                lines.push(format!("{indent}{}  {method} {target}", visible(&request.name)));
            }
        }
    }
}

/// The report: a line for each thing that would not come in.
pub(crate) fn report(imported: &Imported) -> Vec<String> {
    let notes = imported.report.notes.iter();
    let mut lines: Vec<_> = notes
        .map(|note| {
            let place = if note.place.is_empty() {
                "document"
            } else {
                &note.place
            };
            format!("{place}: {}", note.reason)
        })
        .collect();
    if imported.report.more > 0 {
        lines.push(format!("and {} more", imported.report.more));
    }
    lines
}

/// Both as one object.
pub(crate) fn json(imported: &Imported) -> Value {
    let notes = imported.report.notes.iter();
    let notes: Vec<_> = notes
        .map(|note| json!({"place": note.place, "kind": note.reason.slug(), "reason": note.reason.to_string()}))
        .collect();
    let environments = imported.environments.iter();
    let environments: Vec<_> = environments
        .map(|environment| {
            let variables = environment.variables.iter();
            let variables: Vec<_> = variables
                .map(|it| json!({"name": it.name, "value": it.value, "secret": it.secret}))
                .collect();
            json!({"name": environment.name, "variables": variables})
        })
        .collect();
    json!({
        "format": imported.format.id(),
        "name": imported.folder.name,
        "items": items(&imported.folder),
        "environments": environments,
        "base_urls": imported.base_urls,
        "report": {"notes": notes, "more": imported.report.more},
    })
}

fn items(folder: &Folder) -> Vec<Value> {
    let of_folder = folder.items.iter();
    of_folder
        .map(|item| match item {
            Item::Folder(folder) => json!({"folder": folder.name, "items": items(folder)}),
            Item::Request(request) => {
                json!({"request": request.name, "method": request.method, "target": request.target})
            }
        })
        .collect()
}
