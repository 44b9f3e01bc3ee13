//! A collection on disk: one TOML file a request, a folder a folder.
//!
//! ```text
//! collection/
//!   folder.toml                 name, description and order
//!   List notes.request.toml
//!   environments/
//!     staging.environment.toml
//!   admin/
//!     folder.toml
//!     Delete a user.request.toml
//! ```
//!
//! Files that are called otherwise, and all that begin with a dot, are left alone. No symbolic link is followed, neither
//! when reading nor when writing.

mod arrange;
mod durable;
mod environments;
mod error;
mod fingerprint;
mod merge;
mod names;
mod open;
mod place;
mod read;
mod remove;
mod text;
mod tree;
mod watch;
mod write;

pub use self::{
    durable::sync,
    error::Error,
    fingerprint::Fingerprint,
    names::safe as safe_name,
    open::Store,
    place::Place,
    remove::Deleted,
    text::{
        FolderFile, read_environment, read_folder, read_request, write_environment, write_folder,
        write_request,
    },
    tree::{Branch, Collection, Node, Saved, SavedEnvironment},
    watch::Watch,
};

/// How a request's file ends.
pub const REQUEST_SUFFIX: &str = ".request.toml";
/// How an environment's file ends.
pub const ENVIRONMENT_SUFFIX: &str = ".environment.toml";
/// What is said of a folder.
pub const FOLDER_FILE: &str = "folder.toml";
/// Where the environments are, in the collection's own folder.
pub const ENVIRONMENTS: &str = "environments";

/// How deep folders may lie in one another.
pub const MAX_DEPTH: usize = 16;
/// How many requests and folders a collection may have.
pub const MAX_ITEMS: usize = 20_000;
/// How many files and folders of any kind are looked at.
pub const MAX_ENTRIES: usize = 100_000;
/// The largest file of a request, in bytes.
pub const MAX_REQUEST: u64 = 8 * 1024 * 1024;
/// The largest file of a folder or an environment, in bytes.
pub const MAX_OTHER: u64 = 1024 * 1024;
/// The most that all files may come to, in bytes.
pub const MAX_TOTAL: u64 = 256 * 1024 * 1024;

#[cfg(test)]
mod tests;
