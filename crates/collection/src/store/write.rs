//! Makes and saves.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use super::{
    ENVIRONMENT_SUFFIX, Error, FOLDER_FILE, Fingerprint, FolderFile, MAX_OTHER, MAX_REQUEST, Place,
    REQUEST_SUFFIX, Saved, Store, durable, names, read_folder, write_folder, write_request,
};
use crate::{Folder, Item, Request};

impl Store {
    /// Makes a request, under a name that is free, at the end of a folder.
    pub fn create(&self, folder: &Place, request: &Request) -> Result<Saved, Error> {
        let _alone = self.alone();
        self.create_named(folder, request, &request.name)
    }

    /// Makes a folder with all that is in it. Nothing that exists is touched.
    pub fn create_folder(&self, parent: &Place, folder: &Folder) -> Result<Place, Error> {
        let _alone = self.alone();
        self.make_folder(parent, folder)
    }

    /// Saves a request over the file that it was read from. If that has changed meanwhile, nothing is written.
    pub fn save(&self, place: &Place, request: &Request, read: &Fingerprint) -> Result<Fingerprint, Error> {
        let _alone = self.alone();
        let path = self.path(place)?;
        let old = self.unchanged(place, &Kind::REQUEST, &request.name, read)?;
        let text = write_request(place.as_str(), request, Some(&old))?;
        within(place, &text, MAX_REQUEST)?;
        durable::replace(&path, &text).map_err(|error| Error::io(place.to_string(), error))?;
        Ok(Fingerprint::of(text.as_bytes()))
    }

    /// What stands in the file, if it is what was read.
    pub(super) fn unchanged(
        &self,
        place: &Place,
        kind: &Kind,
        name: &str,
        read: &Fingerprint,
    ) -> Result<String, Error> {
        let file = self.path(place)?;
        let copy = || self.copy_path(place, kind, name);
        match self.text(place, kind.limit) {
            Ok(Some((old, fingerprint))) if fingerprint == *read => Ok(old),
            // What is no text any more was text when it was read.
            Ok(Some(_)) | Err(Error::Encoding { .. } | Error::TooLarge { .. }) => {
                Err(Error::Changed { file, copy: copy()? })
            }
            Ok(None) => Err(Error::Gone { file, copy: copy()? }),
            Err(error) => Err(error),
        }
    }

    /// Saves one side of a conflict beside the other, as "NAME (conflict)".
    pub fn save_copy(&self, place: &Place, request: &Request) -> Result<Saved, Error> {
        let _alone = self.alone();
        let folder = self.standing(place);
        let request = Request {
            name: conflict(&request.name),
            ..request.clone()
        };
        self.create_named(&folder, &request, &request.name)
    }

    pub(super) fn create_named(&self, folder: &Place, request: &Request, name: &str) -> Result<Saved, Error> {
        let file = names::free(name, REQUEST_SUFFIX, &self.taken(folder)?);
        let place = folder.join(&file)?;
        let text = write_request(place.as_str(), request, None)?;
        within(&place, &text, MAX_REQUEST)?;
        let made = durable::make(&self.path(&place)?, &text);
        made.map_err(|error| Error::io(place.to_string(), error))?;
        self.append(folder, &file)?;
        Ok(Saved {
            place,
            fingerprint: Fingerprint::of(text.as_bytes()),
            request: request.clone(),
        })
    }

    /// All of it appears at once: it is written where no reading looks, and then put in its place.
    fn make_folder(&self, parent: &Place, folder: &Folder) -> Result<Place, Error> {
        let file = names::free(&folder.name, "", &self.taken(parent)?);
        let place = parent.join(&file)?;
        let failed = |error| Error::io(place.to_string(), error);
        let aside = durable::aside(&self.path(parent)?).map_err(failed)?;
        let mut written = Vec::new();
        fill(aside.path(), &place, folder, &mut written)?;
        durable::settle_all(&written).map_err(failed)?;
        durable::put(aside, &self.path(&place)?).map_err(failed)?;
        self.append(parent, &file)?;
        Ok(place)
    }

    /// What is said of a folder.
    pub(super) fn said(&self, folder: &Place) -> Result<FolderFile, Error> {
        let place = folder.join(FOLDER_FILE)?;
        let Some((text, _)) = self.text(&place, MAX_OTHER)? else {
            return Ok(FolderFile::default());
        };
        read_folder(&text).map_err(|error| Error::Text {
            file: place.to_string(),
            error,
        })
    }

