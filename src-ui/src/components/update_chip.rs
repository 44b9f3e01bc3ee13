//! The quiet notice of an update, in the bar of every view.

use yew::prelude::*;

use super::clicked::clicked;
use crate::i18n::I18n;
use crate::state::update::Notice;

/// Properties of [`update_chip`].
pub struct UpdateChipProps {
    /// What there is to say.
    pub notice: Notice,
    /// Called when the user wants to know more.
    pub onopen: Callback<()>,
}

/// The quiet notice of an update.
pub fn update_chip(i18n: &I18n, props: &UpdateChipProps) -> Html {
    let (short, long) = match &props.notice {
        Notice::Found(version) => {
            let values = [("version", version.clone().into())];
            (i18n.t("update-chip"), i18n.with("update-found", &values))
        }
        Notice::Fetching(Some(percent)) => {
            let values = [("percent", (*percent).into())];
            (
                i18n.with("update-chip-percent", &values),
                i18n.t("update-fetching"),
            )
        }
        Notice::Fetching(None) => (i18n.t("update-chip"), i18n.t("update-fetching")),
        Notice::Ready(version) => {
            let values = [("version", version.clone().into())];
            (i18n.t("update-chip-ready"), i18n.with("update-here", &values))
        }
    };
    html! {
        <button type="button" class="update-chip" data-testid="update-chip" title={long.clone()}
            aria-label={long} aria-haspopup="dialog" onclick={clicked(&props.onopen)}>
            <span class="dot" aria-hidden="true"></span>
            { short }
        </button>
    }
}
