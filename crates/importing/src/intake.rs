//! What all readers share: counting, cleaning, leaving credentials out, and telling of it.

use indexmap::{IndexMap, IndexSet};
use latchkey_collection::{Folder, Item, Part, Request, RequestBody, Row};
use latchkey_profile::credential;

use crate::{
    Environment, Format, ImportError, Imported, MAX_FOLDER_DEPTH, MAX_REQUESTS, Variable,
    address::{self, Address},
    node::Node,
    place::{Place, clipped},
    report::{Foreign, Plenty, Reason, Report},
};

/// How many addresses are kept.
const MAX_BASE_URLS: usize = 50;
/// How many environments are kept.
const MAX_ENVIRONMENTS: usize = 1000;

/// Headers that the connection sets itself.
const CONNECTION: [&str; 6] = [
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
];

/// What came in so far.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    pub(crate) report: Report,
    pub(crate) environments: Vec<Environment>,
    requests: usize,
    base_urls: IndexSet<String>,
    /// The variables that stand in the place of credentials.
    credentials: IndexSet<String>,
}

impl Intake {
    pub(crate) fn note(&mut self, place: &Place<'_>, reason: Reason) {
        self.report.note(place, reason);
    }

    /// Counts a request before it is read.
    pub(crate) fn request(&mut self) -> Result<(), ImportError> {
        self.requests += 1;
        if self.requests > MAX_REQUESTS {
            return Err(ImportError::TooManyRequests);
        }
        Ok(())
    }

    pub(crate) fn base_url(&mut self, place: &Place<'_>, url: String) {
        if self.base_urls.contains(&url) {
            return;
        }
        if self.base_urls.len() >= MAX_BASE_URLS {
            return self.note(place, Reason::TooMany(Plenty::Addresses));
        }
        self.base_urls.insert(url);
    }

    pub(crate) fn environment(&mut self, place: &Place<'_>, environment: Environment) {
        if environment.variables.is_empty() {
            return;
        }
        if self.environments.len() >= MAX_ENVIRONMENTS {
            return self.note(place, Reason::TooMany(Plenty::Environments));
        }
        let environment = self.once_each(place, environment);
        self.environments.push(environment);
    }

    /// Each variable once: the last of several is what counts, and one that is a secret once has no value.
    fn once_each(&mut self, place: &Place<'_>, environment: Environment) -> Environment {
        let mut variables: IndexMap<String, Variable> = IndexMap::with_capacity(environment.variables.len());
        for mut variable in environment.variables {
            if let Some(known) = variables.get_mut(&variable.name) {
                let secret = known.secret || variable.secret;
                for value in [&mut known.value, &mut variable.value] {
                    if secret && !std::mem::take(value).is_empty() {
                        let name = clipped(&variable.name);
                        self.report.note(place, Reason::SecretVariable { name });
                    }
                }
                variable.secret = secret;
            }
            variables.insert(variable.name.clone(), variable);
        }
        Environment {
            name: environment.name,
            variables: variables.into_values().collect(),
        }
    }

    /// A variable; its value stays out where it is a secret.
    pub(crate) fn variable(
        &mut self,
        place: &Place<'_>,
        name: &str,
        value: String,
        secret: bool,
    ) -> Variable {
        let secret = secret
            || credential::is_credential(name) && credential::is_literal(&value)
            || credential::says_so(&value) && credential::is_literal(&value);
        let name = clean(name);
        if !secret {
            return Variable { name, value, secret };
        }
        if !value.is_empty() {
            let name = clipped(&name);
            self.note(place, Reason::SecretVariable { name });
        }
        let value = String::new();
        Variable { name, value, secret }
    }

    /// A header, unless it is one that does not come in.
    pub(crate) fn header(
        &mut self,
        place: &Place<'_>,
        name: &str,
        value: &str,
        enabled: bool,
    ) -> Option<Row> {
        let name = clean(name);
        let lower = name.to_ascii_lowercase();
        // What begins with a colon is the first line of HTTP/2, as browsers write it down.
        if name.is_empty() || name.starts_with(':') {
            return None;
        }
        match lower.as_str() {
            "cookie" | "cookie2" => {
                self.note(place, Reason::Cookies);
                return None;
            }
            "authorization" | "proxy-authorization" => {
                let name = clipped(&name);
                self.note(place, Reason::Credential { name, variable: None });
                return None;
            }
            lower if CONNECTION.contains(&lower) => {
                let name = clipped(&name);
                self.note(place, Reason::Connection { name });
                return None;
            }
            _ => {}
        }
        let value = clean(value);
        let secret = credential::is_credential(&name) || credential::says_so(&value);
        let value = self.without_credential(place, &name, value, secret);
        Some(Row { name, value, enabled })
    }

