//! The words of a command, one option after the other.

use latchkey_profile::credential::is_secret;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    Credential, CurlRequest,
    body::{self, Body, Part, PartValue},
    error::CurlError,
    note::{Note, NoteKind},
    options::{Known, by_letter, by_name, is_quiet},
    url,
};

/// What `--data-urlencode` leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Headers that the connection sets itself.
const CONNECTION: [&str; 5] = [
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "transfer-encoding",
];

/// What the words said so far.
#[derive(Default)]
pub(crate) struct Reader {
    request: CurlRequest,
    method: Option<String>,
    url: Option<String>,
    query: Vec<String>,
    data: Option<String>,
    file: Option<String>,
    parts: Option<Vec<Part>>,
    json: bool,
    kind: Kind,
}

/// What the command asks for, beside or instead of sending data.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What the data says.
    #[default]
    Usual,
    /// The data goes into the query.
    Get,
    /// The same, and the head of the answer is all that is wanted.
    Head,
    /// A file is put there.
    Upload,
}

impl Reader {
    /// Reads all words after the first.
    pub(crate) fn read(&mut self, words: impl Iterator<Item = String>) -> Result<(), CurlError> {
        let mut words = words;
        let mut options = true;
        while let Some(word) = words.next() {
            if !options || word == "-" || !word.starts_with('-') {
                self.address(word);
            } else if word == "--" {
                options = false;
            } else if let Some(name) = word.strip_prefix("--") {
                self.long(name, &mut words)?;
            } else {
                self.short(&word[1..], &mut words)?;
            }
            if self
                .request
                .notes
                .last()
                .is_some_and(|note| note.kind == NoteKind::More)
            {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn note(&mut self, kind: NoteKind, what: String) {
        let note = Note { kind, what };
        if !self.request.notes.contains(&note) {
            self.request.notes.push(note);
        }
    }

    fn long(&mut self, name: &str, words: &mut impl Iterator<Item = String>) -> Result<(), CurlError> {
        let off = || name.strip_prefix("no-").and_then(by_name);
        let known = by_name(name).map(|known| (known, true));
        let known = known.or_else(|| Some((off().filter(|it| !it.takes_value)?, false)));
        let Some((known, on)) = known else {
            self.note(NoteKind::Unknown, format!("--{}", shown(name)));
            return Ok(());
        };
        let written = format!("--{name}");
        if known.takes_value {
            let value = words.next().ok_or_else(|| CurlError::NoValue {
                option: written.clone(),
            })?;
            self.option(known, &written, value);
        } else {
            self.flag(known.name, &written, on);
        }
        Ok(())
    }

    /// Letters that stand together; what follows one that takes a value is the value.
    fn short(&mut self, letters: &str, words: &mut impl Iterator<Item = String>) -> Result<(), CurlError> {
        for (at, letter) in letters.char_indices() {
            let written = format!("-{letter}");
            let Some(known) = by_letter(letter) else {
                self.note(NoteKind::Unknown, written);
                continue;
            };
            if !known.takes_value {
                self.flag(known.name, &written, true);
                continue;
            }
            let rest = &letters[at + letter.len_utf8()..];
            let value = if rest.is_empty() {
                words.next().ok_or_else(|| CurlError::NoValue {
                    option: written.clone(),
                })?
            } else {
                rest.to_owned()
            };
            self.option(known, &written, value);
            break;
        }
        Ok(())
    }

    fn flag(&mut self, name: &str, written: &str, on: bool) {
        match name {
            "get" if self.kind != Kind::Head => self.kind = if on { Kind::Get } else { Kind::Usual },
            "get" => {}
            "head" => self.kind = if on { Kind::Head } else { Kind::Usual },
            "location" | "location-trusted" | "follow" => self.request.redirects = Some(on),
            "next" => self.note(NoteKind::More, String::new()),
            _ if is_quiet(name) => {}
            _ => self.note(NoteKind::Unsupported, written.to_owned()),
        }
    }

    fn option(&mut self, known: Known, written: &str, value: String) {
        match known.name {
            "request" => self.method = Some(value),
            "url" => self.address(value),
            "header" => self.header(&value),
            "data" | "data-ascii" | "data-binary" => match value.strip_prefix('@') {
                Some(path) => self.data_of_file(written, path),
                None => self.add_data(&value),
            },
            "data-raw" => self.add_data(&value),
            "json" => {
                self.json = true;
                match value.strip_prefix('@') {
                    Some(path) => self.data_of_file(written, path),
                    // Several are put together as they are.
                    None => self.data.get_or_insert_default().push_str(&value),
                }
            }
            "data-urlencode" => {
                if let Some(data) = self.url_encoded(written, &value) {
                    self.add_data(&data);
                }
            }
            "url-query" => {
                let as_it_is = value.strip_prefix('+').map(str::to_owned);
                let query = as_it_is.or_else(|| self.url_encoded(written, &value));
                self.query.extend(query);
            }
            "form" => self.part(written, &value),
            "form-string" => {
                let (name, text) = value.split_once('=').unwrap_or((&value, ""));
                self.add_part(name, PartValue::Text(text.to_owned()));
            }
            "upload-file" if value == "-" || value == "." => {
                self.note(NoteKind::FileContent, written.to_owned());
            }
            "upload-file" => {
                self.kind = Kind::Upload;
                self.file = Some(value);
            }
            "max-time" => match milliseconds(&value) {
                Some(ms) => self.request.max_time_ms = Some(ms),
                None => self.note(NoteKind::Unsupported, written.to_owned()),
            },
            "max-redirs" if value.trim() == "0" => self.request.redirects = Some(false),
            "user-agent" => self.add_header("User-Agent", value),
            "referer" => self.add_header("Referer", value.trim_end_matches(";auto").to_owned()),
            "range" => self.add_header("Range", format!("bytes={value}")),
            // Without an equals sign it is the name of a file.
            "cookie" if value.contains('=') => self.add_header("Cookie", value),
            "cookie" => self.note(NoteKind::FileContent, written.to_owned()),
            "oauth2-bearer" => self.add_header("Authorization", format!("Bearer {value}")),
            "user" => self.note(NoteKind::User, written.to_owned()),
            name if is_quiet(name) => {}
            _ => self.note(NoteKind::Unsupported, written.to_owned()),
        }
    }

    fn address(&mut self, typed: String) {
        if self.url.is_none() {
            self.url = Some(typed);
        } else {
            self.note(NoteKind::AnotherUrl, String::new());
        }
    }

    fn header(&mut self, line: &str) {
        if line.starts_with('@') {
            return self.note(NoteKind::FileContent, "-H".to_owned());
        }
        // The parts of HTTP/2's first line, which old browsers wrote as headers.
        if line.starts_with(':') {
            return;
        }
        match line.split_once(':') {
            // A name alone takes a header of curl's own away, and there is none here.
            Some((_, value)) if value.trim().is_empty() => {}
            Some((name, value)) => self.add_header(name.trim(), value.trim().to_owned()),
            None => {
                if let Some(name) = line.strip_suffix(';') {
                    self.add_header(name.trim(), String::new());
                }
            }
        }
    }

    fn add_header(&mut self, name: &str, value: String) {
        if CONNECTION.contains(&name.to_ascii_lowercase().as_str()) {
            return self.note(NoteKind::Connection, name.to_owned());
        }
        let name = name.to_owned();
        if is_secret(&name) {
            self.request.credentials.push(Credential { name, value });
        } else {
            self.request.headers.push((name, value));
        }
    }

    fn add_data(&mut self, more: &str) {
        match &mut self.data {
            Some(data) => {
                data.push('&');
                data.push_str(more);
            }
            none => *none = Some(more.to_owned()),
        }
    }

    fn data_of_file(&mut self, written: &str, path: &str) {
        // Only one file alone can be the body.
        if path == "-" || self.file.is_some() || self.data.is_some() {
            self.note(NoteKind::FileContent, written.to_owned());
        } else {
            self.file = Some(path.to_owned());
        }
    }

    /// `content`, `=content` or `name=content`; the other two forms name files.
    fn url_encoded(&mut self, written: &str, value: &str) -> Option<String> {
        let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        match value.find(['=', '@']) {
            Some(at) if value[at..].starts_with('@') => {
                self.note(NoteKind::FileContent, written.to_owned());
                None
            }
            Some(0) => Some(encode(&value[1..])),
            Some(at) => Some(format!("{}={}", &value[..at], encode(&value[at + 1..]))),
            None => Some(encode(value)),
        }
    }

    fn part(&mut self, written: &str, value: &str) {
        let (name, content) = value.split_once('=').unwrap_or((value, ""));
        if content.starts_with('<') {
            return self.note(NoteKind::FileContent, written.to_owned());
        }
        let (files, is_file) = content
            .strip_prefix('@')
            .map_or((content, false), |it| (it, true));
        let (text, more) = unquoted(files);
        if !more.is_empty() {
            // `;type=…` and the like.
            self.note(
                NoteKind::Unsupported,
                format!("{written} {name}={}", shown(&more)),
            );
        }
        let value = if is_file {
            PartValue::File(text)
        } else {
            PartValue::Text(text)
        };
        self.add_part(name, value);
    }

    fn add_part(&mut self, name: &str, value: PartValue) {
        let name = name.to_owned();
        self.parts.get_or_insert_default().push(Part { name, value });
    }

    /// The request that all words make.
    pub(crate) fn finish(mut self) -> Result<CurlRequest, CurlError> {
        let (mut url, had_user) = url::read(&self.url.take().ok_or(CurlError::NoUrl)?)?;
        if had_user {
            self.note(NoteKind::User, String::new());
        }
        if matches!(self.kind, Kind::Get | Kind::Head) {
            self.query.extend(self.data.take());
        }
        for query in self.query.iter().filter(|it| !it.is_empty()) {
            url = url::with_query(&url, query);
        }
        let has_body = self.data.is_some() || self.file.is_some() || self.parts.is_some();
        let usual = match self.kind {
            Kind::Head => "HEAD",
            Kind::Upload => "PUT",
            Kind::Usual if has_body => "POST",
            Kind::Get | Kind::Usual => "GET",
        };
        let mut request = self.request;
        request.method = self.method.take().unwrap_or_else(|| usual.to_owned());
        request.url = url;
        if self.json {
            for (name, value) in [
                ("Content-Type", "application/json"),
                ("Accept", "application/json"),
            ] {
                if !request
                    .headers
                    .iter()
                    .any(|(known, _)| known.eq_ignore_ascii_case(name))
                {
                    request.headers.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        let data = self.data;
        request.body = match (self.parts, self.file, data) {
            (Some(parts), ..) => Body::Multipart(parts),
            (None, Some(path), _) => Body::File(path),
            (None, None, Some(data)) => body::of_data(data, &mut request.headers),
            (None, None, None) => Body::None,
        };
        if let Body::Multipart(parts) = &request.body {
            // Its own says where the parts end.
            request
                .headers
                .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            let files = parts.iter().filter_map(|part| match &part.value {
                PartValue::File(path) => Some(path.clone()),
                PartValue::Text(_) => None,
            });
            let what = files.map(|what| Note {
                kind: NoteKind::ReadsFile,
                what,
            });
            request.notes.extend(what);
        } else if let Body::File(path) = &request.body {
            let what = path.clone();
            request.notes.push(Note {
                kind: NoteKind::ReadsFile,
                what,
            });
        }
        Ok(request)
    }
}

/// The content of a part up to its first `;`, and what stands behind. In quotes it may hold any.
fn unquoted(content: &str) -> (String, String) {
    let Some(inner) = content.strip_prefix('"') else {
        // In a text, a semicolon is one unless it begins what curl knows.
        let end = [";type=", ";filename=", ";headers=", ";encoder="]
            .iter()
            .filter_map(|it| content.find(it))
            .min()
            .unwrap_or(content.len());
        return (content[..end].to_owned(), content[end..].to_owned());
    };
    let mut text = String::new();
    let mut rest = inner.chars();
    while let Some(it) = rest.next() {
        match it {
            '"' => return (text, rest.as_str().to_owned()),
            '\\' => text.extend(rest.next()),
            other => text.push(other),
        }
    }
    // Not closed: then the quote is text.
    (content.to_owned(), String::new())
}

/// Seconds, perhaps with a fraction, as milliseconds. Digit by digit: what reads any floating point number brings ten
/// kilobytes of tables along.
fn milliseconds(seconds: &str) -> Option<u64> {
    let seconds = seconds.trim();
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    if !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = match whole {
        "" if !fraction.is_empty() => 0,
        whole => whole.parse().ok()?,
    };
    let thousandths: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let ms = whole.checked_mul(1_000)?.checked_add(thousandths)?;
    Some(ms).filter(|ms| *ms > 0)
}

/// The beginning of a text, for a note.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}
