//! Reads a collection within limits.

use std::{collections::HashMap, fs, path::Path};

use super::{
    Branch, Collection, ENVIRONMENT_SUFFIX, ENVIRONMENTS, Error, FOLDER_FILE, Fingerprint, FolderFile,
    MAX_DEPTH, MAX_ENTRIES, MAX_ITEMS, MAX_OTHER, MAX_REQUEST, MAX_TOTAL, Node, Place, REQUEST_SUFFIX, Saved,
    SavedEnvironment, open, read_environment, read_folder, read_request,
};

pub(super) fn collection(root: &Path) -> Result<Collection, Error> {
    let mut reader = Reader::new(root);
    let place = Place::root();
    let names = reader.names(&place)?;
    let root_branch = reader.branch(place, names, 0);
    let environments = reader.environments();
    Ok(Collection {
        root: root_branch,
        environments,
        problems: reader.problems,
    })
}

/// The names of a folder's requests and folders, in the user's order.
pub(super) fn ordered(root: &Path, folder: &Place, said: &FolderFile) -> Result<Vec<String>, Error> {
    let mut names = Reader::new(root).names(folder)?;
    names.retain(|entry| is_item(entry, folder.as_str().is_empty()));
    put_in_order(&mut names, said);
    Ok(names.into_iter().map(|entry| entry.name).collect())
}

fn is_item(entry: &Entry, in_root: bool) -> bool {
    if entry.is_folder {
        return !in_root || entry.name != ENVIRONMENTS;
    }
    entry.name.ends_with(REQUEST_SUFFIX)
}

/// What is not in the order comes after it, as it was.
fn put_in_order(names: &mut [Entry], said: &FolderFile) {
    let order = said.order.iter().enumerate();
    let order: HashMap<_, _> = order.map(|(index, name)| (name.as_str(), index)).collect();
    names.sort_by_key(|entry| order.get(entry.name.as_str()).copied().unwrap_or(usize::MAX));
}

struct Reader<'r> {
    root: &'r Path,
    entries: usize,
    items: usize,
    total: u64,
    problems: Vec<Error>,
}

/// A name in a folder, and what it is.
struct Entry {
    name: String,
    is_folder: bool,
}

impl<'r> Reader<'r> {
    fn new(root: &'r Path) -> Self {
        Self {
            root,
            entries: 0,
            items: 0,
            total: 0,
            problems: Vec::new(),
        }
    }

