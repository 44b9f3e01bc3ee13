//! The answer: head, tabs, and what is in front. The last one stays while the next call is under way.

use std::rc::Rc;

use latchkey_ipc::{Answer, BodyKind, ErrorCode, IpcError, RowsView, TraceEvent, TraceStep};
use yew::prelude::*;

use super::answer_head::{AnswerHead, FailureHead};
use super::banner::{Banner, Tone};
use super::focus::focus_on;
use super::headers_view::HeadersView;
use super::seen::seen;
use super::tabs::{TabItem, Tabs, panel_id, tab_id};
use super::trace_view::TraceView;
use crate::format;
use crate::i18n::{I18n, use_i18n};
use crate::state::answer::{AnswerState, FromLink, Outcome};
use crate::state::draft::Draft;
use crate::state::openings::request_line;

/// A tab of the answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AnswerTab {
    /// The body.
    #[default]
    Body,
    /// The headers.
    Headers,
    /// How the call went.
    Trace,
}

impl AnswerTab {
    const ALL: [Self; 3] = [Self::Body, Self::Headers, Self::Trace];

    fn slug(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Headers => "headers",
            Self::Trace => "trace",
        }
    }
}

/// Properties of [`AnswerPane`].
#[derive(Properties, PartialEq)]
pub struct AnswerPaneProps {
    /// What is known.
    pub state: AnswerState,
    /// Shows the body of an answer whose kind has something to show.
    pub body: Callback<(Rc<Answer>, RowsView), Html>,
    /// Called when the user has read the notice.
    pub ondismiss: Callback<()>,
    /// Called when the user wants back what stood in the editor before a link.
    #[prop_or_default]
    pub onbringback: Callback<Rc<Draft>>,
}

/// The answer.
#[component]
pub fn AnswerPane(props: &AnswerPaneProps) -> Html {
    let i18n = use_i18n();
    let tab = use_state(AnswerTab::default);
    let view = use_state(|| RowsView::Pretty);
    let state = &props.state;
    let notice = state.kept_unsent.as_ref().map(|request| {
        let title = i18n.with("kept-unsent", &[("request", request.clone().into())]);
        html! { <Banner tone={Tone::Neutral} {title} ondismiss={props.ondismiss.clone()} test_id="kept-unsent" /> }
    });
    let from_link = state.from_link.as_ref();
    // Away from what stood under the keyboard before: the next press of Enter was not meant to send this request.
    use_effect_with(from_link.cloned(), |from_link| {
        if from_link.is_some() {
            focus_on("from-link");
        }
    });
    let from_link = from_link.map(|it| from_link_notice(it, props, &i18n));
    let content = match state.shown.as_ref().map(|shown| (shown, &shown.outcome)) {
        None => html! { <div class="answer-empty"><p class="empty">{ i18n.t("answer-empty") }</p></div> },
        Some((shown, Outcome::Answer(answer))) => html! {
            <>
                <div class="answer-bar">
                    <AnswerHead method={shown.method.clone()} target={shown.target.clone()} answer={answer.clone()} />
                    { tabs(&i18n, &tab, &AnswerTab::ALL) }
                </div>
                <div class="panel answer-panel" role="tabpanel" id={panel_id("tab-answer")}
                    aria-labelledby={tab_id("tab-answer", tab.slug())}>
                    { match *tab {
                        AnswerTab::Body => body(props, answer, &view, &i18n),
                        AnswerTab::Headers => html! { <HeadersView headers={answer.headers.clone()} /> },
                        AnswerTab::Trace => html! { <TraceView trace={answer.trace.clone()} /> },
                    } }
                </div>
            </>
        },
        Some((shown, Outcome::Failure(error))) => html! {
            <>
                <div class="answer-bar">
                    <FailureHead method={shown.method.clone()} target={shown.target.clone()} error={error.clone()} />
                </div>
                <div class="panel answer-panel">{ failure(error, &i18n) }</div>
            </>
        },
    };
    html! {
        <section class={classes!("answer", state.running.is_some().then_some("answer-waiting"))}
            aria-label={i18n.t("answer")} aria-busy={state.running.is_some().to_string()}>
            <div class="progress" aria-hidden="true"></div>
            { notice }
            { from_link }
            { content }
        </section>
    }
}

