//! Where something is in a collection.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use super::Error;

/// Names joined by `/`, from the collection's folder; empty for that folder itself. It never leads out of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(String);

impl Place {
    /// The collection's own folder.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a place.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.is_empty() || text.split('/').all(is_name) {
            return Ok(Self(text.to_owned()));
        }
        let found = text.chars().take(200).collect();
        Err(Error::Place { found })
    }

    /// What is called so in here.
    pub fn join(&self, name: &str) -> Result<Self, Error> {
        if !is_name(name) {
            let found = name.chars().take(200).collect();
            return Err(Error::Place { found });
        }
        let joint = if self.0.is_empty() { "" } else { "/" };
        Ok(Self(format!("{}{joint}{name}", self.0)))
    }

    /// The folder around it; `None` for the collection's own.
    pub fn parent(&self) -> Option<Self> {
        match self.0.rsplit_once('/') {
            Some((parent, _)) => Some(Self(parent.to_owned())),
            None if self.0.is_empty() => None,
            None => Some(Self::root()),
        }
    }

    /// The last name; empty for the collection's own folder.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The names from the outermost.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|name| !name.is_empty())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Below a folder of the system.
    pub(super) fn below(&self, root: &Path) -> PathBuf {
        let mut path = root.to_owned();
        path.extend(self.names());
        path
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "." } else { &self.0 })
    }
}

/// Whether a name is one on every system, and leads nowhere else. On Windows `C:x` would lead to another drive.
fn is_name(name: &str) -> bool {
    let misleads = |c: char| matches!(c, '/' | '\\' | '\0') || (cfg!(windows) && c == ':');
    !name.is_empty() && name != "." && name != ".." && !name.contains(misleads)
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_never_leads_out() {
        for text in ["..", "a/../b", "/a", "a//b", "a/", ".", "a\\..\\b", "a\0", "./a"] {
            assert!(Place::parse(text).is_err(), "{text:?}");
            assert!(Place::root().join(text).is_err(), "{text:?}");
        }
        let place = Place::parse("a/b.request.toml").unwrap();
        assert_eq!(
            (place.name(), place.parent().unwrap().as_str()),
            ("b.request.toml", "a")
        );
        assert_eq!(Place::root().parent(), None);
        assert_eq!(Place::parse("a").unwrap().parent(), Some(Place::root()));
    }
}
