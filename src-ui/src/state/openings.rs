//! What was opened from outside and waits for the user: links and files.

use std::collections::BTreeSet;
use std::rc::Rc;

use latchkey_ipc::{NameValue, OfferedBody, OfferedRequest, Opened, Opening};

use super::body::{BodyDraft, BodyMode, Row};
use super::draft::Draft;

/// What waits for the user.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Openings {
    waiting: Rc<Vec<Opening>>,
    settled: BTreeSet<u64>,
}

/// What can happen to it.
#[derive(Debug, Clone)]
pub enum OpeningAction {
    /// The shell said what waits.
    Asked(Vec<Opening>),
    /// The user has decided.
    Settled(u64),
}

impl Openings {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: OpeningAction) -> Self {
        let mut next = self.clone();
        match action {
            // The shell may have said so before it heard of a decision.
            OpeningAction::Asked(waiting) => next.waiting = Rc::new(waiting),
            OpeningAction::Settled(id) => drop(next.settled.insert(id)),
        }
        let undecided = next.waiting.iter().filter(|it| !next.settled.contains(&it.id));
        next.waiting = Rc::new(undecided.cloned().collect());
        next
    }

    /// What comes next. A request needs somebody signed in, and holds nothing up until then.
    pub fn next(&self, signed_in: bool) -> Option<&Opening> {
        let can_be_shown = |it: &&Opening| signed_in || !matches!(it.what, Opened::Request { .. });
        self.waiting.iter().find(can_be_shown)
    }

    /// The requests that wait.
    pub fn requests(&self) -> impl Iterator<Item = (u64, &OfferedRequest)> {
        self.waiting.iter().filter_map(|it| match &it.what {
            Opened::Request { request } => Some((it.id, request)),
            _ => None,
        })
    }

    /// How many wait behind the one that is shown.
    pub fn behind(&self) -> usize {
        self.waiting.len().saturating_sub(1)
    }
}

/// The request to put into the editor.
pub fn draft_of(request: &OfferedRequest) -> Draft {
    let mut body = BodyDraft::default();
    match request.body.clone() {
        OfferedBody::None => {}
        OfferedBody::Json { text } => body = BodyDraft::json(text),
        OfferedBody::Text { text } => {
            body.mode = BodyMode::Text;
            body.text = text;
        }
        OfferedBody::Form { fields } => {
            body.mode = BodyMode::Form;
            body.form = rows(&fields);
        }
    }
    Draft {
        headers: rows(&request.headers),
        ..Draft::new(&request.method, &request.target, body)
    }
}

fn rows(pairs: &[NameValue]) -> Vec<Row> {
    pairs
        .iter()
        .map(|pair| Row::new(&pair.name, &pair.value))
        .collect()
}

/// Method and target in the length of a sentence.
pub fn request_line(method: &str, target: &str) -> String {
    const SHOWN: usize = 80;
    let mut line: String = target.chars().take(SHOWN).collect();
    if line.len() < target.len() {
        line.push('…');
    }
    format!("{method} {line}")
}

/// Whether a request goes to the server of a session, whose token then goes along. The shell decides that anew, and
/// alone, when the request is sent.
pub fn goes_home(request: &OfferedRequest, base_url: &str) -> bool {
    request.origin.as_deref().is_none_or(|origin| {
        let below = base_url.strip_prefix(origin);
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

super::reducible!(Openings, OpeningAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{error, offered};

    fn opening(id: u64, what: Opened) -> Opening {
        Opening { id, what }
    }

    fn request(id: u64) -> Opening {
        let request = offered("GET", "/api/notes");
        opening(id, Opened::Request { request })
    }

    fn bad(id: u64) -> Opening {
        opening(
            id,
            Opened::BadLink {
                error: error("link-url"),
            },
        )
    }

    #[test]
    fn a_request_waits_for_a_session_and_holds_nothing_up() {
        let openings = Openings::default().apply(OpeningAction::Asked(vec![request(1), bad(2)]));
        assert_eq!(openings.next(false).map(|it| it.id), Some(2));
        assert_eq!(openings.next(true).map(|it| it.id), Some(1));
        assert_eq!(openings.requests().count(), 1);
        assert_eq!(openings.behind(), 1);
    }

    #[test]
    fn what_was_decided_does_not_come_again() {
        let openings = Openings::default()
            .apply(OpeningAction::Asked(vec![request(1)]))
            .apply(OpeningAction::Settled(1));
        assert!(openings.next(true).is_none());
        let late = openings.apply(OpeningAction::Asked(vec![request(1), request(3)]));
        assert_eq!(late.next(true).map(|it| it.id), Some(3));
    }

    #[test]
    fn what_is_offered_is_what_is_put_into_the_editor() {
        let mut request = offered("PUT", "/api/notes/1?a=1");
        let pair = NameValue {
            name: "X-A".into(),
            value: "1".into(),
        };
        request.headers = vec![pair.clone()];
        request.body = OfferedBody::Form { fields: vec![pair] };
        let draft = draft_of(&request);
        assert_eq!(
            (draft.method.as_str(), draft.target.as_str()),
            ("PUT", "/api/notes/1?a=1")
        );
        assert_eq!(draft.params.len(), 1);
        assert_eq!(draft.headers, [Row::new("X-A", "1")]);
        assert_eq!(
            (draft.body.mode, draft.body.form),
            (BodyMode::Form, vec![Row::new("X-A", "1")])
        );
        request.body = OfferedBody::Text { text: "hi".into() };
        assert_eq!(draft_of(&request).body.text, "hi");
    }

    #[test]
    fn another_origin_is_told_from_the_servers_own() {
        let to = |origin: Option<&str>| OfferedRequest {
            origin: origin.map(str::to_owned),
            ..offered("GET", "/")
        };
        for (origin, home) in [
            (None, true),
            (Some("https://a.example"), true),
            (Some("https://a.exampl"), false),
            (Some("http://a.example"), false),
            (Some("https://a.example:8443"), false),
        ] {
            assert_eq!(goes_home(&to(origin), "https://a.example/v1"), home, "{origin:?}");
        }
        assert!(goes_home(&to(Some("https://a.example")), "https://a.example"));
        assert!(!goes_home(
            &to(Some("https://a.example")),
            "https://a.example.evil"
        ));
    }

    #[test]
    fn a_long_target_is_cut_for_a_sentence() {
        assert_eq!(request_line("GET", "/a"), "GET /a");
        assert_eq!(request_line("GET", &"é".repeat(200)).chars().count(), 4 + 80 + 1);
    }
}
