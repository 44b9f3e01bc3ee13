//! Texts with placeholders.

use http::HeaderValue;
use zeroize::Zeroizing;

use crate::{
    store::ClientSecret,
    token::{Token, TokenPair},
};

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placeholder {
    User,
    Password,
    AccessToken,
    RefreshToken,
    ClientId,
    ClientSecret,
}

impl Placeholder {
    const ALL: [(&'static str, Self); 6] = [
        ("user", Self::User),
        ("password", Self::Password),
        ("access_token", Self::AccessToken),
        ("refresh_token", Self::RefreshToken),
        ("client_id", Self::ClientId),
        ("client_secret", Self::ClientSecret),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find_map(|(known, this)| (*known == name).then_some(*this))
    }

    pub(super) fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find_map(|(name, this)| (*this == self).then_some(*name))
            .unwrap_or_default()
    }

    pub(crate) fn is_secret(self) -> bool {
        !matches!(self, Self::User | Self::ClientId)
    }
}

/// What placeholders stand for in one request.
#[derive(Clone, Copy, Default)]
pub(crate) struct Values<'a> {
    pub(crate) user: &'a str,
    pub(crate) password: Option<&'a str>,
    pub(crate) pair: Option<&'a TokenPair>,
    pub(crate) client_id: Option<&'a str>,
    pub(crate) client_secret: Option<&'a ClientSecret>,
}

impl<'a> Values<'a> {
    fn of(&self, placeholder: Placeholder) -> &'a str {
        match placeholder {
            Placeholder::User => self.user,
            Placeholder::Password => self.password.unwrap_or_default(),
            Placeholder::AccessToken => self.pair.map(|pair| &pair.access).map_or("", Token::expose),
            Placeholder::RefreshToken => self.pair.map(|pair| &pair.refresh).map_or("", Token::expose),
            Placeholder::ClientId => self.client_id.unwrap_or_default(),
            Placeholder::ClientSecret => self.client_secret.map_or("", ClientSecret::expose),
        }
    }
}

/// A text with placeholders, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Placeholder(Placeholder),
}

impl Template {
    /// Takes `text` apart; the error is the placeholder that is not among `allowed`, or a brace that stands alone.
    pub(super) fn parse(text: &str, allowed: &[Placeholder]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = from.strip_prefix("{{") {
                plain.push('{');
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}") {
                plain.push('}');
                rest = after;
            } else {
                let named = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
                let Some((name, after)) = named else {
                    return Err("a single brace".to_owned());
                };
                match Placeholder::named(name).filter(|placeholder| allowed.contains(placeholder)) {
                    Some(placeholder) => {
                        if !plain.is_empty() {
                            pieces.push(Piece::Text(std::mem::take(&mut plain)));
                        }
                        pieces.push(Piece::Placeholder(placeholder));
                    }
                    None => return Err(format!("{{{name}}}")),
                }
                rest = after;
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self(pieces))
    }

    pub(crate) fn fill(&self, values: &Values<'_>) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::new());
        for piece in &self.0 {
            text.push_str(match piece {
                Piece::Text(text) => text,
                Piece::Placeholder(placeholder) => values.of(*placeholder),
            });
        }
        text
    }

    /// As a header value that HTTP libraries do not print, if it is one.
    pub(crate) fn fill_header(&self, values: &Values<'_>) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_bytes(self.fill(values).as_bytes()).ok()?;
        value.set_sensitive(self.has_secret());
        Some(value)
    }

    pub(crate) fn has_secret(&self) -> bool {
        self.uses().any(Placeholder::is_secret)
    }

    pub(super) fn uses(&self) -> impl Iterator<Item = Placeholder> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(*placeholder),
            Piece::Text(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Placeholder; 2] = [Placeholder::User, Placeholder::Password];

    fn filled(text: &str) -> Result<String, String> {
        let values = Values {
            user: "me",
            password: Some("{user}"),
            ..Values::default()
        };
        Template::parse(text, &ALL).map(|template| template.fill(&values).to_string())
    }

    #[test]
    fn placeholders_are_filled_once() {
        assert_eq!(filled("a {user}:{password} b").unwrap(), "a me:{user} b");
        assert_eq!(filled("{{user}} }}{{").unwrap(), "{user} }{");
        assert_eq!(filled("{refresh_token}").unwrap_err(), "{refresh_token}");
        assert_eq!(filled("{user").unwrap_err(), "a single brace");
        assert_eq!(filled("user}").unwrap_err(), "a single brace");
    }

    proptest! {
        #[test]
        fn text_without_braces_stays_as_it_is(text in "[^{}]{0,40}") {
            prop_assert_eq!(filled(&text).unwrap(), text);
        }

        #[test]
        fn anything_is_taken_apart_or_refused(text in "[{}a-z_]{0,40}") {
            let _ = filled(&text);
        }
    }
}
