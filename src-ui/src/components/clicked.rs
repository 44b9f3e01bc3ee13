//! A click that tells nothing but that it happened.

use yew::prelude::*;

/// Called with every click. Written once: closures are compiled each by itself, alike as they may be.
pub(crate) fn clicked(onclick: &Callback<()>) -> Callback<MouseEvent> {
    onclick.reform(|_| ())
}
