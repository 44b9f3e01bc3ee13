//! Where a run's variables come from, and which must not be seen.

use std::collections::{BTreeMap, BTreeSet};

use latchkey_collection::{Environment, Mask, Variable};

/// The variables of a run.
#[derive(Debug)]
pub struct Variables {
    taken: BTreeMap<String, String>,
    given: BTreeMap<String, String>,
    secret: BTreeMap<String, String>,
    environment: Environment,
    secrets: BTreeSet<String>,
    hidden: Mask,
}

impl Variables {
    /// Variables of these places, of which an earlier one counts: what a request before took from its answer, `given`,
    /// `secret`, and the environment. Secret are all of `secret`, and those that the environment names so.
    pub fn new(
        environment: Environment,
        given: BTreeMap<String, String>,
        secret: BTreeMap<String, String>,
    ) -> Self {
        let secrets = environment.secrets.iter().chain(secret.keys()).cloned();
        let mut variables = Self {
            taken: BTreeMap::new(),
            secrets: secrets.collect(),
            given,
            secret,
            environment,
            hidden: Mask::default(),
        };
        for name in &variables.secrets {
            for values in [&variables.given, &variables.secret] {
                if let Some(value) = values.get(name) {
                    variables.hidden.hide(name, value);
                }
            }
        }
        variables
    }

    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<Variable> {
        let literal = self.taken.get(name).or_else(|| self.given.get(name));
        if let Some(value) = literal.or_else(|| self.secret.get(name)) {
            return Some(Variable::Literal(value.clone()));
        }
        let template = self.environment.variables.get(name)?;
        Some(Variable::Template(template.clone()))
    }

    /// Keeps a value for the requests that follow.
    pub(crate) fn take(&mut self, name: &str, value: String) {
        if self.secrets.contains(name) {
            self.hidden.hide(name, &value);
        }
        self.taken.insert(name.to_owned(), value);
    }

    /// Whether a secret is among these.
    pub(crate) fn any_secret(&self, used: &BTreeSet<String>) -> bool {
        !used.is_disjoint(&self.secrets)
    }

    /// What hides the secrets that are known by now.
    pub fn mask(&self) -> &Mask {
        &self.hidden
    }

    /// The text without any secret.
    pub fn masked(&self, text: &str) -> String {
        self.hidden.masked(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    #[test]
    fn the_nearest_value_counts_and_only_the_environments_own_names_others() {
        let environment = Environment {
            variables: map(&[("a", "{{b}}"), ("b", "env"), ("c", "env")]),
            ..Environment::default()
        };
        let mut variables = Variables::new(
            environment,
            map(&[("b", "given")]),
            map(&[("b", "s"), ("c", "s")]),
        );
        let literal = |text: &str| Some(Variable::Literal(text.into()));
        assert_eq!(variables.get("a"), Some(Variable::Template("{{b}}".into())));
        assert_eq!(
            (variables.get("b"), variables.get("c")),
            (literal("given"), literal("s"))
        );
        variables.take("b", "{{c}}".into());
        assert_eq!((variables.get("b"), variables.get("d")), (literal("{{c}}"), None));
    }

    #[test]
    fn a_secret_is_hidden_wherever_its_value_came_from() {
        let environment = Environment {
            secrets: vec!["pin".into(), "word".into()],
            ..Environment::default()
        };
        let mut variables = Variables::new(environment, map(&[("pin", "1234")]), map(&[("key", "k-1")]));
        variables.take("word", "sesame".into());
        variables.take("open", "seen".into());
        assert_eq!(
            variables.masked("1234 k-1 sesame seen"),
            "<secret pin> <secret key> <secret word> seen"
        );
        assert!(!format!("{:?}", variables.mask()).contains("sesame"));
    }
}
