//! A folder of files, which is a collection.

use std::collections::BTreeMap;

use latchkey_collection::{Folder, Item};

use super::{blocks, common, docs, environment, request};
use crate::{
    File, ImportError, MAX_FOLDER_DEPTH, format,
    intake::{Intake, named},
    node,
    place::Place,
    report::{Found, Reason, Wanted},
};

const COLLECTION: &str = "bruno.json";

/// A folder while it is read.
#[derive(Default)]
struct Directory {
    name: String,
    description: String,
    position: Option<f64>,
    directories: BTreeMap<String, Directory>,
    requests: Vec<request::Placed>,
}

/// Whether a file may be a part of a collection.
pub(crate) fn is_part(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let hidden = path
        .split('/')
        .any(|part| part.starts_with('.') && !part.trim_matches('.').is_empty() || part == "node_modules");
    !hidden && (name == COLLECTION || is_bru(name))
}

/// Reads a collection.
pub(crate) fn read_folder(
    files: &[File<'_>],
    name: &str,
    intake: &mut Intake,
) -> Result<Folder, ImportError> {
    let mut files: Vec<_> = files.iter().filter(|file| is_part(file.path)).collect();
    if !files.iter().any(|file| is_bru(file.path)) {
        let found = "a folder without .bru files".to_owned();
        return Err(ImportError::Unknown { found });
    }
    files.sort_by_key(|file| file.path);
    // The collection may lie deeper in the folder than one was told.
    let root = files
        .iter()
        .filter_map(|file| file.path.strip_suffix(COLLECTION))
        .min_by_key(|root| root.len())
        .unwrap_or_default();
    let mut top = Directory {
        name: named(name, "Bruno"),
        ..Directory::default()
    };
    for file in files {
        let place = Place::Root(file.path);
        let text = match format::text(file.bytes) {
            Ok(text) => text,
            Err(error) => {
                intake.note(&place, Reason::unexpected(Found::said(&error), Wanted::Utf8));
                continue;
            }
        };
        let path = file.path.strip_prefix(root).unwrap_or(file.path);
        if path == COLLECTION {
            top.name = named(name_of(text, &place, intake).as_str(), &top.name);
        } else if is_bru(path) {
            one(path, text, &place, &mut top, intake)?;
        }
    }
    Ok(top.finish())
}

fn name_of(text: &str, place: &Place<'_>, intake: &mut Intake) -> String {
    match node::json(text) {
        Ok(node) => node.get("name").str().to_owned(),
        Err(error) => {
            intake.note(place, Reason::unexpected(Found::said(&error), Wanted::Json));
            String::new()
        }
    }
}

fn one(
    path: &str,
    text: &str,
    place: &Place<'_>,
    top: &mut Directory,
    intake: &mut Intake,
) -> Result<(), ImportError> {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.strip_suffix(".bru").unwrap_or(file);
    let blocks = blocks(text, place, intake);
    if folders == "environments" && !request::is_one(&blocks) {
        let found = environment(&blocks, stem, place, intake);
        intake.environment(place, found);
        return Ok(());
    }
    let directory = top.within(folders, place, intake);
    if request::is_one(&blocks) {
        intake.request()?;
        directory
            .requests
            .extend(request::read(&blocks, stem, place, intake));
        return Ok(());
    }
    if !["collection", "folder"].contains(&stem) {
        intake.note(place, Reason::unexpected(Found::NoRequest, Wanted::BrunoFile));
        return Ok(());
    }
    common(&blocks, place, intake);
    for block in blocks.iter().filter(|block| block.name == "headers") {
        if !block.pairs().is_empty() {
            intake.note(
                &place.key("headers"),
                Reason::setting("headers of a whole folder"),
            );
        }
    }
    let meta = blocks.iter().find(|block| block.name == "meta");
    let name = meta.and_then(|meta| meta.get("name")).unwrap_or_default();
    // The collection's own name is in another file.
    if !folders.is_empty() {
        directory.name = named(&name, &directory.name);
    }
    directory.position = request::position(&blocks);
    directory.description = docs(&blocks);
    let scoped = environment(&blocks, &directory.name, place, intake);
    if !scoped.variables.is_empty() {
        if !folders.is_empty() {
            intake.note(&place.key("vars:pre-request"), Reason::Scope);
        }
        intake.environment(place, scoped);
    }
    Ok(())
}

impl Directory {
    /// The folder of a path, made where it is not there yet.
    fn within(&mut self, path: &str, place: &Place<'_>, intake: &mut Intake) -> &mut Self {
        let mut directory = self;
        let names = path.split('/').filter(|name| !name.is_empty() && *name != ".");
        for (depth, name) in names.enumerate() {
            if depth >= MAX_FOLDER_DEPTH {
                intake.note(place, Reason::Deep);
                break;
            }
            let found = directory.directories.entry(name.to_owned()).or_default();
            if found.name.is_empty() {
                found.name = named(name, "untitled");
            }
            directory = found;
        }
        directory
    }

    /// Folders before requests, each in the order that their numbers say.
    fn finish(mut self) -> Folder {
        let order = |position: Option<f64>| position.unwrap_or(f64::MAX);
        let mut directories: Vec<_> = self.directories.into_values().collect();
        directories.sort_by(|one, other| order(one.position).total_cmp(&order(other.position)));
        self.requests
            .sort_by(|one, other| order(one.position).total_cmp(&order(other.position)));
        let mut items: Vec<_> = directories
            .into_iter()
            .map(Directory::finish)
            .filter(|folder| !folder.items.is_empty())
            .map(Item::Folder)
            .collect();
        items.extend(self.requests.into_iter().map(|it| Item::Request(it.request)));
        Folder {
            name: self.name,
            description: self.description,
            items,
        }
    }
}

fn is_bru(path: &str) -> bool {
    let ending = std::path::Path::new(path).extension();
    ending.is_some_and(|it| it.eq_ignore_ascii_case("bru"))
}
