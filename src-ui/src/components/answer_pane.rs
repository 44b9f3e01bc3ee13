//! The answer: head, tabs, and what is in front. The last one stays while the next call is under way.

use std::rc::Rc;

use latchkey_ipc::{Answer, BodyKind, BodyView, ErrorCode, IpcError, RowsView, TraceEvent, TraceStep};
use yew::prelude::*;
use yew::props;

use super::answer_head::{AnswerHeadProps, FailureHeadProps, answer_head, failure_head};
use super::banner::{Banner, Tone};
use super::component::component;
use super::focus::focus_on;
use super::headers_view::{HeadersViewProps, headers_view};
use super::receiving::{ReceivingProps, StreamNoteProps, receiving, stream_note};
use super::seen::seen;
use super::tabs::{TabItem, TabsProps, panel_id, tab_id, tabs};
use super::trace_view::{TraceView, TraceViewProps};
use crate::clock;
use crate::effect::use_effect_with;
use crate::format;
use crate::held::{UseStateHandle, use_state};
use crate::i18n::{I18n, use_i18n};
use crate::state::answer::{AnswerState, Outcome, Past};

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
    /// What can be done with the body of an answer in this view, for the bar above it.
    #[prop_or_default]
    pub tools: Option<Callback<(Rc<Answer>, RowsView), Html>>,
    /// Called to end the stream that is shown.
    #[prop_or_default]
    pub onstop: Callback<()>,
    /// Called when the user has read the notice.
    pub ondismiss: Callback<()>,
}

/// The answer.
#[component]
pub fn AnswerPane(props: &AnswerPaneProps) -> Html {
    let i18n = use_i18n();
    let tab = use_state(AnswerTab::default);
    let view = use_state(|| RowsView::Pretty);
    // Apart from the view: whoever looks at JSON in its pretty form has not asked for pages.
    let page = use_state(|| false);
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
    let past = state.past.as_ref().map(|it| past_notice(it, props, &i18n));
    let content = match state.shown.as_ref().map(|shown| (shown, &shown.outcome)) {
        None => html! { <div class="answer-empty"><p class="empty">{ i18n.t("answer-empty") }</p></div> },
        Some((shown, Outcome::Answer(answer))) => html! {
            <>
                <div class="answer-bar">
                    { answer_head(&i18n, &AnswerHeadProps {
                        method: shown.method.clone().into(), target: shown.target.clone().into(),
                        answer: answer.clone(), live: state.live,
                    }) }
                    { answer_tabs(&i18n, &tab, &AnswerTab::ALL) }
                </div>
                <div class="panel answer-panel" role="tabpanel" id={panel_id("tab-answer")}
                    aria-labelledby={tab_id("tab-answer", tab.slug())}>
                    { match *tab {
                        AnswerTab::Body => body(props, answer, &view, &page, &i18n),
                        AnswerTab::Headers => headers_view(&i18n, &HeadersViewProps {
                            headers: answer.headers.clone(),
                        }),
                        AnswerTab::Trace => component::<TraceView>(props!(TraceViewProps {
                            trace: answer.trace.clone(),
                        })),
                    } }
                </div>
            </>
        },
        Some((shown, Outcome::Failure(error))) => html! {
            <>
                <div class="answer-bar">
                    { failure_head(&i18n, &FailureHeadProps {
                        method: shown.method.clone().into(), target: shown.target.clone().into(),
                        error: error.clone(),
                    }) }
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
            { past }
            if let Some(progress) = &state.receiving {
                { receiving(&i18n, &ReceivingProps { progress: progress.clone() }) }
            }
            { content }
        </section>
    }
}

/// That the request in the editor came from a link.
/// That what is shown is of the history, and what that has not.
fn past_notice(past: &Past, props: &AnswerPaneProps, i18n: &I18n) -> Html {
    let title = if past.answer.is_some() {
        let time = clock::date_and_time(past.at);
        i18n.with("history-answer-of", &[("time", time.into())])
    } else {
        i18n.t("history-body-gone")
    };
    let body_gone = past.body_gone && past.answer.is_some();
    html! {
        <Banner tone={Tone::Neutral} {title} ondismiss={props.ondismiss.clone()} test_id="from-history">
            if body_gone {
                <p>{ i18n.t("history-body-gone") }</p>
            }
        </Banner>
    }
}

fn from_link_notice(request: &str, props: &AnswerPaneProps, i18n: &I18n) -> Html {
    let title = i18n.with("from-link", &[("request", request.to_owned().into())]);
    html! {
        <div id="from-link" class="quiet-focus" tabindex="-1" data-testid="from-link">
            <Banner tone={Tone::Neutral} {title} ondismiss={props.ondismiss.clone()} />
        </div>
    }
}

fn answer_tabs(i18n: &I18n, tab: &UseStateHandle<AnswerTab>, all: &[AnswerTab]) -> Html {
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
    tabs(&TabsProps {
        prefix: "tab-answer",
        label: i18n.t("answer"),
        items,
        selected: tab.slug(),
        onselect,
    })
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
                { component::<TraceView>(props!(TraceViewProps { trace: trace.clone() })) }
            }
        </div>
    }
}

