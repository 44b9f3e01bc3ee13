//! The menu for what concerns the app itself and no session. It is in every view.

use yew::prelude::*;

use super::icons::{Icon, icon};
use super::menu::{Menu, MenuItem};
use crate::i18n::I18n;
use crate::platform::is_mac;
use crate::state::actions::{ALL, Action};

/// What can be chosen in the help menu, in its order.
const ITEMS: [Action; 6] = [
    Action::Guide,
    Action::Shortcuts,
    Action::Settings,
    Action::Updates,
    Action::Diagnostics,
    Action::About,
];

/// Properties of [`help_menu`].
pub struct HelpMenuProps {
    /// Whether this build has an updater.
    pub updates: bool,
    /// Called with what was chosen.
    pub onchoose: Callback<Action>,
}

/// The help menu.
pub fn help_menu(i18n: &I18n, props: &HelpMenuProps) -> Html {
    let offered = |action: &Action| *action != Action::Updates || props.updates;
    let items: Vec<_> = ITEMS
        .into_iter()
        .filter(offered)
        .filter_map(Action::known)
        .map(|known| MenuItem {
            id: known.name.to_owned(),
            label: i18n.t(known.name),
            detail: known.action.keys(is_mac()).into(),
            chosen: None,
            apart: false,
        })
        .collect();
    let onchoose = props.onchoose.clone();
    let onchoose = Callback::from(move |id: String| {
        if let Some(known) = ALL.iter().find(|known| known.name == id) {
            onchoose.emit(known.action);
        }
    });
    html! {
        <Menu id="help-menu" label={i18n.t("help-menu")} {items} {onchoose} small={true}>
            { icon(Icon::Help) }
        </Menu>
    }
}
