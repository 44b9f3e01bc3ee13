//! A request as a curl command.

use latchkey_collection::{Environment, PartKind, Request, Resolved, ResolvedBody, ResolvedPart, Unresolved};
use latchkey_profile::Attach;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::{
    address::{below, end_of_authority, origin, without_user},
    credentials,
    kept::resolved,
    report::{Exported, Notes, Reason},
    shell::{quoted, with_variable},
};

/// The shell's variable that holds the token.
const TOKEN: &str = "TOKEN";

/// What a field's name must not hold before curl's `=`; the variables' braces stay.
const NAME: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'|');

/// Where the requests go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Server {
    /// What stands before a request's path. Empty: the variable [`BASE_URL`](crate::BASE_URL).
    pub base_url: String,
    /// How the token travels; `None`: the command has no place for one.
    pub attachment: Option<Attachment>,
}

/// How the token travels. The command gets it from the shell's variable `TOKEN`; here there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The header.
    pub header: String,
    /// What stands before the token, with the space.
    pub prefix: String,
}

impl From<&Attach> for Attachment {
    /// As a profile says it.
    fn from(attach: &Attach) -> Self {
        let space = if attach.scheme.is_empty() { "" } else { " " };
        Self {
            header: attach.header.clone(),
            prefix: format!("{}{space}", attach.scheme),
        }
    }
}

/// Why a request cannot be a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CurlError {
    /// Its variables name one another without end, or make too much of it.
    #[error(transparent)]
    Unresolved(#[from] Unresolved),
    /// A text that no shell hands on.
    #[error("{field}: found a character with the number 0; allowed is text that a shell hands on")]
    Nul {
        /// Where it is.
        field: &'static str,
    },
    /// The method is none.
    #[error(
        "method: found {found:?}; allowed are letters, digits and any of !#$%&'*+-.^_`|~ (RFC 9110 §9.1)"
    )]
    Method {
        /// Its beginning.
        found: String,
    },
    /// The address is neither http nor https, or has no host.
    #[error(
        "target: found an address without a host, or neither http nor https; allowed is a path, or an http(s) URL"
    )]
    Address,
}

/// A request as a curl command for a POSIX shell. Variables that `environment` has an open value for are replaced, all
/// others stay as `{{name}}`. Paths of files are as the request has them: relative to the collection's folder.
///
/// The place of the token is in the command only if the request goes to the server's own origin.
///
/// # Errors
///
/// Where it would not be the request: see [`CurlError`].
pub fn curl(
    request: &Request,
    server: &Server,
    environment: Option<&Environment>,
) -> Result<Exported, CurlError> {
    let mut left_out = Vec::new();
    let mut notes = Notes {
        of: &request.name,
        left_out: &mut left_out,
    };
    let mut request = credentials::without(request, &mut notes);
    request.target = below(&server.base_url, &request.target);
    // Neither has a place in a command, and their variables need none.
    request.checks.clear();
    request.takes.clear();
    let resolved = resolved(&request, environment, &mut notes)?;
    check(&resolved)?;
    let text = command(&resolved, server, &mut notes)?;
    Ok(Exported { text, left_out })
}

/// No shell hands a NUL on: it would end the word.
fn check(request: &Resolved) -> Result<(), CurlError> {
    let mut texts = vec![("method", &request.method), ("target", &request.target)];
    texts.extend(
        request
            .headers
            .iter()
            .flat_map(|(name, value)| [("headers", name), ("headers", value)]),
    );
    match &request.body {
        ResolvedBody::Json(text) | ResolvedBody::Text(text) => texts.push(("body.text", text)),
        ResolvedBody::File(path) => texts.push(("body.path", path)),
        // A form's encoding takes care of it.
        ResolvedBody::None | ResolvedBody::Form(_) => {}
        ResolvedBody::Multipart(parts) => {
            texts.extend(
                parts
                    .iter()
                    .flat_map(|part| [("body.parts", &part.name), ("body.parts", &part.value)]),
            );
        }
    }
    match texts.iter().find(|(_, text)| text.contains('\0')) {
        Some((field, _)) => Err(CurlError::Nul { field }),
        None => Ok(()),
    }
}

fn command(request: &Resolved, server: &Server, notes: &mut Notes<'_>) -> Result<String, CurlError> {
    let (url, had_user) = without_user(request.target.trim_matches(' '));
    if had_user {
        notes.note("target", Reason::UserInUrl);
    }
    if !goes_somewhere(&url) || url.chars().any(char::is_control) {
        return Err(CurlError::Address);
    }
    if !is_token(&request.method) {
        let found = request.method.chars().take(60).collect();
        return Err(CurlError::Method { found });
    }
    let mut words = vec![format!("curl {}", quoted(&url))];
    if url.contains(['[', ']', '{', '}']) {
        words.push("--globoff".to_owned());
    }
    let body = body(&request.body, notes);
    let has_body = !body.is_empty();
    match request.method.as_str() {
        "HEAD" if !has_body => words.push("--head".to_owned()),
        "GET" if !has_body => {}
        "POST" if has_body => {}
        method => words.push(format!("--request {}", quoted(method))),
    }
    if request.redirects {
        words.push("--location".to_owned());
    }
    match request.timeout_ms {
        None => {}
        // For curl that is no limit.
        Some(0) => notes.note("timeout_ms", Reason::TimeOut),
        Some(ms) => {
            let seconds = format!("{}.{:03}", ms / 1000, ms % 1000);
            words.push(format!(
                "--max-time {}",
                seconds.trim_end_matches('0').trim_end_matches('.')
            ));
        }
    }
    words.extend(attachment(&url, server, notes));
    headers(request, &mut words, notes);
    words.extend(body);
    Ok(words.join(" \\\n  "))
}

