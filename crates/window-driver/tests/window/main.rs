//! The real window: the built app on a virtual display, with a real server behind it.
//!
//! - `signed_in`: the main job, from a wrong password to signing out, with every message between shell and window
//!   searched for tokens
//! - `bad_input`: what cannot be used is named where it belongs, and nothing is lost
//! - `answers`: what an answer is decides how it is shown
//! - `attacks`: a hostile API, and scripts that got into the page in spite of everything
//! - `practice`: the practice API inside the app
//! - `by_keyboard`: everything without a mouse
//! - `languages`: English and Korean, light and dark
//! - `opened_files`: a profile's file, opened from outside
//! - `opened_links`: a link, opened from outside, is offered and never sent
//! - `profiles`: a server is described in the editor, tried out, saved, and signed in to
//! - `several`: several sessions side by side, and the panel of one
//! - `stored`: what is on disk when the app starts
//! - `updates`: a newer version is found, fetched, verified and put in this one's place, or refused
//!
//! They need Xvfb, `WebKitWebDriver` and dbus-daemon, and the app freshly built with its UI: `cargo xtask test`.

#![cfg(target_os = "linux")]

mod answers;
mod attacks;
mod bad_input;
mod by_keyboard;
mod languages;
mod opened_files;
mod opened_links;
mod practice;
mod profiles;
mod several;
mod signed_in;
mod stage;
mod stored;
mod updates;
