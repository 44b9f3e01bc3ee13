//! Drives Latchkey's real window: the built app on a virtual display, by WebDriver.
//!
//! [`Desktop`] is a display and a bus of its own, [`App`] says how the app is started on it, [`Window`] is the
//! running app, and [`pages`] names what a person does there. Whatever a test, the tour or the screenshots do, they
//! do through these. Everything that was started ends when its value is dropped.
//!
//! It runs on Linux alone, where the web view has a driver; elsewhere this crate is empty.

#![cfg(target_os = "linux")]

pub mod folders;
pub mod pages;
pub mod pictures;

mod app;
mod chooser;
mod desktop;
mod driver;
mod drop_files;
mod frame;
mod group;
mod ipc_record;
mod keychain;
mod screen;
mod window;

pub use app::{Alone, App};
pub use desktop::Desktop;
pub use ipc_record::IpcRecord;
pub use window::Window;
