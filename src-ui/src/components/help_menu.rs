//! The menu for what concerns the app itself and no session. It is in every view.

use yew::prelude::*;

use super::icons::{Icon, icon};
use super::menu::{Menu, MenuItem};
use crate::i18n::use_i18n;

/// What can be chosen in the help menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpItem {
    /// The user guide.
    Guide,
    /// Whether there is a newer version.
    Updates,
    /// What helps whoever looks into a problem.
    Diagnostics,
    /// Which app this is.
    About,
}

impl HelpItem {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::Guide, Self::Updates, Self::Diagnostics, Self::About];

    /// Its name for tests, and the key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Guide => "help-guide",
            Self::Updates => "help-updates",
            Self::Diagnostics => "help-diagnostics",
            Self::About => "help-about",
        }
    }

    /// The key that does the same, from anywhere.
    const fn shortcut(self) -> &'static str {
        match self {
            Self::Guide => "F1",
            Self::Updates | Self::Diagnostics | Self::About => "",
        }
    }
}

/// Properties of [`HelpMenu`].
#[derive(Properties, PartialEq)]
pub struct HelpMenuProps {
    /// Whether this build has an updater.
    #[prop_or_default]
    pub updates: bool,
    /// Called with what was chosen.
    pub onchoose: Callback<HelpItem>,
}

/// The help menu.
#[component]
pub fn HelpMenu(props: &HelpMenuProps) -> Html {
    let i18n = use_i18n();
    let items: Vec<_> = HelpItem::ALL
        .into_iter()
        .filter(|item| *item != HelpItem::Updates || props.updates)
        .map(|item| MenuItem {
            id: item.key().to_owned(),
            label: i18n.t(item.key()),
            detail: item.shortcut().into(),
            chosen: None,
            apart: false,
        })
        .collect();
    let onchoose = {
        let onchoose = props.onchoose.clone();
        Callback::from(move |id: String| {
            if let Some(item) = HelpItem::ALL.into_iter().find(|item| item.key() == id) {
                onchoose.emit(item);
            }
        })
    };
    html! {
        <Menu id="help-menu" label={i18n.t("help-menu")} {items} {onchoose} small={true}>
            { icon(Icon::Help) }
        </Menu>
    }
}