    /// A pair of a query, of a form or of a path.
    pub(crate) fn row(&mut self, place: &Place<'_>, name: &str, value: String, enabled: bool) -> Option<Row> {
        if name.is_empty() && value.is_empty() {
            return None;
        }
        let name = clean(name);
        let secret = credential::is_credential(&name);
        let value = self.without_credential(place, &name, value, secret);
        Some(Row { name, value, enabled })
    }

    fn without_credential(&mut self, place: &Place<'_>, name: &str, value: String, secret: bool) -> String {
        if !secret || !credential::is_literal(&value) {
            return value;
        }
        let variable = credential::variable(name);
        self.stand_in(place, name, &variable);
        format!("{{{{{variable}}}}}")
    }

    fn stand_in(&mut self, place: &Place<'_>, name: &str, variable: &str) {
        self.credentials.insert(variable.to_owned());
        let (name, variable) = (clipped(name), Some(clipped(variable)));
        self.note(place, Reason::Credential { name, variable });
    }

    /// A text in the way of JSON, with variables in the place of credentials.
    pub(crate) fn json_text(&mut self, place: &Place<'_>, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut from = 0;
        for (range, name) in credential::in_json(text) {
            let variable = credential::variable(&name);
            self.stand_in(place, &name, &variable);
            clean.push_str(&text[from..range.start]);
            clean.push_str("{{");
            clean.push_str(&variable);
            clean.push_str("}}");
            from = range.end;
        }
        clean.push_str(&text[from..]);
        clean
    }

    /// A form's part.
    pub(crate) fn part(&mut self, place: &Place<'_>, part: Part) -> Option<Part> {
        if part.kind == latchkey_collection::PartKind::File {
            let name = clean(&part.name);
            return Some(Part { name, ..part });
        }
        let row = self.row(place, &part.name, part.value, part.enabled)?;
        Some(Part {
            name: row.name,
            value: row.value,
            ..part
        })
    }

    /// An address in its parts. `None`, and a note, where nothing can be sent there.
    pub(crate) fn address(&mut self, place: &Place<'_>, raw: &str) -> Option<Address> {
        match address::split(raw) {
            Ok(address) => {
                if address.had_user {
                    self.note(place, Reason::UserInUrl);
                }
                if let Some(origin) = &address.origin {
                    self.base_url(place, origin.clone());
                }
                Some(address)
            }
            Err(scheme) => {
                self.note(place, Reason::NotARequest(Foreign::Scheme(clipped(&scheme))));
                None
            }
        }
    }

    /// The rows of a query as an address had it.
    pub(crate) fn query(&mut self, place: &Place<'_>, query: Vec<(String, String)>) -> Vec<Row> {
        query
            .into_iter()
            .filter_map(|(name, value)| self.row(place, &name, value, true))
            .collect()
    }

    /// A text as a body of its type. A type that the body does not say itself becomes a header.
    pub(crate) fn typed_body(
        &mut self,
        place: &Place<'_>,
        mime: &str,
        text: String,
        headers: &mut Vec<Row>,
    ) -> RequestBody {
        let text = if text.trim_start().starts_with(['{', '[']) {
            self.json_text(place, &text)
        } else {
            text
        };
        let mime = clean(mime);
        if essence(&mime) == "application/json" {
            return RequestBody::Json { text };
        }
        if text.is_empty() {
            return RequestBody::None;
        }
        let typed = headers
            .iter()
            .any(|row| row.enabled && row.name.eq_ignore_ascii_case(CONTENT_TYPE));
        if !typed && !mime.is_empty() {
            headers.push(Row {
                name: "Content-Type".to_owned(),
                value: mime,
                enabled: true,
            });
        }
        RequestBody::Text { text }
    }

