//! Rows of the editor's tables.

use latchkey_ipc::profiles::FieldValue;
use serde_json::Value;

use super::catalogue::RULE_CELLS;

/// What a value is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ValueKind {
    /// Text with placeholders.
    #[default]
    Text,
    /// A whole number.
    Number,
    /// True or false.
    Flag,
}

impl ValueKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Text, Self::Number, Self::Flag];

    /// A stable name, for keys and attributes.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
        }
    }
}

/// A name and its value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairRow {
    /// Name.
    pub name: String,
    /// Value, as it is typed.
    pub value: String,
    /// What it is written as.
    pub kind: ValueKind,
}

impl PairRow {
    /// The row of an entry in a file.
    pub fn of(name: &str, value: &Value) -> Self {
        let (value, kind) = match value {
            Value::Number(number) => (number.to_string(), ValueKind::Number),
            Value::Bool(flag) => (flag.to_string(), ValueKind::Flag),
            other => (other.as_str().unwrap_or_default().to_owned(), ValueKind::Text),
        };
        Self {
            name: name.to_owned(),
            value,
            kind,
        }
    }

    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        self.name.is_empty() && self.value.is_empty()
    }

    /// The value as a file has it; `None` where it is not of its kind.
    pub fn to_value(&self) -> Option<FieldValue> {
        match self.kind {
            ValueKind::Text => Some(FieldValue::Text(self.value.clone())),
            ValueKind::Number => self.value.trim().parse().ok().map(FieldValue::Number),
            ValueKind::Flag => self.value.trim().parse().ok().map(FieldValue::Flag),
        }
    }
}

/// A rule, cell by cell in the order of [`RULE_CELLS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow(pub [String; RULE_CELLS.len()]);

impl Default for RuleRow {
    /// What most rules are: a 401 that says that the token has expired.
    fn default() -> Self {
        let mut cells = <[String; RULE_CELLS.len()]>::default();
        "expired".clone_into(&mut cells[0]);
        "401".clone_into(&mut cells[1]);
        Self(cells)
    }
}

impl RuleRow {
    /// The row of a rule in a file.
    pub fn of(rule: &Value) -> Self {
        Self(RULE_CELLS.map(|cell| match &rule[cell] {
            Value::Number(number) => number.to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        }))
    }

    /// The rule as a file has it; `None` where the status is no number.
    pub fn to_value(&self) -> Option<Value> {
        let mut rule = serde_json::Map::new();
        for (cell, text) in RULE_CELLS.into_iter().zip(&self.0) {
            match cell {
                "status" => {
                    let status: u16 = text.trim().parse().ok()?;
                    rule.insert(cell.to_owned(), status.into());
                }
                _ if text.is_empty() => {}
                _ => {
                    rule.insert(cell.to_owned(), text.as_str().into());
                }
            }
        }
        Some(Value::Object(rule))
    }
}
