//! The collection as the side bar shows it.

use latchkey_collection::store::{Branch, Collection, Node};
use latchkey_ipc::{CollectionView, NamedPlace, SavedItem};

use super::{Open, lock};

pub(super) fn of(open: &Open) -> CollectionView {
    let now = open.now();
    let environments: Vec<_> = now
        .environments
        .iter()
        .map(|it| NamedPlace {
            place: it.place.to_string(),
            name: it.environment.name.clone(),
        })
        .collect();
    let chosen = lock(&open.environment).clone();
    let folder = open.store.folder();
    CollectionView {
        folder: folder.display().to_string(),
        name: name(open, &now),
        items: items(&now.root),
        environment: chosen.filter(|chosen| environments.iter().any(|it| it.place == *chosen)),
        environments,
        problems: now.problems.iter().map(ToString::to_string).collect(),
        can_restore: !lock(&open.deleted).is_empty(),
    }
}

/// What it is called. A folder that says no name is called as it is on disk.
pub(super) fn name(open: &Open, collection: &Collection) -> String {
    let on_disk = open.store.folder().file_name();
    let on_disk = || on_disk.map(|it| it.to_string_lossy().into_owned());
    let said = Some(collection.root.name.clone()).filter(|name| !name.is_empty());
    said.or_else(on_disk).unwrap_or_default()
}

fn items(branch: &Branch) -> Vec<SavedItem> {
    let item = |node: &Node| match node {
        Node::Folder(branch) => SavedItem::Folder {
            place: branch.place.to_string(),
            name: branch.name.clone(),
            items: items(branch),
        },
        Node::Request(saved) => SavedItem::Request {
            place: saved.place.to_string(),
            name: saved.request.name.clone(),
            method: saved.request.method.clone(),
            target: saved.request.target.clone(),
        },
    };
    branch.items.iter().map(item).collect()
}
