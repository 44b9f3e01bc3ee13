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
    focus_on(id);
    if let Some(element) = gloo::utils::document().get_element_by_id(id) {
        let centred = ScrollIntoViewOptions::new();
        centred.set_block(ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&centred);
    }
}
