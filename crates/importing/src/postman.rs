//! Postman collections 2.0 and 2.1, and Postman's environments.

pub(crate) mod body;
mod request;

use latchkey_collection::{Folder, Item};

use crate::{
    Environment, ImportError,
    intake::{Intake, described, named},
    node::Node,
    place::Place,
    report::{Reason, Wanted},
};

/// Expressions that Postman computes.
const MARKS: [&str; 1] = ["{{$"];
/// Members whose texts are not taken over anyway.
const LEFT_OUT: [&str; 5] = ["event", "response", "auth", "description", "docs"];

/// Reads a collection or an environment.
pub(crate) fn read(root: &Node, name: &str, intake: &mut Intake) -> Result<Folder, ImportError> {
    let top = Place::Root("");
    let wrapped = top.key("collection");
    // As Postman's API hands a collection out.
    let (root, place) = match root.get("collection") {
        inner if inner.is_map() => (inner, wrapped),
        _ => (root, top),
    };
    if root.has("values") && !root.has("item") {
        return Ok(environment(root, &place, name, intake));
    }
    if root.has("requests") && !root.has("item") {
        return Err(ImportError::unsupported(
            "requests",
            "a collection of version 1",
            "2.0 or 2.1: export it again",
        ));
    }
    let info = root.get("info");
    let otherwise = if name.is_empty() { "Postman" } else { name };
    let name = named(info.get("name").str(), otherwise);
    let variables = variables(root, &place, &name, intake);
    intake.environment(&place.key("variable"), variables);
    common(root, &place, intake);
    intake.expressions(&place.key("item"), root.get("item"), &MARKS, &LEFT_OUT);
    let mut items = Vec::new();
    children(root, &place, 1, &mut items, intake)?;
    Ok(Folder {
        name,
        description: description(info.get("description")),
        items,
    })
}

/// Reads what `item` holds, folders in folders.
fn children(
    parent: &Node,
    place: &Place<'_>,
    depth: usize,
    items: &mut Vec<Item>,
    intake: &mut Intake,
) -> Result<(), ImportError> {
    let list = parent.get("item");
    let place = place.key("item");
    if !matches!(list, Node::List(_) | Node::Null) {
        intake.note(&place, Reason::unexpected(list.kind(), Wanted::Items));
    }
    for (index, item) in list.items().iter().enumerate() {
        let place = place.at(index);
        if item.has("item") {
            let name = named(item.get("name").str(), "untitled");
            common(item, &place, intake);
            let variables = variables(item, &place, &name, intake);
            if !variables.variables.is_empty() {
                intake.note(&place.key("variable"), Reason::Scope);
                intake.environment(&place, variables);
            }
            let mut folder = Folder {
                name,
                description: description(item.get("description")),
                items: Vec::new(),
            };
            children(item, &place, depth + 1, &mut folder.items, intake)?;
            intake.add_folder(&place, items, folder, depth);
        } else if item.has("request") {
            intake.request()?;
            common(item, &place, intake);
            items.extend(request::read(item, &place, intake).map(Item::Request));
        } else {
            let reason = Reason::unexpected(item.kind(), Wanted::Item);
            intake.note(&place, reason);
        }
    }
    Ok(())
}

/// What the collection, folders and requests have alike and what does not come in.
fn common(node: &Node, place: &Place<'_>, intake: &mut Intake) {
    authentication(node.get("auth"), &place.key("auth"), intake);
    let events = place.key("event");
    for (index, event) in node.get("event").items().iter().enumerate() {
        let exec = event.find(&["script", "exec"]);
        let says = match exec {
            Node::List(lines) => lines.iter().any(|line| !line.str().trim().is_empty()),
            other => !other.str().trim().is_empty(),
        };
        if says {
            intake.note(&events.at(index), Reason::Script);
        }
    }
    let settings = place.key("protocolProfileBehavior");
    for (name, value) in node.get("protocolProfileBehavior").members() {
        if name != "followRedirects" && !value.is_nothing() {
            intake.note(&settings.key(name), Reason::setting(name));
        }
    }
    if !node.get("response").is_nothing() {
        intake.note(&place.key("response"), Reason::SavedAnswers);
    }
}

fn authentication(auth: &Node, place: &Place<'_>, intake: &mut Intake) {
    let kind = auth.get("type").str();
    if auth.is_map() && !["noauth", "inherit", ""].contains(&kind) {
        intake.note(place, Reason::authentication(kind));
    }
}

fn variables(node: &Node, place: &Place<'_>, name: &str, intake: &mut Intake) -> Environment {
    let place = place.key("variable");
    listed(node.get("variable"), &place, name, intake)
}

fn listed(list: &Node, place: &Place<'_>, name: &str, intake: &mut Intake) -> Environment {
    let mut variables = Vec::new();
    for (index, variable) in list.items().iter().enumerate() {
        let key = variable
            .get("key")
            .scalar()
            .or_else(|| variable.get("id").scalar());
        let Some(key) = key.filter(|key| !key.trim().is_empty()) else {
            continue;
        };
        let place = place.at(index);
        if variable.get("disabled").is_true() || variable.get("enabled").is_false() {
            intake.note(&place, Reason::setting("disabled"));
            continue;
        }
        let secret = variable.get("type").str() == "secret";
        let value = variable.get("value").to_text();
        variables.push(intake.variable(&place, &key, value, secret));
    }
    Environment {
        name: name.to_owned(),
        variables,
    }
}

fn environment(root: &Node, place: &Place<'_>, name: &str, intake: &mut Intake) -> Folder {
    let name = named(
        root.get("name").str(),
        if name.is_empty() { "Postman" } else { name },
    );
    let place = place.key("values");
    let environment = listed(root.get("values"), &place, &name, intake);
    intake.environment(&place, environment);
    Folder {
        name,
        ..Folder::default()
    }
}

/// A description is a text, or an object with one.
fn description(node: &Node) -> String {
    described(node.text().unwrap_or_else(|| node.get("content").str()))
}
