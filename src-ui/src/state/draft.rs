//! The request in the editor.

use latchkey_ipc::{ApiCall, CallId, ErrorCode, IpcError};

use super::body::{BodyDraft, Row, sent_rows};
use super::fields::{Place, Problem, RequestTab, SentRows};
use super::query::{Param, params_of, path_of, target_with};

/// What is sent when the user presses Send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// HTTP method.
    pub method: String,
    /// Path with query, or an absolute URL.
    pub target: String,
    /// The query as a table, with the rows that are switched off.
    pub params: Vec<Param>,
    /// The headers.
    pub headers: Vec<Row>,
    /// The body.
    pub body: BodyDraft,
    /// The time-out in milliseconds, as typed; empty for the profile's.
    pub timeout: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self::get("/")
    }
}

impl Draft {
    /// A plain GET.
    pub fn get(target: &str) -> Self {
        Self::new("GET", target, BodyDraft::default())
    }

    /// A request without headers of its own.
    pub fn new(method: &str, target: &str, body: BodyDraft) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            params: params_of(target, &[]),
            headers: Vec::new(),
            body,
            timeout: String::new(),
        }
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        path_of(&self.target)
    }

    /// The call to send, and the way back from its indexes to the rows of the tables.
    pub fn to_call(&self, call_id: CallId) -> Result<Outgoing, Box<Problem>> {
        let timeout_ms = match self.timeout.trim() {
            "" => None,
            typed => Some(
                typed
                    .parse::<u64>()
                    .ok()
                    .filter(|ms| *ms > 0)
                    .ok_or_else(|| Box::new(bad_timeout(typed)))?,
            ),
        };
        let (headers, header_rows) = sent_rows(&self.headers);
        let (body, body_rows) = self.body.to_body();
        let call = ApiCall {
            call_id,
            method: self.method.trim().to_owned(),
            target: self.target.trim().to_owned(),
            headers,
            body,
            timeout_ms,
        };
        Ok(Outgoing {
            call,
            header_rows,
            body_rows,
        })
    }
}

fn bad_timeout(typed: &str) -> Problem {
    Problem {
        place: Place::Timeout,
        error: IpcError {
            code: ErrorCode::InvalidInput,
            key: "timeout-invalid".into(),
            message: "The time-out is a whole number of milliseconds above 0".into(),
            field: Some("timeout_ms".into()),
            found: Some(typed.to_owned()),
            allowed: None,
            trace: None,
        },
    }
}

/// A call with the way back to the tables it came from.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The call.
    pub call: ApiCall,
    /// Rows of the headers table.
    pub header_rows: SentRows,
    /// Rows of the form or multipart table.
    pub body_rows: SentRows,
}

impl Outgoing {
    /// The place in the editor an error belongs to, if it belongs to one.
    pub fn place_of(&self, error: &IpcError) -> Option<Place> {
        Place::of(error.field.as_deref()?, &self.header_rows, &self.body_rows)
    }
}

/// The editor: the draft, the tab in front, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Editor {
    /// The request.
    pub draft: Draft,
    /// The tab in front.
    pub tab: RequestTab,
    /// What is wrong, until the next edit.
    pub problem: Option<Problem>,
    /// Whether the user has changed or chosen anything yet.
    pub touched: bool,
}

/// What can happen to the editor.
#[derive(Debug, Clone)]
pub enum EditorAction {
    /// The method was changed.
    Method(String),
    /// The path was typed.
    Target(String),
    /// The query's table was edited.
    Params(Vec<Param>),
    /// The headers were edited.
    Headers(Vec<Row>),
    /// The body was edited.
    Body(BodyDraft),
    /// The time-out was typed.
    Timeout(String),
    /// Another tab was chosen.
    Tab(RequestTab),
    /// Another request was opened.
    Open(Draft),
    /// A first request is offered, unless the user already has one.
    Offer(Draft),
    /// The request cannot be sent like this.
    Refuse(Problem),
    /// The request was accepted.
    Accept,
}

