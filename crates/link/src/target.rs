//! Where the request goes.

use url::Url;

use crate::{
    error::{LinkError, LinkRule},
    parameters::all_seen,
};

const FIELD: &str = "url";
const ALLOWED: &str = "a path such as /api/notes, or a URL that begins with https:// or http://";

/// Where the request goes.
pub(crate) struct Target {
    pub(crate) text: String,
    pub(crate) origin: Option<String>,
}

/// Reads what the link says. A text that browsers would read in another way than it looks is refused: what a person
/// is shown has to be what is called.
pub(crate) fn read(typed: &str) -> Result<Target, LinkError> {
    let refuse = |rule, allowed: &str| Err(LinkError::new(rule, FIELD, typed, allowed));
    all_seen(FIELD, typed, &[])?;
    if typed
        .chars()
        .any(|it| it.is_whitespace() || it == '\\' || it == '#')
    {
        return refuse(
            LinkRule::Url,
            "a path or URL without white space, back-slashes and #",
        );
    }
    if typed.starts_with('/') {
        if typed.starts_with("//") || has_dots(typed) {
            return refuse(LinkRule::Url, "a path from one /, without the parts . and ..");
        }
        return Ok(Target {
            text: typed.to_owned(),
            origin: None,
        });
    }
    let Some((scheme, rest)) = typed.split_once(':') else {
        return refuse(LinkRule::Url, ALLOWED);
    };
    if !["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) {
        let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let rule = if is_scheme {
            LinkRule::Scheme
        } else {
            LinkRule::Url
        };
        return refuse(rule, ALLOWED);
    }
    let rest = rest.strip_prefix("//").filter(|rest| !rest.starts_with('/'));
    let (Some(rest), Ok(url)) = (rest, Url::parse(typed)) else {
        return refuse(LinkRule::Url, ALLOWED);
    };
    if !url.username().is_empty() || url.password().is_some() || rest_is_with_user(rest) {
        let found = "a URL with user name or password";
        let allowed = "a URL without user name and password";
        return Err(LinkError::plain(LinkRule::UserInUrl, FIELD, found, allowed));
    }
    let path = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
    if has_dots(path) {
        return refuse(LinkRule::Url, "a URL without the parts . and ..");
    }
    let origin = url.origin().ascii_serialization();
    let slash = if path.starts_with('/') { "" } else { "/" };
    let text = format!("{origin}{slash}{path}");
    // Taken apart and put together, it is still the same.
    if Url::parse(&text).as_ref() != Ok(&url) {
        return refuse(LinkRule::Url, ALLOWED);
    }
    Ok(Target {
        text,
        origin: Some(origin),
    })
}

/// Whether the host is preceded by an `@`, be it with nothing before it.
fn rest_is_with_user(rest: &str) -> bool {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    rest[..end].contains('@')
}

/// Whether a part of the path is `.` or `..`, in any spelling that browsers understand.
fn has_dots(target: &str) -> bool {
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    path.split('/').any(|part| {
        let plain = part.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    })
}
