//! What a person sees and does in the window, by the view they are in.

mod console;
mod guide;
mod offered;
mod profile;
mod sign_in;
mod updates;

pub use console::{Answered, Console, Step};
pub use guide::Guide;
pub use offered::Offered;
pub use profile::ProfileEditor;
pub use sign_in::SignIn;
pub use updates::Updates;
