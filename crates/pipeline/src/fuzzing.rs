//! What the fuzz targets reach and nobody else does.

use http::HeaderMap;

use crate::{
    profile::Profile,
    token::{Token, TokenPair},
    tokens_in,
};

/// Reads the answer to a sign-in, or to a refresh that spends `old`. The error says what is wrong, and no token.
pub fn pair(
    profile: &Profile,
    headers: &HeaderMap,
    body: &[u8],
    old: Option<&Token>,
) -> Result<TokenPair, String> {
    let places = if old.is_some() {
        &profile.refreshed_tokens
    } else {
        &profile.tokens
    };
    let rotation = profile.description().refresh.rotation;
    let brought = tokens_in::pair(places, headers, body, old.map(|old| (old, rotation)));
    brought
        .map(|brought| brought.pair)
        .map_err(|no_pair| no_pair.detail)
}
