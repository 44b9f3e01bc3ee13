//! The calls that were made, kept in one file of the data folder: bounded, searchable, and whole after a crash.
//!
//! ```
//! use latchkey_collection::Request;
//! use latchkey_history::{Entry, History, Limits, Outcome, Query};
//!
//! let folder = tempfile::tempdir()?;
//! let history = History::open(folder.path(), Limits::default());
//! let mut entry = Entry::new(Request::new("", "GET", "/api/notes?limit=20"), Outcome::Status(200));
//! entry.server = "Team API".to_owned();
//! history.add(entry);
//! history.flush();
//!
//! let found = history.page(&Query { text: "team 200", count: 10, ..Query::default() });
//! assert_eq!(found.entries[0].1.request.target, "/api/notes?limit=20");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # What lies on disk
//!
//! - `history.jsonl`: lines of JSON. The first says the format; each other one is an [`Entry`], the newest at the end. Adding
//!   appends; what takes entries away writes the file anew beside and renames it. A last line without its end is what a crash
//!   has left, and is skipped.
//! - `history.unusable-N.jsonl`: a file that could not be read as a whole, kept as it was found. What could be read of it goes
//!   on.
//! - `history.lock`: locked for as long as a [`History`] is open, so that two processes never write the same file. The one that
//!   comes second keeps its history in memory.
//!
//! Nothing here knows what a secret is: whoever adds an entry has taken them out.

mod entry;
mod file;
mod history;
mod query;

pub use entry::{Entry, Header, KeptAnswer, Outcome};
pub use file::FILE;
pub use history::{History, Limits, Problem};
pub use query::{Page, Query};
