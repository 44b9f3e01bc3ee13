//! Larger, smaller, as it was made: the keys of the browsers, in every view and over every dialog.

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::window_keys::use_window_keys;
use crate::state::zoom::ZoomStep;

/// Calls `pressed` for every key that is about the size.
#[hook]
pub(crate) fn use_zoom_keys(pressed: Callback<ZoomStep>) {
    let heard = use_callback(pressed, |event: KeyboardEvent, pressed| {
        let with_control = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let step = match event.key().as_str() {
            // What the key says without Shift on most keyboards.
            "+" | "=" => ZoomStep::In,
            "-" | "_" => ZoomStep::Out,
            "0" => ZoomStep::Reset,
            _ => return,
        };
        if with_control && !event.is_composing() {
            event.prevent_default();
            pressed.emit(step);
        }
    });
    use_window_keys(heard);
}
