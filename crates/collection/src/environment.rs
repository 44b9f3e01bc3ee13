//! A set of variables that go together: a server, a stage.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Variables by name. In a file it is `environments/NAME.environment.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Its name, as the user reads it.
    pub name: String,
    /// Variables whose values are secret. They are named here and have no value here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<String>,
    /// The others, with their values, which may hold `{{variables}}` themselves.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, String>,
}