    pub(super) fn say(&self, folder: &Place, said: &FolderFile) -> Result<(), Error> {
        let place = folder.join(FOLDER_FILE)?;
        let old = self.text(&place, MAX_OTHER)?.map(|(text, _)| text);
        let text = write_folder(place.as_str(), said, old.as_deref())?;
        within(&place, &text, MAX_OTHER)?;
        durable::replace(&self.path(&place)?, &text).map_err(|error| Error::io(place.to_string(), error))
    }

    /// Puts a new name at the end of the order, where there is one.
    fn append(&self, folder: &Place, name: &str) -> Result<(), Error> {
        let mut said = match self.said(folder) {
            // Whoever mends it finds the new name after the others.
            Err(Error::Text { .. } | Error::Encoding { .. } | Error::TooLarge { .. }) => return Ok(()),
            said => said?,
        };
        if said.order.is_empty() || said.order.iter().any(|known| known == name) {
            return Ok(());
        }
        said.order.push(name.to_owned());
        self.say(folder, &said)
    }

    /// The nearest folder around a place that is still there.
    pub(super) fn standing(&self, place: &Place) -> Place {
        let mut folder = place.parent().unwrap_or_default();
        while !self.path(&folder).is_ok_and(|path| path.is_dir()) {
            folder = folder.parent().unwrap_or_default();
        }
        folder
    }

    fn copy_path(&self, place: &Place, kind: &Kind, name: &str) -> Result<std::path::PathBuf, Error> {
        let folder = self.standing(place);
        let file = names::free(&conflict(name), kind.suffix, &self.taken(&folder)?);
        self.path(&folder.join(&file)?)
    }
}

/// Writes what is in a folder that will be at `place` into one on disk that nobody else knows yet.
fn fill(path: &Path, place: &Place, folder: &Folder, written: &mut Vec<PathBuf>) -> Result<(), Error> {
    let mut taken = HashSet::from([names::folded(FOLDER_FILE)]);
    let mut order = Vec::new();
    let mut write = |path: &Path, place: &Place, text: &str| {
        let made = durable::write_new(path, text);
        made.map_err(|error| Error::io(place.to_string(), error))?;
        written.push(path.to_owned());
        Ok(())
    };
    let mut inner_folders = Vec::new();
    for item in &folder.items {
        let (name, suffix) = match item {
            Item::Folder(inner) => (&inner.name, ""),
            Item::Request(request) => (&request.name, REQUEST_SUFFIX),
        };
        let file = names::free(name, suffix, &taken);
        taken.insert(names::folded(&file));
        let (at, inner_place) = (path.join(&file), place.join(&file)?);
        match item {
            Item::Folder(inner) => inner_folders.push((at, inner_place, inner)),
            Item::Request(request) => {
                let text = write_request(inner_place.as_str(), request, None)?;
                within(&inner_place, &text, MAX_REQUEST)?;
                write(&at, &inner_place, &text)?;
            }
        }
        order.push(file);
    }
    let said = FolderFile {
        name: folder.name.clone(),
        description: folder.description.clone(),
        order,
    };
    let about = place.join(FOLDER_FILE)?;
    let text = write_folder(about.as_str(), &said, None)?;
    within(&about, &text, MAX_OTHER)?;
    write(&path.join(FOLDER_FILE), &about, &text)?;
    for (at, inner_place, inner) in inner_folders {
        fs::create_dir(&at).map_err(|error| Error::io(inner_place.to_string(), error))?;
        fill(&at, &inner_place, inner, written)?;
    }
    written.push(path.to_owned());
    Ok(())
}

/// What a file is, where that makes a difference.
pub(super) struct Kind {
    pub(super) suffix: &'static str,
    pub(super) limit: u64,
}

impl Kind {
    pub(super) const REQUEST: Self = Self {
        suffix: REQUEST_SUFFIX,
        limit: MAX_REQUEST,
    };
    pub(super) const ENVIRONMENT: Self = Self {
        suffix: ENVIRONMENT_SUFFIX,
        limit: MAX_OTHER,
    };
}

pub(super) fn conflict(name: &str) -> String {
    format!("{name} (conflict)")
}

/// What could not be read back is not written.
pub(super) fn within(place: &Place, text: &str, limit: u64) -> Result<(), Error> {
    if text.len() as u64 > limit {
        let file = place.to_string();
        return Err(Error::TooLarge { file, limit });
    }
    Ok(())
}
