/// Something of a command that did not become a part of the request, or that is good to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What kind of thing it is.
    pub kind: NoteKind,
    /// Which: an option with its dashes, a file's path, a variable. Never the value of an option.
    pub what: String,
}

/// What a [`Note`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// An option that curl does not have, as far as is known.
    Unknown,
    /// An option that has no counterpart here and was left out.
    Unsupported,
    /// User name and password were left out.
    User,
    /// The content of a file would have become a part of the request, and was left out: no file is read.
    FileContent,
    /// A file is sent with the request.
    ReadsFile,
    /// A header that the connection sets itself was left out.
    Connection,
    /// A shell would have put something else there; it is in the request as it was written.
    Expansion,
    /// Another address was left out.
    AnotherUrl,
    /// What follows the command was left out.
    More,
}

impl NoteKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::User,
        Self::Unsupported,
        Self::Unknown,
        Self::FileContent,
        Self::AnotherUrl,
        Self::More,
        Self::Expansion,
        Self::ReadsFile,
        Self::Connection,
    ];

    /// A stable name, for keys.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Unsupported => "unsupported",
            Self::User => "user",
            Self::FileContent => "file-content",
            Self::ReadsFile => "reads-file",
            Self::Connection => "connection",
            Self::Expansion => "expansion",
            Self::AnotherUrl => "another-url",
            Self::More => "more",
        }
    }
}
