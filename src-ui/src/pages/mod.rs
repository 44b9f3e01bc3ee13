//! The views: they connect the state and the shell with the components.

mod app_notices;
mod body;
mod body_tools;
mod commands;
mod console;
mod diagnostics;
mod guide;
mod help;
mod history;
mod openings;
mod overlays;
mod placeholder;
mod profile;
mod profile_edit;
mod profile_frame;
mod run;
mod saved;
mod sessions;
mod settings;
mod shortcuts;
mod sign_in;
mod sign_in_view;
#[cfg(test)]
mod tests;
mod window_keys;
mod zoom_keys;

pub use console::Console;
pub use guide::{UserGuide, UserGuideProps};
pub use openings::{Opening, OpeningProps};
pub use placeholder::{Placeholder, PlaceholderProps};
pub use profile::{ProfilePage, ProfilePageProps};
pub use sign_in::{SignIn, SignInProps};
pub use sign_in_view::SignInView;
pub(crate) use zoom_keys::use_zoom_keys;
