//! Reads a curl command, as documentation and browsers offer it, as a request.
//!
//! Nothing is run and no file is read. What the request cannot take over is told in [`Note`]s, and headers that carry
//! credentials are held apart: whoever takes the request up decides about them.
//!
//! ```
//! use latchkey_curl::{Body, read};
//!
//! let read = read(r#"curl https://api.example.com/notes -H 'Cookie: id=7' --json '{"title": "Milk"}'"#).unwrap();
//! assert_eq!((read.method.as_str(), read.url.as_str()), ("POST", "https://api.example.com/notes"));
//! assert_eq!(read.body, Body::Json(r#"{"title": "Milk"}"#.to_owned()));
//! assert_eq!(read.credentials[0].name, "Cookie");
//! ```

mod body;
mod error;
mod note;
mod options;
mod reader;
mod shell;
mod url;

pub use body::{Body, Part, PartValue};
pub use error::CurlError;
pub use note::{Note, NoteKind};

use reader::Reader;

/// The longest command that is read, in bytes: 4 MiB.
pub const MAX_COMMAND_BYTES: usize = 4 << 20;

/// A curl command as a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurlRequest {
    /// HTTP method.
    pub method: String,
    /// An http(s) URL without user name and password.
    pub url: String,
    /// Headers in order, those of credentials aside.
    pub headers: Vec<(String, String)>,
    /// Headers that carry credentials, as far as their names say.
    pub credentials: Vec<Credential>,
    /// The body.
    pub body: Body,
    /// The longest the request may take, in milliseconds.
    pub max_time_ms: Option<u64>,
    /// Whether redirects are followed; `None` where the command does not say.
    pub redirects: Option<bool>,
    /// What was not taken over, and what is good to know.
    pub notes: Vec<Note>,
}

/// A header that carries a credential.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The header's name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Whether a text is meant as a curl command: its first word is `curl`, behind the prompt that was copied with it.
pub fn is_curl(text: &str) -> bool {
    let text = without_prompt(text);
    let end = text
        .find(|it: char| it.is_whitespace() || it == '^')
        .unwrap_or(text.len());
    end < text.len() && is_program(&text[..end])
}

/// Reads a curl command.
///
/// # Errors
///
/// Where it cannot be taken apart, or has no address. An option that is not understood is a [`Note`].
pub fn read(text: &str) -> Result<CurlRequest, CurlError> {
    if text.len() > MAX_COMMAND_BYTES {
        return Err(CurlError::TooLong { length: text.len() });
    }
    let found = shell::split(without_prompt(text))?;
    let mut words = found.words.into_iter();
    if !words.next().is_some_and(|first| is_program(&first)) {
        return Err(CurlError::NotCurl);
    }
    let mut reader = Reader::default();
    reader.read(words)?;
    for what in found.expansions {
        reader.note(NoteKind::Expansion, what);
    }
    if found.more {
        reader.note(NoteKind::More, String::new());
    }
    reader.finish()
}

fn is_program(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let name = word.strip_suffix(".exe").unwrap_or(&word);
    name == "curl" || name.ends_with("/bin/curl") || name.ends_with("\\curl")
}

fn without_prompt(text: &str) -> &str {
    let text = text.trim_start();
    let mut prompt = ["$ ", "% ", "# ", "> "].into_iter();
    prompt
        .find_map(|it| text.strip_prefix(it))
        .unwrap_or(text)
        .trim_start()
}

#[cfg(test)]
mod tests;
