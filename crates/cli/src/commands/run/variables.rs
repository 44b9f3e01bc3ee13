//! Where a run's variables come from.

use std::collections::BTreeMap;

use latchkey_collection::{Environment, store::Collection, variables::is_name};
use latchkey_running::Variables;

use super::environment_names;
use crate::{arguments::Run, body, failure::Failure};

/// Variables of the process's environment that are a run's.
const PREFIX: &str = "LATCHKEY_VAR_";

/// The variables that a run begins with.
pub(super) fn of(run: &Run, collection: &Collection) -> Result<Variables, Failure> {
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
    let inherited = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.to_str()?.strip_prefix(PREFIX)?.to_owned();
        Some((name, value.into_string().ok()?))
    });
    let environment = match &run.environment {
        Some(name) => chosen(name, collection)?,
        None => Environment::default(),
    };
    Ok(Variables::new(environment, given, inherited.collect()))
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
