//! The help menu, connected: what it opens.

use yew::prelude::*;

use crate::components::dialog::Dialog;
use crate::components::help_menu::{HelpItem, HelpMenu};
use crate::components::icons::logo;
use crate::i18n::use_i18n;

/// The help menu and what it opens.
#[component]
pub(super) fn Help() -> Html {
    let i18n = use_i18n();
    let chosen = use_state(|| None::<HelpItem>);
    let onchoose = {
        let chosen = chosen.setter();
        Callback::from(move |item| chosen.set(Some(item)))
    };
    let onclose = {
        let chosen = chosen.setter();
        Callback::from(move |()| chosen.set(None))
    };
    let opened = chosen.map(|item| match item {
        HelpItem::About => html! {
            <Dialog id="about" title={i18n.t("help-about")} {onclose}>
                <div class="about">
                    { logo() }
                    <div>
                        <p class="about-name">{ concat!("Latchkey ", env!("CARGO_PKG_VERSION")) }</p>
                        <p>{ i18n.t("tagline") }</p>
                        <p>{ i18n.t("about-licence") }</p>
                    </div>
                </div>
            </Dialog>
        },
    });
    html! {
        <>
            <HelpMenu {onchoose} />
            { opened }
        </>
    }
}
