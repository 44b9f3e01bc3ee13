//! The views: they connect the state and the shell with the components.

mod body;
mod console;
mod placeholder;
mod shortcuts;
mod sign_in;
#[cfg(test)]
mod tests;

pub use console::Console;
pub use placeholder::Placeholder;
pub use sign_in::{SignIn, SignInView};
