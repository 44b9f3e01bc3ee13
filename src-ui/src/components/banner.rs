//! A sentence that concerns the whole view.

use yew::prelude::*;

use super::icons::{Icon, icon};
use crate::i18n::use_i18n;

/// How much a banner wants to be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It informs.
    Neutral,
    /// Something went well.
    Good,
    /// Something ended or is not as it should be.
    Warning,
    /// Something went wrong.
    Danger,
}

/// Properties of [`Banner`].
#[derive(Properties, PartialEq)]
pub struct BannerProps {
    /// How much it wants to be noticed.
    pub tone: Tone,
    /// The first line.
    pub title: AttrValue,
    /// What follows.
    #[prop_or_default]
    pub children: Children,
    /// Name for tests.
    #[prop_or_default]
    pub test_id: Option<AttrValue>,
    /// Called when the user is done with it; without, it stays.
    #[prop_or_default]
    pub ondismiss: Option<Callback<()>>,
}

/// A sentence that concerns the whole view.
#[component]
pub fn Banner(props: &BannerProps) -> Html {
    let i18n = use_i18n();
    let (class, image, role) = match props.tone {
        Tone::Neutral => ("banner banner-neutral", Icon::Info, "status"),
        Tone::Good => ("banner banner-good", Icon::Check, "status"),
        Tone::Warning => ("banner banner-warning", Icon::Warning, "alert"),
        Tone::Danger => ("banner banner-danger", Icon::Warning, "alert"),
    };
    let dismiss = props.ondismiss.as_ref().map(|done| {
        let done = done.clone();
        html! {
            <button type="button" class="icon-button" aria-label={i18n.t("dismiss")}
                onclick={move |_| done.emit(())}>
                { icon(Icon::Close) }
            </button>
        }
    });
    html! {
        <div {class} {role} data-testid={props.test_id.clone()}>
            { icon(image) }
            <div class="banner-text">
                <p class="banner-title">{ &props.title }</p>
                { for props.children.iter() }
            </div>
            { dismiss }
        </div>
    }
}
