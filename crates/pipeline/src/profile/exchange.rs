//! The requests that the session itself makes.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, Method, header};
use latchkey_profile::{Body, ClientAuthentication};
use serde_json::{Map, Value};
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use super::{Profile, template::Template, template::Values};
use crate::{
    error::{InputError, Rule},
    target::same_origin,
};

/// A request of the session itself, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(super) body: Body,
    pub(super) headers: Vec<(HeaderName, Template)>,
    pub(super) cookies: Vec<(String, Template)>,
    pub(super) fields: Vec<(String, Field)>,
}

/// The value of a field of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    Text(Template),
    Other(Value),
}

impl Exchange {
    /// Method and path, as a trace names it.
    pub(crate) fn shown(&self, profile: &Profile) -> String {
        let home = same_origin(&self.url, &profile.base_url);
        let target = if home { self.url.path() } else { self.url.as_str() };
        format!("{} {target}", self.method)
    }

    /// The headers that carry a token.
    pub(crate) fn secret_headers(&self) -> impl Iterator<Item = &HeaderName> {
        let secret = self.headers.iter().filter(|(_, value)| value.has_secret());
        secret.map(|(name, _)| name)
    }

    /// Whether a header, a cookie or a field of this name carries a secret.
    pub(super) fn sends_secret_as(&self, name: &str) -> bool {
        let texts = self.headers.iter().map(|(it, value)| (it.as_str(), value));
        let texts = texts.chain(self.cookies.iter().map(|(it, value)| (it.as_str(), value)));
        let fields = self.fields.iter().filter_map(|(it, field)| match field {
            // A field within another one is named by a JSON Pointer.
            Field::Text(value) => Some((it.rsplit('/').next().unwrap_or_default(), value)),
            Field::Other(_) => None,
        });
        texts
            .chain(fields)
            .any(|(it, value)| value.has_secret() && it.eq_ignore_ascii_case(name))
    }

    /// The request with its placeholders filled. Fails where a user's name or password cannot stand in a header.
    pub(crate) fn request(
        &self,
        client: &reqwest::Client,
        profile: &Profile,
        values: &Values<'_>,
    ) -> Result<reqwest::RequestBuilder, InputError> {
        let at_home = same_origin(&self.url, &profile.base_url);
        let mut headers = http::HeaderMap::new();
        if at_home {
            headers.extend(profile.headers.clone());
        }
        match self.body {
            Body::Json => headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            Body::Form => headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/x-www-form-urlencoded"),
            ),
            Body::None => None,
        };
        for (name, template) in &self.headers {
            headers.insert(name, template.fill_header(values).ok_or_else(unfit_for_header)?);
        }
        if !self.cookies.is_empty() {
            headers.insert(header::COOKIE, self.cookie_header(values)?);
        }
        let client_auth = profile
            .client()
            .map_or(ClientAuthentication::None, |c| c.authentication);
        if let (ClientAuthentication::Basic, Some(id), Some(secret)) =
            (client_auth, values.client_id, values.client_secret)
        {
            headers.insert(header::AUTHORIZATION, basic(id, secret.expose()));
        }
        let builder = client
            .request(self.method.clone(), self.url.clone())
            .headers(headers);
        // One buffer that is handed over: the copy that reqwest sends is freed when it has been sent.
        Ok(match self.body {
            Body::None if self.method == Method::GET || self.method == Method::HEAD => builder,
            Body::None => builder.body(""),
            Body::Json => builder.body(self.json(values, client_auth)),
            Body::Form => builder.body(self.form(values, client_auth)),
        })
    }

    fn cookie_header(&self, values: &Values<'_>) -> Result<HeaderValue, InputError> {
        let mut text = Zeroizing::new(String::new());
        for (name, template) in &self.cookies {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(name);
            text.push('=');
            text.push_str(&template.fill(values));
        }
        let mut value = HeaderValue::from_str(&text).map_err(|_| unfit_for_header())?;
        value.set_sensitive(true);
        Ok(value)
    }

    fn json(&self, values: &Values<'_>, client: ClientAuthentication) -> String {
        let mut root = Value::Object(Map::new());
        for (name, field) in &self.fields {
            let value = match field {
                Field::Text(template) => Value::String(template.fill(values).to_string()),
                Field::Other(value) => value.clone(),
            };
            insert(&mut root, name, value);
        }
        for (name, value) in in_body(values, client) {
            insert(&mut root, name, value.into());
        }
        root.to_string()
    }

    fn form(&self, values: &Values<'_>, client: ClientAuthentication) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, field) in &self.fields {
            match field {
                Field::Text(template) => form.append_pair(name, &template.fill(values)),
                Field::Other(value) => form.append_pair(name, &value.to_string()),
            };
        }
        for (name, value) in in_body(values, client) {
            form.append_pair(name, value);
        }
        form.finish()
    }
}

/// What an OAuth client adds to the body (RFC 6749 §2.3.1, §3.2.1).
fn in_body<'a>(values: &Values<'a>, client: ClientAuthentication) -> Vec<(&'static str, &'a str)> {
    let id = values.client_id.map(|id| ("client_id", id));
    let secret = values
        .client_secret
        .map(|secret| ("client_secret", secret.expose()));
    match client {
        ClientAuthentication::None => id.into_iter().collect(),
        ClientAuthentication::Body => id.into_iter().chain(secret).collect(),
        ClientAuthentication::Basic => Vec::new(),
    }
}

/// HTTP Basic as OAuth wants it: both parts form-encoded first (RFC 6749 §2.3.1).
fn basic(id: &str, secret: &str) -> HeaderValue {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Zeroizing::new(format!("{}:{}", encoded(id), encoded(secret)));
    let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&text).unwrap_or_else(|_| unreachable!("Base64 is visible ASCII"));
    value.set_sensitive(true);
    value
}

/// Puts a value at a name or, behind `/`, at a JSON Pointer, making the objects on the way.
fn insert(root: &mut Value, name: &str, value: Value) {
    let Some(pointer) = name.strip_prefix('/') else {
        root[name] = value;
        return;
    };
    let mut place = root;
    for segment in pointer.split('/') {
        let key = segment.replace("~1", "/").replace("~0", "~");
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[key];
    }
    *place = value;
}

/// What a user typed cannot stand in a header. It may be a password: it is not repeated.
fn unfit_for_header() -> InputError {
    let allowed = "text without control characters: this server takes it in a header";
    InputError::new(
        "user",
        Rule::HeaderValue,
        "a character that no header may have",
        allowed,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_nested_by_pointer() {
        let mut root = Value::Object(Map::new());
        insert(&mut root, "plain", 1.into());
        insert(&mut root, "/auth/user", "me".into());
        insert(&mut root, "/auth/a~1b", true.into());
        assert_eq!(root.to_string(), r#"{"auth":{"a/b":true,"user":"me"},"plain":1}"#);
    }

    #[test]
    fn basic_encodes_both_parts_first() {
        let value = basic("my app", "p:ss+");
        assert_eq!(value, format!("Basic {}", STANDARD.encode("my+app:p%3Ass%2B")));
        assert!(value.is_sensitive());
    }
}
