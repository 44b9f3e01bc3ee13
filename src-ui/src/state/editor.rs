//! The request editor: what is written, which tab is in front, and what is wrong.

use super::body::{BodyDraft, BodyMode, Row};
use super::draft::Draft;
use super::fields::{Problem, RequestTab};
use super::list::ListEdit;
use super::query::{params_after, params_of, target_with};

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
    /// Whether the user wants it sent, as it is after every edit before.
    pub wants_send: bool,
}

/// What can happen to the editor.
#[derive(Debug, Clone)]
pub enum EditorAction {
    /// The method was changed.
    Method(String),
    /// The path was typed.
    Target(String),
    /// The query's table was edited.
    Params(ListEdit<Row>),
    /// The headers were edited.
    Headers(ListEdit<Row>),
    /// The body was edited.
    Body(BodyDraft),
    /// The time-out was typed.
    Timeout(String),
    /// Another tab was chosen.
    Tab(RequestTab),
    /// Another request was opened.
    Open(Draft),
    /// What was written in an earlier run, or before the window was loaded anew, is there again.
    Restore(Draft),
    /// A first request is offered, unless the user already has one.
    Offer(Draft),
    /// The user wants it sent.
    Send,
    /// That was seen to.
    SendTaken,
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
            EditorAction::Tab(_)
                | EditorAction::Offer(_)
                | EditorAction::Refuse(_)
                | EditorAction::Send
                | EditorAction::SendTaken
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
            EditorAction::Params(edit) => {
                let params = params_after(&self.draft.params, edit);
                next.draft.target = target_with(&self.draft.target, &params);
                next.draft.params = params;
            }
            EditorAction::Headers(edit) => next.draft.headers = edit.apply(&self.draft.headers),
            EditorAction::Body(body) => next.draft.body = body,
            EditorAction::Timeout(timeout) => next.draft.timeout = timeout,
            EditorAction::Tab(tab) => next.tab = tab,
            EditorAction::Open(draft) | EditorAction::Restore(draft) => {
                next.tab = tab_for(&draft, self.tab);
                next.draft = draft;
            }
            EditorAction::Offer(draft) if !self.touched => {
                next.tab = tab_for(&draft, self.tab);
                next.draft = draft;
            }
            EditorAction::Send => next.wants_send = true,
            EditorAction::SendTaken => next.wants_send = false,
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
    match (draft.body.mode, current) {
        (BodyMode::None, RequestTab::Body) => RequestTab::Params,
        (BodyMode::None, other) => other,
        _ => RequestTab::Body,
    }
}

super::reducible!(Editor, EditorAction);

#[cfg(test)]
mod tests {
    use latchkey_ipc::{ErrorCode, IpcError};

    use super::*;
    use crate::state::fields::Place;

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
        let mut row = Row::from(&editor.draft.params[0]);
        row.enabled = false;
        let editor = editor.apply(EditorAction::Params(ListEdit::Set(0, row)));
        assert_eq!(editor.draft.target, "/n?b=2");
        assert_eq!(editor.draft.params.len(), 2);
    }

    #[test]
    fn a_refusal_brings_its_tab_to_the_front_and_goes_with_the_next_edit() {
        let mut off = Row::new("X-Off", "1");
        off.enabled = false;
        let editor = Editor::default()
            .apply(EditorAction::Headers(ListEdit::Set(0, off)))
            .apply(EditorAction::Headers(ListEdit::Set(1, Row::new("bad name", "1"))));
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
    fn what_is_sent_includes_the_edit_just_before() {
        let editor = Editor::default()
            .apply(EditorAction::Target("/new".into()))
            .apply(EditorAction::Send);
        assert!(editor.wants_send);
        assert_eq!(editor.draft.target, "/new");
        assert!(!editor.apply(EditorAction::SendTaken).wants_send);
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
    fn opening_a_request_with_a_body_shows_the_body() {
        let draft = Draft::new("POST", "/api/notes", BodyDraft::json("{}"));
        assert_eq!(
            Editor::default().apply(EditorAction::Open(draft)).tab,
            RequestTab::Body
        );
    }
}
