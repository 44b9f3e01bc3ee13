//! The request editor: what is written, which tab is in front, and what is wrong.

use super::body::{BodyDraft, BodyMode, PartRow, Row};
use super::draft::Draft;
use super::fields::{Problem, RequestTab};
use super::list::ListEdit;
use super::past::{Past, Step};
use super::pasted::Pasted;
use super::path_params::path_params;
use super::query::{params_after, params_of, target_with};

/// The editor: the draft, the tab in front, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one request"
)]
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
    /// What is to be said about a request that was taken from a command.
    pub pasted: Option<Pasted>,
    /// Whether the last thing that happened to the request was one step that can be undone as a whole.
    pub stepped: bool,
    /// Whether the body is as it was saved, by whomever: nobody here has touched it.
    pub foreign_body: bool,
    past: Past,
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
    /// The value of the path's parameter in this row was typed.
    PathParam(usize, String),
    /// The headers were edited.
    Headers(ListEdit<Row>),
    /// The body was edited.
    Body(BodyDraft),
    /// Files were dropped, or chosen to be parts: these are their paths.
    Files(Vec<String>),
    /// The time-out was typed.
    Timeout(String),
    /// Redirects were switched on or off.
    Redirects(bool),
    /// Another tab was chosen.
    Tab(RequestTab),
    /// Another request was opened.
    Open(Draft),
    /// A command was pasted, and this is its request.
    Paste(Box<(Draft, Pasted)>),
    /// The headers with credentials, which were held back, are wanted all the same.
    TakeHeld,
    /// What was said about the pasted request has been read.
    PasteRead,
    /// The last step is taken back.
    Undo,
    /// It is made again.
    Redo,
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
                | EditorAction::Accept
                | EditorAction::PasteRead
        );
        if edit {
            next.problem = None;
            next.touched = true;
            next.stepped = self.is_step(&action);
            if next.stepped {
                next.past.remember(self.as_step());
            }
        }
        match action {
            EditorAction::Method(method) => next.draft.method = method,
            EditorAction::Target(target) => {
                next.draft.params = params_of(&target, &self.draft.params);
                next.draft.path_params = path_params(&target, &self.draft.path_params);
                next.draft.target = target;
            }
            EditorAction::Params(edit) => {
                let params = params_after(&self.draft.params, edit);
                next.draft.target = target_with(&self.draft.target, &params);
                next.draft.params = params;
            }
            EditorAction::PathParam(at, value) => {
                if let Some(row) = next.draft.path_params.get_mut(at) {
                    row.value = value;
                }
            }
            EditorAction::Headers(edit) => next.draft.headers = edit.apply(&self.draft.headers),
            EditorAction::Body(body) => {
                next.draft.body = body;
                next.foreign_body = false;
            }
            EditorAction::Files(paths) => next.take_files(paths),
            EditorAction::Timeout(timeout) => next.draft.timeout = timeout,
            EditorAction::Redirects(redirects) => next.draft.redirects = redirects,
            EditorAction::Tab(tab) => next.tab = tab,
            EditorAction::Open(draft) | EditorAction::Restore(draft) => {
                next.foreign_body = false;
                next.pasted = None;
                next.show(draft);
            }
            EditorAction::Paste(pasted) => {
                let (draft, pasted) = *pasted;
                next.foreign_body = false;
                next.pasted = Some(pasted);
                next.show(draft);
            }
            EditorAction::TakeHeld => next.take_held(),
            EditorAction::PasteRead => next.pasted = None,
            EditorAction::Undo => {
                next.pasted = None;
                let before = next.past.undo(self.as_step());
                next.go_to(before);
            }
            EditorAction::Redo => {
                let after = next.past.redo(self.as_step());
                next.go_to(after);
            }
            EditorAction::Offer(draft) if !self.touched => next.show(draft),
            EditorAction::Send => next.wants_send = true,
            EditorAction::SendTaken => next.wants_send = false,
            EditorAction::Offer(_) => {}
            EditorAction::Accept => {
                next.problem = None;
                next.touched = true;
                // What is held back may be why the server refuses it.
                next.pasted = next.pasted.filter(|pasted| !pasted.held.is_empty());
            }
            EditorAction::Refuse(problem) => {
                next.tab = problem.place.tab().unwrap_or(self.tab);
                next.problem = Some(problem);
            }
        }
        next
    }

    fn as_step(&self) -> Step {
        Step {
            draft: self.draft.clone(),
            foreign_body: self.foreign_body,
        }
    }

    fn go_to(&mut self, step: Option<Step>) {
        if let Some(step) = step {
            self.foreign_body = step.foreign_body;
            self.show(step.draft);
        }
    }

    fn show(&mut self, draft: Draft) {
        self.tab = tab_for(&draft, self.tab);
        self.draft = draft;
    }

    /// A single file where the body is one; otherwise each is a part.
    fn take_files(&mut self, mut paths: Vec<String>) {
        self.tab = RequestTab::Body;
        self.foreign_body = false;
        let body = &mut self.draft.body;
        if body.mode == BodyMode::File && paths.len() == 1 {
            body.file = paths.remove(0);
            return;
        }
        body.mode = BodyMode::Multipart;
        body.parts.extend(paths.into_iter().map(|path| PartRow {
            row: Row::new("file".to_owned(), path),
            is_file: true,
        }));
    }

    fn take_held(&mut self) {
        if let Some(pasted) = &mut self.pasted {
            let held = std::mem::take(&mut pasted.held);
            let rows = held.into_iter().map(|it| Row::new(it.name, it.value));
            self.draft.headers.extend(rows);
            self.tab = RequestTab::Headers;
        }
    }

    /// Whether an action changes more than a text that the user types, whose field knows how to undo that itself.
    fn is_step(&self, action: &EditorAction) -> bool {
        match action {
            EditorAction::Open(_)
            | EditorAction::Paste(_)
            | EditorAction::TakeHeld
            | EditorAction::Files(_) => true,
            EditorAction::Params(edit) | EditorAction::Headers(edit) => matches!(edit, ListEdit::Remove(_)),
            EditorAction::Body(body) => {
                let before = &self.draft.body;
                body.form.len() < before.form.len() || body.parts.len() < before.parts.len()
            }
            _ => false,
        }
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
    fn files_become_the_body_where_it_is_one_and_parts_otherwise() {
        let files = |paths: &[&str]| EditorAction::Files(paths.iter().map(ToString::to_string).collect());
        let parts = Editor::default().apply(files(&["/a.png", "/b.png"]));
        assert_eq!(parts.tab, RequestTab::Body);
        assert_eq!(parts.draft.body.mode, BodyMode::Multipart);
        let more = parts.apply(files(&["/c.png"]));
        let paths: Vec<_> = more
            .draft
            .body
            .parts
            .iter()
            .map(|part| part.row.value.as_str())
            .collect();
        assert_eq!(paths, ["/a.png", "/b.png", "/c.png"]);
        assert!(
            more.draft
                .body
                .parts
                .iter()
                .all(|part| part.is_file && part.row.enabled)
        );
        assert_eq!(more.apply(EditorAction::Undo).draft, parts.draft);

        let mut file = Editor::default();
        file.draft.body.mode = BodyMode::File;
        let chosen = file.apply(files(&["/a.png"]));
        assert_eq!(
            (chosen.draft.body.mode, chosen.draft.body.file.as_str()),
            (BodyMode::File, "/a.png")
        );
        assert_eq!(
            file.apply(files(&["/a", "/b"])).draft.body.mode,
            BodyMode::Multipart
        );
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
    fn a_pasted_request_can_be_taken_back_and_its_credentials_are_the_users_choice() {
        let pasted =
            super::super::pasted::from_curl("curl https://a.example -b id=1 -d x=1", "https://b.example");
        let editor = Editor::default()
            .apply(EditorAction::Target("/mine".into()))
            .apply(EditorAction::Paste(Box::new(pasted.expect("a request"))));
        assert!(editor.stepped && editor.draft.headers.is_empty());
        let taken = editor.apply(EditorAction::TakeHeld);
        assert_eq!(taken.draft.headers, [Row::new("Cookie", "id=1")]);
        let undone = taken.apply(EditorAction::Undo).apply(EditorAction::Undo);
        assert_eq!((undone.draft.target.as_str(), undone.pasted), ("/mine", None));
        assert!(taken.apply(EditorAction::Accept).pasted.is_none());
        assert!(
            editor.apply(EditorAction::Accept).pasted.is_some(),
            "the choice is still there"
        );
    }

    #[test]
    fn a_row_that_was_removed_comes_back_and_goes_again() {
        let editor = Editor::default()
            .apply(EditorAction::Target("/n?a=1&b=2".into()))
            .apply(EditorAction::Params(ListEdit::Remove(0)));
        assert_eq!(editor.draft.target, "/n?b=2");
        let undone = editor.apply(EditorAction::Undo);
        assert_eq!(undone.draft.target, "/n?a=1&b=2");
        assert_eq!(undone.apply(EditorAction::Redo).draft.target, "/n?b=2");
        assert_eq!(
            undone.apply(EditorAction::Undo).draft,
            undone.draft,
            "there is nothing before"
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