fn body(
    props: &AnswerPaneProps,
    answer: &Rc<Answer>,
    view: &UseStateHandle<RowsView>,
    page: &UseStateHandle<bool>,
    i18n: &I18n,
) -> Html {
    let about = &answer.body;
    let size = ("size", format::size(about.size).into());
    let media_type = ("type", about.media_type.clone().into());
    let (shown, choices) = views(about, **view, **page);
    let content = match about.kind {
        BodyKind::Empty => html! { <p class="empty">{ i18n.t("body-empty") }</p> },
        _ => props.body.emit((answer.clone(), shown)),
    };
    let binary = (about.kind == BodyKind::Binary).then(|| {
        if about.media_type.is_empty() {
            i18n.with("body-binary-untyped", &[size])
        } else {
            i18n.with("body-binary", &[size, media_type])
        }
    });
    html! {
        <div class="answer-body">
            if about.kind != BodyKind::Empty || about.incomplete.is_some() || about.stream.is_some() {
                <div class="body-bar">
                    if choices.len() > 1 {
                        { view_switch((view, page), shown, choices, i18n) }
                    }
                    if let Some(binary) = binary {
                        <span class="note" data-testid="body-binary">{ binary }</span>
                    }
                    if let Some(stream) = about.stream {
                        { stream_note(i18n, &StreamNoteProps {
                            answer: answer.clone(), stream, live: props.state.live, onstop: props.onstop.clone(),
                        }) }
                    }
                    if about.hidden_credentials > 0 {
                        <span class="note" data-testid="hidden-credentials">
                            { i18n.with("hidden-credentials", &[("count", about.hidden_credentials.into())]) }
                        </span>
                    }
                    if let Some(why) = &about.incomplete {
                        <span class="note note-warning" data-testid="incomplete">
                            { i18n.with("incomplete", &[("why", why.clone().into())]) }
                        </span>
                    }
                    { for props.tools.as_ref().filter(|_| about.kind != BodyKind::Empty).map(|it| it.emit((answer.clone(), shown))) }
                </div>
            }
            { content }
        </div>
    }
}

/// How a body of this kind is shown when `chosen` was chosen for the last one, and what else can be chosen: each view with
/// its name.
fn views(about: &BodyView, chosen: RowsView, page: bool) -> (RowsView, &'static [(RowsView, &'static str)]) {
    const HEX: (RowsView, &str) = (RowsView::Hex, "hex");
    if about.is_page() {
        let shown = if page {
            RowsView::Pretty
        } else if chosen == RowsView::Hex {
            chosen
        } else {
            RowsView::Raw
        };
        return (shown, &[(RowsView::Raw, "raw"), (RowsView::Pretty, "page"), HEX]);
    }
    let choices: &[(RowsView, &str)] = match about.kind {
        BodyKind::Empty => &[],
        BodyKind::Json => &[(RowsView::Pretty, "pretty"), (RowsView::Raw, "raw"), HEX],
        BodyKind::Text => &[(RowsView::Raw, "raw"), HEX],
        BodyKind::Image => &[(RowsView::Pretty, "image"), HEX],
        BodyKind::Binary => &[HEX],
    };
    let offered = choices.iter().any(|(view, _)| *view == chosen);
    let first = choices.first().map_or(RowsView::Raw, |(view, _)| *view);
    (if offered { chosen } else { first }, choices)
}

fn view_switch(
    (view, page): (&UseStateHandle<RowsView>, &UseStateHandle<bool>),
    shown: RowsView,
    choices: &[(RowsView, &'static str)],
    i18n: &I18n,
) -> Html {
    let choice = |(choice, slug): &(RowsView, &'static str)| {
        let (view, page, choice, is_page) = (view.setter(), page.setter(), *choice, *slug == "page");
        let onchange = move |_| {
            page.set(is_page);
            if !is_page {
                view.set(choice);
            }
        };
        html! {
            <label class="chip">
                <input type="radio" name="body-view" data-testid={format!("view-{slug}")} checked={shown == choice} {onchange} />
                <span>{ i18n.t(&format!("view-{slug}")) }</span>
            </label>
        }
    };
    html! {
        <div class="chips" role="radiogroup" aria-label={i18n.t("view")}>
            { for choices.iter().map(choice) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    #[test]
    fn each_kind_of_body_has_its_views_and_bytes_are_one_of_them() {
        let first = |kind, chosen| views(&of(kind), chosen, true).0;
        assert_eq!(first(BodyKind::Json, RowsView::Raw), RowsView::Raw);
        assert_eq!(first(BodyKind::Text, RowsView::Pretty), RowsView::Raw);
        assert_eq!(first(BodyKind::Image, RowsView::Raw), RowsView::Pretty);
        assert_eq!(first(BodyKind::Binary, RowsView::Pretty), RowsView::Hex);
        for kind in [BodyKind::Json, BodyKind::Text, BodyKind::Image, BodyKind::Binary] {
            assert_eq!(first(kind, RowsView::Hex), RowsView::Hex, "{kind:?}");
        }
    }

    #[test]
    fn a_page_is_shown_as_one_only_when_that_was_chosen() {
        let page = BodyView {
            media_type: "text/html".into(),
            ..of(BodyKind::Text)
        };
        assert_eq!(views(&page, RowsView::Pretty, false).0, RowsView::Raw);
        assert_eq!(views(&page, RowsView::Hex, false).0, RowsView::Hex);
        assert_eq!(views(&page, RowsView::Raw, true).0, RowsView::Pretty);
        let large = BodyView {
            size: latchkey_ipc::PAGE_LIMIT + 1,
            ..page
        };
        assert_eq!(views(&large, RowsView::Raw, true).0, RowsView::Raw);
    }

    fn of(kind: BodyKind) -> BodyView {
        BodyView {
            kind,
            ..fixtures::answer(1, 200).body
        }
    }
}
