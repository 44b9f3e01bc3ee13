//! Beginning a profile: a kind of server, its address and its name.

use latchkey_ipc::profiles::{Description, Kind};

use super::editor::id_for;

/// What a new profile begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning {
    /// The kind that comes nearest.
    pub kind: Kind,
    /// Name to show.
    pub name: String,
    /// Scheme, host, port and path prefix.
    pub base_url: String,
    own_id: Option<String>,
}

impl Default for Beginning {
    fn default() -> Self {
        Self {
            kind: Kind::HeaderPair,
            name: String::new(),
            base_url: String::new(),
            own_id: None,
        }
    }
}

/// What can happen to it.
#[derive(Debug, Clone)]
pub enum BeginningAction {
    /// A kind was chosen.
    Kind(Kind),
    /// The name was typed.
    Name(String),
    /// The base URL was typed.
    BaseUrl(String),
    /// The short name was typed.
    Id(String),
}

impl Beginning {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: BeginningAction) -> Self {
        let mut next = self.clone();
        match action {
            BeginningAction::Kind(kind) => next.kind = kind,
            BeginningAction::Name(name) => next.name = name,
            BeginningAction::BaseUrl(url) => next.base_url = url,
            BeginningAction::Id(id) => next.own_id = Some(id),
        }
        next
    }

    /// The short name: proposed from the name until the user types one.
    pub fn id(&self) -> String {
        self.own_id.clone().unwrap_or_else(|| id_for(&self.name))
    }

    /// The profile to go on with.
    pub fn description(&self) -> Description {
        let base_url = self.base_url.trim();
        self.kind.description(&self.id(), self.name.trim(), base_url)
    }

    /// Whether anything was typed.
    pub fn is_changed(&self) -> bool {
        *self != Self::default()
    }
}

crate::state::reducible!(Beginning, BeginningAction);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_name_follows_the_name_until_it_is_typed() {
        let begun = Beginning::default().apply(BeginningAction::Name("Team API".into()));
        assert_eq!(begun.id(), "team-api");
        let own = begun.apply(BeginningAction::Id("t".into()));
        assert_eq!(own.apply(BeginningAction::Name("Other".into())).id(), "t");
    }

    #[test]
    fn it_becomes_a_profile_of_its_kind() {
        let begun = Beginning::default()
            .apply(BeginningAction::Kind(Kind::SimpleJwt))
            .apply(BeginningAction::BaseUrl(" https://x ".into()));
        let description = begun.description();
        assert_eq!(description.base_url, "https://x");
        assert_eq!(description.requests.sign_in.url, "/api/token/");
    }
}
