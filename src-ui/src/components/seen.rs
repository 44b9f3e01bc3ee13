//! Text from others, in which nothing goes unseen.

use latchkey_ipc::profiles::unseen::{marked, visible};
use yew::prelude::*;

/// The text for an attribute or a short line: what is not seen in it is written out.
pub fn seen(text: &str) -> String {
    visible(text).into_owned()
}

/// The text of a body. Each character that is not seen stands in an element that shows its number, and turns nothing
/// outside of it; what is selected and copied is the text as it was received.
pub fn seen_in_place(text: &str) -> Html {
    if text.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) {
        return html! { { text.to_owned() } };
    }
    let mut pieces = Vec::new();
    let mut plain = String::new();
    for (c, unseen) in marked(text) {
        if !unseen {
            plain.push(c);
            continue;
        }
        if !plain.is_empty() {
            pieces.push(html! { { std::mem::take(&mut plain) } });
        }
        let code = format!("U+{:04X}", u32::from(c));
        pieces.push(html! { <span class="unseen" data-code={code}>{ c.to_string() }</span> });
    }
    if !plain.is_empty() {
        pieces.push(html! { { plain } });
    }
    pieces.into_iter().collect()
}