impl Editor {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: EditorAction) -> Self {
        let mut next = self.clone();
        let edit = !matches!(
            action,
            EditorAction::Tab(_) | EditorAction::Offer(_) | EditorAction::Refuse(_)
        );
        if edit {
            next.problem = None;
            next.touched = true;
        }
        match action {
            EditorAction::Method(method) => next.draft.method = method,
            EditorAction::Target(target) => {
                next.draft.params = params_of(&target, &self.draft.params);
                next.draft.target = target;
            }
            EditorAction::Params(params) => {
                next.draft.target = target_with(&self.draft.target, &params);
                next.draft.params = params;
            }
            EditorAction::Headers(headers) => next.draft.headers = headers,
            EditorAction::Body(body) => next.draft.body = body,
            EditorAction::Timeout(timeout) => next.draft.timeout = timeout,
            EditorAction::Tab(tab) => next.tab = tab,
            EditorAction::Open(draft) => {
                next.tab = tab_for(&draft, self.tab);
                next.draft = draft;
            }
            EditorAction::Offer(draft) if !self.touched => {
                next.tab = tab_for(&draft, self.tab);
                next.draft = draft;
            }
            EditorAction::Offer(_) | EditorAction::Accept => {}
            EditorAction::Refuse(problem) => {
                next.tab = problem.place.tab().unwrap_or(self.tab);
                next.problem = Some(problem);
            }
        }
        next
    }
}

/// The tab that says most about a request that was just opened.
fn tab_for(draft: &Draft, current: RequestTab) -> RequestTab {
    use super::body::BodyMode;
    match (draft.body.mode, current) {
        (BodyMode::None, RequestTab::Body) => RequestTab::Params,
        (BodyMode::None, other) => other,
        _ => RequestTab::Body,
    }
}

super::reducible!(Editor, EditorAction);

#[cfg(test)]
mod tests {
    use super::*;

    fn invalid(field: &str) -> IpcError {
        IpcError {
            code: ErrorCode::InvalidInput,
            key: "header-name-invalid".into(),
            message: String::new(),
            field: Some(field.into()),
            found: None,
            allowed: None,
            trace: None,
        }
    }

    #[test]
    fn path_and_table_follow_each_other() {
        let editor = Editor::default().apply(EditorAction::Target("/n?a=1&b=2".into()));
        assert_eq!(editor.draft.params.len(), 2);
        let mut params = editor.draft.params.clone();
        params[0].enabled = false;
        let editor = editor.apply(EditorAction::Params(params));
        assert_eq!(editor.draft.target, "/n?b=2");
        assert_eq!(editor.draft.params.len(), 2);
    }

    #[test]
    fn a_refusal_brings_its_tab_to_the_front_and_goes_with_the_next_edit() {
        let mut off = Row::new("X-Off", "1");
        off.enabled = false;
        let editor = Editor::default().apply(EditorAction::Headers(vec![off, Row::new("bad name", "1")]));
        let out = editor.draft.to_call("1".into()).expect("a usable draft");
        let error = invalid("headers[0].name");
        let place = out.place_of(&error).expect("a place");
        assert_eq!(place, Place::HeaderName(1));
        let editor = editor.apply(EditorAction::Refuse(Problem { place, error }));
        assert_eq!(editor.tab, RequestTab::Headers);
        assert!(editor.problem.is_some());
        let editor = editor.apply(EditorAction::Target("/x".into()));
        assert!(editor.problem.is_none());
    }

    #[test]
    fn an_offer_never_replaces_what_the_user_has_begun() {
        let offered = Editor::default().apply(EditorAction::Offer(Draft::get("/api/notes")));
        assert_eq!(offered.draft.target, "/api/notes");
        let begun = offered.apply(EditorAction::Target("/mine".into()));
        assert_eq!(
            begun.apply(EditorAction::Offer(Draft::get("/x"))).draft.target,
            "/mine"
        );
    }

    #[test]
    fn the_time_out_is_a_number_above_zero_or_nothing() {
        let with = |typed: &str| {
            Draft {
                timeout: typed.into(),
                ..Draft::default()
            }
            .to_call("1".into())
        };
        assert_eq!(with("").expect("no time-out").call.timeout_ms, None);
        assert_eq!(with(" 1500 ").expect("a time-out").call.timeout_ms, Some(1500));
        for bad in ["0", "-1", "1.5", "ten", "99999999999999999999999"] {
            assert_eq!(with(bad).expect_err("refused").place, Place::Timeout, "{bad}");
        }
    }

    #[test]
    fn opening_a_request_with_a_body_shows_the_body() {
        let draft = Draft::new("POST", "/api/notes", BodyDraft::json("{}"));
        assert_eq!(
            Editor::default().apply(EditorAction::Open(draft)).tab,
            RequestTab::Body
        );
    }
}
