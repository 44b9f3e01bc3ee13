//! Takes away in a way that can be taken back.

use std::{fs, io};

use super::{Error, Place, Store, durable, names};

/// Where what was taken away waits, in the collection's own folder. The dot keeps it out of every reading.
const KEPT: &str = ".deleted";

/// What brings back what was taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deleted {
    /// Where it was.
    pub place: Place,
    /// What came before it in its folder, in order.
    before: Vec<String>,
    /// Where it waits.
    kept: Place,
}

impl Store {
    /// Takes a request or a folder away, with all that is in it, whatever that is. It waits in a folder that git leaves
    /// alone, until it is restored or forgotten.
    pub fn delete(&self, place: &Place) -> Result<Deleted, Error> {
        let _alone = self.alone();
        let parent = place.parent().ok_or(Error::Root)?;
        let mut order = self.order(&parent)?;
        let before = order
            .iter()
            .take_while(|name| *name != place.name())
            .cloned()
            .collect();
        let kept = self.room()?.join(place.name())?;
        self.shift(place, &kept)?;
        order.retain(|name| name != place.name());
        if !self.said(&parent)?.order.is_empty() {
            self.set_order(&parent, order)?;
        }
        Ok(Deleted {
            place: place.clone(),
            before,
            kept,
        })
    }

    /// Brings it back: where it was, under its name if that is still free, or into the nearest folder that is left.
    pub fn restore(&self, deleted: &Deleted) -> Result<Place, Error> {
        let _alone = self.alone();
        let folder = self.standing(&deleted.place);
        let taken = self.taken(&folder)?;
        let name = deleted.place.name();
        let name = if taken.contains(&names::folded(name)) {
            let (stem, suffix) = name
                .split_once('.')
                .map_or((name, ""), |(stem, _)| (stem, &name[stem.len()..]));
            names::free(stem, suffix, &taken)
        } else {
            name.to_owned()
        };
        let place = folder.join(&name)?;
        let mut order = self.order(&folder)?;
        self.shift(&deleted.kept, &place)?;
        self.clear(deleted)?;
        if !self.said(&folder)?.order.is_empty() {
            // After the nearest that is still there.
            let place_of = |wanted: &String| order.iter().position(|name| name == wanted);
            let after = deleted.before.iter().rev().find_map(place_of);
            order.insert(after.map_or(0, |after| after + 1), name);
            self.set_order(&folder, order)?;
        }
        Ok(place)
    }

    /// Removes it for good.
    pub fn forget(&self, deleted: &Deleted) -> Result<(), Error> {
        let _alone = self.alone();
        let path = self.path(&deleted.kept)?;
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(|error| Error::io(deleted.kept.to_string(), error))?;
        self.clear(deleted)
    }

    /// A new folder to keep one thing in: what is kept never meets something of the same name.
    fn room(&self) -> Result<Place, Error> {
        let kept = Place::parse(KEPT)?;
        let failed = |error| Error::io(KEPT, error);
        let path = self.path(&kept)?;
        match fs::create_dir(&path) {
            Ok(()) => durable::make(&path.join(".gitignore"), "*\n").map_err(failed)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
        let mut number = 1_u64;
        loop {
            let room = kept.join(&number.to_string())?;
            match fs::create_dir(self.path(&room)?) {
                Ok(()) => return Ok(room),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// Removes the folder in which it waited.
    fn clear(&self, deleted: &Deleted) -> Result<(), Error> {
        let room = deleted.kept.parent().unwrap_or_default();
        fs::remove_dir(self.path(&room)?).map_err(|error| Error::io(room.to_string(), error))
    }
}
