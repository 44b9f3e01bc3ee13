//! Takes credentials out of what is kept of a call.
//!
//! Three things know them: names, by the same words as exports (`latchkey-profile`) and by the session's own profile; the
//! session, which knows its tokens; and what looks like a JSON Web Token, whoever it belongs to.

use std::sync::Arc;

use latchkey_collection::{Mask, Request, RequestBody};
use latchkey_exporting::without_credentials;
use latchkey_pipeline::{Pipeline, Profile, redact::Redactor};
use latchkey_profile::credential::{in_json_by, is_credential, is_literal, variable};
use serde_json::Value;
use url::form_urlencoded;

use crate::log::without_jwts;

/// What is known of the credentials of a session.
pub(crate) struct Cleaner {
    profile: Arc<Profile>,
    /// Those at the beginning of the call, and those at its end.
    tokens: Vec<Redactor>,
    secrets: Mask,
}

impl Cleaner {
    pub(super) fn new(pipeline: &Pipeline, profile: Arc<Profile>) -> Self {
        Self {
            profile,
            tokens: vec![pipeline.redactor()],
            secrets: Mask::default(),
        }
    }

    /// As it is at the end of a call that was typed like this: a server may send back what it was sent.
    pub(super) fn with(mut self, pipeline: &Pipeline, secrets: &Mask, typed: &Request) -> Self {
        self.tokens.push(pipeline.redactor());
        self.secrets = secrets.clone();
        let (_, mut taken) = without_credentials(typed, &|name| self.profile.names_credential(name));
        if let RequestBody::Text { text } = &typed.body {
            taken.extend(self.in_form(text).map(|(_, name, value)| (name, value)));
        }
        for (name, value) in taken {
            let name = variable(&name);
            // `Bearer abc`, `sid=abc; theme=dark`: each of them may come back alone.
            let pieces = value.split(|it: char| it.is_whitespace() || "=;,".contains(it));
            // Shorter ones are taken out where they stand, and looked for nowhere else.
            for piece in pieces
                .chain([value.as_str()])
                .filter(|it| it.len() >= Mask::SHORTEST)
            {
                self.secrets.hide(&name, piece);
            }
        }
        self
    }

    fn names(&self, name: &str) -> bool {
        is_credential(name) || self.profile.names_credential(name)
    }

    /// A request with variables in the place of its credentials.
    pub(super) fn request(&self, request: &Request) -> Request {
        let (mut clean, _) = without_credentials(request, &|name| self.profile.names_credential(name));
        if let RequestBody::Text { text } = &mut clean.body {
            *text = self.body(text);
        }
        let walked = serde_json::to_value(&clean).map(|mut value| {
            self.clear(&mut value);
            value
        });
        // What was written can be read: a failure of either would be one of ours, and keeps nothing rather than too much.
        walked
            .and_then(serde_json::from_value)
            .unwrap_or_else(|_| Request::new("", &request.method, ""))
    }

    /// A body in the way of JSON, of a form, or any other text.
    pub(super) fn body(&self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut from = 0;
        for (range, name) in in_json_by(text, &|name| self.names(name)) {
            clean.push_str(&text[from..range.start]);
            clean.push_str(&stand_in(&name));
            from = range.end;
        }
        clean.push_str(&text[from..]);
        self.text(&self.form(&clean))
    }

    /// A body in the way of a form, with variables in the place of its credentials.
    fn form(&self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut from = 0;
        for (range, name, _) in self.in_form(text) {
            clean.push_str(&text[from..range.start]);
            clean.push_str(&stand_in(&name));
            from = range.end;
        }
        clean.push_str(&text[from..]);
        clean
    }

    /// Where in a body in the way of a form (names and values, neither blanks nor quotes) credentials stand, with their names and
    /// values.
    fn in_form<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, String, String)> + 'a {
        let is_form = !text
            .trim()
            .contains(|it: char| it.is_whitespace() || "\"<{".contains(it));
        let pairs = text.split('&').filter(move |_| is_form);
        pairs.filter_map(|pair| {
            let at = pair.as_ptr() as usize - text.as_ptr() as usize;
            let (written, _) = pair.split_once('=')?;
            let (name, value) = form_urlencoded::parse(pair.as_bytes()).next()?;
            let holds = self.names(&name) && is_literal(&value);
            holds.then(|| {
                let range = at + written.len() + 1..at + pair.len();
                (range, name.into_owned(), value.into_owned())
            })
        })
    }

    /// A header of an answer, and whether something stands in its place.
    pub(super) fn header(&self, name: &str, value: &str) -> (String, bool) {
        if self.names(name) {
            return (String::new(), true);
        }
        let clean = match name {
            "location" | "content-location" | "refresh" | "link" => self.target(value),
            _ => self.text(value),
        };
        let hidden = clean != value;
        (clean, hidden)
    }

    /// An address, without a user and with variables in the place of credentials.
    pub(super) fn target(&self, target: &str) -> String {
        self.request(&Request::new("", "", target)).target
    }

    /// A text without tokens and without the secrets that went into the call.
    fn text(&self, text: &str) -> String {
        let mut clean = self.secrets.masked(text);
        for tokens in &self.tokens {
            clean = tokens.text(&clean).0;
        }
        without_jwts(&clean)
    }

    fn clear(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.clear(value)),
            Value::Object(fields) => fields.values_mut().for_each(|value| self.clear(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn stand_in(name: &str) -> String {
    format!("{{{{{}}}}}", variable(name))
}
