//! `OpenAPI` 3.0 and 3.1 (and what of 3.2 is alike): servers, paths, tags.

mod body;
mod operation;
mod parameter;
mod reference;
mod sample;
mod server;

use indexmap::IndexMap;
use latchkey_collection::{Folder, Item, Request};

use self::server::Servers;
use crate::{
    Environment, ImportError, Variable,
    intake::{Intake, described, named},
    node::Node,
    place::{Place, clipped},
    report::{Foreign, Plenty, Reason, Wanted},
};

/// How many bytes are made of a document: parts that are referred to are made each time.
const MAX_MADE: usize = 128 << 20;

/// The methods of a path item (`OpenAPI` 3.1 §4.8.9, 3.2 §4.9).
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// A document while it is read.
pub(crate) struct Reader<'a> {
    root: &'a Node,
    intake: &'a mut Intake,
    servers: Servers,
    /// Parameters that stand within a segment of a path, as variables.
    variables: IndexMap<String, String>,
    /// Bytes that may still be made.
    left: usize,
}

/// Reads a document.
pub(crate) fn read(root: &Node, name: &str, intake: &mut Intake) -> Result<Folder, ImportError> {
    const ALLOWED: &str = "3.0 or 3.1";
    if root.has("swagger") {
        let found = format!("Swagger {}", root.get("swagger").to_text());
        return Err(ImportError::unsupported("swagger", &found, "OpenAPI 3.0 or 3.1"));
    }
    let version = root.get("openapi").to_text();
    if version != "3" && !version.starts_with("3.") {
        return Err(ImportError::unsupported("openapi", &version, ALLOWED));
    }
    let place = Place::Root("");
    let info = root.get("info");
    let folder_name = named(
        info.get("title").str(),
        if name.is_empty() { "OpenAPI" } else { name },
    );
    tell_what_is_left_out(root, &place, intake);
    let servers = server::read(root.get("servers"), &place.key("servers"), intake);
    let mut reader = Reader {
        root,
        intake,
        servers,
        variables: IndexMap::new(),
        left: MAX_MADE,
    };
    let mut folders = reader.tags();
    let mut items = Vec::new();
    let paths = root.get("paths");
    let paths_place = place.key("paths");
    if !paths.is_map() && *paths != Node::Null {
        let reason = Reason::unexpected(paths.kind(), Wanted::Paths);
        reader.intake.note(&paths_place, reason);
    }
    for (path, item) in paths.members() {
        if !path.starts_with("x-") {
            reader.path(path, item, &paths_place.key(path), &mut folders, &mut items)?;
        }
    }
    let environment = Environment {
        name: folder_name.clone(),
        variables: reader
            .variables
            .into_iter()
            .map(|(name, value)| Variable {
                name,
                value,
                secret: false,
            })
            .collect(),
    };
    intake.environment(&place, environment);
    let mut all: Vec<_> = folders
        .into_values()
        .filter(|folder| !folder.items.is_empty())
        .map(Item::Folder)
        .collect();
    all.append(&mut items);
    Ok(Folder {
        name: folder_name,
        description: described(info.get("description").str()),
        items: all,
    })
}

fn tell_what_is_left_out(root: &Node, place: &Place<'_>, intake: &mut Intake) {
    let components = place.key("components");
    let schemes = components.key("securitySchemes");
    for (name, scheme) in root.find(&["components", "securitySchemes"]).members() {
        let kind = [scheme.get("type").str(), scheme.get("scheme").str()].join(" ");
        intake.note(&schemes.key(name), Reason::authentication(kind.trim()));
    }
    let webhooks = place.key("webhooks");
    for (name, _) in root.get("webhooks").members() {
        intake.note(&webhooks.key(name), Reason::NotARequest(Foreign::Webhook));
    }
}

impl Reader<'_> {
    /// Folders for the tags that the document describes, in its order.
    fn tags(&self) -> IndexMap<String, Folder> {
        let mut folders = IndexMap::new();
        for tag in self.root.get("tags").items() {
            let name = tag.get("name").str();
            let folder = folder(name, tag.get("description").str());
            folders.entry(name.to_owned()).or_insert(folder);
        }
        folders
    }

    fn path(
        &mut self,
        path: &str,
        item: &Node,
        place: &Place<'_>,
        folders: &mut IndexMap<String, Folder>,
        untagged: &mut Vec<Item>,
    ) -> Result<(), ImportError> {
        let item = match reference::resolve(self.root, item) {
            Ok(item) => item,
            Err(reason) => {
                self.intake.note(place, reason);
                return Ok(());
            }
        };
        if !item.is_map() {
            self.intake
                .note(place, Reason::unexpected(item.kind(), Wanted::Operations));
            return Ok(());
        }
        for (method, operation) in item.members() {
            if !METHODS.contains(&method) {
                continue;
            }
            let place = place.key(method);
            if !operation.is_map() {
                let reason = Reason::unexpected(operation.kind(), Wanted::Operation);
                self.intake.note(&place, reason);
                continue;
            }
            self.intake.request()?;
            let request = self.operation(path, method, item, operation, &place);
            match operation.get("tags").items().first().and_then(Node::scalar) {
                Some(tag) if !tag.trim().is_empty() => {
                    let folder = folders
                        .entry(tag.clone().into_owned())
                        .or_insert_with(|| folder(&tag, ""));
                    folder.items.push(Item::Request(request));
                }
                _ => untagged.push(Item::Request(request)),
            }
        }
        Ok(())
    }

    /// Whether that many bytes may still be made.
    fn spend(&mut self, bytes: usize, place: &Place<'_>) -> bool {
        // A little for each thing, however short it is.
        let bytes = bytes.saturating_add(16);
        if self.left >= bytes {
            self.left -= bytes;
            return true;
        }
        self.left = 0;
        self.intake.note(place, Reason::TooMany(Plenty::Examples));
        false
    }

    fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// A variable for a parameter that stands within a segment. The first value stays.
    fn variable(&mut self, name: &str, value: String) {
        let kept = self.variables.entry(name.to_owned()).or_default();
        if kept.is_empty() {
            *kept = value;
        }
    }

    fn describe(&mut self, request: &mut Request, text: &str, place: &Place<'_>) {
        if !text.is_empty() && self.spend(text.len(), place) {
            request.description = described(text);
        }
    }
}

fn folder(name: &str, description: &str) -> Folder {
    Folder {
        name: named(name, "untitled"),
        description: described(description),
        items: Vec::new(),
    }
}

/// What a text could be that is too long to be told whole.
fn told(text: &str) -> String {
    clipped(text)
}
