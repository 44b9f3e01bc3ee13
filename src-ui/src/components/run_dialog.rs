//! A run of saved requests: what it sends, how it goes, and what came of it.

use std::rc::Rc;

use latchkey_ipc::{ReportFormat, RunCheck, RunLine, RunOutcome, RunOver};
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;
use yew::props;

use super::component::keyed_component;
use super::dialog::Dialog;
use super::focus::keep_in_view;
use super::icons::{Icon, icon};
use super::request_line::method_class;
use super::seen::seen;
use super::sidebar::short;
use crate::effect::use_effect_with;
use crate::format::duration;
use crate::i18n::{I18n, use_i18n};
use crate::state::run::{Mark, Run, SHOWN};

/// The line of the request that is sent.
const NOW: &str = "run-now";

/// What the user wants with a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunAct {
    /// Begin it, for the first time or again.
    Start,
    /// End it at once.
    Cancel,
    /// Stop at the first that does not pass, or do not.
    Bail(bool),
    /// More lines.
    More,
    /// Save its report.
    Save(ReportFormat),
    /// Open the request here.
    Open(String),
}

/// Properties of [`RunDialog`].
#[derive(Properties, PartialEq)]
pub struct RunDialogProps {
    /// The run.
    pub run: Rc<Run>,
    /// What chooses the environment, while it is not under way.
    pub environment: Html,
    /// Called with what the user wants.
    pub onact: Callback<RunAct>,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// A run.
#[component]
pub fn RunDialog(props: &RunDialogProps) -> Html {
    let i18n = use_i18n();
    let RunDialogProps { run, onact, .. } = props;
    let list = use_node_ref();
    use_following(&list, run);
    let onbail = onact
        .reform(|event: Event| RunAct::Bail(event.target_unchecked_into::<HtmlInputElement>().checked()));
    // While it is under way, the first Esc ends it alone: what has come stays to be seen.
    let onescape = run.running.then(|| onact.reform(|()| RunAct::Cancel));
    let shown = SHOWN * (run.more + 1);
    let rest = run.lines.len().saturating_sub(shown);
    let line = |(at, line): (usize, &Rc<RunLine>)| {
        keyed_component::<Line>(
            at,
            props!(LineProps {
                line: line.clone(),
                mark: run.mark(at),
                outcome: run.ended.get(at).cloned(),
                can_open: !run.running,
                onact: onact.clone()
            }),
        )
    };
    html! {
        <Dialog id="run" title={i18n.with("run-title", &[("name", seen(&run.name).into())])} wide={true}
            onclose={props.onclose.clone()} {onescape}>
            <div class="run-choices">
                { props.environment.clone() }
                <label class="check">
                    <input type="checkbox" data-testid="run-bail" checked={run.bail} disabled={run.running} onchange={onbail} />
                    <span>{ i18n.t("run-bail") }</span>
                </label>
            </div>
            { state(run, &i18n) }
            <ol ref={list} class="run-lines" data-testid="run-lines" tabindex="0" aria-label={i18n.t("run-lines")}>
                { for run.lines.iter().enumerate().take(shown).map(line) }
                if rest > 0 {
                    <li key="more">
                        <button type="button" class="link-button" data-testid="run-more" onclick={onact.reform(|_| RunAct::More)}>
                            { i18n.with("saved-more", &[("count", rest.into())]) }
                        </button>
                    </li>
                }
            </ol>
            { buttons(props, &i18n) }
        </Dialog>
    }
}

/// Keeps the request that is sent in view, unless the user is looking through the list.
#[hook]
fn use_following(list: &NodeRef, run: &Run) {
    let list = list.clone();
    use_effect_with((run.running, run.ended.len()), move |(running, _)| {
        let busy = |list: Element| list.matches(":hover, :focus-within").unwrap_or(true);
        if *running && !list.cast::<Element>().is_none_or(busy) {
            keep_in_view(NOW);
        }
    });
}

/// How far it is, or what came of it in all.
fn state(run: &Run, i18n: &I18n) -> Html {
    let (count, done) = (run.lines.len(), run.ended.len());
    let text = match (run.current(), run.over) {
        (Some(line), _) => i18n.with(
            "run-now",
            &[
                ("at", (done + 1).into()),
                ("count", count.into()),
                ("name", seen(&line.name).into()),
            ],
        ),
        (None, Some(_)) => total(run, i18n),
        (None, None) => i18n.with("run-planned", &[("count", count.into())]),
    };
    let why = run.over.filter(|over| *over != RunOver::Done);
    let percent = (done * 100).checked_div(count).unwrap_or_default();
    html! {
        <div class="run-state">
            <p data-testid="run-state" role={(!run.running).then_some("status")}>{ text }</p>
            if let Some(why) = why {
                <p class="run-why" data-testid="run-why">{ i18n.t(&format!("run-over-{}", why.slug())) }</p>
            }
            if run.running {
                <progress max="100" value={percent.to_string()} aria-label={i18n.t("run-progress")}></progress>
            }
            if let Some(problem) = &run.problem {
                <p class="run-problem" role="alert" data-testid="run-problem">{ i18n.error(problem) }</p>
            }
            if let Some(place) = &run.saved {
                <p role="status" data-testid="run-saved">{ i18n.with("run-saved", &[("place", place.clone().into())]) }</p>
            }
        </div>
    }
}

fn total(run: &Run, i18n: &I18n) -> AttrValue {
    let sum = run.sum();
    i18n.with(
        "run-total",
        &[
            ("passed", sum.passed.into()),
            ("failed", sum.failed.into()),
            ("errors", sum.errors.into()),
            ("unsent", sum.unsent.into()),
            ("time", duration(sum.took_us).into()),
        ],
    )
}

fn buttons(props: &RunDialogProps, i18n: &I18n) -> Html {
    let RunDialogProps { run, onact, .. } = props;
    let save = |format, id, text| {
        html! {
            <button key={id} type="button" class="button" data-testid={id} onclick={onact.reform(move |_| RunAct::Save(format))}>
                { i18n.t(text) }
            </button>
        }
    };
    let (id, text, act) = match (run.running, run.over) {
        (true, _) => ("run-cancel", "run-cancel", RunAct::Cancel),
        (false, None) => ("run-start", "run-start", RunAct::Start),
        (false, Some(_)) => ("run-start", "run-again", RunAct::Start),
    };
    // One button for all of it: the keyboard stays where it is.
    let class = classes!(
        "button",
        if run.running {
            "button-danger"
        } else {
            "button-primary"
        }
    );
    html! {
        <div class="dialog-buttons run-buttons">
            if run.over.is_some() {
                <span class="dialog-apart run-buttons">
                    { save(ReportFormat::Junit, "run-save-junit", "run-save-junit") }
                    { save(ReportFormat::Json, "run-save-json", "run-save-json") }
                </span>
            }
            <button type="button" {class} data-testid={id} autofocus={true} disabled={run.lines.is_empty()}
                onclick={onact.reform(move |_| act.clone())}>{ i18n.t(text) }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    line: Rc<RunLine>,
    mark: Mark,
    outcome: Option<Rc<RunOutcome>>,
    can_open: bool,
    onact: Callback<RunAct>,
}

/// A request, and what came of it.
#[component]
fn Line(props: &LineProps) -> Html {
    let i18n = use_i18n();
    let LineProps { line, mark, .. } = props;
    let name = if line.name.is_empty() {
        &line.place
    } else {
        &line.name
    };
    let place = line.place.clone();
    let onclick = props.onact.reform(move |_| RunAct::Open(place.clone()));
    let told = match props.outcome.as_deref() {
        Some(RunOutcome { status, took_us, .. }) if !line.method.is_empty() => {
            let status = status.map(|status| format!("{status} · ")).unwrap_or_default();
            format!("{status}{}", duration(*took_us))
        }
        _ => String::new(),
    };
    html! {
        <li class="run-line" id={(*mark == Mark::Runs).then_some(NOW)} data-testid="run-line" data-mark={mark.slug()}>
            <span class={format!("run-mark run-{}", mark.slug())}>
                { icon(picture(*mark)) }
                { i18n.t(&format!("run-mark-{}", mark.slug())) }
            </span>
            <span class={classes!("side-method", method_class(&line.method))}>{ short(&line.method) }</span>
            if props.can_open && !line.method.is_empty() {
                <button type="button" class="link-button run-name" data-testid="run-open" {onclick}>{ seen(name) }</button>
            } else {
                <span class="run-name">{ seen(name) }</span>
            }
            <span class="run-told">{ told }</span>
            { for props.outcome.as_deref().map(|outcome| faults(outcome, &i18n)) }
        </li>
    }
}

fn picture(mark: Mark) -> Icon {
    match mark {
        Mark::Passed => Icon::Check,
        Mark::Failed => Icon::Close,
        Mark::Error => Icon::Warning,
        Mark::Runs => Icon::Send,
        Mark::Waits | Mark::Unsent => Icon::More,
    }
}

fn faults(outcome: &RunOutcome, i18n: &I18n) -> Html {
    if outcome.passed() {
        return Html::default();
    }
    html! {
        <ul class="run-faults">
            if let Some(error) = &outcome.error {
                <li>
                    if let Some(field) = &error.field {
                        <code>{ seen(field) }</code>{ " " }
                    }
                    { i18n.error(error) }
                </li>
            }
            { for outcome.failed.iter().map(|check| html! { <li>{ fault(check, i18n) }</li> }) }
            if outcome.more > 0 {
                <li>{ i18n.with("import-rest", &[("count", outcome.more.into())]) }</li>
            }
        </ul>
    }
}

/// What was expected, and what was found.
fn fault(check: &RunCheck, i18n: &I18n) -> AttrValue {
    let subject = i18n.with(
        &format!("run-subject-{}", check.subject.slug()),
        &[("name", check.name.clone().into())],
    );
    let expected = i18n.with(
        &format!("run-check-{}", check.rule.slug()),
        &[
            ("subject", subject.to_string().into()),
            ("wanted", check.wanted.clone().into()),
        ],
    );
    let found = i18n.with(
        &format!("run-found-{}", check.against.slug()),
        &[("found", check.found.clone().into())],
    );
    i18n.with(
        "run-fault",
        &[
            ("expected", expected.to_string().into()),
            ("found", found.to_string().into()),
        ],
    )
}
