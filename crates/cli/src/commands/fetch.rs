//! Fetches a document to import, as the app's settings say that connections are made.

use std::path::PathBuf;

use latchkey_importing::{ImportError, MAX_BYTES};
use latchkey_pipeline::{
    InputError, Rule,
    clock::SystemClock,
    document::{self, FetchError, Fetched, Limits},
};
use url::Url;

use crate::{exit::Exit, failure::Failure, home::Home};

/// The address that was meant, where the source is one and no path.
pub(super) fn address(source: &str) -> Result<Option<Url>, Failure> {
    document::address("SOURCE", source).map_err(|error| match error.rule {
        Rule::TargetScheme => Failure::Input(InputError {
            allowed: format!("{}, a file, a folder or -", error.allowed),
            ..error
        }),
        _ => Failure::Input(error),
    })
}

/// The document, and the name of its file as far as the address tells.
pub(super) async fn fetch(url: &Url, data_dir: Option<PathBuf>) -> Result<Fetched, Failure> {
    let settings = Home::network_settings(data_dir).await?;
    let limits = Limits::of_bytes(MAX_BYTES);
    let fetched = document::fetch(url, &settings, &SystemClock::new(), limits).await;
    fetched.map_err(|error| failed(url, error))
}

fn failed(url: &Url, error: FetchError) -> Failure {
    let from = document::shown(url);
    let exit = match error {
        FetchError::Input(error) => return Failure::Input(error),
        FetchError::TooLarge { bytes, .. } => {
            let error = ImportError::TooLarge { bytes };
            return Failure::Import { from, error };
        }
        FetchError::Status { status } if status >= 400 => Exit::Refused,
        FetchError::Status { .. } => Exit::Other,
        _ => Exit::NoAnswer,
    };
    let why = error.to_string();
    Failure::Fetch { from, why, exit }
}