/// Whether an address begins with a variable, or with http(s) and a host.
fn goes_somewhere(url: &str) -> bool {
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let by_http = ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    let has_host = !rest.is_empty() && !rest.starts_with([':', '/', '?', '#', '\\']);
    let has_user = url[..end_of_authority(url)].contains('@');
    url.starts_with("{{") && !has_user || by_http && has_host
}

/// The place of the token, if the request goes where tokens go.
fn attachment(url: &str, server: &Server, notes: &mut Notes<'_>) -> Option<String> {
    let Attachment { header, prefix } = server.attachment.as_ref()?;
    let fits = is_token(header) && !prefix.chars().any(char::is_control);
    let own = origin(&server.base_url).filter(|_| fits);
    let (Some(own), Some(to)) = (own, origin(url)) else {
        notes.note("target", Reason::Attachment);
        return None;
    };
    let text = format!("{header}: {prefix}");
    (own == to).then(|| format!("--header {}", with_variable(&text, TOKEN)))
}

fn headers(request: &Resolved, words: &mut Vec<String>, notes: &mut Notes<'_>) {
    let multipart = matches!(request.body, ResolvedBody::Multipart(_));
    let mut typed = false;
    for (name, value) in &request.headers {
        let is_type = name.eq_ignore_ascii_case("content-type");
        // Its own says where the parts end.
        if is_type && multipart {
            continue;
        }
        let value = value.trim();
        // Nothing else would be a line of its own; and a name that begins with @ would be a file.
        if !is_token(name) || value.chars().any(|it| it.is_control() && it != '\t') {
            notes.note(format!("headers.{name}"), Reason::Header);
            continue;
        }
        typed |= is_type;
        let line = if value.is_empty() {
            format!("{name};")
        } else {
            format!("{name}: {value}")
        };
        words.push(format!("--header {}", quoted(&line)));
    }
    // What curl would say otherwise is that it is a form.
    let kind = match request.body {
        ResolvedBody::Json(_) => "application/json",
        ResolvedBody::Text(_) => "text/plain; charset=utf-8",
        ResolvedBody::File(_) => "application/octet-stream",
        ResolvedBody::None | ResolvedBody::Form(_) | ResolvedBody::Multipart(_) => return,
    };
    if !typed {
        words.push(format!("--header {}", quoted(&format!("Content-Type: {kind}"))));
    }
}

fn body(body: &ResolvedBody, notes: &mut Notes<'_>) -> Vec<String> {
    match body {
        ResolvedBody::None => Vec::new(),
        // Alone among curl's options for data it takes no @ for a file.
        ResolvedBody::Json(text) | ResolvedBody::Text(text) => vec![format!("--data-raw {}", quoted(text))],
        ResolvedBody::Form(fields) if fields.is_empty() => vec!["--data-raw ''".to_owned()],
        ResolvedBody::Form(fields) => fields.iter().map(|(name, value)| field(name, value)).collect(),
        ResolvedBody::Multipart(parts) => parts.iter().filter_map(|it| part(it, notes)).collect(),
        ResolvedBody::File(path) => vec![format!("--data-binary {}", quoted(&format!("@{}", file(path))))],
    }
}

fn part(part: &ResolvedPart, notes: &mut Notes<'_>) -> Option<String> {
    let ResolvedPart { name, value, kind } = part;
    if name.is_empty() || name.contains(['=', '\n', '\r']) {
        notes.note("body.parts", Reason::Part);
        return None;
    }
    Some(match kind {
        PartKind::Text => format!("--form-string {}", quoted(&format!("{name}={value}"))),
        PartKind::File => {
            // Quoted for curl, too: a comma or a semicolon would end the path.
            let path = file(value).replace('\\', r"\\").replace('"', "\\\"");
            format!("--form {}", quoted(&format!("{name}=@\"{path}\"")))
        }
    })
}

/// A path that curl does not take for its standard input.
fn file(path: &str) -> String {
    if path == "-" {
        "./-".to_owned()
    } else {
        path.to_owned()
    }
}

/// A field of a form, readable where curl encodes it itself.
fn field(name: &str, value: &str) -> String {
    // A name that is not there cannot be said so, and a NUL must be encoded before it is in a word.
    if name.is_empty() || value.contains('\0') {
        let encoded = url::form_urlencoded::Serializer::new(String::new())
            .append_pair(name, value)
            .finish();
        return format!("--data-raw {}", quoted(&encoded));
    }
    let name = utf8_percent_encode(name, NAME);
    format!("--data-urlencode {}", quoted(&format!("{name}={value}")))
}

/// Whether this can be a method or the name of a header (RFC 9110 §5.6.2), but for variables that stay.
fn is_token(text: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~{}".contains(it);
    !text.is_empty() && text.chars().all(plain)
}
