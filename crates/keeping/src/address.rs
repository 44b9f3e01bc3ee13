//! Addresses of servers without a profile of their own, remembered beyond the sessions there.
//!
//! Such a session's profile follows from the address, but the profile's id alone does not lead back to it. Whoever
//! signs in again says the id, or nothing.

use latchkey_pipeline::{Profile, StoreError};
use serde_json::Value;

use crate::{document::Contents, kept::Kept};

/// The entry of the file: a list of addresses, the latest last.
pub(crate) const ADDRESSES_KEY: &str = "addresses";
/// So many are remembered.
const LIMIT: usize = 64;

impl Kept {
    /// The profile at an address, as [`Profile::at_address`] makes it, by its id. It is known once a session there is
    /// kept no more; while there is one, the session has the profile itself.
    pub async fn profile_at_address(&self, id: &str) -> Result<Option<Profile>, StoreError> {
        let contents = self.read().await?;
        let known = contents.addresses();
        Ok(known.iter().rev().find_map(|address| profile(address, id)))
    }
}

impl Contents {
    /// Remembers where the session of that entry was, if the profile is that of an address.
    pub(crate) fn remember_address(&mut self, entry: &Value) {
        let text = |field| entry.get("profile")?.get(field)?.as_str();
        let (Some(id), Some(address)) = (text("id"), text("base_url")) else {
            return;
        };
        if profile(address, id).is_none() {
            return;
        }
        let mut addresses = self.addresses();
        addresses.retain(|known| known != address);
        addresses.push(address.to_owned());
        addresses.drain(..addresses.len().saturating_sub(LIMIT));
        self.others.insert(ADDRESSES_KEY.to_owned(), addresses.into());
    }

    /// What this version cannot read is forgotten: it is a convenience.
    fn addresses(&self) -> Vec<String> {
        let value = self.others.get(ADDRESSES_KEY).cloned().unwrap_or_default();
        serde_json::from_value(value).unwrap_or_default()
    }
}

/// The profile at that address, if it has that id. Nobody can put another address into the file under an id that a
/// person trusts: the id holds the address' digest. Plain http was agreed to when the first session there began.
fn profile(address: &str, id: &str) -> Option<Profile> {
    let profile = Profile::at_address(address, true).ok()?;
    (profile.id() == id).then_some(profile)
}
