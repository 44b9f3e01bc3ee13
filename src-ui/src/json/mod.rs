//! JSON for the eye: colours for a row, indentation for a document.

mod events;
mod layout;
mod tokens;

pub use events::event_tokens;
pub use layout::{JsonFault, JsonProblem, check, indent};
pub use tokens::{Carry, JsonToken, Kind, tokens};
