//! Tokens and who may use them: rotation, expiry by command, and a grace for spent refresh tokens.

use std::{
    collections::{HashMap, HashSet},
    sync::atomic::{AtomicU64, Ordering::SeqCst},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Both tokens.
#[derive(Clone)]
pub(super) struct Pair {
    pub(super) access: String,
    pub(super) refresh: String,
}

/// How an access token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Good,
    Expired,
    Unknown,
}

/// All tokens ever issued. Each sign-in is a session of its own.
#[derive(Default)]
pub(super) struct Sessions {
    issued: u64,
    /// Access tokens up to this number are expired.
    expired_up_to: AtomicU64,
    /// Access token and its number.
    access: HashMap<String, u64>,
    /// Refresh tokens that are accepted.
    live: HashSet<String>,
    /// Refresh tokens that were spent, and what came of each.
    spent: HashMap<String, Pair>,
}

impl Sessions {
    /// Issues the first pair of a session.
    pub(super) fn begin(&mut self) -> Pair {
        self.issued += 1;
        let pair = Pair {
            access: token("access", self.issued),
            refresh: token("refresh", self.issued),
        };
        self.access.insert(pair.access.clone(), self.issued);
        self.live.insert(pair.refresh.clone());
        pair
    }

    /// Takes a refresh token and issues a pair; of any number of callers with the same token, one succeeds. With
    /// `grace`, the others get the pair that the first one got, as servers do that allow a token to be reused.
    pub(super) fn rotate(&mut self, refresh: &str, grace: bool) -> Option<Pair> {
        if !self.live.remove(refresh) {
            return self.spent.get(refresh).filter(|_| grace).cloned();
        }
        let pair = self.begin();
        self.spent.insert(refresh.to_owned(), pair.clone());
        Some(pair)
    }

    pub(super) fn standing(&self, access: &str) -> Standing {
        match self.access.get(access) {
            Some(number) if *number > self.expired_up_to.load(SeqCst) => Standing::Good,
            Some(_) => Standing::Expired,
            None => Standing::Unknown,
        }
    }

    /// Every access token issued so far is expired from now on.
    pub(super) fn expire(&self) {
        self.expired_up_to.store(self.issued, SeqCst);
    }
}

/// A token of the size and shape that servers issue: a JWT with five claims and a signature of 256 bits. Nobody signs
/// it: the server knows its tokens by heart.
fn token(kind: &str, number: u64) -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let claims = format!(
        r#"{{"sub":"demo@latchkey.dev","iat":{now},"exp":{},"jti":"{number:032x}","kind":"{kind}"}}"#,
        now + 3600
    );
    let mut signature = [0x5a; 32];
    signature[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!(
        "{}.{}.{}",
        part(header.as_bytes()),
        part(claims.as_bytes()),
        part(&signature)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_is_spent_once_unless_there_is_a_grace() {
        let mut sessions = Sessions::default();
        let first = sessions.begin();
        let second = sessions.rotate(&first.refresh, false).unwrap();
        assert!(sessions.rotate(&first.refresh, false).is_none());
        let same = sessions.rotate(&first.refresh, true).unwrap();
        assert_eq!((same.access, same.refresh), (second.access, second.refresh));
        assert!(sessions.rotate("never issued", true).is_none());
    }

    #[test]
    fn expiry_concerns_the_tokens_issued_so_far() {
        let mut sessions = Sessions::default();
        let old = sessions.begin();
        assert_eq!(sessions.standing(&old.access), Standing::Good);
        sessions.expire();
        let new = sessions.rotate(&old.refresh, false).unwrap();
        assert_eq!(sessions.standing(&old.access), Standing::Expired);
        assert_eq!(sessions.standing(&new.access), Standing::Good);
        assert_eq!(sessions.standing("never issued"), Standing::Unknown);
    }
}
