//! Version 5: a tree.

use latchkey_collection::{Folder, Item};

use super::{common, environment, request};
use crate::{
    ImportError,
    intake::{Intake, described, named},
    node::Node,
    place::Place,
    report::{Foreign, Reason, Wanted},
};

pub(super) fn read(root: &Node, name: &str, intake: &mut Intake) -> Result<Folder, ImportError> {
    let place = Place::Root("");
    let mut items = Vec::new();
    children(
        root.get("collection"),
        &place.key("collection"),
        1,
        &mut items,
        intake,
    )?;
    // A file of environments alone has them in another member.
    for key in ["environments", "environment"] {
        environments(root.get(key), &place.key(key), intake);
    }
    if !root.find(&["cookieJar", "cookies"]).is_nothing() {
        intake.note(&place.key("cookieJar"), Reason::Cookies);
    }
    if !root.get("spec").is_nothing() {
        intake.note(&place.key("spec"), Reason::NotARequest(Foreign::Description));
    }
    if !root.get("testSuites").is_nothing() {
        intake.note(&place.key("testSuites"), Reason::Script);
    }
    Ok(Folder {
        name: named(root.get("name").str(), name),
        description: described(root.find(&["meta", "description"]).str()),
        items,
    })
}

fn children(
    list: &Node,
    place: &Place<'_>,
    depth: usize,
    items: &mut Vec<Item>,
    intake: &mut Intake,
) -> Result<(), ImportError> {
    if !matches!(list, Node::List(_) | Node::Null) {
        intake.note(place, Reason::unexpected(list.kind(), Wanted::Items));
    }
    for (index, node) in list.items().iter().enumerate() {
        let place = place.at(index);
        let id = node.find(&["meta", "id"]).str();
        let kind = id.split('_').next().unwrap_or_default();
        if let Some(reason) = request::other_kind(kind) {
            intake.note(&place, reason);
        } else if node.has("url") {
            intake.request()?;
            items.extend(request::read(node, &place, intake).map(Item::Request));
        } else if node.has("children") || kind == "fld" {
            common(node, &place, intake);
            let name = named(node.get("name").str(), "untitled");
            let data = place.key("environment");
            let scoped = environment(node.get("environment"), &name, &data, false, intake);
            if !scoped.variables.is_empty() {
                intake.note(&data, Reason::Scope);
                intake.environment(&data, scoped);
            }
            let mut folder = Folder {
                name,
                description: described(node.find(&["meta", "description"]).str()),
                items: Vec::new(),
            };
            let inside = place.key("children");
            children(
                node.get("children"),
                &inside,
                depth + 1,
                &mut folder.items,
                intake,
            )?;
            intake.add_folder(&place, items, folder, depth);
        } else {
            let reason = Reason::unexpected(node.kind(), Wanted::Item);
            intake.note(&place, reason);
        }
    }
    Ok(())
}

fn environments(node: &Node, place: &Place<'_>, intake: &mut Intake) {
    one(node, "Base Environment", place, intake);
    let below = place.key("subEnvironments");
    for (index, sub) in node.get("subEnvironments").items().iter().enumerate() {
        one(sub, "untitled", &below.at(index), intake);
    }
}

fn one(node: &Node, otherwise: &str, place: &Place<'_>, intake: &mut Intake) {
    let name = named(node.get("name").str(), otherwise);
    let private = node.find(&["meta", "isPrivate"]).is_true();
    let data = place.key("data");
    let found = environment(node.get("data"), &name, &data, private, intake);
    intake.environment(&data, found);
}
