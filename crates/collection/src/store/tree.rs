//! A collection as it was read.

use super::{Error, Fingerprint, Place};
use crate::{Environment, Folder, Item, Request};

/// All that could be read, and all that could not.
#[derive(Debug)]
pub struct Collection {
    /// The collection's own folder.
    pub root: Branch,
    /// Its environments, by name of their files.
    pub environments: Vec<SavedEnvironment>,
    /// What could not be read. Nothing of it was changed.
    pub problems: Vec<Error>,
}

/// A folder and where it is.
#[derive(Debug, Default)]
pub struct Branch {
    /// Where it is.
    pub place: Place,
    /// Its name, as the user reads it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What is in it, in the user's order.
    pub items: Vec<Node>,
}

/// What a folder holds.
#[derive(Debug)]
pub enum Node {
    /// A folder.
    Folder(Branch),
    /// A request.
    Request(Box<Saved>),
}

/// A request, where it is, and as what it was read.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Where it is.
    pub place: Place,
    /// Of its file when it was read or written.
    pub fingerprint: Fingerprint,
    /// The request.
    pub request: Request,
}

/// An environment, where it is, and as what it was read.
#[derive(Debug, Clone)]
pub struct SavedEnvironment {
    /// Where it is.
    pub place: Place,
    /// Of its file when it was read or written.
    pub fingerprint: Fingerprint,
    /// The environment.
    pub environment: Environment,
}

impl Branch {
    /// All requests in and below it, depth first, in the user's order.
    pub fn requests(&self) -> Vec<&Saved> {
        let mut found = Vec::new();
        self.gather(&mut found);
        found
    }

    fn gather<'a>(&'a self, found: &mut Vec<&'a Saved>) {
        for item in &self.items {
            match item {
                Node::Folder(branch) => branch.gather(found),
                Node::Request(saved) => found.push(saved),
            }
        }
    }

    /// The same without places.
    pub fn folder(&self) -> Folder {
        let items = self.items.iter().map(|item| match item {
            Node::Folder(branch) => Item::Folder(branch.folder()),
            Node::Request(saved) => Item::Request(saved.request.clone()),
        });
        Folder {
            name: self.name.clone(),
            description: self.description.clone(),
            items: items.collect(),
        }
    }
}

impl Node {
    /// Where it is.
    pub fn place(&self) -> &Place {
        match self {
            Self::Folder(branch) => &branch.place,
            Self::Request(saved) => &saved.place,
        }
    }
}
