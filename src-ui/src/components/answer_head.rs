//! The line above the answer: status, time, size, or what went wrong.

use latchkey_ipc::{Answer, ErrorCode, IpcError};
use yew::prelude::*;

use super::seen::seen;
use super::sidebar::status_class;
use crate::format;
use crate::i18n::I18n;

/// Properties of [`answer_head`].
pub struct AnswerHeadProps {
    /// HTTP method of the call.
    pub method: AttrValue,
    /// Path and query of the call.
    pub target: AttrValue,
    /// The answer.
    pub answer: std::rc::Rc<Answer>,
    /// Whether more of it may come.
    pub live: bool,
}

/// Status, time and size of an answer.
pub fn answer_head(i18n: &I18n, props: &AnswerHeadProps) -> Html {
    let answer = &props.answer;
    let status = format!("{} {}", answer.status, answer.reason);
    html! {
        <div key="answer" class="answer-head" role="status" aria-live="polite">
            <span class={classes!("badge", status_class(answer.status))} data-testid="answer-status">
                { status.trim_end().to_owned() }
            </span>
            if props.live {
                <span class="fact" data-testid="answer-streaming">{ i18n.t("streaming") }</span>
            } else {
                <span class="fact" data-testid="answer-time" title={i18n.t("answer-time")}>
                    { format::duration(answer.elapsed_us) }
                </span>
            }
            // What changes ten times a second is not read out each time.
            <span class="fact" data-testid="answer-size" title={i18n.t("answer-size")}
                aria-live={props.live.then_some("off")}>
                { format::size(answer.body.size) }
            </span>
            <span class="fact answer-of" data-testid="answer-of" title={seen(&answer.url)}>
                { seen(&format!("{} {}", props.method, props.target)) }
            </span>
        </div>
    }
}

/// Properties of [`failure_head`].
pub struct FailureHeadProps {
    /// HTTP method of the call.
    pub method: AttrValue,
    /// Path and query of the call.
    pub target: AttrValue,
    /// What went wrong.
    pub error: std::rc::Rc<IpcError>,
}

/// What went wrong with a call.
pub fn failure_head(i18n: &I18n, props: &FailureHeadProps) -> Html {
    let cancelled = props.error.code == ErrorCode::Cancelled;
    let (class, key) = if cancelled {
        ("status-none", "answer-cancelled")
    } else {
        ("status-bad", "answer-none")
    };
    let elapsed = props
        .error
        .trace
        .as_ref()
        .map(|trace| format::duration(trace.total_us));
    html! {
        <div key="failure" class="answer-head" role="status" aria-live="polite">
            <span class={classes!("badge", class)} data-testid="answer-status">{ i18n.t(key) }</span>
            if let Some(elapsed) = elapsed {
                <span class="fact" data-testid="answer-time" title={i18n.t("answer-time")}>{ elapsed }</span>
            }
            <span class="fact answer-of" data-testid="answer-of">
                { seen(&format!("{} {}", props.method, props.target)) }
            </span>
        </div>
    }
}
