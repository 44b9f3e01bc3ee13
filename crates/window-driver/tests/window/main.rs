//! The real window: the built app on a virtual display, with a real server behind it.
//!
//! - `signed_in`: the main job, from a wrong password to signing out, with every message between shell and window
//!   searched for tokens
//! - `bad_input`: what cannot be used is named where it belongs, and nothing is lost
//! - `answers`: what an answer is decides how it is shown
//! - `answer_views`: an answer is folded, copied, and looked at byte by byte
//! - `attacks`: a hostile API, and scripts that got into the page in spite of everything
//! - `access`: no view has a barrier that axe-core can find, in either theme and language
//! - `composer`: a request is composed: from a command, step by step back, and with the body's editor
//! - `palette`: actions and requests are found by a few letters, and the keys are listed
//! - `practice`: the practice API inside the app
//! - `by_keyboard`: everything without a mouse
//! - `guide`: the user guide, over every view
//! - `history`: the calls that were made, over restarts
//! - `keychain`: a keychain of the system, open and locked
//! - `languages`: English and Korean, light and dark
//! - `opened_files`: a profile's file, opened from outside
//! - `opened_links`: a link, opened from outside, is offered and never sent
//! - `profiles`: a server is described in the editor, tried out, saved, and signed in to
//! - `several`: several sessions side by side, and the panel of one
//! - `settings`: what is set is told where it is wrong, used, and there after a restart
//! - `runs`: saved requests are run in order, with progress, results, a way to cancel, and what a session's end leaves
//! - `stored`: what is on disk when the app starts
//! - `updates`: a newer version is found, fetched, verified and put in this one's place, or refused
//! - `earlier`: data folders that earlier versions left
//! - `drafts`: what is being written survives whatever happens to the app
//! - `page_crash`: the process that shows the page dies, and comes back
//! - `logged`: what is in the log, and what never is
//! - `diagnostics`: what helps whoever looks into a problem, to read and to copy
//! - `streams`: an answer that takes long to come, and one that is read while it comes
//! - `tabs`: several requests side by side
//! - `bad_places`: a folder that takes nothing, a full disk, no home, no bus
//!
//! They need Xvfb, `WebKitWebDriver`, dbus-daemon and gnome-keyring-daemon, and the app freshly built with its UI:
//! `cargo xtask test`.

#![cfg(target_os = "linux")]

mod access;
mod answer_views;
mod answers;
mod attacks;
mod bad_input;
mod bad_places;
mod by_keyboard;
mod composer;
mod diagnostics;
mod drafts;
mod earlier;
mod guide;
mod history;
mod keychain;
mod languages;
mod logged;
mod opened_files;
mod opened_links;
mod page_crash;
mod palette;
mod practice;
mod profiles;
mod runs;
mod saved;
mod settings;
mod several;
mod signed_in;
mod stage;
mod stored;
mod streams;
mod tabs;
mod updates;
