//! A profile as it is typed: texts by their path in the file, and the rows of the tables.

use std::collections::BTreeMap;

use latchkey_ipc::profiles::{Description, Request};
use latchkey_ipc::{ErrorCode, IpcError};
use serde::Serialize;
use serde_json::{Map, Value};

use super::catalogue::{Field, FieldKind, fields};
use super::rows::{PairRow, RuleRow};
use crate::bridge;

/// A profile as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileForm {
    texts: BTreeMap<&'static str, String>,
    pairs: BTreeMap<&'static str, Vec<PairRow>>,
    /// The rules, in their order.
    pub rules: Vec<RuleRow>,
}

impl ProfileForm {
    /// The form of a profile.
    pub fn of(description: &Description) -> Self {
        let whole = whole(description);
        let mut form = Self::default();
        for field in fields() {
            let found = at(&whole, field.path);
            match field.kind {
                FieldKind::Pairs | FieldKind::Values => {
                    let entries = found.and_then(Value::as_object).into_iter().flatten();
                    let rows = entries.map(|(name, value)| PairRow::of(name, value));
                    form.pairs.insert(field.path, rows.collect());
                }
                FieldKind::Rules => {
                    let rules = found.and_then(Value::as_array).into_iter().flatten();
                    form.rules = rules.map(RuleRow::of).collect();
                }
                FieldKind::Part => form.set(field.path, found.is_some().to_string()),
                _ => form.set(field.path, found.map(text_of).unwrap_or_default()),
            }
        }
        form
    }

    /// What a field holds.
    pub fn text(&self, path: &str) -> &str {
        self.texts.get(path).map_or("", String::as_str)
    }

    /// Whether a field says yes, or a part is there.
    pub fn flag(&self, path: &str) -> bool {
        self.text(path) == "true"
    }

