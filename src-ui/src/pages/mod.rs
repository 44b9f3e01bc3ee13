//! The views: they connect the state and the shell with the components.

mod app_notices;
mod body;
mod console;
mod diagnostics;
mod guide;
mod help;
mod openings;
mod placeholder;
mod profile;
mod profile_edit;
mod profile_frame;
mod sessions;
mod shortcuts;
mod sign_in;
mod sign_in_view;
#[cfg(test)]
mod tests;

pub use console::Console;
pub use guide::UserGuide;
pub use openings::Opening;
pub use placeholder::Placeholder;
pub use profile::ProfilePage;
pub use sign_in::SignIn;
pub use sign_in_view::SignInView;
