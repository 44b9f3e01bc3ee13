use latchkey_collection::Request;
use latchkey_history::{Entry, History, Outcome, Query};

pub(crate) fn entry(target: &str) -> Entry {
    Entry {
        at_ms: 1_800_000_000_000,
        profile: "team".to_owned(),
        server: "Team API".to_owned(),
        user: "ann".to_owned(),
        took_us: 48_000,
        size: Some(3_100),
        ..Entry::new(Request::new("", "GET", target), Outcome::Status(200))
    }
}

pub(crate) fn all(history: &History) -> Vec<String> {
    targets(
        history,
        &Query {
            count: usize::MAX,
            ..Query::default()
        },
    )
}

pub(crate) fn targets(history: &History, query: &Query<'_>) -> Vec<String> {
    let page = history.page(query);
    page.entries
        .iter()
        .map(|(_, entry)| entry.request.target.clone())
        .collect()
}
