use serde::{Deserialize, Serialize};

use crate::{CollectionChanged, Command, KeptDraft, Nothing};

/// How many requests and folders a preview lists.
pub const PREVIEW_LIMIT: usize = 500;

/// Read what another tool has written, and tell what would come in. Nothing of it is kept before [`TakeImport`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadImport {
    /// The document, or an http(s) address to fetch it from; `None` lets the user choose a file in the system's own dialog.
    pub text: Option<String>,
}

impl Command for ReadImport {
    const NAME: &'static str = "read_import";
    type Request = Self;
    type Response = Option<ImportPreview>;
}

/// Read no more: a document that is being fetched is waited for no longer.
#[derive(Debug)]
pub struct CancelImport;

impl Command for CancelImport {
    const NAME: &'static str = "cancel_import";
    type Request = Nothing;
    type Response = Nothing;
}

/// Take over what was read last, into a folder of this name in the collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeImport {
    /// The folder's name.
    pub name: String,
}

impl Command for TakeImport {
    const NAME: &'static str = "take_import";
    type Request = Self;
    type Response = CollectionChanged;
}

/// What would come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// What the document is, for example `OpenAPI`.
    pub format: String,
    /// Its name.
    pub name: String,
    /// How many requests it has.
    pub requests: usize,
    /// How many folders.
    pub folders: usize,
    /// The first of them, in their order.
    pub lines: Vec<PreviewLine>,
    /// The names of its environments.
    pub environments: Vec<String>,
    /// Where its requests go.
    pub base_urls: Vec<String>,
    /// What does not come in, or not as it was.
    pub notes: Vec<ImportNote>,
    /// How many more notes there were.
    pub more_notes: u64,
}

/// Something that does not come in, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportNote {
    /// Where it is in the document, for example `item[3].request.auth`.
    pub place: String,
    /// Why: the end of a key of the window's texts.
    pub reason: String,
    /// The name, the kind or the text that it is about.
    pub about: Option<String>,
    /// What stands there now, or was found: a variable of a credential, or the end of a key of what was found.
    pub found: Option<String>,
}

/// A request or a folder of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// How deep it lies.
    pub depth: usize,
    /// Its name.
    pub name: String,
    /// The method of a request; `None` of a folder.
    pub method: Option<String>,
}

/// Put a request on the clipboard as a curl command, the credential as `$TOKEN`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyAsCurl {
    /// The request.
    pub draft: KeptDraft,
}

impl Command for CopyAsCurl {
    const NAME: &'static str = "copy_as_curl";
    type Request = Self;
    type Response = Nothing;
}
