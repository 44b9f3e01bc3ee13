//! How a call went: each step with its time, as a waterfall.

use latchkey_ipc::{RefreshResult, Trace, TraceEvent, TraceStep};
use yew::prelude::*;

use crate::format;
use crate::i18n::{Piece, step_name, step_sentence, use_i18n};

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
    let total = total_of(&props.trace);
    let line = |step: &TraceStep| {
        let name = step_name(&step.event);
        let sentence = step_sentence(&i18n, &step.event);
        html! {
            <li class={classes!("step", format!("step-{name}"), is_bad(&step.event).then_some("step-bad"))}
                data-testid="trace-step" data-kind={name}>
                <span class="step-at">{ format::offset(step.at_us, total) }</span>
                <span class="step-name">{ i18n.t(&format!("step-{name}")) }</span>
                <span class="step-text">{ for sentence.iter().map(piece) }</span>
                <span class="step-bar" aria-hidden="true">
                    <span class={classes!("bar", (step.took_us == 0).then_some("bar-moment"))}
                        style={bar_style(step, total)}></span>
                </span>
                <span class="step-took">
                    if step.took_us > 0 {
                        { format::duration(step.took_us) }
                    }
                </span>
            </li>
        }
    };
    html! {
        <div class="trace" data-testid="trace">
            <ol class="steps" aria-label={i18n.t("tab-answer-trace")}>
                { for props.trace.steps.iter().map(line) }
            </ol>
            <p class="trace-total">
                { i18n.with("trace-total", &[("time", format::duration(props.trace.total_us).into())]) }
            </p>
        </div>
    }
}

fn piece(piece: &Piece) -> Html {
    match piece {
        Piece::Words(words) => html! { <>{ words }</> },
        Piece::Exact(text) => html! { <code>{ text }</code> },
    }
}

/// The length of the waterfall: the call, or its last step where that ends later.
fn total_of(trace: &Trace) -> u64 {
    let ends = trace
        .steps
        .iter()
        .map(|step| step.at_us.saturating_add(step.took_us));
    ends.max().unwrap_or_default().max(trace.total_us).max(1)
}

#[expect(clippy::cast_precision_loss, reason = "a percentage of a bar")]
fn bar_style(step: &TraceStep, total: u64) -> String {
    let share = |us: u64| us.min(total) as f64 / total as f64 * 100.0;
    format!("left:{:.2}%;width:{:.2}%", share(step.at_us), share(step.took_us))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn step(at_us: u64, took_us: u64) -> TraceStep {
        TraceStep {
            at_us,
            took_us,
            event: TraceEvent::Body { size: 1 },
        }
    }

    #[test]
    fn bars_are_in_proportion_and_never_leave_their_lane() {
        let trace = Trace {
            started_at: 0,
            total_us: 40,
            steps: vec![step(10, 20), step(30, 20)],
        };
        let total = total_of(&trace);
        assert_eq!(total, 50);
        assert_eq!(bar_style(&trace.steps[0], total), "left:20.00%;width:40.00%");
        assert_eq!(bar_style(&trace.steps[1], total), "left:60.00%;width:40.00%");
        assert_eq!(total_of(&Trace::default()), 1);
    }
}
