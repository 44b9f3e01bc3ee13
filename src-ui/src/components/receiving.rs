//! An answer on its way: how much of it there is, or what a stream has brought.

use latchkey_ipc::{Answer, CallProgress, StreamView};
use yew::prelude::*;

use super::clicked::clicked;
use super::sidebar::status_class;
use crate::format;
use crate::i18n::I18n;
use crate::state::update::percent;

/// Properties of [`receiving`].
pub struct ReceivingProps {
    /// How far it is.
    pub progress: CallProgress,
}

/// How much of an answer has come that is shown when it is whole.
pub fn receiving(i18n: &I18n, props: &ReceivingProps) -> Html {
    let CallProgress {
        status,
        ref reason,
        received,
        ..
    } = props.progress;
    // Who sends more than was announced has announced nothing.
    let expected = props.progress.expected.filter(|total| *total >= received);
    let received_text = ("received", format::size(received).into());
    let text = match expected {
        Some(total) => i18n.with(
            "receiving-of",
            &[received_text, ("total", format::size(total).into())],
        ),
        None => i18n.with("receiving-open", &[received_text]),
    };
    html! {
        <div class="receiving" data-testid="receiving">
            <span role="status" class={classes!("badge", status_class(status))} data-testid="receiving-status">
                { format!("{status} {reason}").trim_end().to_owned() }
            </span>
            <progress max="100" value={percent(received, expected).map(|it| it.to_string())}
                aria-label={i18n.t("receiving")} aria-valuetext={text.clone()} data-testid="receiving-bar"></progress>
            <span class="fact" data-testid="receiving-size">{ text }</span>
        </div>
    }
}

/// Properties of [`stream_note`].
pub struct StreamNoteProps {
    /// The answer that is a stream.
    pub answer: std::rc::Rc<Answer>,
    /// How it came.
    pub stream: StreamView,
    /// Whether more may come.
    pub live: bool,
    /// Called to end it.
    pub onstop: Callback<()>,
}

/// What a stream has brought, and the button that ends it.
pub fn stream_note(i18n: &I18n, props: &StreamNoteProps) -> Html {
    let key = match props.answer.body.media_type.as_str() {
        "text/event-stream" => "stream-events",
        _ => "stream-lines",
    };
    let count = [("count", props.stream.events.into())];
    html! {
        <>
            <span class="note stream-count" data-testid="stream-events">{ i18n.with(key, &count) }</span>
            if props.live {
                <button type="button" class="button button-small" data-testid="stop-stream"
                    title={i18n.t("stop-stream-hint")} onclick={clicked(&props.onstop)}>
                    { i18n.t("stop-stream") }
                </button>
            }
            if props.stream.stopped {
                <span class="note" role="status" data-testid="stream-stopped">{ i18n.t("stream-stopped") }</span>
            }
        </>
    }
}