    /// What a choice is set to: its default while nothing was chosen.
    pub fn choice<'a>(&'a self, path: &str, choices: &[&'a str]) -> &'a str {
        let text = self.text(path);
        choices
            .iter()
            .find(|choice| **choice == text)
            .or_else(|| choices.first())
            .copied()
            .unwrap_or_default()
    }

    /// The rows of a table.
    pub fn pairs(&self, path: &str) -> &[PairRow] {
        self.pairs.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether a field is on the screen: its part is there.
    pub fn shows(&self, field: &Field) -> bool {
        field.part.is_none_or(|part| self.flag(part))
    }

    /// Types into a field.
    pub fn set(&mut self, path: &'static str, text: String) {
        self.texts.insert(path, text);
    }

    /// Replaces the rows of a table.
    pub fn set_pairs(&mut self, path: &'static str, rows: Vec<PairRow>) {
        self.pairs.insert(path, rows);
    }

    /// The profile, as far as it can be told: whether it makes sense is for the shell to say.
    ///
    /// # Errors
    ///
    /// Every field that is not what it has to be, for example a number.
    pub fn description(&self) -> Result<Description, Vec<IpcError>> {
        let mut file = Value::Object(Map::new());
        let mut errors = Vec::new();
        for field in fields().filter(|field| self.shows(field)) {
            match self.value(field) {
                Ok(Some(value)) => put(&mut file, field.path, value),
                Ok(None) => {}
                Err(wrong) => errors.extend(wrong),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        bridge::shaped(&file).map_err(|error| vec![wrong("", "internal", "", &error)])
    }

    fn value(&self, field: &Field) -> Result<Option<Value>, Vec<IpcError>> {
        let text = self.text(field.path);
        Ok(match field.kind {
            FieldKind::Text => Some(text.into()),
            FieldKind::Optional(_) | FieldKind::File => {
                Some(text).filter(|it| !it.is_empty()).map(Into::into)
            }
            FieldKind::Choice(choices) => Some(self.choice(field.path, choices).into()),
            FieldKind::Flag => Some(self.flag(field.path).into()),
            FieldKind::Part => self.flag(field.path).then(|| Value::Object(Map::new())),
            FieldKind::Number(least, most) => {
                let number = text.trim().parse().ok();
                let number = number.filter(|number| (least..=most).contains(number));
                let allowed = format!("{least} – {most}");
                let number: u64 =
                    number.ok_or_else(|| vec![wrong(field.path, "out-of-range", text, &allowed)])?;
                Some(number.into())
            }
            FieldKind::Pairs | FieldKind::Values => Some(Value::Object(self.entries(field.path)?)),
            FieldKind::Rules => Some(Value::Array(self.rule_values()?)),
        })
    }

    fn entries(&self, path: &'static str) -> Result<Map<String, Value>, Vec<IpcError>> {
        let mut entries = Map::new();
        let mut names = Vec::new();
        let mut errors = Vec::new();
        for (at, row) in self
            .pairs(path)
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.is_blank())
        {
            let place = format!("{path}[{at}]");
            if row.name.is_empty() {
                errors.push(wrong(&place, "empty", "", ""));
            } else if names.contains(&&row.name) {
                errors.push(wrong(&place, "twice", &row.name, ""));
            }
            names.push(&row.name);
            match row.to_value() {
                Some(value) => {
                    let value = serde_json::to_value(value).unwrap_or_default();
                    entries.insert(row.name.clone(), value);
                }
                None => errors.push(wrong(&place, "value-kind", &row.value, "")),
            }
        }
        if errors.is_empty() {
            Ok(entries)
        } else {
            Err(errors)
        }
    }

    fn rule_values(&self) -> Result<Vec<Value>, Vec<IpcError>> {
        let rules = self.rules.iter().enumerate().map(|(at, rule)| {
            let place = format!("refusals.rules[{at}].status");
            rule.to_value()
                .ok_or_else(|| vec![wrong(&place, "refusal-status", &rule.0[1], "400 – 499")])
        });
        rules.collect()
    }
}

/// What is wrong with a field before the shell is asked.
fn wrong(field: &str, key: &str, found: &str, allowed: &str) -> IpcError {
    IpcError {
        code: ErrorCode::InvalidInput,
        key: key.to_owned(),
        message: format!("{field}: found {found:?}; allowed is {allowed}"),
        field: Some(field.to_owned()),
        found: Some(found.to_owned()),
        allowed: Some(allowed.to_owned()),
        trace: None,
    }
}

/// A profile with everything that a file may leave out because it is as by default.
fn whole(description: &Description) -> Value {
    let mut file = json(description);
    let requests = &description.requests;
    let mut set = |path: &str, value: Value| put(&mut file, path, value);
    set("allow_plain_http", json(&description.allow_plain_http));
    set("caller_authorization", json(&description.caller_authorization));
    set("attach", json(&description.attach));
    set("refusals", json(&description.refusals));
    set("refresh", json(&description.refresh));
    set("claims", json(&description.claims));
    set("proactive", json(&description.proactive));
    set("timeouts", json(&description.timeouts));
    set("tls", json(&description.tls));
    let mut request = |path: &str, request: &Request| {
        set(&format!("{path}.method"), json(&request.method));
        set(&format!("{path}.body"), json(&request.body));
    };
    request("requests.sign_in", &requests.sign_in);
    request("requests.refresh", &requests.refresh);
    if let Some(sign_out) = &requests.sign_out {
        request("requests.sign_out", sign_out);
    }
    file
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn at<'a>(file: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(file, |inside, name| inside.get(name))
}

fn put(file: &mut Value, path: &str, value: Value) {
    let place = path.split('.').fold(file, |inside, name| {
        if !inside.is_object() {
            *inside = Value::Object(Map::new());
        }
        &mut inside[name]
    });
    *place = value;
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::profiles::Kind;

    use super::*;

    #[test]
    fn every_kind_comes_out_of_the_form_as_it_went_in() {
        for kind in Kind::ALL {
            let description = kind.description("team", "Team", "https://api.example.com");
            let form = ProfileForm::of(&description);
            assert_eq!(
                form.description().expect("a whole profile"),
                description,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn what_is_left_out_shows_its_default() {
        let form = ProfileForm::of(&Kind::HeaderPair.description("team", "", "https://x"));
        assert_eq!(form.text("attach.header"), "Authorization");
        assert_eq!(form.text("timeouts.connect_ms"), "10000");
        assert_eq!(form.text("requests.sign_in.method"), "POST");
        assert!(form.flag("tls.verify") && !form.flag("client"));
    }

    #[test]
    fn values_keep_their_kind() {
        let mut description = Kind::SimpleJwt.description("team", "", "https://x");
        let fields = &mut description.requests.sign_in.fields;
        fields.insert("remember".into(), latchkey_ipc::profiles::FieldValue::Flag(true));
        fields.insert("days".into(), latchkey_ipc::profiles::FieldValue::Number(30));
        fields.insert("text".into(), "30".into());
        let form = ProfileForm::of(&description);
        assert_eq!(form.description().expect("a whole profile"), description);
    }

    #[test]
    fn what_is_no_number_no_name_or_twice_there_is_named() {
        let mut form = ProfileForm::of(&Kind::SimpleJwt.description("team", "", "https://x"));
        form.set("timeouts.idle_ms", "soon".into());
        let row = |name: &str| PairRow {
            name: name.into(),
            value: "1".into(),
            ..PairRow::default()
        };
        form.set_pairs("headers", vec![row("a"), row(""), row("a"), PairRow::default()]);
        form.rules[0].0[1] = "x".into();
        let errors = form.description().expect_err("wrong");
        let found: Vec<_> = errors
            .iter()
            .map(|error| (error.field.as_deref().unwrap_or_default(), error.key.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("refusals.rules[0].status", "refusal-status"),
                ("headers[1]", "empty"),
                ("headers[2]", "twice"),
                ("timeouts.idle_ms", "out-of-range"),
            ]
        );
    }

    #[test]
    fn a_part_that_is_switched_on_begins_with_what_is_usual() {
        let mut form = ProfileForm::of(&Kind::HeaderPair.description("team", "", "https://x"));
        form.set("requests.sign_out", "true".into());
        form.set("requests.sign_out.url", "/bye".into());
        let description = form.description().expect("a whole profile");
        let sign_out = description.requests.sign_out.expect("a request");
        assert_eq!(
            (sign_out.method.as_str(), sign_out.url.as_str()),
            ("POST", "/bye")
        );
    }
}
