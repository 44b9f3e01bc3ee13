//! Characters that are not seen, or that make the text around them look otherwise than it is.
//!
//! Names, addresses and answers come from others. `admin` and `admin` with a zero-width space in it must not look the
//! same, and a text must not be turned round by what it holds (UAX #9; Unicode TR #36).

use std::{borrow::Cow, fmt::Write as _};

/// Whether a character is not seen as what it is: a control character other than a tab or a line feed, one that turns
/// the direction of text, one that breaks lines, or one without width.
pub fn is_unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n')) || turns_text(c) || has_no_width(c)
}

/// Bidirectional controls (UAX #9 §2).
pub fn turns_text(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Default-ignorable and blank characters, and the separators of lines and paragraphs. Not the variation selectors:
/// they choose between two pictures of a character that is there to be seen.
fn has_no_width(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The characters of a text, each with whether it has to be shown by its number. Joiners between letters of other
/// scripts than ASCII, and between the parts of an emoji, belong there.
pub fn marked(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = 'a';
    let mut characters = text.chars().peekable();
    std::iter::from_fn(move || {
        let c = characters.next()?;
        let after = characters.peek().copied().unwrap_or('a');
        let joins = matches!(c, '\u{200c}' | '\u{200d}') && !before.is_ascii() && !after.is_ascii();
        before = c;
        Some((c, is_unseen(c) && !joins))
    })
}

/// The text with every character that is not seen written as an escape, for example `\u{202e}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !marked(text).any(|(_, unseen)| unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for (c, unseen) in marked(text) {
        if unseen {
            // Writing to a string cannot fail.
            let _ = write!(shown, "{}", c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_seen_is_written_out() {
        for (text, shown) in [
            ("plain\ttext\n", "plain\ttext\n"),
            (
                "서연 👩\u{200d}💻 می\u{200c}خواهم ❤\u{fe0f}",
                "서연 👩\u{200d}💻 می\u{200c}خواهم ❤\u{fe0f}",
            ),
            ("ad\u{200d}min", "ad\\u{200d}min"),
            ("ad\u{200b}min", "ad\\u{200b}min"),
            ("moc.\u{202e}elgoog", "moc.\\u{202e}elgoog"),
            ("\u{1b}[31m\0\r", "\\u{1b}[31m\\u{0}\\u{d}"),
            ("a\u{2028}b\u{feff}\u{3164}", "a\\u{2028}b\\u{feff}\\u{3164}"),
            ("\u{e0041}", "\\u{e0041}"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_turns_no_text_and_is_the_same_when_shown_again(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(!shown.chars().any(turns_text));
            prop_assert!(!marked(&shown).any(|(_, unseen)| unseen));
            prop_assert_eq!(visible(&shown), shown.clone());
        }
    }
}
