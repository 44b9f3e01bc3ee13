use serde::{Deserialize, Serialize};

use crate::{Command, SavedRequest, collection::rows_size};

/// The most that is kept of a draft, in bytes of its texts: 1 MiB.
pub const DRAFT_LIMIT: usize = 1024 * 1024;

/// The most that is kept of all drafts together, in bytes of their texts: 8 MiB.
pub const DRAFTS_LIMIT: usize = 8 * DRAFT_LIMIT;

/// Keep the requests that are being written, so that they are there after a crash or a restart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepTabs {
    /// The numbers of all open tabs, in their order. What is kept of others is let go.
    pub order: Vec<u64>,
    /// The tab in front.
    pub front: u64,
    /// The tabs that have changed since they were last handed over.
    pub changed: Vec<KeptTab>,
}

impl Command for KeepTabs {
    const NAME: &'static str = "keep_tabs";
    type Request = Self;
    type Response = TabsKept;
}

/// How the requests are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabsKept {
    /// Why they could not be written earlier, until they are written again: the app has them in memory alone.
    pub problem: Option<String>,
    /// The tabs whose bodies are not kept, because they are too large.
    pub left_out: Vec<u64>,
}

/// The requests that were open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptTabs {
    /// In the order of their tabs.
    pub tabs: Vec<KeptTab>,
    /// The tab in front.
    pub front: u64,
}

/// An open request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptTab {
    /// The window's number for it.
    pub id: u64,
    /// Whether it was neither edited nor sent, and makes room for the next request that is opened.
    pub passing: bool,
    /// The request.
    pub draft: KeptDraft,
    /// The saved request that it was opened from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<SavedRequest>,
    /// Whether its body is as somebody else may have saved it: a file that it names is not sent from outside its folder.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub foreign_body: bool,
}

/// A request as it is written, switched off rows and unsent bodies included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptDraft {
    /// HTTP method.
    pub method: String,
    /// Path with query, or an absolute URL.
    pub target: String,
    /// The query as a table.
    pub params: Vec<KeptParam>,
    /// The values of the path's parameters.
    pub path: Vec<KeptRow>,
    /// The headers.
    pub headers: Vec<KeptRow>,
    /// The body.
    pub body: KeptBody,
    /// The time-out in milliseconds, as typed.
    pub timeout: String,
    /// Whether a redirect is shown instead of followed.
    pub no_redirects: bool,
}

/// A name and a value that can be switched off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptRow {
    /// Whether it is sent.
    pub enabled: bool,
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// A parameter of the query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptParam {
    /// Switch, name and value, decoded.
    pub row: KeptRow,
    /// How it was typed in the target, if it was.
    pub typed: Option<String>,
}

/// A part of a multipart body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptPart {
    /// Switch, name, and the text or the path of the file.
    pub row: KeptRow,
    /// Whether the value is the path of a file.
    pub is_file: bool,
}

/// The body, with what was typed for each kind. A file is kept by its path, never by its content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptBody {
    /// Which kind is sent: `none`, `json`, `text`, `form`, `multipart` or `file`.
    pub mode: String,
    /// The JSON document.
    pub json: String,
    /// The text.
    pub text: String,
    /// The form's fields.
    pub form: Vec<KeptRow>,
    /// The multipart body's parts.
    pub parts: Vec<KeptPart>,
    /// The path of the file.
    pub file: String,
    /// Whether the contents were too large to be kept, and are missing here.
    pub left_out: bool,
}

impl KeptTabs {
    /// The tabs as they are kept: each within its own limit, and all within [`DRAFTS_LIMIT`]. What goes beyond loses
    /// the contents of its body, the last tabs first.
    #[must_use]
    pub fn within_limit(mut self) -> Self {
        let mut left = DRAFTS_LIMIT;
        for tab in &mut self.tabs {
            let mut draft = std::mem::take(&mut tab.draft).within_limit();
            if draft.size() > left {
                draft = draft.without_body();
            }
            left = left.saturating_sub(draft.size());
            tab.draft = draft;
            // What it was saved as can be read anew; it is only there to tell what has changed.
            if let Some(saved) = &mut tab.saved {
                let draft = std::mem::take(&mut saved.draft).within_limit();
                saved.draft = if draft.size() > left {
                    draft.without_body()
                } else {
                    draft
                };
                left = left.saturating_sub(saved.draft.size());
            }
        }
        self
    }
}

impl KeptDraft {
    /// The bytes of all its texts.
    pub fn size(&self) -> usize {
        let param = |param: &KeptParam| row_size(&param.row) + param.typed.as_ref().map_or(0, String::len);
        let head = self.method.len() + self.target.len() + self.timeout.len();
        let params: usize = self.params.iter().map(param).sum();
        head + params + rows_size(&self.path) + rows_size(&self.headers) + self.body.size()
    }

    /// The draft as it is kept: where it is larger than [`DRAFT_LIMIT`], without the contents of its body.
    #[must_use]
    pub fn within_limit(self) -> Self {
        if self.size() > DRAFT_LIMIT {
            self.without_body()
        } else {
            self
        }
    }

    /// The draft without the contents of its body.
    #[must_use]
    pub fn without_body(mut self) -> Self {
        self.body = KeptBody {
            mode: self.body.mode,
            file: self.body.file,
            left_out: true,
            ..KeptBody::default()
        };
        self
    }
}

impl KeptBody {
    fn size(&self) -> usize {
        let parts: usize = self.parts.iter().map(|part| row_size(&part.row)).sum();
        self.json.len() + self.text.len() + self.file.len() + rows_size(&self.form) + parts
    }
}

/// The bytes of a row.
pub(crate) fn row_size(row: &KeptRow) -> usize {
    row.name.len() + row.value.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_too_large_is_left_out_and_the_rest_stays() {
        let draft = KeptDraft {
            method: "POST".into(),
            target: "/api/notes".into(),
            body: KeptBody {
                mode: "json".into(),
                json: "x".repeat(DRAFT_LIMIT),
                ..KeptBody::default()
            },
            ..KeptDraft::default()
        };
        let kept = draft.clone().within_limit();
        assert!(kept.body.left_out && kept.body.json.is_empty());
        assert_eq!(
            (kept.target.as_str(), kept.body.mode.as_str()),
            ("/api/notes", "json")
        );
        let small = KeptDraft {
            body: KeptBody::default(),
            ..draft
        };
        assert_eq!(small.clone().within_limit(), small);
    }
}
