//! Fetches a document that a person named by its address: one GET, within bounds, and without any credential.
//!
//! No profile and no session has a part in it, so there is nothing here that could attach a token. It is in this crate because
//! connections are made as [`NetworkSettings`] say, and how that is done is known here alone.
//!
//! ```no_run
//! use latchkey_pipeline::{NetworkSettings, clock::SystemClock, document::{Limits, address, fetch}};
//!
//! # async fn demo() -> Result<(), Box<dyn std::error::Error>> {
//! let url = address("text", "https://api.example.com/openapi.json")?.ok_or("no address")?;
//! let settings = NetworkSettings::default();
//! let document = fetch(&url, &settings, &SystemClock::new(), Limits::of_bytes(1 << 20)).await?;
//! println!("{}: {} bytes", document.name, document.bytes.len());
//! # Ok(())
//! # }
//! ```

use std::time::Duration;

use http::header;
use reqwest::{Client, Response};
use url::Url;

use crate::{
    clock::{Clock, within},
    error::{InputError, NetworkError, Rule},
    network::NetworkSettings,
    transport,
};

/// How much a server may ask of us.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest document, in bytes, unpacked.
    pub bytes: usize,
    /// How long all of it may take.
    pub patience: Duration,
    /// How many redirects are followed.
    pub redirects: usize,
}

impl Limits {
    /// A document of at most so many bytes, in 30 s, over five redirects.
    pub const fn of_bytes(bytes: usize) -> Self {
        Self {
            bytes,
            patience: Duration::from_secs(30),
            redirects: 5,
        }
    }
}

/// A document as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The last name in the path that answered; empty where there is none.
    pub name: String,
}

/// Why there is no document. No text of it repeats an address: a redirect's may hold a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The settings cannot be used. Nothing was sent.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no whole answer.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The whole document did not come in time.
    #[error("no whole answer within {} s", .limit.as_secs_f32())]
    Late {
        /// How long was waited.
        limit: Duration,
    },
    /// The status is not one of success.
    #[error("found the status {status}; allowed is 200 to 299")]
    Status {
        /// The status.
        status: u16,
    },
    /// A redirect too many.
    #[error("more than {limit} redirects")]
    TooManyRedirects {
        /// How many are followed.
        limit: usize,
    },
    /// What was asked encrypted would be answered in the open.
    #[error("a redirect from https to http")]
    Downgrade,
    /// A redirect that says no address, or one that is not http(s).
    #[error("a redirect to something else than an http(s) address")]
    Nowhere,
    /// The document is larger than is read.
    #[error("the document has {bytes} bytes or more; up to {limit} are read")]
    TooLarge {
        /// How many it has at least.
        bytes: usize,
        /// How many are read.
        limit: usize,
    },
}

/// The address that a text is, where it is one and neither a path nor a document: a scheme, `://`, and no white space.
///
/// # Errors
///
/// Where it is an address that is not asked: of another scheme, with user name or password in it, or broken. `field` is
/// where the text comes from.
pub fn address(field: &str, text: &str) -> Result<Option<Url>, InputError> {
    let text = text.trim();
    let Some((scheme, _)) = text.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) else {
        return Ok(None);
    };
    if text.contains(char::is_whitespace) {
        return Ok(None);
    }
    let wrong = |rule, found: &str, allowed: &str| InputError::new(field, rule, found, allowed);
    if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return Err(wrong(
            Rule::TargetScheme,
            &format!("{scheme}://"),
            "http://, https://",
        ));
    }
    let mut url =
        Url::parse(text).map_err(|error| wrong(Rule::BaseUrl, text, &format!("an http(s) URL ({error})")))?;
    // It would be sent, and nothing here says who reads it.
    if !url.username().is_empty() || url.password().is_some() {
        let found = "a URL with user name or password";
        return Err(wrong(Rule::TargetCredentials, found, "a URL without them"));
    }
    url.set_fragment(None);
    Ok(Some(url))
}

/// RFC 3986 §3.1.
fn is_scheme(text: &str) -> bool {
    let rest = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.starts_with(|it: char| it.is_ascii_alphabetic()) && text.bytes().all(rest)
}

/// The address as it is told: what is behind the path may be a secret.
pub fn shown(url: &Url) -> String {
    format!("{}{}", url.origin().ascii_serialization(), url.path())
}

/// Fetches the document at an address, over redirects, but not from https to http. Dropping the future ends the connection.
///
/// # Errors
///
/// Where there is none within the limits.
pub async fn fetch(
    url: &Url,
    settings: &NetworkSettings,
    clock: &dyn Clock,
    limits: Limits,
) -> Result<Fetched, FetchError> {
    let limit = limits.patience;
    let whole = within(clock, limit, whole(url, settings, limits)).await;
    whole.unwrap_or(Err(FetchError::Late { limit }))
}

async fn whole(url: &Url, settings: &NetworkSettings, limits: Limits) -> Result<Fetched, FetchError> {
    let mut answer = followed(url, settings, limits).await?;
    let status = answer.status();
    if !status.is_success() {
        return Err(FetchError::Status {
            status: status.as_u16(),
        });
    }
    let fits = |bytes: usize| {
        let limit = limits.bytes;
        if bytes > limit {
            return Err(FetchError::TooLarge { bytes, limit });
        }
        Ok(())
    };
    let said = answer.content_length().unwrap_or_default();
    fits(usize::try_from(said).unwrap_or(usize::MAX))?;
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(failed)? {
        fits(bytes.len() + piece.len())?;
        bytes.extend_from_slice(&piece);
    }
    let mut segments = answer.url().path_segments().into_iter().flatten();
    let name = segments.rfind(|segment| !segment.is_empty()).unwrap_or_default();
    let name = name.to_owned();
    Ok(Fetched { bytes, name })
}

/// The first answer that is no redirect (RFC 9110 §15.4).
async fn followed(url: &Url, settings: &NetworkSettings, limits: Limits) -> Result<Response, FetchError> {
    let mut url = url.clone();
    for _ in 0..=limits.redirects {
        let answer = client(&url, settings)?
            .get(url.clone())
            .send()
            .await
            .map_err(failed)?;
        if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok(answer);
        }
        url = next(&url, &answer)?;
    }
    let limit = limits.redirects;
    Err(FetchError::TooManyRedirects { limit })
}

/// Where a redirect leads.
fn next(from: &Url, answer: &Response) -> Result<Url, FetchError> {
    let location = answer.headers().get(header::LOCATION);
    let location = location.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let mut to = location
        .and_then(|location| from.join(location).ok())
        .filter(|to| matches!(to.scheme(), "http" | "https"))
        .ok_or(FetchError::Nowhere)?;
    if from.scheme() == "https" && to.scheme() != "https" {
        return Err(FetchError::Downgrade);
    }
    // A location is the server's word: user name and password in it are not sent.
    let _ = to.set_username("");
    let _ = to.set_password(None);
    to.set_fragment(None);
    Ok(to)
}

/// Made for each address: what is on this computer is asked without a proxy.
fn client(url: &Url, settings: &NetworkSettings) -> Result<Client, FetchError> {
    let made = transport::builder(url, settings)?
        .tls_certs_merge(transport::authorities("ca_file", &settings.ca_file)?)
        .build();
    made.map_err(failed)
}

#[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
fn failed(error: reqwest::Error) -> FetchError {
    transport::network_error(&error).into()
}
