//! Sizes and places that are computed, set on the element itself.
//!
//! A `style` attribute would need a content security policy that lets any style in the page pass.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::effect::use_effect_with;

/// A property of a style and its value.
pub type Style = (&'static str, String);

/// Gives an element these styles, before it is painted.
#[hook]
pub fn use_style(element: &NodeRef, styles: Vec<Style>) {
    use_effect_with((element.clone(), styles), |(element, styles)| {
        if let Some(element) = element.cast::<HtmlElement>() {
            for (property, value) in styles {
                // A value that is none leaves the element as the style sheet has it.
                drop(element.style().set_property(property, value));
            }
        }
    });
}