    /// What is in a folder, by name. What is nobody's business is left out.
    fn names(&mut self, place: &Place) -> Result<Vec<Entry>, Error> {
        let failed = |error| Error::io(place.to_string(), error);
        let mut names = Vec::new();
        for entry in fs::read_dir(place.below(self.root)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            self.entries += 1;
            if self.entries > MAX_ENTRIES {
                // Told once, for the whole collection.
                if self.entries == MAX_ENTRIES + 1 {
                    self.problems.push(Error::TooMany {
                        file: place.to_string(),
                        limit: MAX_ENTRIES,
                        what: "files and folders of any kind",
                    });
                }
                break;
            }
            let name = entry.file_name();
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            let kind = entry.file_type().map_err(failed)?;
            let shown = name.to_string_lossy();
            let ours = shown.ends_with(REQUEST_SUFFIX)
                || shown.ends_with(ENVIRONMENT_SUFFIX)
                || shown == FOLDER_FILE;
            // A link is told only where it stands for something that would have been read.
            let stands_for_folder = || fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir());
            if !(ours || kind.is_dir() || kind.is_symlink() && stands_for_folder()) {
                continue;
            }
            let file = if place.as_str().is_empty() {
                shown.to_string()
            } else {
                format!("{place}/{shown}")
            };
            match name.to_str() {
                Some(name) if place.join(name).is_ok() => {
                    if kind.is_symlink() {
                        self.problems.push(Error::Link { file });
                    } else if kind.is_dir() || kind.is_file() {
                        names.push(Entry {
                            name: name.to_owned(),
                            is_folder: kind.is_dir(),
                        });
                    } else {
                        self.problems.push(Error::NotRegular { file });
                    }
                }
                _ => self.problems.push(Error::Name { file }),
            }
        }
        names.sort_by_cached_key(|entry| (entry.name.to_lowercase(), entry.name.clone()));
        Ok(names)
    }

    fn branch(&mut self, place: Place, mut names: Vec<Entry>, depth: usize) -> Branch {
        let said = if names
            .iter()
            .any(|entry| !entry.is_folder && entry.name == FOLDER_FILE)
        {
            self.folder_file(&place)
        } else {
            FolderFile::default()
        };
        put_in_order(&mut names, &said);
        let mut items = Vec::new();
        for entry in names {
            if !is_item(&entry, depth == 0) {
                continue;
            }
            // Checked when the names were read.
            let Ok(inner) = place.join(&entry.name) else {
                continue;
            };
            self.items += 1;
            if self.items > MAX_ITEMS {
                if self.items == MAX_ITEMS + 1 {
                    self.problems.push(Error::TooMany {
                        file: inner.to_string(),
                        limit: MAX_ITEMS,
                        what: "requests and folders",
                    });
                }
                break;
            }
            if entry.is_folder {
                items.extend(self.inner(inner, depth).map(Node::Folder));
            } else {
                items.extend(self.request(inner).map(|saved| Node::Request(Box::new(saved))));
            }
        }
        let name = match said.name {
            name if !name.is_empty() => name,
            _ if depth > 0 => place.name().to_owned(),
            _ => self
                .root
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        };
        Branch {
            place,
            name,
            description: said.description,
            items,
        }
    }

    fn inner(&mut self, place: Place, depth: usize) -> Option<Branch> {
        if depth >= MAX_DEPTH {
            self.problems.push(Error::TooDeep {
                file: place.to_string(),
                limit: MAX_DEPTH,
            });
            return None;
        }
        match self.names(&place) {
            Ok(names) => Some(self.branch(place, names, depth + 1)),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn folder_file(&mut self, place: &Place) -> FolderFile {
        let read = place.join(FOLDER_FILE).and_then(|place| {
            let text = self.text(&place, MAX_OTHER)?.0;
            read_folder(&text).map_err(|error| said(&place, error))
        });
        read.unwrap_or_else(|problem| {
            self.problems.push(problem);
            FolderFile::default()
        })
    }

    fn request(&mut self, place: Place) -> Option<Saved> {
        let read = self.text(&place, MAX_REQUEST).and_then(|(text, fingerprint)| {
            let request = read_request(&text).map_err(|error| said(&place, error))?;
            Ok((request, fingerprint))
        });
        match read {
            Ok((request, fingerprint)) => Some(Saved {
                place,
                fingerprint,
                request,
            }),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn environments(&mut self) -> Vec<SavedEnvironment> {
        let Ok(folder) = Place::parse(ENVIRONMENTS) else {
            return Vec::new();
        };
        // Only as a real folder: a link was told with the other names.
        if !fs::symlink_metadata(folder.below(self.root)).is_ok_and(|metadata| metadata.is_dir()) {
            return Vec::new();
        }
        let names = self.names(&folder).unwrap_or_else(|problem| {
            self.problems.push(problem);
            Vec::new()
        });
        let mut environments = Vec::new();
        for entry in names {
            if entry.is_folder || !entry.name.ends_with(ENVIRONMENT_SUFFIX) {
                continue;
            }
            let read = folder.join(&entry.name).and_then(|place| {
                let (text, fingerprint) = self.text(&place, MAX_OTHER)?;
                let environment = read_environment(&text).map_err(|error| said(&place, error))?;
                Ok(SavedEnvironment {
                    place,
                    fingerprint,
                    environment,
                })
            });
            match read {
                Ok(environment) => environments.push(environment),
                Err(problem) => self.problems.push(problem),
            }
        }
        environments
    }

    fn text(&mut self, place: &Place, limit: u64) -> Result<(String, Fingerprint), Error> {
        if self.total > MAX_TOTAL {
            return Err(Error::TooMuch {
                file: place.to_string(),
                limit: MAX_TOTAL,
            });
        }
        let bytes = open::bytes(&place.below(self.root), place, limit)?;
        self.total += bytes.len() as u64;
        let fingerprint = Fingerprint::of(&bytes);
        Ok((open::text(bytes, place)?, fingerprint))
    }
}

fn said(place: &Place, error: latchkey_profile::file::FileError) -> Error {
    Error::Text {
        file: place.to_string(),
        error,
    }
}
