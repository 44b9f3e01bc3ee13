//! The body of the draft. What was typed for one kind is kept while another is shown.

use latchkey_ipc::{Body, NameValue, Part, PartValue};

use super::fields::SentRows;

/// Which kind of body is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BodyMode {
    /// No body.
    #[default]
    None,
    /// JSON.
    Json,
    /// Text.
    Text,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// The bytes of a file.
    File,
}

impl BodyMode {
    /// All kinds, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Json,
        Self::Text,
        Self::Form,
        Self::Multipart,
        Self::File,
    ];

    /// A stable name, for keys and attributes.
    pub fn slug(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Json => "json",
            Self::Text => "text",
            Self::Form => "form",
            Self::Multipart => "multipart",
            Self::File => "file",
        }
    }
}

/// A name and a value that can be switched off: a header or a form field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Whether it is sent.
    pub enabled: bool,
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

impl Row {
    /// A row that is sent.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            enabled: true,
            name: name.into(),
            value: value.into(),
        }
    }

    /// Whether it is sent: enabled, and not left blank.
    pub fn counts(&self) -> bool {
        self.enabled && !self.is_blank()
    }

    /// Whether nothing was typed into it.
    pub fn is_blank(&self) -> bool {
        self.name.is_empty() && self.value.is_empty()
    }
}

impl From<&Row> for NameValue {
    fn from(row: &Row) -> Self {
        Self {
            name: row.name.clone(),
            value: row.value.clone(),
        }
    }
}

/// A part of a multipart body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartRow {
    /// Name, switch, and the text or the path of the file.
    pub row: Row,
    /// Whether the value is the path of a file.
    pub is_file: bool,
}

/// The body as it is edited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyDraft {
    /// Which kind is sent.
    pub mode: BodyMode,
    /// The JSON document.
    pub json: String,
    /// The text.
    pub text: String,
    /// The form's fields.
    pub form: Vec<Row>,
    /// The multipart body's parts.
    pub parts: Vec<PartRow>,
    /// The path of the file.
    pub file: String,
}

impl BodyDraft {
    /// A JSON body.
    pub fn json(text: impl Into<String>) -> Self {
        Self {
            mode: BodyMode::Json,
            json: text.into(),
            ..Self::default()
        }
    }

    /// What is sent, and which rows of the table it came from.
    pub fn to_body(&self) -> (Body, SentRows) {
        match self.mode {
            BodyMode::None => (Body::None, SentRows::default()),
            BodyMode::Json => (
                Body::Json {
                    text: self.json.clone(),
                },
                SentRows::default(),
            ),
            BodyMode::Text => (
                Body::Text {
                    text: self.text.clone(),
                },
                SentRows::default(),
            ),
            BodyMode::File => (
                Body::File {
                    path: self.file.clone(),
                },
                SentRows::default(),
            ),
            BodyMode::Form => {
                let (fields, sent) = sent_rows(&self.form);
                (Body::Form { fields }, sent)
            }
            BodyMode::Multipart => {
                let sent = SentRows::of(self.parts.iter().map(|part| part.row.counts()));
                let parts = self
                    .parts
                    .iter()
                    .filter(|part| part.row.counts())
                    .map(to_part)
                    .collect();
                (Body::Multipart { parts }, sent)
            }
        }
    }
}

fn to_part(part: &PartRow) -> Part {
    let value = part.row.value.clone();
    Part {
        name: part.row.name.clone(),
        value: if part.is_file {
            PartValue::File { path: value }
        } else {
            PartValue::Text { text: value }
        },
    }
}

/// The rows that are sent, and where in the table each of them stands.
pub fn sent_rows(rows: &[Row]) -> (Vec<NameValue>, SentRows) {
    let sent = SentRows::of(rows.iter().map(Row::counts));
    let pairs = rows
        .iter()
        .filter(|row| row.counts())
        .map(NameValue::from)
        .collect();
    (pairs, sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_disabled_rows_are_left_out_and_the_rest_is_found_again() {
        let mut off = Row::new("off", "1");
        off.enabled = false;
        let rows = [Row::new("", ""), Row::new("a", "1"), off, Row::new("b", "2")];
        let (pairs, sent) = sent_rows(&rows);
        assert_eq!(pairs.len(), 2);
        assert_eq!(
            pairs[1],
            NameValue {
                name: "b".into(),
                value: "2".into()
            }
        );
        assert_eq!(sent.row(0), Some(1));
        assert_eq!(sent.row(1), Some(3));
        assert_eq!(sent.row(2), None);
    }

    #[test]
    fn each_kind_keeps_its_own_text() {
        let mut body = BodyDraft::json("{}");
        body.text = "hello".into();
        body.mode = BodyMode::Text;
        assert_eq!(body.to_body().0, Body::Text { text: "hello".into() });
        body.mode = BodyMode::Json;
        assert_eq!(body.to_body().0, Body::Json { text: "{}".into() });
    }

    #[test]
    fn parts_are_text_or_files() {
        let text = PartRow {
            row: Row::new("title", "hi"),
            is_file: false,
        };
        let file = PartRow {
            row: Row::new("scan", "/tmp/a.png"),
            is_file: true,
        };
        let body = BodyDraft {
            mode: BodyMode::Multipart,
            parts: vec![text, file],
            ..BodyDraft::default()
        };
        let Body::Multipart { parts } = body.to_body().0 else {
            panic!("a multipart body")
        };
        assert_eq!(parts[0].value, PartValue::Text { text: "hi".into() });
        assert_eq!(
            parts[1].value,
            PartValue::File {
                path: "/tmp/a.png".into()
            }
        );
    }
}
