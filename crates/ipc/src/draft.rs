use serde::{Deserialize, Serialize};

use crate::Command;

/// The most that is kept of a draft, in bytes of its texts: 1 MiB.
pub const DRAFT_LIMIT: usize = 1024 * 1024;

/// Keep the request that is being written, so that it is there after a crash or a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepDraft {
    /// The request.
    pub draft: KeptDraft,
}

impl Command for KeepDraft {
    const NAME: &'static str = "keep_draft";
    type Request = Self;
    type Response = DraftKept;
}

/// How the draft is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftKept {
    /// Why an earlier one could not be written, until one is written again: the app has it in memory alone.
    pub problem: Option<String>,
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
    /// The headers.
    pub headers: Vec<KeptRow>,
    /// The body.
    pub body: KeptBody,
    /// The time-out in milliseconds, as typed.
    pub timeout: String,
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

impl KeptDraft {
    /// The bytes of all its texts.
    pub fn size(&self) -> usize {
        let row = |row: &KeptRow| row.name.len() + row.value.len();
        let param = |param: &KeptParam| row(&param.row) + param.typed.as_ref().map_or(0, String::len);
        let head = self.method.len() + self.target.len() + self.timeout.len();
        let params: usize = self.params.iter().map(param).sum();
        let headers: usize = self.headers.iter().map(row).sum();
        head + params + headers + self.body.size()
    }

    /// The draft as it is kept: where it is larger than [`DRAFT_LIMIT`], without the contents of its body.
    #[must_use]
    pub fn within_limit(mut self) -> Self {
        if self.size() > DRAFT_LIMIT {
            self.body = KeptBody {
                mode: self.body.mode,
                file: self.body.file,
                left_out: true,
                ..KeptBody::default()
            };
        }
        self
    }
}

impl KeptBody {
    fn size(&self) -> usize {
        let row = |row: &KeptRow| row.name.len() + row.value.len();
        let form: usize = self.form.iter().map(row).sum();
        let parts: usize = self.parts.iter().map(|part| row(&part.row)).sum();
        self.json.len() + self.text.len() + self.file.len() + form + parts
    }
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
