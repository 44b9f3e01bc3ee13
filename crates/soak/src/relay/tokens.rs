//! What the relay knows of refresh tokens: whose they are, which are spent, and which answers were lost.

use std::collections::{HashMap, VecDeque};

/// How many tokens are remembered: far more than count at one time.
const REMEMBERED: usize = 4_096;

#[derive(Default)]
pub(super) struct Tokens {
    lenient: &'static str,
    /// Token and user.
    owners: HashMap<String, String>,
    /// Spent tokens.
    spent: HashMap<String, Spent>,
    /// The tokens, oldest first.
    order: VecDeque<String>,
}

struct Spent {
    successor: String,
    delivered: bool,
}

impl Tokens {
    /// The server gives that user a new pair also for a spent token, as long as the answer that spent it was lost.
    pub(super) fn with_grace_for(lenient: &'static str) -> Self {
        Self {
            lenient,
            ..Self::default()
        }
    }

    /// A sign-in has brought that token.
    pub(super) fn begin(&mut self, user: &str, token: String) {
        self.owners.insert(token.clone(), user.to_owned());
        self.order.push_back(token);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.owners.remove(&oldest);
            self.spent.remove(&oldest);
        }
    }

    pub(super) fn owner(&self, token: &str) -> Option<String> {
        self.owners.get(token).cloned()
    }

    /// The token was spent for `successor`, which nobody has yet.
    pub(super) fn rotate(&mut self, token: &str, successor: String) {
        let spent = Spent {
            successor: successor.clone(),
            delivered: false,
        };
        self.spent.insert(token.to_owned(), spent);
        if let Some(user) = self.owner(token) {
            self.begin(&user, successor);
        }
    }

    /// The answer that spent the token has arrived.
    pub(super) fn delivered(&mut self, token: &str) {
        if let Some(spent) = self.spent.get_mut(token) {
            spent.delivered = true;
        }
    }

    /// Whether the token is spent, and its successor was lost.
    pub(super) fn is_lost(&self, token: &str) -> bool {
        self.spent.get(token).is_some_and(|spent| !spent.delivered)
    }

    /// The token that counts in its place: where the server is lenient, the successor that was lost.
    pub(super) fn stands_for(&self, token: &str) -> String {
        let lenient = self.owners.get(token).is_some_and(|user| user == self.lenient);
        match self.spent.get(token) {
            Some(spent) if lenient && !spent.delivered => spent.successor.clone(),
            _ => token.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tokens;

    #[test]
    fn a_lost_successor_is_known_and_counts_where_the_server_is_lenient() {
        let mut tokens = Tokens::with_grace_for("lenient");
        for user in ["strict", "lenient"] {
            let of = |name: &str| format!("{user}-{name}");
            tokens.begin(user, of("a"));
            tokens.rotate(&of("a"), of("b"));
            assert!(tokens.is_lost(&of("a")), "{user}");
            let expected = if user == "lenient" { of("b") } else { of("a") };
            assert_eq!(tokens.stands_for(&of("a")), expected);
            tokens.delivered(&of("a"));
            assert!(!tokens.is_lost(&of("a")), "{user}");
            assert_eq!(tokens.stands_for(&of("a")), of("a"), "a spent token is spent");
            assert_eq!(tokens.owner(&of("b")).as_deref(), Some(user));
        }
    }
}
