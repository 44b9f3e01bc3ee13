//! Takes the values of credentials out of a request.

use latchkey_collection::{Part, PartKind, Request, RequestBody, Row};
use latchkey_profile::credential::{in_json_by, is_credential, is_literal, says_so, variable};
use url::form_urlencoded;

use crate::{
    address::without_user,
    report::{Notes, Reason},
};

/// The request with variables where it holds credentials itself: in the address, in values whose name or whose own text says so,
/// and in values whose name `holds` a credential by what somebody else knows. With it, the names and values that were taken out,
/// so that they can be looked for elsewhere.
///
/// ```
/// use latchkey_collection::Request;
/// use latchkey_exporting::without_credentials;
///
/// let request = Request::new("", "GET", "https://me:pw@a.example/notes?api_key=s3cret&pin=1234");
/// let (clean, taken) = without_credentials(&request, &|name| name == "pin");
/// assert_eq!(clean.target, "https://a.example/notes?api_key={{api_key}}&pin={{pin}}");
/// assert_eq!(taken[1], ("pin".to_owned(), "1234".to_owned()));
/// ```
pub fn without_credentials(
    request: &Request,
    holds: &dyn Fn(&str) -> bool,
) -> (Request, Vec<(String, String)>) {
    let mut taken = Vec::new();
    let mut notes = Notes {
        of: "",
        left_out: &mut Vec::new(),
    };
    let clean = Cleaner {
        notes: &mut notes,
        holds: &|name| is_credential(name) || holds(name),
        taken: &mut taken,
    };
    (clean.request(request), taken)
}

/// The request with variables where it holds credentials itself.
pub(crate) fn without(request: &Request, notes: &mut Notes<'_>) -> Request {
    Cleaner {
        notes,
        holds: &is_credential,
        taken: &mut Vec::new(),
    }
    .request(request)
}

/// Whether a variable of this name and value is a secret, whatever its environment says.
pub(crate) fn is_secret_variable(name: &str, value: &str) -> bool {
    is_literal(value) && (is_credential(name) || says_so(value))
}

struct Cleaner<'a, 'n> {
    notes: &'a mut Notes<'n>,
    /// Whether something of this name holds a credential.
    holds: &'a dyn Fn(&str) -> bool,
    /// What was taken out, by name.
    taken: &'a mut Vec<(String, String)>,
}

impl Cleaner<'_, '_> {
    fn request(mut self, request: &Request) -> Request {
        let mut request = request.clone();
        let (target, had_user) = without_user(&request.target);
        if had_user {
            self.notes.note("target", Reason::UserInUrl);
        }
        request.target = self.target(&target);
        self.rows("path", &mut request.path);
        self.rows("query", &mut request.query);
        self.rows("headers", &mut request.headers);
        match &mut request.body {
            RequestBody::Json { text } => *text = self.json(text),
            RequestBody::Text { text } if text.trim_start().starts_with(['{', '[']) => {
                *text = self.json(text);
            }
            RequestBody::None | RequestBody::Text { .. } | RequestBody::File { .. } => {}
            RequestBody::Form { fields } => self.rows("body.fields", fields),
            RequestBody::Multipart { parts } => {
                for (
                    index,
                    Part {
                        name, value, kind, ..
                    },
                ) in parts.iter_mut().enumerate()
                {
                    if *kind == PartKind::Text {
                        self.field(&format!("body.parts[{index}]"), name, value);
                    }
                }
            }
        }
        request
    }

    fn rows(&mut self, field_name: &str, rows: &mut [Row]) {
        for (index, Row { name, value, .. }) in rows.iter_mut().enumerate() {
            self.field(&format!("{field_name}[{index}]"), name, value);
        }
    }

    fn field(&mut self, place: &str, name: &str, value: &mut String) {
        if self.is_secret(name, value) {
            *value = self.stand_in(place, name, value);
        }
    }

    fn is_secret(&self, name: &str, value: &str) -> bool {
        is_literal(value) && ((self.holds)(name) || says_so(value))
    }

    fn stand_in(&mut self, place: &str, name: &str, value: &str) -> String {
        self.taken.push((name.to_owned(), value.to_owned()));
        let variable = variable(name);
        let text = format!("{{{{{variable}}}}}");
        self.notes.note(place, Reason::Credential { variable });
        text
    }

    fn json(&mut self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut from = 0;
        for (range, name) in in_json_by(text, self.holds) {
            clean.push_str(&text[from..range.start]);
            clean.push_str(&self.stand_in("body.text", &name, &text[range.clone()]));
            from = range.end;
        }
        clean.push_str(&text[from..]);
        clean
    }

    /// A target whose own query may hold credentials.
    fn target(&mut self, target: &str) -> String {
        let (rest, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
        let Some((path, query)) = rest.split_once('?') else {
            return target.to_owned();
        };
        let pairs = query.split('&').map(|pair| {
            let Some((name, value)) = form_urlencoded::parse(pair.as_bytes()).next() else {
                return pair.to_owned();
            };
            if self.is_secret(&name, &value) {
                let written = pair.split('=').next().unwrap_or_default();
                format!("{written}={}", self.stand_in("target", &name, &value))
            } else {
                pair.to_owned()
            }
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        format!("{path}?{query}{fragment}")
    }
}
