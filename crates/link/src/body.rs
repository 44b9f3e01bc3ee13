//! The body of the request: text that stands in the link itself.

use crate::{
    error::{LinkError, LinkRule},
    parameters::{all_seen, decode},
};

const TYPE: &str = "content-type";
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const TEXT: &str = "text/plain";

/// The body of the request. There is deliberately no way to name a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// No body.
    None,
    /// JSON.
    Json(String),
    /// Text: plain, or of the type that the header `Content-Type` says.
    Text(String),
    /// The fields of a form.
    Form(Vec<(String, String)>),
}

/// Reads a body by its type, which is JSON unless the link says otherwise. Beside it: the header that has to tell the
/// type, where the kind of body does not.
pub(crate) fn read(
    content: Option<String>,
    typed: Option<String>,
) -> Result<(Body, Option<String>), LinkError> {
    let Some(content) = content else {
        return match typed {
            None => Ok((Body::None, None)),
            Some(typed) => Err(LinkError::new(
                LinkRule::NoBody,
                TYPE,
                &typed,
                "nothing, as there is no body",
            )),
        };
    };
    all_seen("body", &content, &['\n', '\r', '\t', '\u{200c}', '\u{200d}'])?;
    match media_type(typed.as_deref().unwrap_or(JSON))?.as_str() {
        JSON => match serde_json::from_str::<serde_json::Value>(&content) {
            Ok(_) => Ok((Body::Json(content), None)),
            Err(error) => {
                let found = format!(
                    "something else at line {}, column {}",
                    error.line(),
                    error.column()
                );
                let allowed = "JSON, or another content-type";
                Err(LinkError::plain(LinkRule::Json, "body", found, allowed))
            }
        },
        FORM => Ok((Body::Form(form(&content)?), None)),
        TEXT => Ok((Body::Text(content), None)),
        other => Ok((Body::Text(content), Some(other.to_owned()))),
    }
}

/// The media type, in lower case and without `charset=utf-8`, which goes without saying.
fn media_type(typed: &str) -> Result<String, LinkError> {
    let refuse = |allowed: &str| Err(LinkError::new(LinkRule::MediaType, TYPE, typed, allowed));
    let (essence, parameter) = match typed.split_once(';') {
        Some((essence, parameter)) => (essence, Some(parameter.trim_matches(' '))),
        None => (typed, None),
    };
    if parameter.is_some_and(|it| !it.eq_ignore_ascii_case("charset=utf-8")) {
        return refuse("a media type without parameters, or with charset=utf-8");
    }
    let essence = essence.trim_matches(' ').to_ascii_lowercase();
    let token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let Some((kind, subtype)) = essence.split_once('/').filter(|(a, b)| token(a) && token(b)) else {
        return refuse("a media type such as application/json");
    };
    // Parts may be files, and the other kinds are not text.
    let is_text = kind == "text" || (kind == "application" && subtype != "octet-stream");
    if !is_text {
        return refuse("application/json, application/x-www-form-urlencoded, or the type of a text");
    }
    Ok(essence)
}

/// The fields of a form that was written as a form is sent.
fn form(content: &str) -> Result<Vec<(String, String)>, LinkError> {
    if content.is_empty() {
        return Ok(Vec::new());
    }
    content
        .split('&')
        .map(|field| {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            let (name, value) = (decode("body", name)?, decode("body", value)?);
            all_seen("body", &name, &[])?;
            all_seen("body", &value, &['\n', '\r', '\t', '\u{200c}', '\u{200d}'])?;
            Ok((name, value))
        })
        .collect()
}
