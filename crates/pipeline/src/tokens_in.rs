//! Reads what an answer to a sign-in or a refresh brings.

use http::{HeaderMap, header};
use latchkey_profile::Rotation;
use serde_json::Value;

use crate::{
    profile::{Place, Places},
    token::{Token, TokenPair, TokenProblem},
};

/// The longest answer to a sign-in or a refresh, in bytes.
pub(crate) const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Why an answer holds no usable pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoPair {
    /// Neither token is there at all.
    pub(crate) none_at_all: bool,
    /// In plain words.
    pub(crate) detail: String,
}

/// What an answer brought.
#[derive(Debug)]
pub(crate) struct Brought {
    pub(crate) pair: TokenPair,
    /// Seconds until the access token expires, where the answer says so.
    pub(crate) expires_in_s: Option<u64>,
}

/// Reads both tokens. `old_refresh` takes a missing refresh token's place where the profile allows that.
pub(crate) fn pair(
    places: &Places,
    headers: &HeaderMap,
    body: &[u8],
    old_refresh: Option<(&Token, Rotation)>,
) -> Result<Brought, NoPair> {
    let json: Option<Value> = serde_json::from_slice(body).ok();
    let json = json.as_ref();
    let access = places.access.token(headers, json);
    let refresh = match (places.refresh.token(headers, json), old_refresh) {
        (Err(TokenProblem::Missing), Some((old, Rotation::Optional))) => Ok(old.clone()),
        (found, _) => found,
    };
    let missing = Some(TokenProblem::Missing);
    let none_at_all =
        access.as_ref().err() == missing.as_ref() && places.refresh.token(headers, json).err() == missing;
    let problem = |place: &Place, problem| NoPair {
        none_at_all,
        detail: format!("{}: {problem}", place.shown()),
    };
    let pair = TokenPair {
        access: access.map_err(|error| problem(&places.access, error))?,
        refresh: refresh.map_err(|error| problem(&places.refresh, error))?,
    };
    let told = places.expires_in.as_ref();
    Ok(Brought {
        pair,
        expires_in_s: told.and_then(|place| place.seconds(headers, json)),
    })
}

/// The server's clock minus this computer's, from `Date` (RFC 9110 §6.6.1), in milliseconds; 0 where it is not told.
pub(crate) fn skew_ms(headers: &HeaderMap, wall_ms: i64) -> i64 {
    let date = headers.get(header::DATE).and_then(|value| value.to_str().ok());
    let told = date.and_then(|text| httpdate::parse_http_date(text).ok());
    let server_ms = told
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_millis()).ok());
    // `Date` counts whole seconds: a difference below two is no difference.
    server_ms
        .map(|server| server - wall_ms)
        .filter(|skew| skew.abs() >= 2_000)
        .unwrap_or(0)
}
