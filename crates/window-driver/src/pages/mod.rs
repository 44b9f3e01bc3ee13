//! What a person sees and does in the window, by the view they are in.

mod console;
mod offered;
mod profile;
mod sign_in;

pub use console::{Answered, Console, Step};
pub use offered::Offered;
pub use profile::ProfileEditor;
pub use sign_in::SignIn;
