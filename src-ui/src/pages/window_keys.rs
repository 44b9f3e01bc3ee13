//! Hears every key of the window, wherever the keyboard is.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::effect::use_effect_with;

/// Calls `pressed` for every key while the component lives; it may keep the web view from acting on one.
#[hook]
pub(super) fn use_window_keys(pressed: Callback<KeyboardEvent>) {
    use_effect_with(pressed, |pressed| {
        let pressed = pressed.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let listener =
            EventListener::new_with_options(&gloo::utils::window(), "keydown", options, move |event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    pressed.emit(event.clone());
                }
            });
        move || drop(listener)
    });
}

/// Whether a dialog lies over the window: keys are meant for it then.
pub(super) fn is_covered() -> bool {
    let over = gloo::utils::document().query_selector("dialog[open]");
    over.is_ok_and(|it| it.is_some())
}
