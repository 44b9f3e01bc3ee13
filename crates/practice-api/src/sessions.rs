//! Which tokens still count.
//!
//! Where refresh tokens rotate, each user has one live one. Where they do not, and for access tokens, marks say up
//! to which number tokens are dead, and single ones can be revoked.

use crate::users::{Target, USERS, User};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
};

/// The sessions of all users. Every lock is held for a few instructions, never across an await.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    /// The number of the newest token.
    issued: AtomicU64,
    slots: [Slot; USERS.len()],
}

#[derive(Debug, Default)]
struct Slot {
    /// The id of the one refresh token that is accepted where they rotate.
    live: Mutex<Option<String>>,
    /// Access tokens up to this number are expired.
    expired_up_to: AtomicU64,
    /// Access tokens up to this number are invalid.
    invalid_up_to: AtomicU64,
    /// Refresh tokens that do not rotate are revoked up to this number.
    revoked_up_to: AtomicU64,
    /// The numbers of single tokens that were revoked.
    revoked: Mutex<BTreeSet<u64>>,
}

/// What the marks say about an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    Expired,
    Invalid,
    Revoked,
}

/// A [`Slot`] as it is kept on disk.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptSlot {
    pub(crate) live_refresh_id: Option<String>,
    pub(crate) expired_up_to: u64,
    pub(crate) invalid_up_to: u64,
    #[serde(default)]
    pub(crate) revoked_up_to: u64,
    #[serde(default)]
    pub(crate) revoked: BTreeSet<u64>,
}

impl Sessions {
    /// A number for a new token.
    pub(crate) fn next_number(&self) -> u64 {
        self.issued.fetch_add(1, SeqCst) + 1
    }

    /// The number of the newest token.
    pub(crate) fn issued(&self) -> u64 {
        self.issued.load(SeqCst)
    }

    /// Makes `id` the live refresh token, whatever was before: a sign-in.
    pub(crate) fn begin(&self, user: &User, id: &str) {
        *self.slots[user.index].live.lock() = Some(id.into());
    }

    /// Makes `new` the live refresh token if `spent` is; of any number of callers, one succeeds.
    pub(crate) fn rotate(&self, user: &User, spent: &str, new: &str) -> bool {
        let mut live = self.slots[user.index].live.lock();
        let held = live.as_deref() == Some(spent);
        if held {
            *live = Some(new.into());
        }
        held
    }

    /// Ends the live refresh token if `id` is its id, and says whether it was.
    pub(crate) fn end(&self, user: &User, id: &str) -> bool {
        let mut live = self.slots[user.index].live.lock();
        let held = live.as_deref() == Some(id);
        if held {
            *live = None;
        }
        held
    }

    /// Whether a refresh token that does not rotate still counts.
    pub(crate) fn holds(&self, user: &User, number: u64) -> bool {
        let slot = &self.slots[user.index];
        number > slot.revoked_up_to.load(SeqCst) && !slot.revoked.lock().contains(&number)
    }

    /// Revokes one token, and says whether it was not revoked before.
    pub(crate) fn revoke(&self, user: &User, number: u64) -> bool {
        self.slots[user.index].revoked.lock().insert(number)
    }

    pub(crate) fn revoke_refresh(&self, whom: Target) {
        for slot in self.of(whom) {
            *slot.live.lock() = None;
            slot.revoked_up_to.store(self.issued(), SeqCst);
        }
    }

    pub(crate) fn expire_access(&self, whom: Target) {
        for slot in self.of(whom) {
            slot.expired_up_to.store(self.issued(), SeqCst);
        }
    }

    pub(crate) fn invalidate_access(&self, whom: Target) {
        for slot in self.of(whom) {
            slot.invalid_up_to.store(self.issued(), SeqCst);
        }
    }

    pub(crate) fn standing(&self, user: &User, number: u64) -> Standing {
        let slot = &self.slots[user.index];
        if number <= slot.invalid_up_to.load(SeqCst) {
            Standing::Invalid
        } else if number <= slot.expired_up_to.load(SeqCst) {
            Standing::Expired
        } else if slot.revoked.lock().contains(&number) {
            Standing::Revoked
        } else {
            Standing::Good
        }
    }

    pub(crate) fn keep(&self, user: &User) -> KeptSlot {
        let slot = &self.slots[user.index];
        KeptSlot {
            live_refresh_id: slot.live.lock().clone(),
            expired_up_to: slot.expired_up_to.load(SeqCst),
            invalid_up_to: slot.invalid_up_to.load(SeqCst),
            revoked_up_to: slot.revoked_up_to.load(SeqCst),
            revoked: slot.revoked.lock().clone(),
        }
    }

    pub(crate) fn restore(issued: u64, mut kept: impl FnMut(&User) -> Option<KeptSlot>) -> Self {
        let slots = std::array::from_fn(|index| {
            let kept = kept(&USERS[index]).unwrap_or_default();
            Slot {
                live: Mutex::new(kept.live_refresh_id),
                expired_up_to: kept.expired_up_to.into(),
                invalid_up_to: kept.invalid_up_to.into(),
                revoked_up_to: kept.revoked_up_to.into(),
                revoked: kept.revoked.into(),
            }
        });
        Self {
            issued: issued.into(),
            slots,
        }
    }

    fn of(&self, whom: Target) -> impl Iterator<Item = &Slot> {
        USERS
            .iter()
            .filter(move |user| whom.includes(user))
            .map(|user| &self.slots[user.index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_is_spent_once() {
        let sessions = Sessions::default();
        let [demo, other] = &USERS;
        sessions.begin(demo, "a");
        sessions.begin(other, "x");
        assert!(sessions.rotate(demo, "a", "b"));
        assert!(!sessions.rotate(demo, "a", "c"));
        sessions.revoke_refresh(Target::One(demo));
        assert!(!sessions.rotate(demo, "b", "c"));
        assert!(sessions.rotate(other, "x", "y"));
    }

    #[test]
    fn tokens_can_be_revoked_one_by_one_and_all_together() {
        let sessions = Sessions::default();
        let [demo, other] = &USERS;
        let [first, second, third] = [(); 3].map(|()| sessions.next_number());
        assert!(sessions.revoke(demo, first) && !sessions.revoke(demo, first));
        assert!(!sessions.holds(demo, first) && sessions.holds(demo, second));
        assert_eq!(sessions.standing(demo, first), Standing::Revoked);
        sessions.revoke_refresh(Target::One(demo));
        assert!(!sessions.holds(demo, third) && sessions.holds(other, third));
        assert!(sessions.holds(demo, sessions.next_number()));
        sessions.begin(demo, "a");
        assert!(!sessions.end(demo, "b") && sessions.end(demo, "a") && !sessions.end(demo, "a"));
    }

    #[test]
    fn marks_concern_the_tokens_before_them_and_invalid_wins() {
        let sessions = Sessions::default();
        let [demo, other] = &USERS;
        let old = sessions.next_number();
        sessions.expire_access(Target::One(demo));
        let new = sessions.next_number();
        assert_eq!(sessions.standing(demo, old), Standing::Expired);
        assert_eq!(sessions.standing(demo, new), Standing::Good);
        assert_eq!(sessions.standing(other, old), Standing::Good);
        sessions.invalidate_access(Target::All);
        assert_eq!(sessions.standing(demo, old), Standing::Invalid);
        assert_eq!(sessions.standing(other, new), Standing::Invalid);
    }
}
