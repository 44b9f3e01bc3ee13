//! The answer, its trace, and the session bar.

use std::rc::Rc;

use latchkey_ipc::{
    BodyKind, CallProgress, RefreshResult, RefreshRole, StorageView, StreamView, Trace, TraceEvent, TraceStep,
};
use yew::prelude::*;

use super::{has, render, tag};
use crate::components::answer_pane::{AnswerPane, AnswerPaneProps};
use crate::components::session_bar::{SessionBar, SessionBarProps};
use crate::components::trace_view::{TraceView, TraceViewProps};
use crate::fixtures::{answer, error, session};
use crate::state::answer::{AnswerAction, AnswerState, Running};
use crate::state::preferences::Theme;

#[tokio::test]
async fn tokens_kept_in_memory_only_are_mentioned() {
    let html = render::<SessionBar>(|| {
        let mut view = session("practice", "http://127.0.0.1:1");
        view.storage = StorageView::MemoryOnly {
            problem: "Read-only file system".into(),
        };
        yew::props!(SessionBarProps {
            session: Rc::new(view),
            theme: Theme::System,
            ontheme: Callback::noop(),
            onlanguage: Callback::noop(),
            sessions: Rc::default(),
            onswitch: Callback::noop(),
            onadd: Callback::noop(),
            onpanel: Callback::noop(),
            onsignout: Callback::noop(),
        })
    })
    .await;
    assert!(tag(&html, "storage-warning").contains("Read-only file system"));
}

fn pane(state: AnswerState) -> AnswerPaneProps {
    let body = Callback::from(|_| html! { <p data-testid="shown-body" /> });
    AnswerPaneProps {
        state,
        body,
        tools: None,
        onstop: Callback::noop(),
        ondismiss: Callback::noop(),
    }
}

fn started() -> AnswerState {
    let running = Running {
        call_id: "1".into(),
        method: "GET".into(),
        target: "/api/notes".into(),
    };
    AnswerState::default().apply(AnswerAction::Started(running))
}

#[tokio::test]
async fn an_answer_shows_status_time_and_size() {
    let html = render::<AnswerPane>(|| {
        let mut answered = answer(1, 404);
        answered.body.hidden_credentials = 1;
        pane(started().apply(AnswerAction::Answered("1".into(), Rc::new(answered))))
    })
    .await;
    for text in [
        "404 Not Found",
        "48 ms",
        "3.1 KB",
        "GET /api/notes",
        "1 token or secret was replaced",
    ] {
        assert!(html.contains(text), "{text}");
    }
    assert!(has(&html, "shown-body"));
    for id in [
        "answer-status",
        "answer-time",
        "tab-answer-body",
        "tab-answer-headers",
        "tab-answer-trace",
    ] {
        assert!(has(&html, id), "{id}");
    }
}

fn receives(received: u64, expected: Option<u64>) -> AnswerState {
    started().apply(AnswerAction::Receives(CallProgress {
        call_id: "1".into(),
        status: 200,
        reason: "OK".into(),
        received,
        expected,
    }))
}

#[tokio::test]
async fn what_is_being_received_is_a_bar_with_a_name() {
    let html = render::<AnswerPane>(|| pane(receives(12_300_000, Some(100_000_000)))).await;
    assert!(
        html.contains("200 OK") && html.contains("12.3 MB of 100.0 MB"),
        "{html}"
    );
    let bar = tag(&html, "receiving-bar");
    assert!(bar.starts_with("<progress") && bar.contains("aria-label=\"Receiving the answer\""));
    assert!(bar.contains("value=\"12\""), "{bar}");
    // Nobody knows how much is to come, or it is more than was said.
    for expected in [None, Some(10)] {
        let html = render::<AnswerPane>(move || pane(receives(12_300_000, expected))).await;
        assert!(html.contains("12.3 MB so far"), "{html}");
        assert!(!tag(&html, "receiving-bar").contains(" value="));
    }
}

#[tokio::test]
async fn a_stream_tells_what_has_come_and_can_be_stopped_while_it_comes() {
    let stream = |stopped| {
        let mut answered = answer(7, 200);
        (answered.body.kind, answered.body.media_type) = (BodyKind::Text, "text/event-stream".into());
        answered.body.stream = Some(StreamView { events: 1, stopped });
        Rc::new(answered)
    };
    let live = move || started().apply(AnswerAction::Grows("1".into(), stream(false)));
    let html = render::<AnswerPane>(move || pane(live())).await;
    for text in ["200 OK", "Streaming…", "1 event<"] {
        assert!(html.contains(text), "{text}: {html}");
    }
    assert!(has(&html, "shown-body") && has(&html, "stop-stream") && !has(&html, "answer-time"));
    let ended = move || live().apply(AnswerAction::Answered("1".into(), stream(true)));
    let html = render::<AnswerPane>(move || pane(ended())).await;
    assert!(has(&html, "stream-stopped") && has(&html, "answer-time"));
    assert!(!has(&html, "stop-stream") && !html.contains("Streaming…"));
}

#[tokio::test]
async fn binary_is_told_by_type_and_size() {
    let html = render::<AnswerPane>(|| {
        let mut answered = answer(1, 200);
        (answered.body.kind, answered.body.media_type) = (BodyKind::Binary, "application/zip".into());
        pane(started().apply(AnswerAction::Answered("1".into(), Rc::new(answered))))
    })
    .await;
    assert!(html.contains("Binary data of type application/zip, 3.1 KB."));
    assert!(has(&html, "shown-body"), "its bytes are shown");
    assert!(!has(&html, "view-raw"));
}

#[tokio::test]
async fn a_failed_call_keeps_its_trace_in_sight() {
    let html = render::<AnswerPane>(|| {
        let fail = TraceStep {
            at_us: 5,
            took_us: 0,
            event: TraceEvent::Fail {
                message: "refused by peer".into(),
            },
        };
        let mut failed = error("connect");
        failed.trace = Some(Trace {
            started_at: 0,
            total_us: 10,
            steps: vec![fail],
        });
        pane(started().apply(AnswerAction::Failed("1".into(), Rc::new(failed))))
    })
    .await;
    assert!(html.contains("The server cannot be reached."));
    assert!(html.contains("refused by peer"));
    assert!(tag(&html, "trace-step").contains("step-bad"));
}

#[tokio::test]
async fn the_trace_names_each_step() {
    let html = render::<TraceView>(|| {
        let step = |at_us, took_us, event| TraceStep {
            at_us,
            took_us,
            event,
        };
        let renewed = RefreshResult::Renewed {
            token: "7e9f0a1b".into(),
        };
        let request = "POST /api/refresh-token".to_owned();
        let steps = vec![
            step(
                0,
                0,
                TraceEvent::Attach {
                    token: "a1b2c3d4".into(),
                    expires_in_ms: Some(-2_000),
                },
            ),
            step(
                13_000,
                18_000,
                TraceEvent::Refresh {
                    role: RefreshRole::Led,
                    request,
                    result: renewed,
                },
            ),
        ];
        yew::props!(TraceViewProps {
            trace: Trace {
                started_at: 0,
                total_us: 48_000,
                steps
            }
        })
    })
    .await;
    assert!(html.contains("data-kind=\"attach\"") && html.contains("data-kind=\"refresh\""));
    assert!(html.contains("<code>a1b2c3d4</code> (expired 2 s ago)"));
    // The content security policy lets no style attribute pass: bars are placed on the element itself.
    assert!(html.contains("class=\"bar\"") && !html.contains("style="));
    assert!(html.contains("Total 48 ms"));
}
