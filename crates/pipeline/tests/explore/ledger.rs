//! What the server knows: every token it ever gave, what became of it, and which rules were broken.

use std::collections::{BTreeSet, HashMap, VecDeque};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use latchkey_pipeline::Token;
use serde_json::json;

use crate::op::Fault;

/// In every token, and nowhere else.
pub(crate) const MARK: &str = "NOBODYMAYSEETHIS";
pub(crate) const USERS: [&str; 2] = ["ada", "bob"];
/// An access token's life, in seconds.
const LIFE_S: i64 = 300;

/// The pairs that followed from one sign-in.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) user: usize,
    /// How many pairs there were; the last one is live.
    pub(crate) pairs: u32,
    refresh_revoked: bool,
    expired_below: u32,
    invalid_below: u32,
    /// Refresh tokens that were spent without anybody being able to know.
    excused: BTreeSet<u32>,
    in_flight: usize,
}

/// Which token it is: the family, and the place of its pair in the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) family: usize,
    pub(crate) pair: u32,
}

/// A pair as the server sends it.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// What the server makes of an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Good,
    Expired,
    Invalid,
}

/// What the server makes of a refresh token.
pub(crate) enum Arrived {
    Refused,
    /// To be answered as the fault says.
    Fault(Fault),
    /// Spent; the new pair and what else happens to the answer.
    Spent(Pair, Option<Fault>),
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) families: Vec<Family>,
    access: HashMap<String, (Id, i64)>,
    refresh: HashMap<String, Id>,
    by_fingerprint: HashMap<String, Id>,
    pub(crate) faults: VecDeque<Fault>,
    pub(crate) violations: Vec<String>,
    /// Users whose session may end though nobody signed out.
    pub(crate) may_end: [bool; 2],
    /// Whether 503 and 429 end a session.
    errors_end: bool,
    /// Counts everything that happens, so that a standstill can be seen.
    pub(crate) events: u64,
}

impl Ledger {
    pub(crate) fn new(errors_end: bool) -> Self {
        Self {
            errors_end,
            ..Self::default()
        }
    }

    pub(crate) fn sign_in(&mut self, user: usize, now_s: i64) -> Pair {
        self.families.push(Family {
            user,
            pairs: 0,
            refresh_revoked: false,
            expired_below: 0,
            invalid_below: 0,
            excused: BTreeSet::new(),
            in_flight: 0,
        });
        self.issue(self.families.len() - 1, user, now_s, LIFE_S)
    }

    fn issue(&mut self, family: usize, subject: usize, now_s: i64, life_s: i64) -> Pair {
        let of = &mut self.families[family];
        let id = Id {
            family,
            pair: of.pairs,
        };
        of.pairs += 1;
        let expires = now_s + life_s;
        let token = |kind: &str, exp: i64| {
            let claims = json!({"sub": USERS[subject], "iat": now_s, "exp": exp,
                "jti": format!("{family}-{}-{kind}", id.pair)});
            format!("e30.{}.{MARK}", URL_SAFE_NO_PAD.encode(claims.to_string()))
        };
        let pair = Pair {
            access: token("a", expires),
            refresh: token("r", now_s + 1_000_000),
        };
        self.access.insert(pair.access.clone(), (id, expires));
        self.refresh.insert(pair.refresh.clone(), id);
        let print = |token: &str| Token::parse(token.as_bytes()).unwrap().fingerprint();
        for token in [&pair.access, &pair.refresh] {
            self.by_fingerprint.insert(print(token), id);
        }
        pair
    }

    pub(crate) fn user_of(&self, id: Id) -> usize {
        self.families[id.family].user
    }

    pub(crate) fn named(&self, fingerprint: &str) -> Option<Id> {
        self.by_fingerprint.get(fingerprint).copied()
    }

    pub(crate) fn refresh_id(&self, token: &str) -> Option<Id> {
        self.refresh.get(token).copied()
    }

    /// An access token came with a call of that user.
    pub(crate) fn called(&mut self, token: Option<&str>, user: usize, now_s: i64) -> Verdict {
        self.events += 1;
        let Some((id, expires)) = token.and_then(|token| self.access.get(token)).copied() else {
            self.violations
                .push("a call came without a token of ours".to_owned());
            return Verdict::Invalid;
        };
        if self.user_of(id) != user {
            let text = format!("a call of {} came with a token of another user", USERS[user]);
            self.violations.push(text);
        }
        let family = &self.families[id.family];
        if id.pair < family.invalid_below {
            Verdict::Invalid
        } else if id.pair < family.expired_below || expires <= now_s {
            Verdict::Expired
        } else {
            Verdict::Good
        }
    }

