//! Reads a pair of tokens out of an answer's headers.

use http::{HeaderMap, HeaderName, header};

use crate::{
    profile::{Profile, Rotation},
    token::{Token, TokenPair, TokenProblem},
};

/// Why an answer holds no usable pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoPair {
    /// Neither token is there at all.
    pub(crate) none_at_all: bool,
    /// In plain words.
    pub(crate) detail: String,
}

/// Reads both tokens. `old_refresh` takes a missing refresh token's place where the profile allows that.
pub(crate) fn pair(
    profile: &Profile,
    headers: &HeaderMap,
    old_refresh: Option<&Token>,
) -> Result<TokenPair, NoPair> {
    let names = &profile.token_headers;
    let access = one(headers, &names.access);
    let refresh = match (
        one(headers, &names.refresh),
        old_refresh,
        profile.refresh.rotation,
    ) {
        (Err(TokenProblem::Missing), Some(old), Rotation::Optional) => Ok(old.clone()),
        (other, _, _) => other,
    };
    let missing = Some(TokenProblem::Missing);
    let none_at_all = access.as_ref().err() == missing.as_ref() && refresh.as_ref().err() == missing.as_ref();
    let problem = |name: &HeaderName, problem| NoPair {
        none_at_all,
        detail: format!("header {name}: {problem}"),
    };
    Ok(TokenPair {
        access: access.map_err(|error| problem(&names.access, error))?,
        refresh: refresh.map_err(|error| problem(&names.refresh, error))?,
    })
}

fn one(headers: &HeaderMap, name: &HeaderName) -> Result<Token, TokenProblem> {
    let mut values = headers.get_all(name).iter();
    let Some(first) = values.next() else {
        return Err(TokenProblem::Missing);
    };
    match values.count() {
        0 => Token::parse(first.as_bytes()),
        more => Err(TokenProblem::Repeated { times: more + 1 }),
    }
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
