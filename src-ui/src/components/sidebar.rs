//! Ready-made requests and the calls of this window.

use yew::prelude::*;

use super::request_line::method_class;
use super::seen::seen;
use crate::clock;
use crate::i18n::{I18n, use_i18n};
use crate::state::draft::Draft;
use crate::state::history::{HistoryEntry, HistoryResult};
use crate::state::samples::{GROUPS, Sample, SampleGroup};

/// Properties of [`Sidebar`].
#[derive(Properties, PartialEq)]
pub struct SidebarProps {
    /// Whether the ready-made requests are offered.
    pub samples: bool,
    /// The saved requests.
    #[prop_or_default]
    pub children: Children,
    /// The calls of this window, newest first.
    pub history: Vec<HistoryEntry>,
    /// Called with the request the user wants to open.
    pub onopen: Callback<Draft>,
}

/// Ready-made requests and the calls of this window.
#[component]
pub fn Sidebar(props: &SidebarProps) -> Html {
    let i18n = use_i18n();
    html! {
        <nav class="sidebar" aria-label={i18n.t("sidebar")}>
            { for props.children.iter() }
            if props.samples {
                { for GROUPS.iter().map(|each| group(each, &i18n, &props.onopen)) }
            }
            <section>
                <h2>{ i18n.t("history") }</h2>
                if props.history.is_empty() {
                    <p class="empty">{ i18n.t("history-empty") }</p>
                } else {
                    <ul>
                        { for props.history.iter().map(|each| entry(each, &i18n, &props.onopen)) }
                    </ul>
                }
            </section>
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

fn entry(entry: &HistoryEntry, i18n: &I18n, onopen: &Callback<Draft>) -> Html {
    let (class, text) = match entry.result {
        HistoryResult::Status(status) => (status_class(status), AttrValue::from(status.to_string())),
        HistoryResult::Failed => ("status-bad", i18n.t("history-failed")),
        HistoryResult::Cancelled => ("status-none", i18n.t("history-cancelled")),
        HistoryResult::Ended => ("status-warn", i18n.t("history-ended")),
    };
    let draft = entry.draft.clone();
    let time = clock::time_of_day(entry.at);
    html! {
        <li key={entry.call_id.clone()}>
            <button type="button" class="side-item" data-testid="history-item"
                title={seen(&format!("{time} · {} {}", draft.method, draft.target))}
                onclick={let draft = draft.clone(); onopen.reform(move |_| draft.clone())}>
                <span class={classes!("side-method", method_class(&draft.method))}>{ short(&draft.method) }</span>
                <span class="side-text">{ seen(&draft.target) }</span>
                <span class={classes!("side-status", class)}>{ text }</span>
                <time class="side-time">{ time.get(..5).unwrap_or_default().to_owned() }</time>
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
