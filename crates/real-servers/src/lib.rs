//! Servers that other people wrote, installed from `PyPI` and npm and started on loopback.
//!
//! ```no_run
//! use std::{path::Path, time::Duration};
//! use real_servers::{Kind, Running, install};
//!
//! # fn demo() -> Result<(), real_servers::Error> {
//! let installed = install(Path::new("target/real-servers"), Kind::Simplejwt)?;
//! let server = Running::start(&installed, "demo", Duration::from_secs(2))?;
//! println!("{} listens at {}", installed.versions, server.url);
//! # Ok(())
//! # }
//! ```
//!
//! What the servers answer, as measured, is in this crate's `README.md`.

mod command;
mod error;
mod install;
mod kind;
pub mod outcome;
mod running;

pub use error::Error;
pub use install::{Installed, install};
pub use kind::{Kind, PASSWORD};
pub use running::Running;
