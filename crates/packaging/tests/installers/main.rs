//! The installers for Linux, as `cargo xtask bundle` makes them.
//!
//! - `contents`: what the deb and the rpm hold, and with which rights. `cargo xtask bundle` itself sees to their size
//! - `about`: what the packages say of themselves, and what they need
//! - `desktop`: the desktop entry, the metadata and the file type, in both languages
//! - `installed`: installing, opening from the desktop entry, upgrading, removing
//!
//! They need the packages freshly made, and the tools of Debian and of Fedora that look into them: `cargo xtask test`.

#![cfg(target_os = "linux")]

mod about;
mod contents;
mod desktop;
mod installed;
mod made;
