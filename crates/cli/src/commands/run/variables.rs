//! Where a run's variables come from, and which must not be seen.

use std::collections::{BTreeMap, BTreeSet};

use latchkey_collection::{Environment, Mask, Variable, store::Collection, variables::is_name};

use super::environment_names;
use crate::{arguments::Run, body, failure::Failure};

/// Variables of the process's environment that are a run's.
const PREFIX: &str = "LATCHKEY_VAR_";

/// The variables of a run.
pub(super) struct Variables {
    taken: BTreeMap<String, String>,
    given: BTreeMap<String, String>,
    inherited: BTreeMap<String, String>,
    environment: Environment,
    secrets: BTreeSet<String>,
    hidden: Mask,
}

impl Variables {
    pub(super) fn of(run: &Run, collection: &Collection) -> Result<Self, Failure> {
        let mut given = BTreeMap::new();
        for pair in &run.variables {
            // The value may be a secret: it is not repeated.
            let unfit = || Failure::usage("--var", pair.split('=').next().unwrap_or_default(), "name=value");
            let (name, value) = body::pair("--var", pair).map_err(|_| unfit())?;
            if !is_name(&name) {
                let allowed = "a name of letters, digits and any of _ - .";
                return Err(Failure::usage("--var", &name, allowed));
            }
            given.insert(name, value);
        }
        let inherited: BTreeMap<_, _> = std::env::vars_os()
            .filter_map(|(name, value)| {
                let name = name.to_str()?.strip_prefix(PREFIX)?.to_owned();
                Some((name, value.into_string().ok()?))
            })
            .collect();
        let environment = match &run.environment {
            Some(name) => chosen(name, collection)?,
            None => Environment::default(),
        };
        let mut variables = Self {
            taken: BTreeMap::new(),
            secrets: environment
                .secrets
                .iter()
                .chain(inherited.keys())
                .cloned()
                .collect(),
            given,
            inherited,
            environment,
            hidden: Mask::default(),
        };
        for name in variables.secrets.clone() {
            let values = [variables.given.get(&name), variables.inherited.get(&name)];
            let values: Vec<_> = values.into_iter().flatten().cloned().collect();
            for value in values {
                variables.hidden.hide(&name, &value);
            }
        }
        Ok(variables)
    }

    /// What a name stands for.
    pub(super) fn get(&self, name: &str) -> Option<Variable> {
        let literal = self.taken.get(name).or_else(|| self.given.get(name));
        if let Some(value) = literal.or_else(|| self.inherited.get(name)) {
            return Some(Variable::Literal(value.clone()));
        }
        let template = self.environment.variables.get(name)?;
        Some(Variable::Template(template.clone()))
    }

    /// Keeps a value for the requests that follow.
    pub(super) fn take(&mut self, name: &str, value: String) {
        if self.secrets.contains(name) {
            self.hidden.hide(name, &value);
        }
        self.taken.insert(name.to_owned(), value);
    }

    /// Whether a secret is among these.
    pub(super) fn any_secret(&self, used: &BTreeSet<String>) -> bool {
        !used.is_disjoint(&self.secrets)
    }

    /// The text without any secret.
    pub(super) fn masked(&self, text: &str) -> String {
        self.hidden.masked(text)
    }
}

/// The environment of this name, or of this file.
pub(in crate::commands) fn chosen(name: &str, collection: &Collection) -> Result<Environment, Failure> {
    let file = format!("{name}{}", latchkey_collection::store::ENVIRONMENT_SUFFIX);
    let fits = collection
        .environments
        .iter()
        .filter(|saved| saved.environment.name == name || saved.place.name() == file);
    match fits.collect::<Vec<_>>().as_slice() {
        [only] => Ok(only.environment.clone()),
        found => {
            let names = environment_names(collection).join(", ");
            let allowed = match (found.len(), names.is_empty()) {
                (0, true) => "the name of a file in the folder environments, which has none that can be read"
                    .to_owned(),
                (0, false) => format!("one of: {names}"),
                _ => "a name that only one environment has".to_owned(),
            };
            let faults: Vec<_> = collection.problems.iter().map(ToString::to_string).collect();
            let broken = faults.iter().find(|fault| fault.contains(&file));
            let allowed = broken.map_or(allowed, |fault| format!("one that can be read ({fault})"));
            Err(Failure::usage("--environment", name, allowed))
        }
    }
}
