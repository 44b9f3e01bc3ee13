//! Keys that work anywhere in the console.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, KeyboardEvent};
use yew::prelude::*;

use super::window_keys::{is_covered, use_window_keys};
use crate::platform::is_mac;
use crate::state::actions::{Action, action_for};
use crate::state::keys::{Pressed, key_meant};

/// Calls `wanted` for every action whose keys are pressed while the component lives; it tells whether it
/// saw to it.
#[hook]
pub(super) fn use_shortcuts(wanted: Callback<Action, bool>) {
    let heard = use_callback(wanted, |event: KeyboardEvent, wanted| {
        // A key that composes a Korean syllable is not meant for the window.
        if event.is_composing() || event.repeat() || event.default_prevented() || is_covered() {
            return;
        }
        let Some(action) = action_of(&event).filter(|it| !it.is_everywhere()) else {
            return;
        };
        if wanted.emit(action) {
            event.prevent_default();
        }
    });
    use_window_keys(heard);
}

/// The action whose keys are pressed.
pub(super) fn action_of(event: &KeyboardEvent) -> Option<Action> {
    let pressed = Pressed {
        key: key_meant(&event.key(), &event.code()),
        control: event.ctrl_key(),
        meta: event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    };
    action_for(&pressed, is_mac())
}

/// Whether the keyboard is in a field with an undo of its own.
pub(super) fn is_typing() -> bool {
    let focused = gloo::utils::document().active_element();
    focused.is_some_and(|it| {
        it.matches("textarea, input:not([type=checkbox], [type=radio])")
            .unwrap_or_default()
    })
}

/// Has the field that the keyboard is in undo or redo what was typed; tells whether it did. The web view of Linux has
/// no keys of its own for that.
pub(super) fn edit_text(command: &str) -> bool {
    let page = gloo::utils::document().dyn_into::<HtmlDocument>();
    page.is_ok_and(|page| page.exec_command(command).unwrap_or(false))
}
