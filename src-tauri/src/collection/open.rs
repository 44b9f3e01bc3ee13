//! One open collection: what was read of its folder, kept up to date, and the changes to it.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use latchkey_collection::{
    Folder,
    store::{Collection, Deleted, Error, Fingerprint, Place, REQUEST_SUFFIX, Store, Watch},
};
use latchkey_ipc::{CollectionChange, SavedRequest};

use super::{convert, lock, view};

/// How long the disk must be quiet before a change is told.
const PAUSE: Duration = Duration::from_millis(400);

/// An open collection.
pub(super) struct Open {
    pub(super) store: Store,
    now: Mutex<Arc<Collection>>,
    pub(super) environment: Mutex<Option<String>>,
    /// What can be brought back, the last at the end.
    pub(super) deleted: Mutex<Vec<Deleted>>,
    watch: Mutex<Option<Watch>>,
}

impl Open {
    pub(super) fn at(
        folder: &Path,
        environment: Option<String>,
        changed: Arc<dyn Fn() + Send + Sync>,
    ) -> Result<Arc<Self>, Error> {
        let store = Store::open(folder)?;
        let open = Arc::new(Self {
            now: Mutex::new(Arc::new(store.read()?)),
            store,
            environment: Mutex::new(environment),
            deleted: Mutex::default(),
            watch: Mutex::default(),
        });
        let weak = Arc::downgrade(&open);
        let watch = open.store.watch(PAUSE, move |_| {
            let Some(open) = weak.upgrade() else { return };
            let before = view::of(&open);
            match open.read_again() {
                Ok(()) if view::of(&open) != before => changed(),
                Ok(()) => {}
                Err(error) => tracing::warn!(%error, "the collection could not be read again"),
            }
        })?;
        lock(&open.watch).replace(watch);
        Ok(open)
    }

    /// Reads all of it again.
    pub(super) fn read_again(&self) -> Result<(), Error> {
        *lock(&self.now) = Arc::new(self.store.read()?);
        Ok(())
    }

    pub(super) fn now(&self) -> Arc<Collection> {
        lock(&self.now).clone()
    }

    pub(super) fn saved(&self, place: &Place) -> Result<SavedRequest, Error> {
        let saved = self.store.request(place)?;
        Ok(convert::saved(self.store.folder(), &saved))
    }

    /// Changes something on disk: where it is then, and whether that is a request.
    pub(super) fn change(&self, change: CollectionChange) -> Result<(Option<Place>, bool), Error> {
        let store = &self.store;
        match change {
            CollectionChange::Create { folder, name, draft } => {
                let request = convert::request(&name, &draft, None);
                let saved = store.create(&Place::parse(&folder)?, &request)?;
                Ok((Some(saved.place), true))
            }
            CollectionChange::Save(saved) => {
                let place = Place::parse(&saved.place)?;
                // What the window does not show stays as it is in the file.
                let before = store.request(&place).ok();
                let request = convert::request(&saved.name, &saved.draft, before.map(|it| it.request));
                // A fingerprint that is none is that of no file.
                let read = saved.fingerprint.parse().unwrap_or_else(|_| Fingerprint::of(&[]));
                store.save(&place, &request, &read)?;
                Ok((Some(place), true))
            }
            CollectionChange::SaveBeside(saved) => {
                let place = Place::parse(&saved.place)?;
                let before = store.request(&place).ok();
                let request = convert::request(&saved.name, &saved.draft, before.map(|it| it.request));
                let copy = store.save_copy(&place, &request)?;
                Ok((Some(copy.place), true))
            }
            CollectionChange::CreateFolder { folder, name } => {
                let made = Folder {
                    name,
                    ..Default::default()
                };
                let place = store.create_folder(&Place::parse(&folder)?, &made)?;
                Ok((Some(place), false))
            }
            CollectionChange::Rename { place, name } => {
                let place = Place::parse(&place)?;
                if !is_request(&place) {
                    return Ok((Some(store.rename_folder(&place, &name)?), false));
                }
                let read = store.request(&place)?.fingerprint;
                Ok((Some(store.rename(&place, &name, &read)?.place), true))
            }
            CollectionChange::Duplicate { place } => {
                let copy = store.duplicate(&Place::parse(&place)?)?;
                Ok((Some(copy.place), true))
            }
            CollectionChange::Move { place, folder, index } => {
                let moved = store.move_to(&Place::parse(&place)?, &Place::parse(&folder)?, index)?;
                let has_request = is_request(&moved);
                Ok((Some(moved), has_request))
            }
            CollectionChange::Delete { place } => {
                let deleted = store.delete(&Place::parse(&place)?)?;
                lock(&self.deleted).push(deleted);
                Ok((None, false))
            }
            CollectionChange::Restore => {
                let Some(last) = lock(&self.deleted).last().cloned() else {
                    return Ok((None, false));
                };
                let place = store.restore(&last)?;
                lock(&self.deleted).pop();
                let has_request = is_request(&place);
                Ok((Some(place), has_request))
            }
        }
    }
}

fn is_request(place: &Place) -> bool {
    place.name().ends_with(REQUEST_SUFFIX)
}
