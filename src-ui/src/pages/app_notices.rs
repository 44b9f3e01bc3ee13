//! What concerns the app as a whole, connected.

use yew::prelude::*;

use crate::components::app_notices::{AppNoticesProps, app_notices};
use crate::held::UseReducerHandle;
use crate::i18n::use_i18n;
use crate::state::notices::Notices;

/// What concerns the app as a whole.
#[component]
pub(super) fn Noticed() -> Html {
    let i18n = use_i18n();
    let Some(notices) = use_context::<UseReducerHandle<Notices>>() else {
        return Html::default();
    };
    let done = notices.dispatcher();
    app_notices(
        &i18n,
        &AppNoticesProps {
            notices: (*notices).clone(),
            onaction: Callback::from(move |action| done.dispatch(action)),
        },
    )
}
