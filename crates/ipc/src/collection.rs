use serde::{Deserialize, Serialize};

use crate::{Command, KeptDraft, KeptRow, Nothing, draft::row_size};

/// Tells that the collection is another now: somebody changed it on disk, or another was opened.
pub const COLLECTION_CHANGED: &str = "collection-changed";

/// The longest name of a request, a folder or an environment, in characters.
pub const NAME_LIMIT: usize = 200;

/// Ask for the collection that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedCollection;

impl Command for OpenedCollection {
    const NAME: &'static str = "opened_collection";
    type Request = Nothing;
    type Response = Option<CollectionView>;
}

/// Let the user choose a folder in the system's own dialog, and open it as a collection; `None` when the user closes
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCollection;

impl Command for OpenCollection {
    const NAME: &'static str = "open_collection";
    type Request = Nothing;
    type Response = Option<CollectionView>;
}

/// Close the collection. Its folder stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseCollection;

impl Command for CloseCollection {
    const NAME: &'static str = "close_collection";
    type Request = Nothing;
    type Response = Nothing;
}

/// Read a saved request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadSaved {
    /// Where it is.
    pub place: String,
}

impl Command for ReadSaved {
    const NAME: &'static str = "read_saved";
    type Request = Self;
    type Response = SavedRequest;
}

/// Change the collection. Nothing of it is lost: what another has changed meanwhile is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCollection {
    /// What is to be changed.
    pub change: CollectionChange,
}

impl Command for ChangeCollection {
    const NAME: &'static str = "change_collection";
    type Request = Self;
    type Response = CollectionChanged;
}

/// A change of the collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectionChange {
    /// Save a new request at the end of a folder.
    Create {
        /// The folder.
        folder: String,
        /// The request's name.
        name: String,
        /// The request.
        draft: Box<KeptDraft>,
    },
    /// Save a request over the one that it was opened from. If that is another now, `collection-changed` or
    /// `collection-gone` is the error.
    Save(Box<SavedRequest>),
    /// Save a request beside the one that it was opened from.
    SaveBeside(Box<SavedRequest>),
    /// Make a folder in another.
    CreateFolder {
        /// The outer folder.
        folder: String,
        /// Its name.
        name: String,
    },
    /// Give a request or a folder another name.
    Rename {
        /// Where it is.
        place: String,
        /// Its new name.
        name: String,
    },
    /// Make a copy of a request.
    Duplicate {
        /// Where it is.
        place: String,
    },
    /// Move a request or a folder.
    Move {
        /// Where it is.
        place: String,
        /// The folder that it goes to.
        folder: String,
        /// Before what is so many-th there, without itself.
        index: usize,
    },
    /// Take a request or a folder away.
    Delete {
        /// Where it is.
        place: String,
    },
    /// Bring back what was taken away last.
    Restore,
}

/// The collection after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionChanged {
    /// The collection.
    pub collection: CollectionView,
    /// What was made, saved, renamed, moved or brought back.
    pub place: Option<String>,
    /// The request as it is now, where one was made or saved.
    pub saved: Option<SavedRequest>,
}

/// Choose the environment whose variables requests are sent with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChooseEnvironment {
    /// Where it is; `None` for none.
    pub place: Option<String>,
}

impl Command for ChooseEnvironment {
    const NAME: &'static str = "choose_environment";
    type Request = Self;
    type Response = CollectionView;
}

/// Read an environment. A secret's value is never told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadEnvironment {
    /// Where it is.
    pub place: String,
}

impl Command for ReadEnvironment {
    const NAME: &'static str = "read_environment";
    type Request = Self;
    type Response = EnvironmentDraft;
}

/// Save an environment, over the one that it was read from or as a new one, and choose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveEnvironment {
    /// The environment.
    pub environment: EnvironmentDraft,
}

impl Command for SaveEnvironment {
    const NAME: &'static str = "save_environment";
    type Request = Self;
    type Response = CollectionView;
}

/// Take an environment away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveEnvironment {
    /// Where it is.
    pub place: String,
}

impl Command for RemoveEnvironment {
    const NAME: &'static str = "remove_environment";
    type Request = Self;
    type Response = CollectionView;
}

/// A collection as the side bar shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionView {
    /// Its folder on disk.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// What is in it, in the user's order.
    pub items: Vec<SavedItem>,
    /// Its environments.
    pub environments: Vec<NamedPlace>,
    /// Where the chosen environment is.
    pub environment: Option<String>,
    /// What could not be read, and why.
    pub problems: Vec<String>,
    /// Whether there is something to bring back.
    pub can_restore: bool,
}

/// Something with a name in a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPlace {
    /// Where it is.
    pub place: String,
    /// Its name.
    pub name: String,
}

/// What a folder of a collection holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavedItem {
    /// A folder.
    Folder {
        /// Where it is.
        place: String,
        /// Its name.
        name: String,
        /// What is in it.
        items: Vec<SavedItem>,
    },
    /// A request.
    Request {
        /// Where it is.
        place: String,
        /// Its name.
        name: String,
        /// HTTP method.
        method: String,
        /// Path, or an absolute URL.
        target: String,
    },
}

impl SavedItem {
    /// Where it is.
    pub fn place(&self) -> &str {
        match self {
            Self::Folder { place, .. } | Self::Request { place, .. } => place,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Folder { name, .. } | Self::Request { name, .. } => name,
        }
    }
}

/// A request of the collection, as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedRequest {
    /// The collection's folder.
    pub collection: String,
    /// Where it is in there.
    pub place: String,
    /// Of its file, to notice that somebody else changed it.
    pub fingerprint: String,
    /// Its name.
    pub name: String,
    /// The request.
    pub draft: KeptDraft,
}

/// An environment as it is edited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentDraft {
    /// Where it is; `None` for a new one.
    pub place: Option<String>,
    /// Of its file.
    pub fingerprint: String,
    /// Its name.
    pub name: String,
    /// Its variables.
    pub variables: Vec<VariableDraft>,
}

/// A variable as it is edited.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariableDraft {
    /// Its name.
    pub name: String,
    /// Its value. Of a secret: the new one, empty where the old one stays; the shell never fills it in.
    pub value: String,
    /// Whether its value is kept apart, sealed, and out of the collection's files.
    pub secret: bool,
    /// Of a secret: whether it has a value.
    pub kept: bool,
}

impl std::fmt::Debug for VariableDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = if self.secret { "…" } else { &self.value };
        f.debug_struct("VariableDraft")
            .field("name", &self.name)
            .field("value", &value)
            .field("secret", &self.secret)
            .field("kept", &self.kept)
            .finish()
    }
}

impl SavedRequest {
    /// The bytes of all its texts.
    pub fn size(&self) -> usize {
        let head = self.collection.len() + self.place.len() + self.name.len();
        head + self.draft.size()
    }
}

/// The bytes of rows.
pub(crate) fn rows_size(rows: &[KeptRow]) -> usize {
    rows.iter().map(row_size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_in_what_is_printed() {
        let variable = VariableDraft {
            name: "password".into(),
            value: "open sesame".into(),
            secret: true,
            kept: false,
        };
        assert!(!format!("{variable:?}").contains("sesame"));
    }
}
