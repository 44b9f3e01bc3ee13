//! `{{variables}}` and `:parameters`: a request's texts become what is sent.
//!
//! - `{{name}}` becomes the variable's value. A name has letters, digits and any of `_ - .`; braces around anything
//!   else stay as they are.
//! - An odd number of backslashes before `{{` keeps the braces: the last of them goes, the others stay.
//! - In a JSON body a value inside of a string is escaped, so that it stays inside; elsewhere it stands as it is.
//! - A path's `:parameter` becomes its row's value, percent-encoded, so that it stays one segment (RFC 3986 §3.3).
//! - Query and form are encoded as a whole when they are sent. In all other places a value stands as it is.

mod fault;
mod mask;
mod resolved;
mod resolver;
mod target;
mod template;

pub use self::template::is_name;
pub use self::{
    fault::{Cause, Fault, Unresolved},
    mask::Mask,
    resolved::{Resolved, ResolvedBody, ResolvedCheck, ResolvedPart, resolve},
};

/// How deep values may lie in one another.
pub const MAX_DEPTH: usize = 16;
/// The most that all texts of one request may come to, in bytes.
pub const MAX_SIZE: usize = 64 * 1024 * 1024;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Variable {
    /// Text whose own `{{variables}}` are resolved: what the user wrote.
    Template(String),
    /// Text as it is: what a server sent must not name variables.
    Literal(String),
}

#[cfg(test)]
mod tests;
