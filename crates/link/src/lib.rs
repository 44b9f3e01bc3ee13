//! Links that offer a request to Latchkey: `latchkey://request?method=GET&url=/api/notes%3Flimit=20`.
//!
//! A link comes from anywhere: a README, a ticket, a page that means harm. So what can be said in one is little, and
//! everything else is refused with an error that names the field. No link can hold a credential, name a file, or be
//! longer than [`MAX_LINK_BYTES`]. `docs/links.md` describes the format for those who write links.
//!
//! ```
//! use latchkey_link::{Body, read};
//!
//! let link = read("latchkey://request?url=/api/notes%3Flimit=20&header=Accept:%20text/plain").unwrap();
//! assert_eq!((link.method.as_str(), link.target.as_str()), ("GET", "/api/notes?limit=20"));
//! assert_eq!(link.body, Body::None);
//!
//! let error = read("latchkey://request?url=/&header=Cookie:%20a=b").unwrap_err();
//! assert_eq!(error.field, "header[0]");
//! ```

mod body;
mod error;
mod header;
mod parameters;
mod target;

pub use body::Body;
pub use error::{LinkError, LinkRule};

use parameters::Parameters;

/// The scheme, in lower case.
pub const SCHEME: &str = "latchkey";
/// The longest link that is read, in bytes. Windows hands on no command line of more than 32 767 characters.
pub const MAX_LINK_BYTES: usize = 32 * 1024;
/// How many headers a link may have.
pub const MAX_HEADERS: usize = 32;

/// The longest method.
const MAX_METHOD_BYTES: usize = 32;
/// The longest short name of a profile.
const MAX_PROFILE_BYTES: usize = 64;

/// The request that a link offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// HTTP method, in capital letters.
    pub method: String,
    /// Path with query, beginning with `/`, or an http(s) URL whose origin is written as [`origin`](Self::origin) is.
    pub target: String,
    /// Scheme, host and port of a target that is a URL, as browsers write them: a name in its ASCII form, a port only
    /// where it is not the scheme's own. `None` for a path, which goes to whichever server is at work.
    pub origin: Option<String>,
    /// Headers, in order. The body's own type is among them where the body does not say it by itself.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// The short name of the profile that the request is meant for.
    pub profile: Option<String>,
}

/// Whether a text is meant as a link: it begins with the scheme, whatever follows.
pub fn is_link(text: &str) -> bool {
    text.get(..SCHEME.len())
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
        && text[SCHEME.len()..].starts_with(':')
}

/// Reads a link.
///
/// # Errors
///
/// The first thing in it that is not allowed, by the rules of the module's documentation.
pub fn read(text: &str) -> Result<Link, LinkError> {
    if text.len() > MAX_LINK_BYTES {
        let found = format!("{} bytes", text.len());
        let allowed = format!("at most {MAX_LINK_BYTES} bytes");
        return Err(LinkError::plain(LinkRule::TooLong, "link", found, allowed));
    }
    let mut parameters = Parameters::read(query_of(text)?)?;
    let target = target::read(&parameters.take_needed("url")?)?;
    let mut headers = Vec::new();
    for (index, line) in parameters.take_headers()?.iter().enumerate() {
        headers.push(header::read(index, line)?);
    }
    let content = parameters.take("body");
    let (body, own_type) = body::read(content, parameters.take("content-type"))?;
    headers.extend(own_type.map(|own| ("Content-Type".to_owned(), own)));
    let method = match parameters.take("method") {
        Some(typed) => method(typed)?,
        None if body == Body::None => "GET".to_owned(),
        None => "POST".to_owned(),
    };
    Ok(Link {
        method,
        target: target.text,
        origin: target.origin,
        headers,
        body,
        profile: parameters.take("profile").map(profile).transpose()?,
    })
}

/// What stands behind `latchkey://request?`.
fn query_of(text: &str) -> Result<&str, LinkError> {
    const ALLOWED: &str = "latchkey://request?url=…";
    let refuse = || Err(LinkError::new(LinkRule::Action, "link", text, ALLOWED));
    if !is_link(text) {
        return refuse();
    }
    let Some((action, query)) = text[SCHEME.len() + 1..].split_once('?') else {
        return refuse();
    };
    // Some systems put the slash of an empty path behind the name.
    let action = action.strip_suffix('/').unwrap_or(action);
    if !action.eq_ignore_ascii_case("//request") {
        return refuse();
    }
    Ok(query)
}

fn method(typed: String) -> Result<String, LinkError> {
    let good = (1..=MAX_METHOD_BYTES).contains(&typed.len())
        && typed
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    // CONNECT asks for a tunnel, and TRACE for what a proxy has added: neither is a call of an API.
    if good && !["CONNECT", "TRACE"].contains(&typed.as_str()) {
        return Ok(typed);
    }
    let allowed = "a method such as GET or POST, in capital letters";
    Err(LinkError::new(LinkRule::Method, "method", &typed, allowed))
}

fn profile(typed: String) -> Result<String, LinkError> {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=MAX_PROFILE_BYTES).contains(&typed.len()) && typed.bytes().all(letter) {
        return Ok(typed);
    }
    let allowed = "the short name of a profile: lower-case letters, digits and -, at most 64";
    Err(LinkError::new(LinkRule::Profile, "profile", &typed, allowed))
}

#[cfg(test)]
mod tests;
