//! How a call went: each step with its time, as a waterfall.

use latchkey_ipc::{PhaseKind, RefreshResult, Trace, TraceEvent, TraceStep};
use yew::prelude::*;
use yew::props;

use super::component::{component, keyed_component};
use super::copy_text::{CopyText, CopyTextProps};
use super::waterfall::{Line, Part, Waterfall, WaterfallProps};
use crate::i18n::{I18n, step_name, step_sentence, use_i18n};
use crate::trace_text::trace_text;

/// Properties of [`TraceView`].
#[derive(Properties, PartialEq)]
pub struct TraceViewProps {
    /// The steps.
    pub trace: Trace,
}

/// How a call went.
#[component]
pub fn TraceView(props: &TraceViewProps) -> Html {
    let i18n = use_i18n();
    if props.trace.steps.is_empty() {
        return html! { <p class="empty">{ i18n.t("history-no-trace") }</p> };
    }
    let lines: Vec<_> = props.trace.steps.iter().map(|step| line(step, &i18n)).collect();
    let text = {
        let (i18n, trace) = (i18n.clone(), props.trace.clone());
        Callback::from(move |()| trace_text(&i18n, &trace))
    };
    html! {
        <>
            { component::<Waterfall>(props!(WaterfallProps {
                label: i18n.t("tab-answer-trace"), lines, total_us: props.trace.total_us,
            })) }
            { keyed_component::<CopyText>(props.trace.started_at, props!(CopyTextProps {
                test_id: "trace-copy", label: i18n.t("trace-copy"), about: i18n.t("trace-copy-about"), text,
            })) }
        </>
    }
}

fn line(step: &TraceStep, i18n: &I18n) -> Line {
    let kind = step_name(&step.event);
    let (parts, note) = parts(step, i18n);
    Line {
        at_us: step.at_us,
        took_us: step.took_us,
        kind,
        name: i18n.t(&format!("step-{kind}")),
        sentence: step_sentence(i18n, &step.event),
        bad: is_bad(&step.event),
        parts,
        note,
    }
}

/// What the time of a step went by with, and whether its connection stood already.
fn parts(step: &TraceStep, i18n: &I18n) -> (Vec<Part>, Option<AttrValue>) {
    let part = |kind: &'static str, at_us, took_us| Part {
        kind,
        name: i18n.t(&format!("phase-{kind}")),
        at_us,
        took_us,
    };
    match &step.event {
        TraceEvent::Send { reused, phases, .. } => {
            let parts = phases
                .iter()
                .map(|phase| part(phase_name(phase.kind), phase.at_us, phase.took_us));
            let note = reused.then(|| i18n.t("trace-connection-reused"));
            (parts.collect(), note)
        }
        TraceEvent::Body { .. } if step.took_us > 0 => {
            (vec![part("download", step.at_us, step.took_us)], None)
        }
        _ => (Vec::new(), None),
    }
}

/// The stable name of a part of sending.
pub fn phase_name(kind: PhaseKind) -> &'static str {
    match kind {
        PhaseKind::LookUp => "look_up",
        PhaseKind::Connect => "connect",
        PhaseKind::Tls => "tls",
        PhaseKind::FirstByte => "first_byte",
    }
}

/// Whether the step is one the user should see first when something went wrong.
fn is_bad(event: &TraceEvent) -> bool {
    match event {
        TraceEvent::End { .. } | TraceEvent::Fail { .. } => true,
        TraceEvent::Answer { status, .. } => *status >= 400,
        TraceEvent::Store { problem, .. } => problem.is_some(),
        TraceEvent::Wait { token } => token.is_none(),
        TraceEvent::Refresh { result, .. } => !matches!(
            result,
            RefreshResult::Renewed { .. } | RefreshResult::Adopted { .. }
        ),
        _ => false,
    }
}
