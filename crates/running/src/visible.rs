//! What a report shows must not command a terminal, nor read otherwise than it is.

use std::fmt::Write as _;

use latchkey_profile::unseen::turns_text;

/// Shows every control character, and every character that turns the direction of text, as an escape.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || turns_text(c) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "{}", c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}
