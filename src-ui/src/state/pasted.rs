//! A request taken from a curl command, and what is to be said about it.

use latchkey_curl::{Body, Credential, CurlError, CurlRequest, NoteKind, PartValue};
use latchkey_ipc::{ErrorCode, IpcError};

use super::body::{BodyDraft, BodyMode, PartRow, Row};
use super::draft::Draft;
use super::fields::{Place, Problem};

/// What is said about a request that was taken from a command, until the user is done with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// What was not taken over, or is good to know: its kind, and of what.
    pub notes: Vec<(NoteKind, String)>,
    /// Headers with credentials. They are not in the draft, which is kept on disk, until the user wants them there.
    pub held: Vec<Credential>,
    /// Names of headers that were left out because the session attaches its own.
    pub attached: Vec<String>,
}

impl Pasted {
    /// Whether there is anything to say but that it was taken over.
    pub fn says_more(&self) -> bool {
        !(self.notes.is_empty() && self.held.is_empty() && self.attached.is_empty())
    }

    /// The names of the headers that are held.
    pub fn held_names(&self) -> String {
        let names: Vec<_> = self.held.iter().map(|it| it.name.as_str()).collect();
        names.join(", ")
    }
}

/// The request of a curl command, for a session with the server at `base_url`.
pub fn from_curl(command: &str, base_url: &str) -> Result<(Draft, Pasted), Box<Problem>> {
    let read = latchkey_curl::read(command).map_err(|error| Box::new(problem(&error)))?;
    Ok(taken_over(read, base_url))
}

fn taken_over(read: CurlRequest, base_url: &str) -> (Draft, Pasted) {
    let (target, home) = target_below(&read.url, base_url);
    let mut pasted = Pasted::default();
    for credential in read.credentials {
        if home && credential.name.eq_ignore_ascii_case("authorization") {
            pasted.attached.push(credential.name);
        } else {
            pasted.held.push(credential);
        }
    }
    for kind in NoteKind::ALL {
        let of_kind = read.notes.iter().filter(|note| note.kind == kind);
        let what: Vec<_> = of_kind.map(|note| note.what.as_str()).collect();
        if !what.is_empty() {
            let what: Vec<_> = what.into_iter().filter(|it| !it.is_empty()).collect();
            pasted.notes.push((kind, what.join(", ")));
        }
    }
    let draft = Draft {
        headers: rows(read.headers),
        timeout: read.max_time_ms.map(|ms| ms.to_string()).unwrap_or_default(),
        redirects: read.redirects.unwrap_or(true),
        ..Draft::new(&read.method, &target, body(read.body))
    };
    (draft, pasted)
}

fn rows(pairs: Vec<(String, String)>) -> Vec<Row> {
    pairs
        .into_iter()
        .map(|(name, value)| Row::new(name, value))
        .collect()
}

fn body(body: Body) -> BodyDraft {
    let mut draft = BodyDraft::default();
    match body {
        Body::None => {}
        Body::Json(json) => draft = BodyDraft::json(json),
        Body::Text(text) => {
            draft.mode = BodyMode::Text;
            draft.text = text;
        }
        Body::Form(fields) => {
            draft.mode = BodyMode::Form;
            draft.form = rows(fields);
        }
        Body::Multipart(parts) => {
            draft.mode = BodyMode::Multipart;
            let row = |part: latchkey_curl::Part| {
                let (value, is_file) = match part.value {
                    PartValue::Text(text) => (text, false),
                    PartValue::File(path) => (path, true),
                };
                PartRow {
                    row: Row::new(part.name, value),
                    is_file,
                }
            };
            draft.parts = parts.into_iter().map(row).collect();
        }
        Body::File(path) => {
            draft.mode = BodyMode::File;
            draft.file = path;
        }
    }
    draft
}

/// The target for a URL: a path, where it lies below the server's address; and whether it has the server's origin, so
/// that the session's token goes along. The shell decides that anew, and alone, when the request is sent.
fn target_below(url: &str, base_url: &str) -> (String, bool) {
    let (Some((origin, path)), Some((home, prefix))) = (split(url), split(base_url)) else {
        return (url.to_owned(), false);
    };
    if origin != home {
        return (url.to_owned(), false);
    }
    let prefix = prefix.trim_end_matches('/');
    match path.strip_prefix(prefix) {
        Some("") => ("/".to_owned(), true),
        Some(below) if below.starts_with(['?', '#']) => (format!("/{below}"), true),
        // A path that begins with two slashes would be read as a host.
        Some(below) if below.starts_with('/') && !below[1..].starts_with(['/', '\\']) => {
            (below.to_owned(), true)
        }
        _ => (url.to_owned(), true),
    }
}

