//! Renames, copies, moves, and puts in order.

use std::fs;

use super::{
    Error, Fingerprint, FolderFile, MAX_REQUEST, Place, REQUEST_SUFFIX, Saved, Store, durable, names, read,
    read_request,
    write::{Kind, within},
    write_request,
};
use crate::Request;

impl Store {
    /// Gives a request another name, and its file one that goes with it. If it has changed since it was read, nothing
    /// is written.
    pub fn rename(&self, place: &Place, name: &str, read: &Fingerprint) -> Result<Saved, Error> {
        let _alone = self.alone();
        let old = self.unchanged(place, &Kind::REQUEST, name, read)?;
        let mut request = parsed(place, &old)?;
        name.clone_into(&mut request.name);
        let text = write_request(place.as_str(), &request, Some(&old))?;
        within(place, &text, MAX_REQUEST)?;
        let written = durable::replace(&self.path(place)?, &text);
        written.map_err(|error| Error::io(place.to_string(), error))?;
        Ok(Saved {
            place: self.rename_file(place, name, REQUEST_SUFFIX)?,
            fingerprint: Fingerprint::of(text.as_bytes()),
            request,
        })
    }

    /// Gives a folder another name, on disk too.
    pub fn rename_folder(&self, place: &Place, name: &str) -> Result<Place, Error> {
        let _alone = self.alone();
        let mut said = self.said(place)?;
        name.clone_into(&mut said.name);
        self.say(place, &said)?;
        if place.parent().is_none() {
            // The user chose where the collection is.
            return Ok(place.clone());
        }
        self.rename_file(place, name, "")
    }

    /// Makes a copy of a request, as "NAME (copy)", right after it.
    pub fn duplicate(&self, place: &Place) -> Result<Saved, Error> {
        let _alone = self.alone();
        let folder = place.parent().ok_or(Error::Root)?;
        let mut request = match self.text(place, MAX_REQUEST)? {
            Some((text, _)) => parsed(place, &text)?,
            None => return Err(Error::io(place.to_string(), std::io::ErrorKind::NotFound.into())),
        };
        let mut order = self.order(&folder)?;
        request.name = format!("{} (copy)", request.name);
        let saved = self.create_named(&folder, &request, &request.name)?;
        let at = order.iter().position(|name| name == place.name());
        order.insert(at.map_or(order.len(), |at| at + 1), saved.place.name().to_owned());
        self.set_order(&folder, order)?;
        Ok(saved)
    }

    /// Moves a request or a folder into a folder, before what is `index` there; within one folder as well.
    pub fn move_to(&self, place: &Place, folder: &Place, index: usize) -> Result<Place, Error> {
        let _alone = self.alone();
        let parent = place.parent().ok_or(Error::Root)?;
        if folder == place || folder.as_str().starts_with(&format!("{place}/")) {
            let file = place.to_string();
            return Err(Error::IntoItself { file });
        }
        let mut order = self.order(folder)?;
        let moved = if parent == *folder {
            order.retain(|name| name != place.name());
            place.clone()
        } else {
            let suffix = suffix(place.name());
            let stem = place.name().strip_suffix(suffix).unwrap_or(place.name());
            let moved = folder.join(&names::free(stem, suffix, &self.taken(folder)?))?;
            self.shift(place, &moved)?;
            let left = self.order(&parent)?;
            self.set_order(&parent, left)?;
            moved
        };
        order.insert(index.min(order.len()), moved.name().to_owned());
        self.set_order(folder, order)?;
        Ok(moved)
    }

    /// Puts what is in a folder in order, by the names of files. What is left out comes after.
    pub fn reorder(&self, folder: &Place, order: Vec<String>) -> Result<(), Error> {
        let _alone = self.alone();
        self.set_order(folder, order)
    }

    /// What is in a folder, in order.
    pub(super) fn order(&self, folder: &Place) -> Result<Vec<String>, Error> {
        self.path(folder)?;
        read::ordered(&self.root, folder, &self.said(folder)?)
    }

    pub(super) fn set_order(&self, folder: &Place, order: Vec<String>) -> Result<(), Error> {
        let said = self.said(folder)?;
        if said.order == order {
            return Ok(());
        }
        self.say(folder, &FolderFile { order, ..said })
    }

    /// Moves a file or folder to a place where nothing is.
    pub(super) fn shift(&self, from: &Place, to: &Place) -> Result<(), Error> {
        let (old, new) = (self.path(from)?, self.path(to)?);
        // Where case is not told apart, a name in other case is there already: it is this one.
        let same = from.parent() == to.parent() && names::folded(from.name()) == names::folded(to.name());
        if !same && new.symlink_metadata().is_ok() {
            return Err(Error::Taken { file: to.to_string() });
        }
        let moved = fs::rename(old, &new).and_then(|()| durable::settle(&new));
        moved.map_err(|error| Error::io(from.to_string(), error))
    }

    fn rename_file(&self, place: &Place, name: &str, suffix: &str) -> Result<Place, Error> {
        let folder = place.parent().ok_or(Error::Root)?;
        let taken = self.taken_by_others(&folder, Some(place.name()))?;
        let file = names::free(name, suffix, &taken);
        let renamed = folder.join(&file)?;
        if renamed == *place {
            return Ok(renamed);
        }
        self.shift(place, &renamed)?;
        let mut said = self.said(&folder)?;
        if let Some(entry) = said.order.iter_mut().find(|entry| *entry == place.name()) {
            *entry = file;
            self.say(&folder, &said)?;
        }
        Ok(renamed)
    }
}

fn suffix(name: &str) -> &'static str {
    if name.ends_with(REQUEST_SUFFIX) {
        REQUEST_SUFFIX
    } else {
        ""
    }
}

fn parsed(place: &Place, text: &str) -> Result<Request, Error> {
    read_request(text).map_err(|error| Error::Text {
        file: place.to_string(),
        error,
    })
}
