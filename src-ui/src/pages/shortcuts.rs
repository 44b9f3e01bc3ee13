//! Keys that work anywhere in the window.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// What a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortcut {
    /// Ctrl or ⌘ with Enter: send.
    Send,
    /// Esc: cancel.
    Cancel,
}

/// Calls `pressed` for every shortcut while the component lives.
#[hook]
pub(super) fn use_shortcuts(pressed: Callback<Shortcut>) {
    use_effect_with(pressed, |pressed| {
        let pressed = pressed.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let listener =
            EventListener::new_with_options(&gloo::utils::window(), "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                // A key that composes a Korean syllable is not meant for the window.
                if event.is_composing() || event.repeat() || event.default_prevented() {
                    return;
                }
                // Neither is one that is meant for what lies over it.
                let over = gloo::utils::document().query_selector("dialog[open]");
                if over.is_ok_and(|it| it.is_some()) {
                    return;
                }
                let shortcut = match event.key().as_str() {
                    "Enter" if event.ctrl_key() || event.meta_key() => Shortcut::Send,
                    "Escape" => Shortcut::Cancel,
                    _ => return,
                };
                if shortcut == Shortcut::Send {
                    event.prevent_default();
                }
                pressed.emit(shortcut);
            });
        move || drop(listener)
    });
}
