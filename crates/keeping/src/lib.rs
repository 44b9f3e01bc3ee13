//! Keeps sessions in one file, `latchkey.json`, so that the app and the command line share them.
//!
//! ```no_run
//! use std::{path::Path, sync::Arc};
//! use latchkey_keeping::{Keys, Kept, PlainFile};
//! use latchkey_pipeline::store::SessionStores;
//!
//! # async fn demo() -> Result<(), latchkey_pipeline::StoreError> {
//! let folder = Path::new("/home/me/.local/share/dev.latchkey.desktop");
//! let kept = Kept::open(folder, Arc::new(PlainFile::new(folder)), Keys::of_the_system(folder));
//! kept.migrate().await?;
//! for key in kept.keys().await? {
//!     let session = kept.of(&key).load().await?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What lies on disk
//!
//! - `latchkey.json`: a JSON object. `format` is 2; `sessions` is a list of profile, user and secrets; `addresses`
//!   is where sessions without a saved profile have been; any other entry belongs to whoever wrote it and is left
//!   alone. [`Medium`] reads and replaces it.
//! - `latchkey.lock`: locked for as long as it takes to read, change and replace the file, so that two processes
//!   never lose one another's entries.
//! - `locks/`: a lock per session, held while it is refreshed. The system frees a lock when its holder dies.
//! - `latchkey.unusable-N.json`: what could not be read, kept as it was found.
//!
//! # Where the secrets are
//!
//! See [`Protection`]. Tokens and the client's secret are sealed with XChaCha20-Poly1305 and a key from the
//! system's keychain, bound to the profile, its address and the user. A session that is sealed is never written
//! plain again unless the user asks for that.
//!
//! The environment variable `LATCHKEY_KEYCHAIN=off` leaves the keychain alone: for tests, continuous integration
//! and servers without a desktop, where a prompt would wait for nobody. Secrets are then kept as
//! [`Protection::File`] says.

mod address;
mod aside;
mod asked;
mod busy;
mod document;
mod durable;
mod entry;
mod folder;
mod kept;
mod key;
mod keychain;
mod lock;
mod medium;
mod opening;
mod plain_file;
mod profile_folder;
mod protect;
mod protection;
mod seal;
mod secret;
mod session;

pub use durable::write_durably;
pub use folder::open_folder;
pub use kept::Kept;
pub use key::{KeyError, KeySource, Keys, SealingKey};
pub use keychain::{KEYCHAIN_VARIABLE, Keychain};
pub use medium::{Document, FILE, Medium, ReadError, WriteError};
pub use plain_file::PlainFile;
pub use profile_folder::{Listed, PRACTICE_ID, ProfileError, ProfileFolder, check_text};
pub use protection::{InForce, Protection, Why};
