//! Environments: their variables in the collection's files, the values of their secrets beside the tokens.

use std::collections::BTreeMap;

use latchkey_collection::{
    Environment, Mask, Variable,
    store::{Error, Place, SavedEnvironment},
    variables::is_name,
};
use latchkey_ipc::{ApiCall, EnvironmentDraft, IpcError, NAME_LIMIT, VariableDraft};
use latchkey_keeping::Kept;
use zeroize::Zeroizing;

use super::{Open, blocking, lock};
use crate::translate;

/// What the names in a call stand for.
#[derive(Default)]
pub(crate) struct Variables {
    values: BTreeMap<String, Variable>,
    /// The secrets among them.
    pub(crate) mask: Mask,
}

impl Variables {
    pub(super) fn get(&self, name: &str) -> Option<Variable> {
        self.values.get(name).cloned()
    }
}

/// The chosen environment's variables, as far as a call may need them.
pub(super) async fn variables(kept: &Kept, open: &Open, call: &ApiCall) -> Result<Variables, IpcError> {
    let texts = serde_json::to_string(call).unwrap_or_default();
    let (environment, secrets) = opened(kept, open, texts).await?;
    let mut variables = Variables::default();
    for (name, value) in secrets {
        variables.mask.hide(&name, &value);
        // What was typed once names no other variable.
        let literal = Variable::Literal(value.to_string());
        variables.values.insert(name, literal);
    }
    let templates = environment.variables.into_iter();
    let templates = templates.map(|(name, value)| (name, Variable::Template(value)));
    variables.values.extend(templates);
    Ok(variables)
}

/// The chosen environment with those of its secrets that these texts may need: what they do not name is not opened.
pub(super) async fn opened(
    kept: &Kept,
    open: &Open,
    mut texts: String,
) -> Result<(Environment, BTreeMap<String, Zeroizing<String>>), IpcError> {
    let mut secrets = BTreeMap::new();
    let place = lock(&open.environment).clone();
    let saved = place.and_then(|place| find(open, &place));
    let Some(SavedEnvironment {
        place, environment, ..
    }) = saved
    else {
        return Ok((Environment::default(), secrets));
    };
    // Whatever names a secret has its name in it.
    texts.extend(environment.variables.values().map(String::as_str));
    for name in &environment.secrets {
        if !texts.contains(name.as_str()) {
            continue;
        }
        let value = kept.secret(&secret_name(open, place.as_str(), name)).await;
        let value = value.map_err(|error| IpcError {
            field: Some(name.clone()),
            ..translate::unfit("secret-shut", error.to_string(), None)
        })?;
        if let Some(value) = value {
            secrets.insert(name.clone(), value);
        }
    }
    Ok((environment, secrets))
}

/// The chosen environment.
pub(super) fn chosen(open: &Open) -> Option<Environment> {
    let place = lock(&open.environment).clone()?;
    Some(find(open, &place)?.environment)
}

/// An environment as it is edited, without the values of its secrets.
pub(super) async fn read(kept: &Kept, open: &Open, place: &str) -> Result<EnvironmentDraft, IpcError> {
    let saved = find(open, place).ok_or_else(|| gone(place))?;
    let mut variables: Vec<_> = saved
        .environment
        .variables
        .into_iter()
        .map(|(name, value)| VariableDraft {
            name,
            value,
            ..VariableDraft::default()
        })
        .collect();
    for name in saved.environment.secrets {
        let kept = kept.has_secret(&secret_name(open, place, &name)).await;
        variables.push(VariableDraft {
            kept: kept.map_err(|error| translate::internal(error.to_string()))?,
            name,
            value: String::new(),
            secret: true,
        });
    }
    Ok(EnvironmentDraft {
        place: Some(place.to_owned()),
        fingerprint: saved.fingerprint.to_string(),
        name: saved.environment.name,
        variables,
    })
}

/// Saves an environment, and keeps the secrets that were typed. Tells where it is.
pub(super) async fn save(
    kept: &Kept,
    open: &std::sync::Arc<Open>,
    draft: EnvironmentDraft,
) -> Result<String, IpcError> {
    let (environment, secrets) = checked(&draft)?;
    let before = draft.place.as_deref().and_then(|place| find(open, place));
    if secrets.values().any(Option::is_some) {
        // Half of an environment would be a file that is another one the next time.
        let ready = kept.may_keep_secrets().await;
        ready.map_err(|error| translate::internal(error.to_string()))?;
    }
    let work = open.clone();
    let place = blocking(move || {
        let place = match (&draft.place, draft.fingerprint.parse()) {
            (Some(place), Ok(read)) => {
                let place = Place::parse(place)?;
                work.store.save_environment(&place, &environment, &read)?;
                place
            }
            _ => work.store.create_environment(&environment)?.place,
        };
        work.read_again()?;
        Ok(place.to_string())
    })
    .await?;
    for (name, value) in &secrets {
        if let Some(value) = value {
            set(kept, open, &place, name, Some(value.clone())).await?;
        }
    }
    // A secret that is none any more leaves nothing behind.
    let old = before.map(|it| it.environment.secrets).unwrap_or_default();
    for name in old.iter().filter(|name| !secrets.contains_key(*name)) {
        set(kept, open, &place, name, None).await?;
    }
    Ok(place)
}

