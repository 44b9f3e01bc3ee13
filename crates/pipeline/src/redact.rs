//! Takes tokens, and secrets that went into a call, out of what a server sends back, before anybody sees it.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::token::{Token, short_digest};

/// Knows the tokens of a session, and secrets if it is told some, and replaces them in text and in a stream of bytes. The
/// default knows none.
#[derive(Clone, Default)]
pub struct Redactor {
    /// Longest first, each with what is shown for it; shared by all streams of a session's pair.
    known: Arc<[Hidden]>,
    held_back: Vec<u8>,
    replaced: u32,
}

type Hidden = (Zeroizing<Vec<u8>>, String);

impl Redactor {
    pub(crate) fn new(tokens: impl IntoIterator<Item = Token>) -> Self {
        let tokens = tokens.into_iter().map(|token| {
            let token = token.expose().as_bytes();
            (Zeroizing::new(token.to_vec()), placeholder(token))
        });
        Self::of(tokens.collect())
    }

    /// One that knows these secrets too, each as it is written and with what is shown for it.
    #[must_use]
    pub fn and<'a>(&self, secrets: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let secrets = secrets.into_iter().filter(|(written, _)| !written.is_empty());
        let secrets =
            secrets.map(|(written, shown)| (Zeroizing::new(written.as_bytes().to_vec()), shown.to_owned()));
        Self::of(self.known.iter().cloned().chain(secrets).collect())
    }

    fn of(mut hidden: Vec<Hidden>) -> Self {
        // Longest first, so that a token which begins with another is replaced whole; of two for the same, the first.
        hidden.sort_by(|(one, _), (other, _)| {
            (other.len(), other.as_slice()).cmp(&(one.len(), one.as_slice()))
        });
        hidden.dedup_by(|(later, _), (earlier, _)| later == earlier);
        Self {
            known: hidden.into(),
            held_back: Vec::new(),
            replaced: 0,
        }
    }

    /// Replaces what it knows in a whole text; says how often.
    pub fn text(&self, text: &str) -> (String, u32) {
        let mut alone = Self {
            known: self.known.clone(),
            held_back: Vec::new(),
            replaced: 0,
        };
        let mut shown = alone.push(text.as_bytes());
        let (rest, replaced) = alone.finish();
        shown.extend_from_slice(&rest);
        (String::from_utf8_lossy(&shown).into_owned(), replaced)
    }

    /// Takes the next piece of a stream and gives what is settled: a token may stand across two pieces. Only what can be the
    /// beginning of one is held back, so that the end of a message is not kept until the next one.
    pub fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        if self.known.is_empty() {
            return piece.to_vec();
        }
        self.held_back.extend_from_slice(piece);
        let longest = self.known.first().map_or(0, |(hidden, _)| hidden.len());
        let (end, begins) = (self.held_back.len(), |at: &usize| {
            let rest = &self.held_back[*at..];
            let mut known = self.known.iter();
            known.any(|(hidden, _)| hidden.len() > rest.len() && hidden.starts_with(rest))
        });
        let settled_to = (end.saturating_sub(longest - 1)..end).find(begins);
        self.settle(settled_to.unwrap_or(end))
    }

    /// How often something was replaced so far.
    pub fn replaced(&self) -> u32 {
        self.replaced
    }

    /// Gives what was held back, and how often something was replaced in all.
    pub fn finish(mut self) -> (Vec<u8>, u32) {
        let rest = self.settle(self.held_back.len());
        (rest, self.replaced)
    }

    /// Replaces all that begins before `settled_to`, and lets go of the bytes before it.
    fn settle(&mut self, settled_to: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(settled_to);
        let mut at = 0;
        while at < settled_to {
            let found = self
                .known
                .iter()
                .filter_map(|(hidden, shown)| {
                    // It may reach beyond what is settled, but must begin before it.
                    let reach = (settled_to + hidden.len() - 1).min(self.held_back.len());
                    memchr::memmem::find(&self.held_back[at..reach], hidden)
                        .map(|offset| (at + offset, hidden.len(), shown))
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
            .field("known", &self.known.len())
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
    fn a_secret_has_its_own_words_in_its_place_and_the_longer_one_wins() {
        let secrets = [
            ("pass abc word", "<secret one>"),
            ("word", "<secret two>"),
            ("", "nothing"),
        ];
        let redactor = redactor(&["abc"]).and(secrets);
        let (shown, replaced) = redactor.text("pass abc word, abc, word");
        assert_eq!(
            shown,
            format!("<secret one>, {}, <secret two>", placeholder(b"abc"))
        );
        assert_eq!(replaced, 3);
    }

    #[test]
    fn what_is_both_a_token_and_a_secret_is_shown_as_the_token() {
        let redactor = redactor(&["abc"]).and([("abc", "<secret>")]);
        assert_eq!(redactor.text("abc").0, placeholder(b"abc"));
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
