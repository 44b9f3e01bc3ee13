//! What a request may be made of: header fields with their usual values, and the paths of this window.

use std::collections::BTreeSet;
use std::rc::Rc;

use latchkey_ipc::{CollectionView, HistoryPage, SavedItem};
use yew::AttrValue;

use super::samples::GROUPS;

/// How many paths are kept in mind at most.
const PATHS: usize = 2_000;

const MEDIA_TYPES: &[&str] = &[
    "application/json",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/yaml",
    "application/x-ndjson",
    "application/octet-stream",
    "application/pdf",
    "text/plain; charset=utf-8",
    "text/html",
    "text/csv",
    "text/event-stream",
    "image/png",
    "image/svg+xml",
    "*/*",
];
const CODINGS: &[&str] = &["gzip", "br", "deflate", "zstd", "identity"];

/// Fields of a request that are written by hand, by the names of the registry (RFC 9110, section 18.4), and what usually
/// stands in them. Those that the client itself answers for are left out: Authorization, Content-Length, Host and others.
const HEADERS: &[(&str, &[&str])] = &[
    ("Accept", MEDIA_TYPES),
    ("Accept-Encoding", CODINGS),
    (
        "Accept-Language",
        &["en", "ko", "en-US,en;q=0.9", "ko-KR,ko;q=0.9,en;q=0.8"],
    ),
    (
        "Cache-Control",
        &["no-cache", "no-store", "max-age=0", "only-if-cached"],
    ),
    ("Content-Encoding", CODINGS),
    ("Content-Language", &["en", "ko"]),
    ("Content-Type", MEDIA_TYPES),
    ("Cookie", &[]),
    ("Date", &[]),
    ("Expect", &["100-continue"]),
    ("Forwarded", &[]),
    ("From", &[]),
    ("Idempotency-Key", &[]),
    ("If-Match", &["*"]),
    ("If-Modified-Since", &[]),
    ("If-None-Match", &["*"]),
    ("If-Unmodified-Since", &[]),
    ("Last-Event-ID", &[]),
    ("Link", &[]),
    ("Origin", &[]),
    ("Pragma", &["no-cache"]),
    (
        "Prefer",
        &[
            "return=minimal",
            "return=representation",
            "respond-async",
            "handling=strict",
        ],
    ),
    ("Priority", &["u=1", "u=3, i"]),
    ("Range", &["bytes=0-1023"]),
    ("Referer", &[]),
    ("TE", &["trailers"]),
    ("Traceparent", &[]),
    ("Tracestate", &[]),
    ("User-Agent", &[]),
    ("X-Correlation-ID", &[]),
    ("X-Forwarded-For", &[]),
    ("X-HTTP-Method-Override", &["PUT", "PATCH", "DELETE"]),
    ("X-Request-ID", &[]),
    ("X-Requested-With", &["XMLHttpRequest"]),
];

/// The names of header fields.
pub fn header_names() -> Rc<[AttrValue]> {
    HEADERS.iter().map(|(name, _)| AttrValue::Static(name)).collect()
}

/// What usually stands in a header field.
pub fn header_values(name: &str) -> Rc<[AttrValue]> {
    let field = HEADERS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name.trim()));
    let values = field.map_or(&[][..], |(_, values)| values);
    values.iter().copied().map(AttrValue::Static).collect()
}

/// Paths that were sent, are saved, are `open`, or are examples, each once, the likeliest first. What is not a path, as that of
/// a new request, is none.
pub fn paths(
    open: &[String],
    history: Option<&HistoryPage>,
    collection: Option<&CollectionView>,
    samples: bool,
) -> Rc<[AttrValue]> {
    let sent = history.into_iter().flat_map(|page| &page.entries);
    let sent = sent.map(|entry| entry.target.as_str());
    let mut saved = Vec::new();
    if let Some(collection) = collection {
        add(&collection.items, &mut saved);
    }
    let open = open.iter().map(String::as_str);
    let samples = GROUPS.iter().filter(|_| samples).flat_map(|group| group.samples);
    let all = sent.chain(saved).chain(open).chain(samples.map(|it| it.target));
    let mut known = BTreeSet::new();
    all.filter(|target| target.len() > 1 && known.insert(*target))
        .take(PATHS)
        .map(|target| AttrValue::from(target.to_owned()))
        .collect()
}

fn add<'a>(items: &'a [SavedItem], to: &mut Vec<&'a str>) {
    for item in items {
        match item {
            SavedItem::Folder { items, .. } => add(items, to),
            SavedItem::Request { target, .. } => to.push(target),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_the_name_however_it_is_written() {
        let values = header_values(" content-type ");
        assert!(values.iter().any(|value| value == "application/json"));
        assert!(header_values("X-Anything").is_empty());
        assert!(header_names().iter().all(|name| name != "Authorization"));
    }

    #[test]
    fn each_path_is_known_once() {
        let known = paths(&[], None, None, true);
        let distinct: BTreeSet<_> = known.iter().collect();
        assert_eq!(distinct.len(), known.len());
        assert!(known.iter().any(|path| path == "/api/notes?limit=20"));
        assert!(paths(&[], None, None, false).is_empty());
    }
}
