//! Puts values in the place of variables, within bounds.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use serde_json::Value;

use super::{
    Cause, Fault, MAX_DEPTH, MAX_SIZE, Variable,
    template::{Piece, pieces},
};

type Found = Result<Arc<str>, Vec<Cause>>;

/// Resolves the texts of one request.
pub(super) struct Resolver<'l> {
    lookup: &'l dyn Fn(&str) -> Option<Variable>,
    /// Each variable is resolved once, however often it is named.
    known: HashMap<String, Found>,
    /// The variables whose values are being resolved, from the outermost.
    within: Vec<String>,
    size: usize,
    pub(super) faults: Vec<Fault>,
}

/// What a value is put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    Text,
    Json,
}

impl<'l> Resolver<'l> {
    pub(super) fn new(lookup: &'l dyn Fn(&str) -> Option<Variable>) -> Self {
        Self {
            lookup,
            known: HashMap::new(),
            within: Vec::new(),
            size: 0,
            faults: Vec::new(),
        }
    }

    /// The variables that were asked for.
    pub(super) fn used(&self) -> BTreeSet<String> {
        self.known.keys().cloned().collect()
    }

    /// A text; empty where something stands in its way.
    pub(super) fn text(&mut self, place: &str, text: &str) -> String {
        let done = self.substitute(text, Around::Text);
        self.or_faults(place, done)
    }

    /// A JSON document, in whose strings values are escaped.
    pub(super) fn json(&mut self, place: &str, text: &str) -> String {
        let done = self.substitute(text, Around::Json);
        self.or_faults(place, done)
    }

    /// All texts within a value.
    pub(super) fn value(&mut self, place: &str, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(place, text)),
            Value::Array(values) => values.iter().map(|value| self.value(place, value)).collect(),
            Value::Object(values) => {
                let values = values.iter();
                values
                    .map(|(name, value)| (name.clone(), self.value(place, value)))
                    .collect()
            }
            other => other.clone(),
        }
    }

    pub(super) fn fault(&mut self, place: &str, cause: Cause) {
        self.faults.push(Fault {
            place: place.to_owned(),
            cause,
        });
    }

    fn or_faults(&mut self, place: &str, done: Result<String, Vec<Cause>>) -> String {
        done.unwrap_or_else(|causes| {
            for cause in causes {
                // Once it is too large, every other text is too.
                let told = cause == Cause::TooLarge && self.faults.iter().any(|fault| fault.cause == cause);
                if !told {
                    self.fault(place, cause);
                }
            }
            String::new()
        })
    }

    fn substitute(&mut self, text: &str, around: Around) -> Result<String, Vec<Cause>> {
        let mut out = String::new();
        let mut causes = Vec::new();
        let mut json = JsonPlace::default();
        for piece in pieces(text) {
            let added = match piece {
                Piece::Text(text) => {
                    json.pass(text);
                    self.grow(text.len()).map(|()| out.push_str(text))
                }
                Piece::Variable(name) => match self.variable(name) {
                    Ok(value) if around == Around::Json && json.in_string => {
                        let value = escaped(&value);
                        self.grow(value.len()).map(|()| out.push_str(&value))
                    }
                    Ok(value) => self.grow(value.len()).map(|()| out.push_str(&value)),
                    Err(found) => {
                        for cause in found {
                            if !causes.contains(&cause) {
                                causes.push(cause);
                            }
                        }
                        Ok(())
                    }
                },
            };
            if let Err(cause) = added {
                return Err(vec![cause]);
            }
        }
        if causes.is_empty() { Ok(out) } else { Err(causes) }
    }

    fn variable(&mut self, name: &str) -> Found {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        if let Some(from) = self.within.iter().position(|outer| outer == name) {
            let mut cycle = self.within[from..].to_vec();
            cycle.push(name.to_owned());
            return Err(vec![Cause::Cycle(cycle)]);
        }
        if self.within.len() >= MAX_DEPTH {
            return Err(vec![Cause::TooDeep(name.to_owned())]);
        }
        let found = match (self.lookup)(name) {
            None => Err(vec![Cause::Missing(name.to_owned())]),
            Some(Variable::Literal(text)) => Ok(text.into()),
            Some(Variable::Template(text)) => {
                self.within.push(name.to_owned());
                let done = self.substitute(&text, Around::Text);
                self.within.pop();
                done.map(Into::into)
            }
        };
        self.known.insert(name.to_owned(), found.clone());
        found
    }

    fn grow(&mut self, by: usize) -> Result<(), Cause> {
        self.size = self.size.saturating_add(by);
        if self.size > MAX_SIZE {
            Err(Cause::TooLarge)
        } else {
            Ok(())
        }
    }
}

/// Where in a JSON document a text has come to.
#[derive(Default)]
struct JsonPlace {
    in_string: bool,
    after_backslash: bool,
}

impl JsonPlace {
    fn pass(&mut self, text: &str) {
        for byte in text.bytes() {
            if self.after_backslash {
                self.after_backslash = false;
            } else if byte == b'"' {
                self.in_string = !self.in_string;
            } else if byte == b'\\' {
                self.after_backslash = self.in_string;
            }
        }
    }
}

/// A text as it stands between the quotes of a JSON string.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}
