//! Where updates come from, and whose signature they must carry. The build script reads the same text: a release
//! that could not update itself is not built.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use minisign_verify::PublicKey;
use url::{Host, Url};

/// Environment variable: the address of the description of the newest release.
pub(crate) const ENDPOINT: &str = "LATCHKEY_UPDATE_ENDPOINT";
/// Environment variable: the publisher's public key, as `tauri signer generate` writes it.
pub(crate) const KEY: &str = "LATCHKEY_UPDATE_PUBKEY";

/// Where updates come from.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) endpoint: Url,
    pub(crate) key: String,
}

impl Source {
    /// Reads both values. `None` where neither is given: then there is no updater. `loopback` allows plain http with
    /// this very computer.
    ///
    /// An error names the variable, what was found and what is allowed.
    pub(crate) fn read(
        endpoint: Option<&str>,
        key: Option<&str>,
        loopback: bool,
    ) -> Result<Option<Self>, String> {
        let given = |value: Option<&str>| value.map(str::trim).unwrap_or_default().to_owned();
        let (endpoint, key) = (given(endpoint), given(key));
        if endpoint.is_empty() && key.is_empty() {
            return Ok(None);
        }
        if endpoint.is_empty() || key.is_empty() {
            let (missing, other) = if endpoint.is_empty() {
                (ENDPOINT, KEY)
            } else {
                (KEY, ENDPOINT)
            };
            return Err(format!("{missing} is missing; {other} needs it beside it"));
        }
        let address = Url::parse(&endpoint).ok();
        let Some(endpoint) = address.filter(|url| may_be_asked(url, loopback)) else {
            return Err(format!(
                "{ENDPOINT}: found {endpoint:?}; an https address is allowed"
            ));
        };
        if !is_key(&key) {
            return Err(format!(
                "{KEY}: found {key:?}; allowed is what `tauri signer generate` writes into its .pub file"
            ));
        }
        Ok(Some(Self { endpoint, key }))
    }
}

/// Whether an address may be asked for updates: by https, or, where `loopback` says so, on this computer.
pub(crate) fn may_be_asked(url: &Url, loopback: bool) -> bool {
    let here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "https" || loopback && here && url.scheme() == "http"
}

/// Whether this is the base64 of a minisign public key file.
fn is_key(key: &str) -> bool {
    let text = STANDARD
        .decode(key)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    text.is_some_and(|text| PublicKey::decode(&text).is_ok())
}
