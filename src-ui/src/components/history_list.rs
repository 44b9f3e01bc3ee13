//! The history in the side bar: the calls that were made, by their days, to find and to open again.

use std::rc::Rc;

use latchkey_ipc::{HistoryEntry, HistoryOutcome, HistoryPage, HistoryProblem};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::icons::{Icon, icon};
use super::request_line::method_class;
use super::seen::seen;
use super::sidebar::{short, status_class};
use crate::clock;
use crate::format;
use crate::i18n::{I18n, use_i18n};
use crate::state::history::{HistoryAction, HistoryStore, by_day};

/// From how many calls on there is a field to look for one.
const FIELD_FROM: u64 = 6;
/// A day, in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// What the user wants with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryAct {
    /// Open it again.
    Open(u64),
    /// Take it away.
    Remove(u64),
    /// Change whether calls are kept.
    Settings,
}

/// Properties of [`HistoryList`].
#[derive(Properties, PartialEq)]
pub struct HistoryListProps {
    /// What is wanted.
    pub store: HistoryStore,
    /// What is listed; `None` until it is known.
    pub page: Option<Rc<HistoryPage>>,
    /// Whether it is told elsewhere already why nothing can be written.
    #[prop_or_default]
    pub unwritten_told: bool,
    /// Called with what changes only what is shown.
    pub onstore: Callback<HistoryAction>,
    /// Called with what the user wants.
    pub onact: Callback<HistoryAct>,
}

