use latchkey_collection::{RequestBody, Row};
use latchkey_history::{Entry, History, KeptAnswer, Limits, Outcome, Query};

use crate::support::{all, entry, targets};

#[test]
fn the_newest_comes_first_and_the_oldest_goes() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits {
        entries: 3,
        ..Limits::default()
    };
    let history = History::open(folder.path(), limits);
    for target in ["/1", "/2", "/3", "/4"] {
        history.add(entry(target));
    }
    assert_eq!(all(&history), ["/4", "/3", "/2"]);
}

#[test]
fn every_word_is_looked_for_in_method_target_status_server_and_user() {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path(), Limits::default());
    history.add(entry("/api/notes?limit=20"));
    history.add(Entry {
        outcome: Outcome::Failed,
        user: "bob".to_owned(),
        ..entry("/api/ÄRGER")
    });
    let find = |text: &str| {
        targets(
            &history,
            &Query {
                text,
                count: 10,
                ..Query::default()
            },
        )
    };
    for text in ["notes", "GET limit=20", "200", "team ANN", "get  Notes 200 "] {
        assert_eq!(find(text), ["/api/notes?limit=20"], "{text}");
    }
    for text in ["ärger", "failed", "bob", "team failed"] {
        assert_eq!(find(text), ["/api/ÄRGER"], "{text}");
    }
    assert_eq!(find("notes bob"), [""; 0]);
    assert_eq!(find(" ").len(), 2);
}

#[test]
fn what_one_session_sent_is_listed_apart_and_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path(), Limits::default());
    for number in 0..10 {
        let user = if number % 2 == 0 { "ann" } else { "bob" };
        history.add(Entry {
            user: user.to_owned(),
            ..entry(&format!("/{number}"))
        });
    }
    let of = Some(("team", "ann"));
    let first = history.page(&Query {
        of,
        count: 2,
        ..Query::default()
    });
    assert_eq!(
        (first.total, first.rest, first.elsewhere, first.all),
        (5, 3, 5, 10)
    );
    let before = first.entries.last().map(|(id, _)| *id);
    let next = Query {
        of,
        count: 2,
        before,
        ..Query::default()
    };
    assert_eq!(targets(&history, &next), ["/4", "/2"]);
    assert_eq!((history.page(&next).total, history.page(&next).rest), (5, 1));
    // Another user of the same server, and the same user of another server, are others.
    let nobody = Query {
        of: Some(("other", "ann")),
        ..next
    };
    assert_eq!(history.page(&nobody).total, 0);
}

#[test]
fn an_entry_is_had_by_its_number_until_it_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path(), Limits::default());
    let ids: Vec<_> = ["/1", "/2", "/3"]
        .map(|it| history.add(entry(it)).unwrap())
        .into();
    history.remove(ids[1]);
    history.remove(99);
    assert!(history.get(ids[1]).is_none());
    assert_eq!(history.get(ids[2]).unwrap().request.target, "/3");
    assert_eq!(all(&history), ["/3", "/1"]);
}

#[test]
fn what_is_too_long_loses_the_answer_first_then_the_body_then_the_headers() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits {
        bytes: 4_000,
        ..Limits::default()
    };
    let history = History::open(folder.path(), limits);
    let with = |answer: usize, body: usize, headers: usize, target: usize| {
        let mut entry = entry(&"t".repeat(target));
        entry.answer = Some(KeptAnswer {
            body: Some("a".repeat(answer)),
            ..KeptAnswer::default()
        });
        entry.request.body = RequestBody::Text {
            text: "b".repeat(body),
        };
        entry.request.headers = vec![Row {
            name: "X-Long".to_owned(),
            value: "h".repeat(headers),
            enabled: true,
        }];
        let kept = history.get(history.add(entry)?).unwrap();
        let has_body = kept.request.body != RequestBody::None;
        assert_ne!(has_body, kept.body_left_out);
        Some((kept.answer.is_some(), has_body, !kept.request.headers.is_empty()))
    };
    assert_eq!(with(9, 9, 9, 9), Some((true, true, true)));
    assert_eq!(with(4_000, 9, 9, 9), Some((false, true, true)));
    assert_eq!(with(9, 4_000, 9, 9), Some((false, false, true)));
    assert_eq!(with(9, 9, 4_000, 9), Some((false, false, false)));
    assert_eq!(with(9, 9, 9, 4_000), None);
    assert_eq!(all(&history).len(), 4);
}
