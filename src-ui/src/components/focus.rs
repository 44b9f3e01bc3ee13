//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Moves the focus to an element, if it is there and can take it.
pub fn focus_on(id: &str) {
    let element = gloo::utils::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot take the focus leaves it where it is.
        drop(element.focus());
    }
}

/// The same, with what stands around the element in view too: a field is nothing without the error below it.
pub fn focus_in_view(id: &str) {
    focus_at(id, ScrollLogicalPosition::Center);
}

/// The same, with what follows the element in view: a heading is where reading begins.
pub fn focus_at_top(id: &str) {
    focus_at(id, ScrollLogicalPosition::Start);
}

fn focus_at(id: &str, place: ScrollLogicalPosition) {
    focus_on(id);
    if let Some(element) = gloo::utils::document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(place);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls as little as it takes for an element to be seen.
pub fn keep_in_view(id: &str) {
    if let Some(element) = gloo::utils::document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
