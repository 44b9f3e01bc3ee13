//! The profiles in the data folder, as the window's commands speak of them.

use latchkey_ipc::{IpcError, ProfileSummary, Rehearsal, SaveProfile, TryProfile};
use latchkey_keeping::{PRACTICE_ID, ProfileFolder};
use latchkey_pipeline::{
    ClientSecret, Credentials, Error, InputError, Network, Profile, Rule,
    clock::SystemClock,
    description::{ClientAuthentication, Description, file},
    rehearsal,
};

use crate::translate;

/// Every saved profile, by name; one that is wrong with what is wrong with it.
pub(crate) async fn list(folder: &ProfileFolder) -> Result<Vec<ProfileSummary>, IpcError> {
    let folder = folder.clone();
    let mut list: Vec<_> = blocking(move || folder.list())
        .await?
        .map_err(|error| translate::from_folder(&error))?
        .into_iter()
        .map(|(id, profile)| match profile {
            Ok(description) => summary(&description),
            Err(error) => ProfileSummary {
                name: id.clone(),
                id,
                base_url: String::new(),
                wants_client_secret: false,
                checks_certificate: true,
                problem: Some(translate::from_folder(&error)),
            },
        })
        .collect();
    list.sort_by_cached_key(|profile| profile.name.to_lowercase());
    Ok(list)
}

/// A saved profile as it was written.
pub(crate) async fn read(folder: &ProfileFolder, id: &str) -> Result<Description, IpcError> {
    let (folder, id) = (folder.clone(), id.to_owned());
    let read = blocking(move || folder.read(&id)).await?;
    read.map_err(|error| translate::from_folder(&error))
}

/// A saved profile, ready for a sign-in.
pub(crate) async fn ready(folder: &ProfileFolder, id: &str) -> Result<Profile, IpcError> {
    let description = read(folder, id).await?;
    Profile::try_from(description).map_err(|error| translate::from_error(Error::Input(error)))
}

/// Every error of a profile.
pub(crate) fn check(description: Description) -> Vec<IpcError> {
    let own = (description.id == PRACTICE_ID).then(|| taken(PRACTICE_ID));
    let errors = Profile::new(description).err().unwrap_or_default();
    let errors = errors.into_iter().map(Error::Input);
    own.into_iter().chain(errors.map(translate::from_error)).collect()
}

/// Saves a profile that is right.
pub(crate) async fn save(folder: &ProfileFolder, request: SaveProfile) -> Result<ProfileSummary, IpcError> {
    let SaveProfile { profile, replaces } = request;
    if let Some(error) = check(profile.clone()).into_iter().next() {
        return Err(error);
    }
    let summary = summary(&profile);
    let folder = folder.clone();
    let saved = blocking(move || {
        let renamed = replaces.as_ref() != Some(&profile.id);
        if renamed && folder.exists(&profile.id) {
            return Ok(Err(taken(&profile.id)));
        }
        folder.save(&profile)?;
        match replaces.filter(|_| renamed) {
            Some(earlier) => folder.remove(&earlier).map(|()| Ok(())),
            None => Ok(Ok(())),
        }
    });
    saved.await?.map_err(|error| translate::from_folder(&error))??;
    Ok(summary)
}

/// Removes a saved profile.
pub(crate) async fn remove(folder: &ProfileFolder, id: String) -> Result<(), IpcError> {
    let folder = folder.clone();
    let removed = blocking(move || folder.remove(&id)).await?;
    removed.map_err(|error| translate::from_folder(&error))
}

/// Reads a profile from the text of a file.
pub(crate) fn from_text(text: &str) -> Result<Description, IpcError> {
    file::read(text).map_err(|error| translate::from_file(&error))
}

/// Tries a profile out.
pub(crate) async fn rehearse(network: &Network, request: TryProfile) -> Result<Rehearsal, IpcError> {
    let profile = Profile::try_from(request.profile);
    let profile = profile.map_err(|error| translate::from_error(Error::Input(error)))?;
    let mut credentials = Credentials::new(request.user, request.password.into_inner());
    if let Some(secret) = request.client_secret {
        credentials = credentials.with_client_secret(ClientSecret::new(secret.into_inner()));
    }
    Ok(translate::rehearsal(
        rehearsal::rehearse_with(&profile, &credentials, &SystemClock::new(), network).await,
    ))
}

fn summary(description: &Description) -> ProfileSummary {
    let profile = Profile::try_from(description.clone());
    let authentication = description.client.as_ref().map(|client| client.authentication);
    ProfileSummary {
        id: description.id.clone(),
        name: match &profile {
            Ok(profile) => profile.name(),
            Err(_) if description.name.is_empty() => description.id.clone(),
            Err(_) => description.name.clone(),
        },
        base_url: translate::address(&description.base_url),
        wants_client_secret: authentication.is_some_and(|it| it != ClientAuthentication::None),
        checks_certificate: description.tls.verify,
        problem: profile
            .err()
            .map(|error| translate::from_error(Error::Input(error))),
    }
}

fn taken(id: &str) -> IpcError {
    let allowed = "a short name that no other profile has";
    translate::from_error(Error::Input(InputError::new(
        "id",
        Rule::ProfileIdTaken,
        id,
        allowed,
    )))
}

/// Runs file work where it may block.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, IpcError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| translate::internal(error.to_string()))
}
