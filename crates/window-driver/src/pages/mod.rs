//! What a person sees and does in the window, by the view they are in.

mod console;
mod profile;
mod sign_in;

pub use console::{Answered, Console, Step};
pub use profile::ProfileEditor;
pub use sign_in::SignIn;
