use crate::support::{assert_refused, start};
use serde_json::{Value, json};

#[tokio::test]
async fn a_download_says_its_size_ahead_and_has_it() {
    let server = start().await;
    let access = server.sign_in().await.access;
    for size in [1_usize, 99, 100, 101, 1_000_001] {
        let answer = server.get(&format!("/api/download?bytes={size}&ms=0"), &access);
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.headers()["content-length"], size.to_string());
        assert_eq!(answer.bytes().await.unwrap().len(), size);
    }
    for (query, says) in [
        ("bytes=0", ["bytes", "1 to 1073741824"]),
        ("ms=600001", ["ms", "0 to 600000"]),
    ] {
        assert_refused(
            server.get(&format!("/api/download?{query}"), &access),
            400,
            "bad_value",
            &says,
        )
        .await;
    }
}

#[tokio::test]
async fn events_and_lines_come_one_by_one_and_end() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let answer = server.get("/api/stream/events?count=2&every_ms=0", &access);
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let text = answer.text().await.unwrap();
    let events: Vec<_> = text.split_terminator("\n\n").collect();
    assert_eq!(events.len(), 2, "{text}");
    assert_eq!(events[1], "event: count\nid: 2\ndata: {\"number\":2,\"of\":2}");

    let answer = server.get("/api/stream/lines?count=3&every_ms=0", &access);
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
    let text = answer.text().await.unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines, [1, 2, 3].map(|number| json!({"number": number, "of": 3})));
    assert_refused(
        server.get("/api/stream/lines?every_ms=60001", &access),
        400,
        "bad_value",
        &["every_ms", "0 to 60000"],
    )
    .await;
}

/// The second comes in a minute: what was read is there before it.
#[tokio::test]
async fn the_first_comes_at_once() {
    let server = start().await;
    let access = server.sign_in().await.access;
    for path in [
        "/api/stream/events?every_ms=60000",
        "/api/stream/lines?every_ms=60000",
        "/api/download?bytes=1000&ms=600000",
    ] {
        let mut answer = server.get(path, &access).send().await.unwrap();
        let first = answer.chunk().await.unwrap();
        assert!(first.is_some_and(|piece| !piece.is_empty()), "{path}");
    }
}

#[tokio::test]
async fn a_stream_needs_a_session() {
    let server = start().await;
    for path in ["/api/stream/events", "/api/stream/lines", "/api/download"] {
        let answer = server.get(path, "nonsense").send().await.unwrap();
        assert_eq!(answer.status(), 401, "{path}");
    }
}