/// Scheme, host and port as they are compared, and what follows.
fn split(url: &str) -> Option<(String, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let scheme = scheme.to_ascii_lowercase();
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.to_ascii_lowercase();
    let authority = authority.strip_suffix(usual).unwrap_or(&authority);
    Some((format!("{scheme}://{authority}"), path))
}

fn problem(error: &CurlError) -> Problem {
    let (key, found) = match error {
        CurlError::TooLong { .. } => ("curl-too-long", None),
        CurlError::OpenQuote { quote } => ("curl-open-quote", Some(quote.to_string())),
        CurlError::NoValue { option } => ("curl-no-value", Some(option.clone())),
        CurlError::NoUrl => ("curl-no-url", None),
        CurlError::Scheme => ("target-scheme", None),
        _ => ("target-invalid", None),
    };
    Problem {
        place: Place::Target,
        error: IpcError {
            code: ErrorCode::InvalidInput,
            key: key.into(),
            message: error.to_string(),
            field: Some("target".into()),
            found,
            allowed: None,
            trace: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(command: &str) -> (Draft, Pasted) {
        from_curl(command, "https://api.example.com/v1").expect("a request")
    }

    #[test]
    fn below_the_server_it_is_a_path_and_elsewhere_a_url() {
        for (url, target) in [
            ("https://api.example.com/v1/notes?a=1", "/notes?a=1"),
            ("HTTPS://API.example.com:443/v1/notes", "/notes"),
            ("https://api.example.com/v1", "/"),
            ("https://api.example.com/v1?a=1", "/?a=1"),
            ("https://api.example.com/v10/x", "https://api.example.com/v10/x"),
            (
                "https://api.example.com/v1//host/x",
                "https://api.example.com/v1//host/x",
            ),
            (
                "https://api.example.com.evil/v1/x",
                "https://api.example.com.evil/v1/x",
            ),
            (
                "https://api.example.com:8443/v1/x",
                "https://api.example.com:8443/v1/x",
            ),
        ] {
            assert_eq!(taken(&format!("curl '{url}'")).0.target, target, "{url}");
        }
    }

    #[test]
    fn the_sessions_own_header_is_left_out_and_other_credentials_wait() {
        const HEADERS: &str = "-H 'Authorization: Bearer abc' -H 'Cookie: id=1' -H 'Accept: */*'";
        let (draft, pasted) = taken(&format!("curl https://api.example.com/v1/x {HEADERS}"));
        assert_eq!(draft.headers, [Row::new("Accept", "*/*")]);
        assert_eq!(
            (pasted.attached.join(" "), pasted.held_names()),
            ("Authorization".into(), "Cookie".into())
        );
        // At another server it is nobody else's.
        let (draft, pasted) = taken(&format!("curl https://other.example/x {HEADERS}"));
        assert_eq!(draft.headers, [Row::new("Accept", "*/*")]);
        assert_eq!(
            (pasted.attached.len(), pasted.held_names()),
            (0, "Authorization, Cookie".into())
        );
    }

    #[test]
    fn everything_finds_its_place() {
        let (draft, pasted) = taken(
            "curl -X PUT https://api.example.com/v1/n?q=a%20b -F a=1 -F f=@/tmp/x --max-redirs 0 -m 2 -k --socks5 h",
        );
        assert_eq!(
            (draft.method.as_str(), draft.params[0].value.as_str()),
            ("PUT", "a b")
        );
        assert_eq!((draft.timeout.as_str(), draft.redirects), ("2000", false));
        assert_eq!(
            (draft.body.mode, draft.body.parts.len()),
            (BodyMode::Multipart, 2)
        );
        assert!(draft.body.parts[1].is_file);
        let expected = [
            (NoteKind::Unsupported, "-k, --socks5".to_owned()),
            (NoteKind::ReadsFile, "/tmp/x".to_owned()),
        ];
        assert_eq!(pasted.notes, expected);
    }

    #[test]
    fn what_cannot_be_read_is_said_at_the_path() {
        let refused = from_curl("curl 'https://x", "https://api.example.com").expect_err("refused");
        assert_eq!(
            (refused.place, refused.error.key.as_str()),
            (Place::Target, "curl-open-quote")
        );
    }
}
