//! Saved requests: what they are, and how they lie in a folder.
//!
//! The model and its variables need no file and build for the window. With the feature `files` comes the folder on
//! disk, with `checks` what holds an answer to a request's expectations.

mod check;
mod environment;
#[cfg(feature = "checks")]
pub mod evaluate;
mod query;
mod request;
#[cfg(feature = "files")]
pub mod store;
pub mod variables;

pub use check::{Check, Expected, Source, Take};
pub use environment::Environment;
pub use query::with_query;
pub use request::{Folder, Item, Part, PartKind, Request, RequestBody, Row};
pub use variables::{
    Cause, Fault, Mask, Resolved, ResolvedBody, ResolvedCheck, ResolvedPart, Unresolved, Variable, resolve,
};
