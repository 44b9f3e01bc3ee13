//! The body, from what was given as data and what the headers call it.

use serde::de::IgnoredAny;

/// The body of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Body {
    /// None.
    #[default]
    None,
    /// A JSON document, whose type goes without saying.
    Json(String),
    /// A text; the headers name its type.
    Text(String),
    /// The fields of a form.
    Form(Vec<(String, String)>),
    /// The parts of a multipart body.
    Multipart(Vec<Part>),
    /// The bytes of a file.
    File(String),
}

/// A part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub value: PartValue,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartValue {
    /// A text.
    Text(String),
    /// The bytes of a file.
    File(String),
}

const CONTENT_TYPE: &str = "content-type";

/// The body of data, and the headers as they have to be beside it.
pub(crate) fn of_data(data: String, headers: &mut Vec<(String, String)>) -> Body {
    let named = headers
        .iter()
        .position(|(name, _)| name.eq_ignore_ascii_case(CONTENT_TYPE));
    let essence = named.map(|at| essence(&headers[at].1));
    match (named, essence.as_deref()) {
        (Some(at), Some("application/json")) if serde_json::from_str::<IgnoredAny>(&data).is_ok() => {
            headers.remove(at);
            Body::Json(data)
        }
        (named, None | Some("application/x-www-form-urlencoded")) => {
            if let Some(fields) = fields(&data) {
                named.map(|at| headers.remove(at));
                return Body::Form(fields);
            }
            // curl calls it a form all the same, whatever it is.
            if named.is_none() {
                let form = "application/x-www-form-urlencoded";
                headers.push(("Content-Type".to_owned(), form.to_owned()));
            }
            Body::Text(data)
        }
        _ => Body::Text(data),
    }
}

/// The type without what only repeats what UTF-8 is anyway.
fn essence(value: &str) -> String {
    let mut parts = value.split(';').map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    if parts.all(|it| it.is_empty() || it == "charset=utf-8") {
        essence
    } else {
        value.to_ascii_lowercase()
    }
}

/// The fields, where the data is a form of which nothing is lost by taking it apart.
fn fields(data: &str) -> Option<Vec<(String, String)>> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"{}[]<>\"\\^`|".contains(&byte) || byte >= 0x80;
    let is_form =
        !data.is_empty() && data.bytes().all(plain) && data.split('&').all(|it| it.find('=') > Some(0));
    let fields: Vec<(String, String)> = form_urlencoded::parse(data.as_bytes()).into_owned().collect();
    let whole = fields
        .iter()
        .all(|(name, value)| !name.contains('\u{fffd}') && !value.contains('\u{fffd}'));
    (is_form && whole).then_some(fields)
}