/// That the request in the editor came from a link, with the way back to the one before.
fn from_link_notice(from_link: &FromLink, props: &AnswerPaneProps, i18n: &I18n) -> Html {
    let title = i18n.with("from-link", &[("request", from_link.request.clone().into())]);
    let before = from_link.before.as_ref().map(|before| {
        let request = request_line(&before.method, &before.target);
        let onclick = {
            let before = before.clone();
            props.onbringback.reform(move |_: MouseEvent| before.clone())
        };
        html! {
            <button type="button" class="button button-small" data-testid="bring-back" {onclick}>
                { i18n.with("bring-back", &[("request", request.into())]) }
            </button>
        }
    });
    html! {
        <div id="from-link" class="quiet-focus" tabindex="-1" data-testid="from-link">
            <Banner tone={Tone::Neutral} {title} ondismiss={props.ondismiss.clone()}>{ for before }</Banner>
        </div>
    }
}

fn tabs(i18n: &I18n, tab: &UseStateHandle<AnswerTab>, all: &[AnswerTab]) -> Html {
    let items: Vec<_> = all
        .iter()
        .map(|tab| TabItem::new(tab.slug(), i18n.t(&format!("tab-answer-{}", tab.slug()))))
        .collect();
    let setter = tab.setter();
    let onselect = Callback::from(move |slug| {
        setter.set(
            AnswerTab::ALL
                .into_iter()
                .find(|tab| tab.slug() == slug)
                .unwrap_or_default(),
        );
    });
    html! { <Tabs prefix="tab-answer" label={i18n.t("answer")} {items} selected={tab.slug()} {onselect} /> }
}

/// What went wrong, with the way the call went until then.
fn failure(error: &Rc<IpcError>, i18n: &I18n) -> Html {
    let title = i18n.error(error);
    let told =
        |step: &TraceStep| matches!(&step.event, TraceEvent::Fail { message } if *message == error.message);
    let in_trace = error
        .trace
        .as_ref()
        .is_some_and(|trace| trace.steps.iter().any(told));
    let says_more = *title != *error.message && error.code != ErrorCode::Cancelled;
    let detail = (says_more && !in_trace).then(|| seen(&error.message));
    html! {
        <div class="failure" data-testid="answer-failure" data-key={error.key.clone()}>
            <p class="failure-title">{ &title }</p>
            if let Some(detail) = detail.filter(|it| !it.is_empty()) {
                <p class="failure-detail">{ detail }</p>
            }
            if let Some(found) = &error.found {
                <p class="failure-detail">{ i18n.with("error-found", &[("found", found.clone().into())]) }</p>
            }
            if let Some(trace) = &error.trace {
                <TraceView trace={trace.clone()} />
            }
        </div>
    }
}

fn body(props: &AnswerPaneProps, answer: &Rc<Answer>, view: &UseStateHandle<RowsView>, i18n: &I18n) -> Html {
    let about = &answer.body;
    let size = ("size", format::size(about.size).into());
    let media_type = ("type", about.media_type.clone().into());
    let content = match about.kind {
        BodyKind::Empty => html! { <p class="empty">{ i18n.t("body-empty") }</p> },
        BodyKind::Binary if about.media_type.is_empty() => {
            html! { <p class="empty" data-testid="body-binary">{ i18n.with("body-binary-untyped", &[size]) }</p> }
        }
        BodyKind::Binary => {
            html! { <p class="empty" data-testid="body-binary">{ i18n.with("body-binary", &[size, media_type]) }</p> }
        }
        BodyKind::Json | BodyKind::Text | BodyKind::Image => props.body.emit((answer.clone(), **view)),
    };
    html! {
        <div class="answer-body">
            if about.kind == BodyKind::Json || about.hidden_tokens > 0 || about.incomplete.is_some() {
                <div class="body-bar">
                    if about.kind == BodyKind::Json {
                        { view_switch(view, i18n) }
                    }
                    if about.hidden_tokens > 0 {
                        <span class="note" data-testid="hidden-tokens">
                            { i18n.with("hidden-tokens", &[("count", about.hidden_tokens.into())]) }
                        </span>
                    }
                    if let Some(why) = &about.incomplete {
                        <span class="note note-warning" data-testid="incomplete">
                            { i18n.with("incomplete", &[("why", why.clone().into())]) }
                        </span>
                    }
                </div>
            }
            { content }
        </div>
    }
}

fn view_switch(view: &UseStateHandle<RowsView>, i18n: &I18n) -> Html {
    let choice = |choice: RowsView, slug: &'static str| {
        let setter = view.setter();
        html! {
            <label class="chip">
                <input type="radio" name="body-view" data-testid={format!("view-{slug}")} checked={**view == choice}
                    onchange={move |_| setter.set(choice)} />
                <span>{ i18n.t(&format!("view-{slug}")) }</span>
            </label>
        }
    };
    html! {
        <div class="chips" role="radiogroup" aria-label={i18n.t("view")}>
            { choice(RowsView::Pretty, "pretty") }
            { choice(RowsView::Raw, "raw") }
        </div>
    }
}
