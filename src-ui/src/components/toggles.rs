//! The switches for theme and language.

use yew::prelude::*;

use super::clicked::clicked;
use super::icons::{Icon, icon};
use crate::i18n::I18n;
use crate::state::preferences::{Language, Theme};

/// Properties of [`toggles`].
pub struct TogglesProps {
    /// The theme in use.
    pub theme: Theme,
    /// To the next theme.
    pub ontheme: Callback<()>,
    /// To the other language.
    pub onlanguage: Callback<()>,
}

/// The switches for theme and language.
pub fn toggles(i18n: &I18n, props: &TogglesProps) -> Html {
    let (image, key) = match props.theme {
        Theme::System => (Icon::System, "theme-system"),
        Theme::Light => (Icon::Sun, "theme-light"),
        Theme::Dark => (Icon::Moon, "theme-dark"),
    };
    let theme = i18n.t(key);
    let ontheme = clicked(&props.ontheme);
    let onlanguage = clicked(&props.onlanguage);
    // The switch speaks the language it leads to.
    let (label, short) = match i18n.language() {
        Language::En => ("한국어로 보기", "한국어"),
        Language::Ko => ("Switch to English", "EN"),
    };
    html! {
        <div class="toggles">
            <button type="button" class="icon-button" data-testid="theme-toggle" data-theme-choice={props.theme.slug()}
                title={theme.clone()} aria-label={theme} onclick={ontheme}>
                { icon(image) }
            </button>
            <button type="button" class="text-button" data-testid="language-toggle" title={label}
                lang={i18n.language().other().tag()} onclick={onlanguage}>
                { short }
            </button>
        </div>
    }
}
