//! The data folder and what is kept there, shared with the app.

use std::{path::PathBuf, sync::Arc};

use latchkey_keeping::{
    InForce, Kept, Keys, PRACTICE_ID as PRACTICE, PlainFile, ProfileError, ProfileFolder, Protection, Why,
    open_folder,
};
use latchkey_pipeline::{
    Network, NetworkSettings, Pipeline, Profile, SessionKey, StoreError, clock::SystemClock,
    store::SessionStores as _,
};
use serde::{Deserialize, Serialize};

use crate::{
    failure::{Failure, naming_the_option},
    output::Terminal,
};

/// The app's identifier, which names its data folder.
const IDENTIFIER: &str = "dev.latchkey.desktop";
/// Environment variable that names the data folder.
const DATA_DIR: &str = "LATCHKEY_DATA_DIR";
/// Shared with the app: whose session is at work.
const ACTIVE: &str = "active";
/// Shared with the app: how connections are made.
const NETWORK: &str = "network";

/// The data folder and what is kept there.
pub(crate) struct Home {
    pub(crate) kept: Kept,
    pub(crate) profiles: ProfileFolder,
    /// How connections are made, as the app's settings say.
    pub(crate) network: Network,
    /// The folder, where an option named it: commands that are to find the same sessions need that option, too.
    pub(crate) named_folder: Option<PathBuf>,
}

#[derive(Serialize, Deserialize)]
struct Active {
    profile: String,
    user: String,
}

impl Home {
    /// Opens the folder that was asked for, or the app's own.
    pub(crate) fn open(asked: Option<PathBuf>) -> Result<Self, Failure> {
        let (folder, is_named) = folder_of(asked)?;
        open_folder(&folder).map_err(|error| Failure::file(&folder, &error))?;
        let file = Arc::new(PlainFile::new(&folder));
        Ok(Self {
            kept: Kept::open(&folder, file, Keys::of_the_system(&folder)),
            profiles: ProfileFolder::new(&folder),
            network: Network::default(),
            named_folder: is_named.then_some(folder),
        })
    }

    /// How the app's settings say that connections are made, for what needs neither session nor profile: a folder that is not
    /// there is not made.
    pub(crate) async fn network_settings(asked: Option<PathBuf>) -> Result<Arc<NetworkSettings>, Failure> {
        let (folder, _) = folder_of(asked)?;
        if !folder.is_dir() {
            return Ok(Arc::default());
        }
        let home = Self::open(Some(folder))?;
        home.connect_as_set().await?;
        Ok(home.network.settings())
    }

    /// Takes over how the app's settings say that connections are made.
    pub(crate) async fn connect_as_set(&self) -> Result<(), Failure> {
        if let Some(settings) = self.kept.entry(NETWORK).await? {
            self.network.set(settings);
        }
        Ok(())
    }

    /// Seals what an earlier version left plain.
    pub(crate) async fn seal(&self, terminal: Terminal) {
        if let Err(error) = self.kept.migrate().await {
            terminal.warning(&error.to_string());
        }
    }

    /// Whose session is at work, whether it still stands or not.
    pub(crate) async fn active(&self) -> Result<Option<SessionKey>, Failure> {
        let active: Option<Active> = self.kept.entry(ACTIVE).await?;
        Ok(active.map(|Active { profile, user }| SessionKey { profile, user }))
    }

    /// Puts a session to work, here and in the app.
    pub(crate) async fn set_active(&self, key: &SessionKey) -> Result<(), Failure> {
        let active = Active {
            profile: key.profile.clone(),
            user: key.user.clone(),
        };
        Ok(self.kept.set_entry(ACTIVE, &active).await?)
    }

    /// Whose sessions there are, the newest sign-in last.
    pub(crate) async fn keys(&self) -> Result<Vec<SessionKey>, Failure> {
        Ok(self.kept.keys().await?)
    }

    /// A pipeline for the session of that key, with nobody signed in yet.
    pub(crate) fn pipeline(&self, key: &SessionKey) -> Pipeline {
        let clock = Arc::new(SystemClock::new());
        Pipeline::over(self.kept.of(key), Arc::new(()), clock, &self.network)
    }

    /// Takes up the session of that key. An error tells why it cannot be used.
    pub(crate) async fn take_up(&self, key: &SessionKey) -> Result<Pipeline, Failure> {
        // The store tells more than the pipeline's reason does.
        let stored = self.kept.of(key).load().await?;
        if stored.is_none() {
            return Err(self.signed_out(key).await);
        }
        let pipeline = self.pipeline(key);
        match pipeline.restore().await? {
            Some(_) => Ok(pipeline),
            None => match pipeline.ended() {
                Some(ended) => Err(Failure::Store(StoreError::Io(ended.message().to_owned()))),
                None => Err(self.signed_out(key).await),
            },
        }
    }

