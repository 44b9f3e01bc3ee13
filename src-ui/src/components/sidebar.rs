//! Ready-made requests and the calls that were made.

use yew::prelude::*;

use super::request_line::method_class;
use crate::i18n::{I18n, use_i18n};
use crate::state::draft::Draft;
use crate::state::samples::{GROUPS, Sample, SampleGroup};

/// Properties of [`Sidebar`].
#[derive(Properties, PartialEq)]
pub struct SidebarProps {
    /// Whether the ready-made requests are offered.
    pub samples: bool,
    /// The saved requests.
    #[prop_or_default]
    pub children: Children,
    /// The calls that were made.
    #[prop_or_default]
    pub history: Html,
    /// Called with the request the user wants to open.
    pub onopen: Callback<Draft>,
}

/// Ready-made requests and the calls that were made.
#[component]
pub fn Sidebar(props: &SidebarProps) -> Html {
    let i18n = use_i18n();
    html! {
        <nav class="sidebar" aria-label={i18n.t("sidebar")}>
            { for props.children.iter() }
            if props.samples {
                { for GROUPS.iter().map(|each| group(each, &i18n, &props.onopen)) }
            }
            { props.history.clone() }
        </nav>
    }
}

fn group(group: &SampleGroup, i18n: &I18n, onopen: &Callback<Draft>) -> Html {
    html! {
        <section key={group.slug}>
            <h2>{ i18n.t(&format!("samples-{}", group.slug)) }</h2>
            <ul>
                { for group.samples.iter().map(|each| sample(*each, i18n, onopen)) }
            </ul>
        </section>
    }
}

fn sample(sample: Sample, i18n: &I18n, onopen: &Callback<Draft>) -> Html {
    html! {
        <li key={sample.slug}>
            <button type="button" class="side-item" data-testid={format!("sample-{}", sample.slug)}
                title={format!("{} {}", sample.method, sample.target)}
                onclick={onopen.reform(move |_| sample.draft())}>
                <span class={classes!("side-method", method_class(sample.method))}>{ short(sample.method) }</span>
                <span class="side-text">{ i18n.t(&format!("sample-{}", sample.slug)) }</span>
            </button>
        </li>
    }
}

/// A method in the width of a narrow column.
pub(super) fn short(method: &str) -> String {
    match method {
        "DELETE" => "DEL".to_owned(),
        "OPTIONS" => "OPT".to_owned(),
        "PATCH" => "PAT".to_owned(),
        other => other.chars().take(4).collect(),
    }
}

/// The colour of a status.
pub fn status_class(status: u16) -> &'static str {
    match status {
        200..300 => "status-good",
        100..400 => "status-none",
        400..500 => "status-warn",
        _ => "status-bad",
    }
}
