//! The view while the shell has not answered, and when it cannot be reached.

use yew::prelude::*;

use crate::components::banner::{Banner, Tone};
use crate::components::icons::logo;
use crate::i18n::use_i18n;

/// Properties of [`Placeholder`].
#[derive(Properties, PartialEq)]
pub struct PlaceholderProps {
    /// Why the shell cannot be reached; empty where there is no shell at all.
    #[prop_or_default]
    pub failure: Option<String>,
}

/// The view while the shell has not answered, and when it cannot be reached.
#[component]
pub fn Placeholder(props: &PlaceholderProps) -> Html {
    let i18n = use_i18n();
    html! {
        <main class="placeholder" data-testid="placeholder">
            { logo() }
            if let Some(why) = &props.failure {
                if why.is_empty() {
                    <Banner tone={Tone::Danger} title={i18n.t("no-shell")} />
                } else {
                    <Banner tone={Tone::Danger} title={i18n.t("shell-failed")}>
                        <p class="banner-detail">{ why }</p>
                    </Banner>
                }
            } else {
                <p class="visually-hidden" role="status">{ i18n.t("starting") }</p>
            }
        </main>
    }
}
