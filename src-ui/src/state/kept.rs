//! The draft as the shell keeps it, and back.

use std::rc::Rc;

use latchkey_ipc::{KeptBody, KeptDraft, KeptPart, KeptRow, KeptTab};

use super::body::{BodyDraft, BodyMode, PartRow, Row};
use super::draft::Draft;
use super::path_params::path_params;
use super::query::{Param, params_of};
use super::tabs::{Restored, Saved, Tab};

impl From<&Draft> for KeptDraft {
    fn from(draft: &Draft) -> Self {
        Self {
            method: draft.method.clone(),
            target: draft.target.clone(),
            params: draft.params.iter().map(Param::to_kept).collect(),
            path: draft.path_params.iter().map(KeptRow::from).collect(),
            headers: draft.headers.iter().map(KeptRow::from).collect(),
            body: (&draft.body).into(),
            timeout: draft.timeout.clone(),
            no_redirects: !draft.redirects,
        }
    }
}

impl From<KeptDraft> for Draft {
    fn from(kept: KeptDraft) -> Self {
        let params: Vec<_> = kept.params.into_iter().map(Param::from_kept).collect();
        Self {
            // A table that does not belong to its target is not believed.
            params: params_of(&kept.target, &params),
            path_params: path_params(
                &kept.target,
                &kept.path.into_iter().map(Row::from).collect::<Vec<_>>(),
            ),
            method: kept.method,
            target: kept.target,
            headers: kept.headers.into_iter().map(Row::from).collect(),
            body: kept.body.into(),
            timeout: kept.timeout,
            redirects: !kept.no_redirects,
        }
    }
}

impl From<&Tab> for KeptTab {
    fn from(tab: &Tab) -> Self {
        Self {
            id: tab.id,
            passing: tab.passing,
            draft: (&tab.editor.draft).into(),
            saved: tab.saved.as_ref().map(|saved| saved.as_read.clone()),
            foreign_body: tab.editor.foreign_body,
        }
    }
}

impl From<KeptTab> for Restored {
    fn from(kept: KeptTab) -> Self {
        let mut saved = kept.saved;
        if let Some(saved) = &mut saved
            && (kept.draft.body.left_out || saved.draft.body.left_out)
        {
            // Without its body it is not what lies on disk: it is read again, or met as another one.
            saved.fingerprint.clear();
        }
        Self {
            id: kept.id,
            passing: kept.passing,
            draft: kept.draft.into(),
            saved: saved.map(|saved| Rc::new(Saved::from(saved))),
            foreign_body: kept.foreign_body,
        }
    }
}

impl From<&Row> for KeptRow {
    fn from(row: &Row) -> Self {
        Self {
            enabled: row.enabled,
            name: row.name.clone(),
            value: row.value.clone(),
        }
    }
}

impl From<KeptRow> for Row {
    fn from(kept: KeptRow) -> Self {
        Self {
            enabled: kept.enabled,
            name: kept.name,
            value: kept.value,
        }
    }
}

impl From<&BodyDraft> for KeptBody {
    fn from(body: &BodyDraft) -> Self {
        let part = |part: &PartRow| KeptPart {
            row: (&part.row).into(),
            is_file: part.is_file,
        };
        Self {
            mode: body.mode.slug().to_owned(),
            json: body.json.clone(),
            text: body.text.clone(),
            form: body.form.iter().map(KeptRow::from).collect(),
            parts: body.parts.iter().map(part).collect(),
            file: body.file.clone(),
            left_out: false,
        }
    }
}

impl From<KeptBody> for BodyDraft {
    fn from(kept: KeptBody) -> Self {
        let part = |part: KeptPart| PartRow {
            row: part.row.into(),
            is_file: part.is_file,
        };
        let mode = BodyMode::ALL.into_iter().find(|mode| mode.slug() == kept.mode);
        Self {
            // A kind that a later version knows sends nothing here.
            mode: mode.unwrap_or_default(),
            json: kept.json,
            text: kept.text,
            form: kept.form.into_iter().map(Row::from).collect(),
            parts: kept.parts.into_iter().map(part).collect(),
            file: kept.file,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::editor::{Editor, EditorAction};
    use crate::state::list::ListEdit;

    #[test]
    fn a_draft_comes_back_as_it_was_written() {
        let mut off = Row::new("X-Off", "1");
        off.enabled = false;
        let part = PartRow {
            row: Row::new("scan", "/tmp/a.png"),
            is_file: true,
        };
        let body = BodyDraft {
            mode: BodyMode::Multipart,
            json: "{\"a\": 1}".into(),
            text: "typed before".into(),
            form: vec![Row::new("f", "1")],
            parts: vec![part],
            file: "/tmp/b".into(),
        };
        let editor = Editor::default()
            .apply(EditorAction::Method("POST".into()))
            .apply(EditorAction::Target("/n?a=1%202&b=x+y&c=3#f".into()))
            .apply(EditorAction::Headers(ListEdit::Set(0, off)))
            .apply(EditorAction::Body(body))
            .apply(EditorAction::Timeout("15x".into()))
            .apply(EditorAction::Redirects(false));
        let mut row = Row::from(&editor.draft.params[1]);
        row.enabled = false;
        let draft = editor.apply(EditorAction::Params(ListEdit::Set(1, row))).draft;
        let back = Draft::from(KeptDraft::from(&draft));
        assert_eq!(back, draft);

        // Switched on again, the parameter is as it was typed.
        let restored = Editor::default().apply(EditorAction::Restore(back));
        let mut row = Row::from(&restored.draft.params[1]);
        row.enabled = true;
        let on = restored.apply(EditorAction::Params(ListEdit::Set(1, row)));
        assert_eq!(on.draft.target, "/n?a=1%202&b=x+y&c=3#f");
    }

    #[test]
    fn what_a_later_version_kept_is_used_as_far_as_it_is_understood() {
        let kept = KeptDraft {
            target: "/x".into(),
            body: KeptBody {
                mode: "protobuf".into(),
                ..KeptBody::default()
            },
            ..KeptDraft::default()
        };
        let draft = Draft::from(kept);
        assert_eq!((draft.target.as_str(), draft.body.mode), ("/x", BodyMode::None));
    }
}
