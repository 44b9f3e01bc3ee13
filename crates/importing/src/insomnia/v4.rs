//! Version 4: a flat list of resources. They are put in order by their parents, whatever is wrong with those.

use std::collections::HashMap;

use latchkey_collection::{Folder, Item};

use super::{common, environment, request};
use crate::{
    ImportError, MAX_FOLDER_DEPTH,
    intake::{Intake, described, named},
    node::Node,
    place::Place,
    report::{Foreign, Reason},
};

/// The resources by the id of their parent, each with its number in the list.
struct Resources<'a> {
    by_parent: HashMap<&'a str, Vec<(usize, &'a Node)>>,
    taken: Vec<bool>,
}

pub(super) fn read(root: &Node, name: &str, intake: &mut Intake) -> Result<Folder, ImportError> {
    let top = Place::Root("");
    let place = top.key("resources");
    let list = root.get("resources").items();
    let mut by_parent: HashMap<&str, Vec<_>> = HashMap::new();
    for (index, resource) in list.iter().enumerate() {
        let parent = resource.get("parentId").str();
        by_parent.entry(parent).or_default().push((index, resource));
    }
    for children in by_parent.values_mut() {
        let key = |node: &Node| node.get("metaSortKey").number().unwrap_or(f64::MAX);
        children.sort_by(|(_, one), (_, other)| key(one).total_cmp(&key(other)));
    }
    let mut resources = Resources {
        by_parent,
        taken: vec![false; list.len()],
    };
    let mut workspaces = Vec::new();
    for (index, resource) in list.iter().enumerate() {
        let place = place.at(index);
        if resource.get("_type").str() == "workspace" && !resources.taken[index] {
            resources.taken[index] = true;
            let mut folder = Folder {
                name: named(resource.get("name").str(), name),
                description: described(resource.get("description").str()),
                items: Vec::new(),
            };
            let id = resource.get("_id").str();
            resources.children(id, &place, &top, 2, &mut folder.items, intake)?;
            workspaces.push(folder);
        }
    }
    // What hangs on nothing that is there, or on itself.
    let mut orphans = Vec::new();
    for (index, resource) in list.iter().enumerate() {
        if !resources.taken[index] && ["request", "request_group"].contains(&resource.get("_type").str()) {
            let target = crate::place::clipped(resource.get("parentId").str());
            intake.note(&place.at(index).key("parentId"), Reason::Dangling { target });
            resources.one(index, resource, &top, 1, &mut orphans, intake)?;
        }
    }
    let mut folder = if workspaces.len() == 1 {
        workspaces.remove(0)
    } else {
        Folder {
            name: named(name, "Insomnia"),
            description: String::new(),
            items: workspaces.into_iter().map(Item::Folder).collect(),
        }
    };
    folder.items.append(&mut orphans);
    Ok(folder)
}

impl<'a> Resources<'a> {
    fn children(
        &mut self,
        parent: &str,
        parent_place: &Place<'_>,
        top: &Place<'_>,
        depth: usize,
        items: &mut Vec<Item>,
        intake: &mut Intake,
    ) -> Result<(), ImportError> {
        // Nobody else asks for them: two of the same id would share them.
        let Some(children) = self.by_parent.remove(parent).filter(|_| !parent.is_empty()) else {
            return Ok(());
        };
        if depth > 4 * MAX_FOLDER_DEPTH {
            intake.note(parent_place, Reason::Deep);
            return Ok(());
        }
        for (index, resource) in children {
            self.one(index, resource, top, depth, items, intake)?;
        }
        Ok(())
    }

    fn one(
        &mut self,
        index: usize,
        resource: &'a Node,
        top: &Place<'_>,
        depth: usize,
        items: &mut Vec<Item>,
        intake: &mut Intake,
    ) -> Result<(), ImportError> {
        if std::mem::replace(&mut self.taken[index], true) {
            return Ok(());
        }
        let resources = top.key("resources");
        let place = resources.at(index);
        let name = named(resource.get("name").str(), "untitled");
        let id = resource.get("_id").str();
        match resource.get("_type").str() {
            "request" => {
                intake.request()?;
                items.extend(request::read(resource, &place, intake).map(Item::Request));
            }
            "request_group" => {
                common(resource, &place, intake);
                let data_place = place.key("environment");
                let scoped = environment(resource.get("environment"), &name, &data_place, false, intake);
                if !scoped.variables.is_empty() {
                    intake.note(&data_place, Reason::Scope);
                    intake.environment(&data_place, scoped);
                }
                let mut folder = Folder {
                    name,
                    description: described(resource.get("description").str()),
                    items: Vec::new(),
                };
                self.children(id, &place, top, depth + 1, &mut folder.items, intake)?;
                intake.add_folder(&place, items, folder, depth);
            }
            "environment" => {
                let data = place.key("data");
                let private = resource.get("isPrivate").is_true();
                let found = environment(resource.get("data"), &name, &data, private, intake);
                intake.environment(&data, found);
                self.children(id, &place, top, depth + 1, items, intake)?;
            }
            "cookie_jar" => {
                if !resource.get("cookies").is_nothing() {
                    intake.note(&place, Reason::Cookies);
                }
            }
            "api_spec" => {
                if !resource.get("contents").is_nothing() {
                    intake.note(&place, Reason::NotARequest(Foreign::Description));
                }
            }
            "unit_test" | "unit_test_suite" => intake.note(&place, Reason::Script),
            "workspace" => {}
            kind => {
                let reason = request::other_kind(kind);
                intake.note(&place, reason.unwrap_or_else(|| Reason::not_a_request(kind)));
            }
        }
        Ok(())
    }
}
