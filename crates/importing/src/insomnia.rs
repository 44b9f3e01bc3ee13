//! Insomnia's exports: version 4, a list of resources that name their parents, and version 5, a tree.

mod request;
mod template;
mod v4;
mod v5;

use latchkey_collection::Folder;

use crate::{Environment, ImportError, intake::Intake, node::Node, place::Place, report::Reason};

/// Reads an export.
pub(crate) fn read(mut root: Node, name: &str, intake: &mut Intake) -> Result<Folder, ImportError> {
    const ALLOWED: &str = "an export of version 4 or 5";
    let name = if name.is_empty() { "Insomnia" } else { name };
    let place = Place::Root("");
    template::convert(&mut root, &place, intake);
    if root.has("_type") || root.has("resources") {
        let version = root.get("__export_format").to_text();
        if version != "4" {
            return Err(ImportError::unsupported("__export_format", &version, ALLOWED));
        }
        return v4::read(&root, name, intake);
    }
    let kind = root.get("type").str();
    match kind.split_once("insomnia.rest/") {
        Some((_, version)) if version.starts_with('5') => v5::read(&root, name, intake),
        _ => Err(ImportError::unsupported("type", kind, ALLOWED)),
    }
}

/// An environment of Insomnia's: objects in objects, whose members are named by their way.
fn environment(data: &Node, name: &str, place: &Place<'_>, secret: bool, intake: &mut Intake) -> Environment {
    let mut environment = Environment {
        name: name.to_owned(),
        variables: Vec::new(),
    };
    collect(data, "", place, secret, &mut environment, intake);
    environment
}

fn collect(
    data: &Node,
    before: &str,
    place: &Place<'_>,
    secret: bool,
    environment: &mut Environment,
    intake: &mut Intake,
) {
    for (key, value) in data.members() {
        let place = place.key(key);
        let name = if before.is_empty() {
            key.to_owned()
        } else {
            format!("{before}.{key}")
        };
        if value.is_map() {
            // Their names grow with each level: as deep as anybody would go.
            if before.matches('.').count() < 8 {
                collect(value, &name, &place, secret, environment, intake);
            } else {
                intake.note(&place, Reason::Deep);
            }
        } else {
            let variable = intake.variable(&place, &name, value.to_text(), secret);
            environment.variables.push(variable);
        }
    }
}

/// Notes what a folder or a request has that is a way of signing in, or a script.
fn common(node: &Node, place: &Place<'_>, intake: &mut Intake) {
    let authentication = node.get("authentication");
    let kind = authentication.get("type").str();
    if !["", "none", "inherit"].contains(&kind) && !authentication.get("disabled").is_true() {
        intake.note(&place.key("authentication"), Reason::authentication(kind));
    }
    let scripts = node.get("scripts");
    for (holder, key) in [
        (node, "preRequestScript"),
        (node, "afterResponseScript"),
        (scripts, "preRequest"),
        (scripts, "afterResponse"),
    ] {
        if !holder.get(key).str().trim().is_empty() {
            intake.note(&place.key(key), Reason::Script);
        }
    }
}
