//! The practice API inside the app: started when it is first needed.

use std::path::{Path, PathBuf};

use latchkey_pipeline::{
    InputError, Profile,
    description::{Kind, ProactiveFrom},
};
use practice_api::{Config, PracticeApi};
use tokio::sync::OnceCell;

/// The id of the practice API's profile, which no other profile gets.
pub(crate) use latchkey_keeping::PRACTICE_ID as ID;

const NAME: &str = "Practice API";

/// The practice API of this run. Its port changes from run to run, so its profile is made anew each time.
pub(crate) struct Practice {
    state_file: PathBuf,
    running: OnceCell<PracticeApi>,
}

/// Why the practice API is not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PracticeError {
    #[error("the practice API could not start: {0}")]
    Start(#[from] practice_api::Error),
    #[error(transparent)]
    Address(#[from] InputError),
}

impl Practice {
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self {
            state_file: data_dir.join("practice-api.json"),
            running: OnceCell::new(),
        }
    }

    /// The profile of the running practice API.
    pub(crate) async fn profile(&self) -> Result<Profile, PracticeError> {
        let config = || Config {
            state_file: Some(self.state_file.clone()),
            ..Config::default()
        };
        let api = self
            .running
            .get_or_try_init(|| async {
                match PracticeApi::start(config()).await {
                    // One that forgets is better than none.
                    Err(error @ practice_api::Error::State { .. }) => {
                        tracing::warn!(%error, "the practice API forgets at the end of this run");
                        PracticeApi::start(Config::default()).await
                    }
                    started => started,
                }
            })
            .await?;
        let mut description = Kind::HeaderPair.description(ID, NAME, api.url());
        // Practice is for seeing what happens when a token expires: nothing is refreshed ahead of time.
        description.proactive.from = ProactiveFrom::Off;
        Ok(Profile::try_from(description)?)
    }
}