/// The history.
#[component]
pub fn HistoryList(props: &HistoryListProps) -> Html {
    let i18n = use_i18n();
    let Some(page) = &props.page else {
        return html! { <section class="history"><h2>{ i18n.t("history") }</h2></section> };
    };
    let wanted = &props.store.wanted;
    let onfilter = props.onstore.reform(|event: InputEvent| {
        HistoryAction::Filter(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let days = by_day(&page.entries, day);
    let (today, yesterday) = (day(clock::now()), day(clock::now() - DAY_MS));
    let group = |(day, entries): &(String, Vec<&HistoryEntry>)| {
        let label = match day {
            day if *day == today => i18n.t("history-today"),
            day if *day == yesterday => i18n.t("history-yesterday"),
            day => day.clone().into(),
        };
        html! {
            <div key={format!("{day}-{}", entries[0].id)}>
                <h3 class="history-day">{ label }</h3>
                <ul>{ for entries.iter().map(|each| item(each, props, &i18n)) }</ul>
            </div>
        }
    };
    let rest = page.rest > 0;
    let last = page.entries.last().map(|it| it.id);
    html! {
        <section class="history" data-testid="history">
            <header class="saved-head">
                <h2>{ i18n.t("history") }</h2>
                if page.all > 0 {
                    <button type="button" class="icon-button" data-testid="history-clear" title={i18n.t("history-clear")}
                        aria-label={i18n.t("history-clear")} onclick={props.onstore.reform(|_| HistoryAction::Clearing(true))}>
                        { icon(Icon::Bin) }
                    </button>
                }
            </header>
            if page.all >= FIELD_FROM || !wanted.text.is_empty() {
                <input class="saved-filter" type="search" data-testid="history-filter" aria-label={i18n.t("history-filter")}
                    placeholder={i18n.t("history-filter")} spellcheck="false" autocomplete="off"
                    value={wanted.text.clone()} oninput={onfilter} />
            }
            if page.elsewhere > 0 || wanted.everywhere {
                { scope(props, &i18n) }
            }
            { said(page, props, &i18n) }
            if wanted.before.is_some() {
                { link("history-newest", props.onstore.reform(|_| HistoryAction::Before(None)), &i18n) }
            }
            // In a place of their own: the field above stays the same one however many days there are.
            <div>{ for days.iter().map(group) }</div>
            if rest {
                { link("history-older", props.onstore.reform(move |_| HistoryAction::Before(last)), &i18n) }
            }
        </section>
    }
}

fn link(id: &'static str, onclick: Callback<MouseEvent>, i18n: &I18n) -> Html {
    html! { <button type="button" class="link-button" data-testid={id} {onclick}>{ i18n.t(id) }</button> }
}

/// The calls of which sessions are listed.
fn scope(props: &HistoryListProps, i18n: &I18n) -> Html {
    let everywhere = props.store.wanted.everywhere;
    let onchange = props.onstore.reform(|event: Event| {
        HistoryAction::Everywhere(event.target_unchecked_into::<HtmlSelectElement>().value() == "all")
    });
    html! {
        <div class="saved-environment">
            <select data-testid="history-scope" aria-label={i18n.t("history-scope")} {onchange}>
                <option value="own" selected={!everywhere}>{ i18n.t("history-scope-own") }</option>
                <option value="all" selected={everywhere}>{ i18n.t("history-scope-all") }</option>
            </select>
        </div>
    }
}

/// What is to be said of the list: what went wrong, that there is none, that nothing is kept.
fn said(page: &HistoryPage, props: &HistoryListProps, i18n: &I18n) -> Html {
    let problem = page.problem.as_ref().and_then(|problem| match problem {
        HistoryProblem::Elsewhere => Some(i18n.t("history-elsewhere")),
        HistoryProblem::Unwritten(_) if props.unwritten_told => None,
        HistoryProblem::Unwritten(why) => Some(i18n.with("history-unwritten", &[("why", seen(why).into())])),
        HistoryProblem::SetAside(file) => {
            Some(i18n.with("history-set-aside", &[("file", seen(file).into())]))
        }
    });
    let searched = !props.store.wanted.text.trim().is_empty();
    html! {
        <>
            if let Some(problem) = problem {
                <p class="saved-note saved-problem" role="status" data-testid="history-problem">{ problem }</p>
            }
            if !page.settings.keep {
                <p class="empty" data-testid="history-off">
                    { i18n.t("history-off") }{ " " }
                    { link("history-settings", props.onact.reform(|_| HistoryAct::Settings), i18n) }
                </p>
            } else if page.entries.is_empty() && searched {
                <p class="empty" role="status">{ i18n.t("history-none") }</p>
            } else if page.entries.is_empty() {
                <p class="empty">{ i18n.t("history-empty") }</p>
            }
        </>
    }
}

fn item(entry: &HistoryEntry, props: &HistoryListProps, i18n: &I18n) -> Html {
    let (class, text) = match entry.outcome {
        HistoryOutcome::Status(status) => (status_class(status), AttrValue::from(status.to_string())),
        HistoryOutcome::Failed => ("status-bad", i18n.t("history-failed")),
        HistoryOutcome::Cancelled => ("status-none", i18n.t("history-cancelled")),
        HistoryOutcome::Ended => ("status-warn", i18n.t("history-ended")),
    };
    let HistoryEntry {
        id,
        method,
        target,
        server,
        user,
        ..
    } = entry;
    let id = *id;
    let time = clock::time_of_day(entry.at);
    let took = format::duration(entry.took_us);
    let title = format!("{time} · {method} {target} · {text} · {took} · {server} · {user}");
    let everywhere = props.store.wanted.everywhere;
    let onact = &props.onact;
    let onkeydown = {
        let onact = onact.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Delete" {
                event.prevent_default();
                onact.emit(HistoryAct::Remove(id));
            }
        }
    };
    html! {
        <li key={id} class={classes!("saved-line", "history-line", everywhere.then_some("history-everywhere"))}>
            <button type="button" class="side-item" data-testid="history-item" title={seen(&title)}
                aria-keyshortcuts="Delete" onclick={onact.reform(move |_| HistoryAct::Open(id))} {onkeydown}>
                <span class={classes!("side-method", method_class(method))}>{ short(method) }</span>
                <span class="side-text">{ seen(target) }</span>
                <span class="side-facts">
                    <span class={classes!("side-status", class)}>{ text }</span>
                    <time class="side-time">{ time.get(..5).unwrap_or_default().to_owned() }</time>
                </span>
                if everywhere {
                    <span class="side-of">{ seen(&format!("{server} · {user}")) }</span>
                }
            </button>
            // By keyboard it is the Delete key.
            <button type="button" class="icon-button history-remove" data-testid="history-remove" tabindex="-1"
                aria-label={i18n.t("history-remove")} title={i18n.t("history-remove")}
                onclick={onact.reform(move |_| HistoryAct::Remove(id))}>{ icon(Icon::Close) }</button>
        </li>
    }
}

/// The day of a moment, by the user's time zone.
fn day(at: i64) -> String {
    let whole = clock::date_and_time(at);
    whole.split(' ').next().unwrap_or_default().to_owned()
}
