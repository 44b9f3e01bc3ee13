//! How a call went: each step with its time, as a waterfall.

use latchkey_ipc::{RefreshResult, Trace, TraceEvent, TraceStep};
use yew::prelude::*;

use super::waterfall::{Line, Waterfall};
use crate::i18n::{step_name, step_sentence, use_i18n};

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
    let line = |step: &TraceStep| {
        let kind = step_name(&step.event);
        Line {
            at_us: step.at_us,
            took_us: step.took_us,
            kind,
            name: i18n.t(&format!("step-{kind}")),
            sentence: step_sentence(&i18n, &step.event),
            bad: is_bad(&step.event),
        }
    };
    let lines: Vec<_> = props.trace.steps.iter().map(line).collect();
    html! { <Waterfall label={i18n.t("tab-answer-trace")} {lines} total_us={props.trace.total_us} /> }
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
