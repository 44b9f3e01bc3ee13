//! Makes and saves environments.

use std::{fs, io};

use super::{
    ENVIRONMENT_SUFFIX, ENVIRONMENTS, Error, Fingerprint, MAX_OTHER, Place, SavedEnvironment, Store, durable,
    names,
    write::{Kind, conflict, within},
    write_environment,
};
use crate::Environment;

impl Store {
    /// Makes an environment, under a name that is free.
    pub fn create_environment(&self, environment: &Environment) -> Result<SavedEnvironment, Error> {
        let _alone = self.alone();
        self.make_environment(environment)
    }

    /// Saves an environment over the file that it was read from. If that has changed meanwhile, nothing is written.
    pub fn save_environment(
        &self,
        place: &Place,
        environment: &Environment,
        read: &Fingerprint,
    ) -> Result<Fingerprint, Error> {
        let _alone = self.alone();
        let old = self.unchanged(place, &Kind::ENVIRONMENT, &environment.name, read)?;
        let text = write_environment(place.as_str(), environment, Some(&old))?;
        within(place, &text, MAX_OTHER)?;
        let saved = durable::replace(&self.path(place)?, &text);
        saved.map_err(|error| Error::io(place.to_string(), error))?;
        Ok(Fingerprint::of(text.as_bytes()))
    }

    /// Saves one side of a conflict beside the other, as "NAME (conflict)".
    pub fn save_environment_copy(&self, environment: &Environment) -> Result<SavedEnvironment, Error> {
        let _alone = self.alone();
        self.make_environment(&Environment {
            name: conflict(&environment.name),
            ..environment.clone()
        })
    }

    fn make_environment(&self, environment: &Environment) -> Result<SavedEnvironment, Error> {
        let folder = Place::parse(ENVIRONMENTS)?;
        match fs::create_dir(self.path(&folder)?) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(Error::io(ENVIRONMENTS, error));
            }
            _ => {}
        }
        let file = names::free(&environment.name, ENVIRONMENT_SUFFIX, &self.taken(&folder)?);
        let place = folder.join(&file)?;
        let text = write_environment(place.as_str(), environment, None)?;
        within(&place, &text, MAX_OTHER)?;
        let made = durable::make(&self.path(&place)?, &text);
        made.map_err(|error| Error::io(place.to_string(), error))?;
        Ok(SavedEnvironment {
            place,
            fingerprint: Fingerprint::of(text.as_bytes()),
            environment: environment.clone(),
        })
    }
}
