//! Looks into Latchkey's installers and installs them, for their tests.
//!
//! [`Deb`] and [`Rpm`] tell what a package holds and says of itself, [`Entry`] reads a desktop entry as desktops do, and
//! [`System`] is a place to install packages that nobody will miss. What the packages are made from is in the folders
//! beside this one: `linux`, `macos` and `tools`; `cargo xtask bundle` makes them.
//!
//! All of it runs on Linux alone; elsewhere this crate is empty.

#![cfg(target_os = "linux")]

mod deb;
mod entry;
mod item;
mod rpm;
mod run;
mod system;

pub use deb::Deb;
pub use entry::{Entry, command_line};
pub use item::Item;
pub use rpm::Rpm;
pub use run::output_of;
pub use system::{System, exists};