/// Takes an environment away, and its secrets for good.
pub(super) async fn remove(kept: &Kept, open: &std::sync::Arc<Open>, place: String) -> Result<(), IpcError> {
    let saved = find(open, &place).ok_or_else(|| gone(&place))?;
    let (work, at) = (open.clone(), saved.place.clone());
    blocking(move || {
        let deleted = work.store.delete(&at)?;
        lock(&work.deleted).push(deleted);
        work.read_again()?;
        Ok(())
    })
    .await?;
    for name in &saved.environment.secrets {
        set(kept, open, &place, name, None).await?;
    }
    let mut chosen = lock(&open.environment);
    if chosen.as_ref() == Some(&place) {
        *chosen = None;
    }
    Ok(())
}

type Secrets = BTreeMap<String, Option<Zeroizing<String>>>;

/// The environment and its secrets, where all of it can be used.
fn checked(draft: &EnvironmentDraft) -> Result<(Environment, Secrets), IpcError> {
    let name = draft.name.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME_LIMIT;
    if !fits {
        return Err(refused("name", "saved-name", &draft.name));
    }
    let mut environment = Environment {
        name: name.to_owned(),
        ..Environment::default()
    };
    let mut secrets = Secrets::new();
    for (at, variable) in draft.variables.iter().enumerate() {
        let name = variable.name.trim();
        if name.is_empty() && variable.value.is_empty() {
            continue;
        }
        let field = format!("variables[{at}].name");
        if !is_name(name) {
            return Err(refused(&field, "variable-name", name));
        }
        if environment.variables.contains_key(name) || secrets.contains_key(name) {
            return Err(refused(&field, "twice", name));
        }
        if variable.secret {
            environment.secrets.push(name.to_owned());
            let value = Some(variable.value.as_str()).filter(|value| !value.is_empty());
            secrets.insert(
                name.to_owned(),
                value.map(|value| Zeroizing::new(value.to_owned())),
            );
        } else {
            environment
                .variables
                .insert(name.to_owned(), variable.value.clone());
        }
    }
    Ok((environment, secrets))
}

fn refused(field: &str, key: &str, found: &str) -> IpcError {
    IpcError {
        field: Some(field.to_owned()),
        ..translate::unfit(
            key,
            format!("{field}: found {found:?}; allowed is a name that nothing else here has"),
            Some(found.to_owned()),
        )
    }
}

async fn set(
    kept: &Kept,
    open: &Open,
    place: &str,
    name: &str,
    value: Option<Zeroizing<String>>,
) -> Result<(), IpcError> {
    let kept = kept.set_secret(&secret_name(open, place, name), value).await;
    kept.map_err(|error| translate::internal(error.to_string()))
}

/// What a secret is kept as: a line for the folder, the file and the variable.
pub(super) fn secret_name(open: &Open, place: &str, name: &str) -> String {
    format!("{}\n{place}\n{name}", open.store.folder().display())
}

fn find(open: &Open, place: &str) -> Option<SavedEnvironment> {
    let now = open.now();
    now.environments
        .iter()
        .find(|it| it.place.as_str() == place)
        .cloned()
}

fn gone(place: &str) -> IpcError {
    translate::from_collection(&Error::Io {
        file: place.to_owned(),
        error: std::io::ErrorKind::NotFound.into(),
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::Arc};

    use latchkey_keeping::{KeyError, KeySource, Keys, PlainFile, SealingKey};

    use super::*;

    /// A keychain that is locked.
    struct Locked;

    impl KeySource for Locked {
        fn find(&self) -> Result<Option<SealingKey>, KeyError> {
            Err(KeyError::Refused("locked".to_owned()))
        }

        fn keep(&self, _: &SealingKey) -> Result<(), KeyError> {
            self.find().map(drop)
        }
    }

    fn variable(name: &str, secret: bool) -> VariableDraft {
        VariableDraft {
            name: name.to_owned(),
            value: "value".to_owned(),
            secret,
            ..VariableDraft::default()
        }
    }

    #[tokio::test]
    async fn where_no_secret_can_be_kept_nothing_of_the_environment_is_saved() {
        let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = Arc::new(PlainFile::new(data.path()));
        let kept = Kept::open(data.path(), file, Keys::From(Arc::new(Locked)));
        let open = Open::at(folder.path(), None, Arc::new(|| ())).unwrap();
        let draft = |secret| EnvironmentDraft {
            place: None,
            fingerprint: String::new(),
            name: "Staging".to_owned(),
            variables: vec![variable("key", secret)],
        };
        for _ in 0..2 {
            let refused = save(&kept, &open, draft(true)).await.unwrap_err();
            assert!(refused.message.contains("locked"), "{}", refused.message);
            assert!(!folder.path().join("environments").exists());
        }

        let place = save(&kept, &open, draft(false)).await.unwrap();
        let text = || fs::read_to_string(folder.path().join(&place)).unwrap();
        let (before, mut again) = (text(), read(&kept, &open, &place).await.unwrap());
        again.variables.push(variable("secret", true));
        for _ in 0..2 {
            save(&kept, &open, again.clone()).await.unwrap_err();
            assert_eq!(text(), before);
        }
    }
}