    /// Notes every text with one of the marks of an expression, but for members of these names.
    pub(crate) fn expressions(&mut self, place: &Place<'_>, node: &Node, marks: &[&str], but: &[&str]) {
        match node {
            Node::Text(text) if marks.iter().any(|mark| text.contains(mark)) => {
                self.note(place, Reason::Expression);
            }
            Node::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.expressions(&place.at(index), item, marks, but);
                }
            }
            Node::Map(members) => {
                for (key, member) in members {
                    if !but.contains(&key.as_str()) {
                        self.expressions(&place.key(key), member, marks, but);
                    }
                }
            }
            _ => {}
        }
    }

    /// Adds a folder, or what is in it where folders lie too deep.
    pub(crate) fn add_folder(
        &mut self,
        place: &Place<'_>,
        items: &mut Vec<Item>,
        folder: Folder,
        depth: usize,
    ) {
        if depth > MAX_FOLDER_DEPTH {
            self.note(place, Reason::Deep);
            items.extend(folder.items);
        } else {
            items.push(Item::Folder(folder));
        }
    }

    /// All of it.
    pub(crate) fn finish(mut self, format: Format, folder: Folder) -> Imported {
        let known = |name: &str| {
            let mut variables = self.environments.iter().flat_map(|it| &it.variables);
            variables.any(|variable| variable.name == name)
        };
        let mut missing: Vec<_> = self.credentials.iter().filter(|name| !known(name)).collect();
        missing.sort_unstable();
        let missing: Vec<_> = missing
            .into_iter()
            .map(|name| Variable {
                name: name.clone(),
                value: String::new(),
                secret: true,
            })
            .collect();
        if !missing.is_empty() {
            match self.environments.first_mut() {
                Some(environment) => environment.variables.extend(missing),
                None => self.environments.push(Environment {
                    name: folder.name.clone(),
                    variables: missing,
                }),
            }
        }
        Imported {
            format,
            folder,
            environments: self.environments,
            base_urls: self.base_urls.into_iter().collect(),
            report: self.report,
        }
    }
}

const CONTENT_TYPE: &str = "content-type";

/// A media type in lower case, without what only repeats that it is UTF-8.
pub(crate) fn essence(mime: &str) -> String {
    let mut parts = mime.split(';').map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    if parts.all(|part| part.is_empty() || part == "charset=utf-8") {
        essence
    } else {
        mime.to_ascii_lowercase()
    }
}

/// The value of the header that tells the body's type.
pub(crate) fn content_type(headers: &[Row]) -> Option<&str> {
    headers
        .iter()
        .find(|row| row.enabled && row.name.eq_ignore_ascii_case(CONTENT_TYPE))
        .map(|row| row.value.as_str())
}

/// Takes the header away that only repeats what the kind of body says, or has a boundary of another time.
pub(crate) fn settle_type(request: &mut Request) {
    let said = match request.body {
        RequestBody::Json { .. } => "application/json",
        RequestBody::Form { .. } => "application/x-www-form-urlencoded",
        RequestBody::Multipart { .. } => "multipart/form-data",
        RequestBody::None | RequestBody::Text { .. } | RequestBody::File { .. } => return,
    };
    request.headers.retain(|row| {
        let repeats = essence(&row.value) == said
            || said == "multipart/form-data" && row.value.trim_start().to_ascii_lowercase().starts_with(said);
        !(row.name.eq_ignore_ascii_case(CONTENT_TYPE) && repeats)
    });
}

/// A method (RFC 9110 §9), in upper case where it is one of the usual ones.
pub(crate) fn method(raw: &str) -> String {
    let raw: String = raw.trim().chars().filter(|it| !it.is_control()).collect();
    if raw.is_empty() {
        return "GET".to_owned();
    }
    if raw.contains("{{") {
        return raw;
    }
    raw.to_ascii_uppercase()
}

/// A text of one line, without control characters.
pub(crate) fn clean(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    text.trim().to_owned()
}

/// A name of one line, or the other one where it is empty.
pub(crate) fn named(text: &str, otherwise: &str) -> String {
    let name = clean(text);
    if name.is_empty() { clean(otherwise) } else { name }
}

/// A text of several lines, without other control characters.
pub(crate) fn described(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let kept = |it: &char| !it.is_control() || *it == '\n' || *it == '\t';
    text.trim().chars().filter(kept).collect()
}
