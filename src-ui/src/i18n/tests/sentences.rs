//! What the sentences look like in the end.

use latchkey_ipc::{EndReason, PhaseKind, RefreshResult, RefreshRole, TraceEvent, TracePhase};

use super::{ERROR_KEYS, LANGUAGES};
use crate::fixtures;
use crate::i18n::{I18n, Piece, step_sentence};
use crate::state::preferences::Language;

/// Every part of sending there is.
pub(super) fn phases() -> Vec<TracePhase> {
    let all = [
        PhaseKind::LookUp,
        PhaseKind::Connect,
        PhaseKind::Tls,
        PhaseKind::FirstByte,
    ];
    let phase = |(at_us, kind)| TracePhase {
        kind,
        at_us,
        took_us: 1_000,
    };
    (0..4).map(|at| at * 1_000).zip(all).map(phase).collect()
}

/// Every event there is.
pub(super) fn events() -> Vec<TraceEvent> {
    let token = || "a1b2c3d4".to_owned();
    let refresh = |result| TraceEvent::Refresh {
        role: RefreshRole::Led,
        request: "POST /api/refresh-token".into(),
        result,
    };
    vec![
        TraceEvent::Attach {
            token: token(),
            expires_in_ms: Some(-2_100),
        },
        TraceEvent::Attach {
            token: token(),
            expires_in_ms: Some(600_000),
        },
        TraceEvent::Attach {
            token: token(),
            expires_in_ms: None,
        },
        TraceEvent::NoToken {
            origin: "https://b".into(),
        },
        TraceEvent::Wait { token: Some(token()) },
        TraceEvent::Wait { token: None },
        TraceEvent::Send {
            method: "GET".into(),
            target: "/a".into(),
            again: false,
            reused: true,
            phases: Vec::new(),
        },
        TraceEvent::Send {
            method: "GET".into(),
            target: "/a".into(),
            again: true,
            reused: false,
            phases: phases(),
        },
        TraceEvent::Answer {
            status: 401,
            reason: "Unauthorized".into(),
            code: Some("ExpiredToken".into()),
        },
        TraceEvent::Redirect {
            to: "/b".into(),
            keeps_token: true,
        },
        TraceEvent::Redirect {
            to: "https://b".into(),
            keeps_token: false,
        },
        refresh(RefreshResult::Renewed { token: token() }),
        refresh(RefreshResult::Ended {
            reason: EndReason::RefreshRefused,
        }),
        refresh(RefreshResult::Unavailable {
            message: "refused".into(),
        }),
        refresh(RefreshResult::Discarded),
        TraceEvent::Store {
            token: token(),
            problem: None,
        },
        TraceEvent::Store {
            token: token(),
            problem: Some("disk full".into()),
        },
        TraceEvent::End {
            reason: EndReason::RefreshRefused,
        },
        TraceEvent::Fail {
            message: "broken".into(),
        },
        TraceEvent::Body { size: 3_100 },
    ]
}

#[test]
fn every_step_is_a_sentence_without_gaps() {
    for language in LANGUAGES {
        let i18n = I18n::new(language);
        for event in events() {
            let pieces = step_sentence(&i18n, &event);
            assert!(!pieces.is_empty(), "{event:?}");
            for piece in pieces {
                let (Piece::Words(text) | Piece::Exact(text)) = piece;
                assert!(
                    !text.contains(['{', '}', '\u{1}']),
                    "{language:?} {event:?}: {text}"
                );
                assert!(!text.starts_with("trace-"), "{language:?} {event:?}: {text}");
            }
        }
    }
}

#[test]
fn a_fingerprint_is_set_apart_from_the_words() {
    let attach = TraceEvent::Attach {
        token: "a1b2c3d4".into(),
        expires_in_ms: Some(-2_100),
    };
    assert_eq!(
        step_sentence(&I18n::new(Language::En), &attach),
        [
            Piece::Words("access token ".into()),
            Piece::Exact("a1b2c3d4".into()),
            Piece::Words(" (expired 2 s ago)".into()),
        ]
    );
}

#[test]
fn an_unknown_error_speaks_for_itself() {
    for language in LANGUAGES {
        let i18n = I18n::new(language);
        assert_eq!(
            i18n.error(&fixtures::error("never-heard-of")).as_str(),
            "plain words for never-heard-of"
        );
        for key in ERROR_KEYS {
            let text = i18n.error(&fixtures::error(key));
            assert!(!text.contains(['{', '}']), "{language:?} {key}: {text}");
        }
    }
}

#[test]
fn numbers_have_their_grammar() {
    let refreshes = |language, count: u32| I18n::new(language).with("refreshes", &[("count", count.into())]);
    assert_eq!(
        refreshes(Language::En, 1).as_str(),
        "Refreshed once since the app started"
    );
    assert_eq!(
        refreshes(Language::En, 3).as_str(),
        "Refreshed 3 times since the app started"
    );
    assert_eq!(
        refreshes(Language::Ko, 3).as_str(),
        "앱을 시작한 뒤 3번 갱신했어요"
    );
}
