//! Resolves a request in which variables without a value stay as they are.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use latchkey_collection::{
    Cause, Environment, Request, Resolved, ResolvedBody, Row, Unresolved, Variable, resolve,
};

use crate::{
    credentials::is_secret_variable,
    report::{Notes, Reason},
};

/// Resolves a request. Variables that the environment has no open value for stay as `{{name}}`, and parameters of the path
/// without a value as `:name`.
pub(crate) fn resolved(
    request: &Request,
    environment: Option<&Environment>,
    notes: &mut Notes<'_>,
) -> Result<Resolved, Unresolved> {
    let text = serde_json::to_string(request).unwrap_or_default();
    // What stands in the place of what stays: letters and digits come out of every encoding as they went in.
    let mut number = 0_u32;
    loop {
        let stem = format!("Stays{number}Q");
        let stand_ins = StandIns {
            clash: Cell::new(text.contains(&stem)),
            texts: RefCell::default(),
            stem,
        };
        let told = notes.left_out.len();
        let resolved = stand_ins.resolve(&mut request.clone(), environment, notes);
        if !stand_ins.clash.get() {
            return resolved.map(|resolved| stand_ins.back(resolved));
        }
        notes.left_out.truncate(told);
        number += 1;
    }
}

/// Texts that stay, by the number in what stands for them.
struct StandIns {
    stem: String,
    texts: RefCell<Vec<String>>,
    /// Whether what stands for them is in a text already.
    clash: Cell<bool>,
}

impl StandIns {
    fn of(&self, text: String) -> String {
        let mut texts = self.texts.borrow_mut();
        let at = texts.iter().position(|known| *known == text).unwrap_or_else(|| {
            texts.push(text);
            texts.len() - 1
        });
        format!("{}{at}Q", self.stem)
    }

    fn resolve(
        &self,
        request: &mut Request,
        environment: Option<&Environment>,
        notes: &mut Notes<'_>,
    ) -> Result<Resolved, Unresolved> {
        let lookup = |name: &str| {
            let value = environment
                .filter(|it| !it.secrets.iter().any(|secret| secret == name))
                .and_then(|it| it.variables.get(name))
                .filter(|value| !is_secret_variable(name, value));
            if let Some(value) = value {
                self.clash.set(self.clash.get() || value.contains(&self.stem));
                return Some(Variable::Template(value.clone()));
            }
            Some(Variable::Literal(self.of(format!("{{{{{name}}}}}"))))
        };
        loop {
            let Unresolved(faults) = match resolve(request, &lookup) {
                Ok(resolved) => return Ok(resolved),
                Err(unresolved) => unresolved,
            };
            let names = faults.iter().map(|fault| match &fault.cause {
                Cause::ParameterMissing(name) | Cause::ParameterUnfit { name, .. } => Some(name.clone()),
                _ => None,
            });
            // A parameter is told once for each place, and with a value that fits no more.
            let Some(names) = names.collect::<Option<BTreeSet<_>>>() else {
                return Err(Unresolved(faults));
            };
            for name in names {
                request.path.retain(|row| row.name != name);
                request.path.push(Row {
                    value: self.of(format!(":{name}")),
                    name: name.clone(),
                    enabled: true,
                });
                notes.note("path", Reason::Parameter { name });
            }
        }
    }

    fn back(&self, mut resolved: Resolved) -> Resolved {
        let texts = self.texts.borrow();
        let put = |text: &mut String| {
            for (at, kept) in texts.iter().enumerate() {
                let stand_in = format!("{}{at}Q", self.stem);
                if text.contains(&stand_in) {
                    *text = text.replace(&stand_in, kept);
                }
            }
        };
        put(&mut resolved.method);
        put(&mut resolved.target);
        for (name, value) in &mut resolved.headers {
            put(name);
            put(value);
        }
        match &mut resolved.body {
            ResolvedBody::None => {}
            ResolvedBody::Json(text) | ResolvedBody::Text(text) | ResolvedBody::File(text) => put(text),
            ResolvedBody::Form(fields) => {
                for (name, value) in fields {
                    put(name);
                    put(value);
                }
            }
            ResolvedBody::Multipart(parts) => {
                for part in parts {
                    put(&mut part.name);
                    put(&mut part.value);
                }
            }
        }
        resolved
    }
}