    /// A refresh token came. Counts as in flight until [`Ledger::left`].
    pub(crate) fn refreshed(&mut self, token: Option<&str>, now_s: i64) -> (Option<Id>, Arrived) {
        self.events += 1;
        let Some(id) = token.and_then(|token| self.refresh_id(token)) else {
            self.violations
                .push("a refresh came without a token of ours".to_owned());
            return (None, Arrived::Refused);
        };
        let family = &mut self.families[id.family];
        family.in_flight += 1;
        if family.in_flight > 1 {
            let text = format!("{} refreshes of one session are in flight", family.in_flight);
            self.violations.push(text);
        }
        let live = id.pair + 1 == family.pairs;
        if !live && !family.excused.contains(&id.pair) {
            let text = format!(
                "refresh token {} of family {} was sent again after it was spent",
                id.pair, id.family
            );
            self.violations.push(text);
        }
        if !live || family.refresh_revoked {
            self.may_end[family.user] = true;
            return (Some(id), Arrived::Refused);
        }
        let fault = self.faults.pop_front();
        let user = family.user;
        let ends = match fault {
            Some(Fault::Unavailable | Fault::TooMany) => self.errors_end,
            Some(Fault::Incomplete | Fault::SameAccess | Fault::Dead | Fault::OtherUser) => true,
            _ => false,
        };
        self.may_end[user] |= ends;
        if let Some(
            unspent @ (Fault::Unavailable | Fault::TooMany | Fault::Torn | Fault::Hangs | Fault::Html),
        ) = fault
        {
            return (Some(id), Arrived::Fault(unspent));
        }
        let subject = if fault == Some(Fault::OtherUser) {
            1 - user
        } else {
            user
        };
        let life_s = if fault == Some(Fault::Dead) { -10 } else { LIFE_S };
        let mut pair = self.issue(id.family, subject, now_s, life_s);
        if fault == Some(Fault::SameAccess)
            && let Some((old, _)) = self.access.iter().find(|(_, (of, _))| *of == id)
        {
            pair.access.clone_from(old);
        }
        (Some(id), Arrived::Spent(pair, fault))
    }

    pub(crate) fn left(&mut self, id: Id, answered: bool) {
        self.events += 1;
        self.families[id.family].in_flight -= 1;
        if !answered {
            self.excuse(id);
        }
    }

    /// Nobody can know that this refresh token is spent: it may be sent again, and the session may end over it.
    pub(crate) fn excuse(&mut self, id: Id) {
        let family = &mut self.families[id.family];
        if id.pair + 1 < family.pairs {
            family.excused.insert(id.pair);
            self.may_end[family.user] = true;
        }
    }

    /// As above for every live refresh token, should it be spent from here on.
    pub(crate) fn excuse_live(&mut self) {
        for family in &mut self.families {
            family.excused.insert(family.pairs - 1);
            self.may_end[family.user] = true;
        }
    }

    /// As above for every pair whose successor is not among those that somebody has.
    pub(crate) fn excuse_unknown(&mut self, known: &BTreeSet<Id>) {
        for family in 0..self.families.len() {
            for pair in 0..self.families[family].pairs.saturating_sub(1) {
                let next = Id {
                    family,
                    pair: pair + 1,
                };
                if !known.contains(&next) {
                    self.excuse(Id { family, pair });
                }
            }
        }
    }

    fn of_user(&mut self, user: usize) -> impl Iterator<Item = &mut Family> {
        self.families.iter_mut().filter(move |family| family.user == user)
    }

    pub(crate) fn expire(&mut self, user: usize) {
        self.of_user(user)
            .for_each(|family| family.expired_below = family.pairs);
    }

    pub(crate) fn invalidate(&mut self, user: usize) {
        self.may_end[user] = true;
        self.of_user(user)
            .for_each(|family| family.invalid_below = family.pairs);
    }

    pub(crate) fn revoke(&mut self, user: usize) {
        self.may_end[user] = true;
        self.of_user(user)
            .for_each(|family| family.refresh_revoked = true);
    }

    /// The server was told that a session is over.
    pub(crate) fn signed_out(&mut self, token: Option<&str>) {
        self.events += 1;
        if let Some(id) = token.and_then(|token| self.refresh_id(token)) {
            let family = &mut self.families[id.family];
            family.refresh_revoked = true;
            family.invalid_below = family.pairs;
            self.may_end[family.user] = true;
        }
    }
}