    /// A profile by its id or its address, ready for use. A saved one comes first, then that of a stored session.
    pub(crate) async fn profile(&self, named: &str, allow_plain_http: bool) -> Result<Profile, Failure> {
        let at_address = if is_address(named) {
            Some(Profile::at_address(named, allow_plain_http).map_err(naming_the_option)?)
        } else {
            None
        };
        let id = at_address.as_ref().map_or(named, Profile::id).to_owned();
        if id == PRACTICE {
            return self.profile_of_session(&id).await;
        }
        match self.profiles.read(&id) {
            Ok(description) => Ok(Profile::try_from(description)?),
            Err(ProfileError::Missing { .. }) => match at_address {
                Some(profile) => Ok(profile),
                None => self.profile_of_session(&id).await,
            },
            Err(error) => Err(error.into()),
        }
    }

    async fn profile_of_session(&self, id: &str) -> Result<Profile, Failure> {
        let keys = self.keys().await?;
        if let Some(key) = keys.iter().rev().find(|key| key.profile == id)
            && let Some(stored) = self.kept.of(key).load().await?
        {
            return Ok(stored.profile);
        }
        if let Some(profile) = self.kept.profile_at_address(id).await? {
            return Ok(profile);
        }
        if id == PRACTICE {
            let allowed =
                "a profile of your own: the practice API lives inside the app, and is signed in to there";
            return Err(Failure::usage("profile", id, allowed));
        }
        Err(Failure::usage(
            "profile",
            id,
            named_so(&self.profile_ids().await?),
        ))
    }

    /// The profile to sign in to where none is named and none is at work: the only one there is.
    pub(crate) async fn only_profile(&self) -> Result<Profile, Failure> {
        match self.profile_ids().await?.as_slice() {
            [only] => self.profile(only, false).await,
            several => Err(Failure::usage("profile", "", named_so(several))),
        }
    }

    /// The ids of the profiles that are saved or have a session, sorted.
    async fn profile_ids(&self) -> Result<Vec<String>, Failure> {
        let mut ids: Vec<_> = self.profiles.list()?.into_iter().map(|(id, _)| id).collect();
        ids.extend(self.keys().await?.into_iter().map(|key| key.profile));
        ids.retain(|id| id != PRACTICE);
        ids.sort();
        ids.dedup();
        Ok(ids)
    }

    /// Where the tokens are, in words.
    pub(crate) async fn protection(&self) -> Result<String, Failure> {
        let InForce { protection, why } = self.kept.protection().await?;
        let place = match protection {
            Protection::Keychain => "sealed with a key from the system's keychain",
            Protection::File => "in a file that only you can read, not sealed",
            Protection::Memory => "in memory alone",
        };
        let why = match why {
            Why::Chosen => " (chosen)".to_owned(),
            Why::NoKeychain(_) => " (this system has no keychain)".to_owned(),
            Why::TurnedOff => " (LATCHKEY_KEYCHAIN=off)".to_owned(),
            Why::Refused(said) => format!(" (it refuses at present: {said})"),
            _ => String::new(),
        };
        Ok(format!("{place}{why}"))
    }
}

/// The folder that was asked for, or the app's own, and whether an option named it.
fn folder_of(asked: Option<PathBuf>) -> Result<(PathBuf, bool), Failure> {
    let not_empty = |folder: &PathBuf| !folder.as_os_str().is_empty();
    let asked = asked.filter(not_empty);
    let is_named = asked.is_some();
    let by_variable = || std::env::var_os(DATA_DIR).map(PathBuf::from).filter(not_empty);
    let folder = match asked.or_else(by_variable) {
        Some(folder) => std::path::absolute(&folder).unwrap_or(folder),
        None => dirs::data_dir()
            .map(|data| data.join(IDENTIFIER))
            .ok_or_else(|| Failure::usage("--data-dir", "", "a folder: this user has none of their own"))?,
    };
    Ok((folder, is_named))
}

/// Whether a profile is named by its address.
pub(crate) fn is_address(named: &str) -> bool {
    named.contains("://")
}

/// How a profile may be named.
fn named_so(ids: &[String]) -> String {
    match ids {
        [] => "an address such as https://api.example.com, or an id after `profile add`".to_owned(),
        ids => format!(
            "an address such as https://api.example.com, or one of: {}",
            ids.join(", ")
        ),
    }
}
