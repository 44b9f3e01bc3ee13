//! What concerns the app as a whole, connected.

use yew::prelude::*;

use crate::components::app_notices::AppNotices;
use crate::state::notices::Notices;

/// What concerns the app as a whole.
#[component]
pub(super) fn Noticed() -> Html {
    let Some(notices) = use_context::<UseReducerHandle<Notices>>() else {
        return Html::default();
    };
    let done = notices.dispatcher();
    html! { <AppNotices notices={(*notices).clone()} onaction={move |action| done.dispatch(action)} /> }
}
