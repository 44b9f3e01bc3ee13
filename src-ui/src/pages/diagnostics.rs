//! The diagnostics, connected.

use latchkey_ipc::{Diagnostics as Ask, IpcError, Nothing};
use yew::prelude::*;
use yew::props;

use crate::calls::Calls;
use crate::components::component::component;
use crate::components::diagnostics::{DiagnosticsDialog, DiagnosticsDialogProps};
use crate::effect::use_effect_with;
use crate::held::use_state;

/// Properties of [`Diagnostics`].
#[derive(Properties, PartialEq)]
pub(super) struct DiagnosticsProps {
    /// Called when the user is done with it.
    pub(super) onclose: Callback<()>,
}

/// The diagnostics: asked for anew each time they are opened.
#[component]
pub(super) fn Diagnostics(props: &DiagnosticsProps) -> Html {
    let text = use_state(|| None);
    use_effect_with((), {
        let text = text.setter();
        move |()| {
            let heard = move |answer: Result<String, IpcError>| {
                let answer = answer.map(AttrValue::from);
                text.set(Some(answer.map_err(|error| AttrValue::from(error.message))));
            };
            Calls::command::<Ask>(Nothing {}, Callback::from(heard));
        }
    });
    component::<DiagnosticsDialog>(props!(DiagnosticsDialogProps {
        text: (*text).clone(),
        onclose: props.onclose.clone()
    }))
}
