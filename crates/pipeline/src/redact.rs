//! Takes tokens out of what a server sends back, before anybody sees it.

use std::sync::Arc;

use crate::token::{Token, short_digest};

/// Knows the tokens of a session and replaces them in text and in a stream of bytes. The default knows none.
#[derive(Clone, Default)]
pub struct Redactor {
    /// Longest first; shared by all streams of a session's pair.
    tokens: Arc<[(Token, String)]>,
    held_back: Vec<u8>,
    replaced: u32,
}

impl Redactor {
    pub(crate) fn new(tokens: impl IntoIterator<Item = Token>) -> Self {
        let mut known: Vec<(Token, String)> = Vec::new();
        for token in tokens {
            if !known.iter().any(|(other, _)| *other == token) {
                let shown = placeholder(token.expose().as_bytes());
                known.push((token, shown));
            }
        }
        // Longest first, so that a token which begins with another is replaced whole.
        known.sort_by_key(|(token, _)| std::cmp::Reverse(token.expose().len()));
        Self {
            tokens: known.into(),
            held_back: Vec::new(),
            replaced: 0,
        }
    }

    /// Replaces tokens in a whole text; says how many.
    pub fn text(&self, text: &str) -> (String, u32) {
        let mut alone = Self {
            tokens: self.tokens.clone(),
            held_back: Vec::new(),
            replaced: 0,
        };
        let mut shown = alone.push(text.as_bytes());
        let (rest, replaced) = alone.finish();
        shown.extend_from_slice(&rest);
        (String::from_utf8_lossy(&shown).into_owned(), replaced)
    }

    /// Takes the next piece of a stream and gives what is settled: a token may stand across two pieces. Only what can be the
    /// beginning of a token is held back, so that the end of a message is not kept until the next one.
    pub fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        if self.tokens.is_empty() {
            return piece.to_vec();
        }
        self.held_back.extend_from_slice(piece);
        let longest = self.tokens.first().map_or(0, |(token, _)| token.expose().len());
        let (end, begins) = (self.held_back.len(), |at: &usize| {
            let rest = &self.held_back[*at..];
            let mut tokens = self.tokens.iter().map(|(token, _)| token.expose().as_bytes());
            tokens.any(|token| token.len() > rest.len() && token.starts_with(rest))
        });
        let settled_to = (end.saturating_sub(longest - 1)..end).find(begins);
        self.settle(settled_to.unwrap_or(end))
    }

    /// How many tokens were replaced so far.
    pub fn replaced(&self) -> u32 {
        self.replaced
    }

    /// Gives what was held back, and how many tokens were replaced in all.
    pub fn finish(mut self) -> (Vec<u8>, u32) {
        let rest = self.settle(self.held_back.len());
        (rest, self.replaced)
    }

    /// Replaces every token that begins before `settled_to`, and lets go of the bytes before it.
    fn settle(&mut self, settled_to: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(settled_to);
        let mut at = 0;
        while at < settled_to {
            let found = self
                .tokens
                .iter()
                .filter_map(|(token, shown)| {
                    let token = token.expose().as_bytes();
                    // A token may reach beyond what is settled, but must begin before it.
                    let reach = (settled_to + token.len() - 1).min(self.held_back.len());
                    memchr::memmem::find(&self.held_back[at..reach], token)
                        .map(|offset| (at + offset, token.len(), shown))
                })
                .min_by_key(|(start, length, _)| (*start, std::cmp::Reverse(*length)));
            let Some((start, length, shown)) = found else {
                out.extend_from_slice(&self.held_back[at..settled_to]);
                at = settled_to;
                break;
            };
            out.extend_from_slice(&self.held_back[at..start]);
            out.extend_from_slice(shown.as_bytes());
            self.replaced += 1;
            at = start + length;
        }
        self.held_back.drain(..at);
        out
    }
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redactor")
            .field("tokens", &self.tokens.len())
            .finish_non_exhaustive()
    }
}

/// What stands in a token's place.
pub(crate) fn placeholder(value: &[u8]) -> String {
    let bare = match value.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case(b"bearer ") => &value[7..],
        _ => value,
    };
    format!("<token {}>", short_digest(bare))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn redactor(tokens: &[&str]) -> Redactor {
        Redactor::new(tokens.iter().map(|token| Token::parse(token.as_bytes()).unwrap()))
    }

    #[test]
    fn a_token_that_begins_with_another_is_replaced_whole() {
        let (shown, replaced) = redactor(&["abc", "abcdef"]).text("abcdefabc");
        assert_eq!(
            shown,
            format!("{}{}", placeholder(b"abcdef"), placeholder(b"abc"))
        );
        assert_eq!(replaced, 2);
    }

    #[test]
    fn a_header_value_is_named_by_the_token_behind_its_scheme() {
        assert_eq!(placeholder(b"Bearer abc"), placeholder(b"abc"));
    }

    #[test]
    fn a_message_that_cannot_begin_a_token_is_not_held_back() {
        let mut redactor = redactor(&["abc.def.ghi"]);
        assert_eq!(redactor.push(b"data: 1\n\n"), b"data: 1\n\n");
        assert_eq!(redactor.push(b"data: ab"), b"data: ");
        assert_eq!(redactor.push(b"abc.d"), b"ab");
        assert_eq!(
            redactor.push(b"ef.ghi\n"),
            [placeholder(b"abc.def.ghi").as_bytes(), b"\n"].concat()
        );
        assert_eq!(redactor.replaced(), 1);
    }

    proptest! {
        /// However a stream is cut into pieces, no token comes through, and nothing else is lost.
        #[test]
        fn no_cut_lets_a_token_through(
            parts in prop::collection::vec(prop_oneof![Just("tok1".to_owned()), Just("tok1tail".to_owned()), "[a-z0-9]{0,6}"], 0..20),
            cuts in prop::collection::vec(0..9_usize, 1..30),
        ) {
            let text = parts.concat();
            let mut streaming = redactor(&["tok1", "tok1tail"]);
            let (mut rest, mut shown) = (text.as_bytes(), Vec::new());
            for cut in cuts.iter().cycle().take(text.len() + cuts.len()) {
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                shown.extend(streaming.push(piece));
                rest = after;
            }
            shown.extend(streaming.push(rest));
            shown.extend(streaming.finish().0);
            let shown = String::from_utf8(shown).unwrap();
            prop_assert!(!shown.contains("tok1"));
            let restored = shown
                .replace(&placeholder(b"tok1tail"), "tok1tail")
                .replace(&placeholder(b"tok1"), "tok1");
            prop_assert_eq!(restored, text);
        }
    }
}
