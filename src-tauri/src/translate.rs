//! Puts the pipeline's words into those of the IPC contract, and back. The one mapping of errors is here.

mod collection;
mod error;
mod link;
mod profile;
mod rehearsal;
mod request;
mod session;
mod trace;
mod update;

pub(crate) use collection::{from_collection, no_collection, no_import};
pub(crate) use error::{call_failed, from_body, from_error, from_fetch, internal, unfit};
pub(crate) use link::{from_link, offered};
pub(crate) use profile::{from_file, from_folder};
pub(crate) use rehearsal::rehearsal;
pub(crate) use request::pipeline_request;
pub(crate) use session::{address, ended, protection, session, storage};
pub(crate) use trace::{phrase, trace};
pub(crate) use update::from_update;
