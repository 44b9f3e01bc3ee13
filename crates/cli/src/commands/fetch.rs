//! Fetches a document to import: by http(s), within bounds, and without any credential.

use std::{error::Error as _, time::Duration};

use latchkey_importing::{ImportError, MAX_BYTES};
use reqwest::{Client, Response, redirect::Policy};
use url::Url;

use crate::{exit::Exit, failure::Failure};

/// The argument.
const FIELD: &str = "SOURCE";
/// How long the whole document may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many redirects are followed.
const REDIRECTS: usize = 5;

/// The address that was meant, where the source is one and no path.
pub(super) fn address(source: &str) -> Result<Option<Url>, Failure> {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|it: char| it.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    let Some((scheme, _)) = source.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) else {
        return Ok(None);
    };
    if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
        let found = format!("{scheme}://");
        return Err(Failure::usage(
            FIELD,
            &found,
            "http://, https://, a file, a folder or -",
        ));
    }
    let url = Url::parse(source)
        .map_err(|error| Failure::usage(FIELD, source, format!("an http(s) URL ({error})")))?;
    // It would be sent, and nothing here says who reads it.
    if !url.username().is_empty() || url.password().is_some() {
        let found = "a URL with user name or password";
        return Err(Failure::usage(FIELD, found, "a URL without them"));
    }
    Ok(Some(url))
}

/// The document, and the name of its file as far as the address tells.
pub(super) async fn fetch(url: &Url) -> Result<(Vec<u8>, String), Failure> {
    let silent = |_| {
        failed(
            url,
            format!("no whole answer within {} s", PATIENCE.as_secs()),
            Exit::NoAnswer,
        )
    };
    tokio::time::timeout(PATIENCE, whole(url)).await.map_err(silent)?
}

/// The address as it is told: what is behind the path may be a secret.
pub(super) fn shown(url: &Url) -> String {
    format!("{}{}", url.origin().ascii_serialization(), url.path())
}

async fn whole(url: &Url) -> Result<(Vec<u8>, String), Failure> {
    let no_answer = |error: reqwest::Error| failed(url, told(error), Exit::NoAnswer);
    let mut answer = client()
        .map_err(no_answer)?
        .get(url.clone())
        .send()
        .await
        .map_err(no_answer)?;
    let status = answer.status();
    if !status.is_success() {
        let why = format!("found the status {}; allowed is 200 to 299", status.as_u16());
        let exit = if status.as_u16() < 400 {
            Exit::Other
        } else {
            Exit::Refused
        };
        return Err(failed(url, why, exit));
    }
    let told = answer.content_length().unwrap_or_default();
    within(url, usize::try_from(told).unwrap_or(usize::MAX))?;
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(no_answer)? {
        bytes.extend_from_slice(&piece);
        within(url, bytes.len())?;
    }
    Ok((bytes, name(&answer)))
}

fn client() -> reqwest::Result<Client> {
    latchkey_pipeline::choose_crypto();
    let redirects = Policy::custom(|attempt| {
        let before = attempt.previous();
        if before.len() > REDIRECTS {
            return attempt.error(format!("more than {REDIRECTS} redirects"));
        }
        let was_encrypted = before.last().is_some_and(|url| url.scheme() == "https");
        if was_encrypted && attempt.url().scheme() != "https" {
            return attempt.error("a redirect from https to http");
        }
        attempt.follow()
    });
    Client::builder()
        .redirect(redirects)
        .referer(false)
        .user_agent(concat!("Latchkey/", env!("CARGO_PKG_VERSION")))
        .build()
}

fn within(url: &Url, bytes: usize) -> Result<(), Failure> {
    if bytes <= MAX_BYTES {
        return Ok(());
    }
    Err(Failure::Import {
        from: shown(url),
        error: ImportError::TooLarge { bytes },
    })
}

/// The last name in the path that answered.
fn name(answer: &Response) -> String {
    let mut segments = answer.url().path_segments().into_iter().flatten();
    segments
        .rfind(|segment| !segment.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// Why there is no answer, from the outermost cause to the innermost, without the address: a redirect's may hold a secret.
fn told(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut why = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        why.push_str(": ");
        why.push_str(&error.to_string());
        cause = error.source();
    }
    why
}

fn failed(url: &Url, why: String, exit: Exit) -> Failure {
    Failure::Fetch {
        from: shown(url),
        why,
        exit,
    }
}
