use crate::support::{Fixture, assert_refused, start, status_and_json};
use practice_api::OTHER_USER;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

fn send(server: &Fixture, method: Method, path: &str, access: &str, body: &Value) -> RequestBuilder {
    server
        .request(method, path)
        .bearer_auth(access)
        .body(body.to_string())
}

#[tokio::test]
async fn a_newcomer_finds_pleasant_notes() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let (status, page) = status_and_json(server.get("/api/notes", &access)).await;
    assert_eq!(status, 200);
    assert_eq!(
        (&page["total"], &page["limit"], &page["offset"]),
        (&json!(8), &json!(20), &json!(0))
    );
    let titles: Vec<&str> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles.len(), 8);
    assert!(titles.contains(&"주간 회의 메모"));
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let mut seen = Vec::new();
    for offset in [0, 3, 6, 9] {
        let (_, page) =
            status_and_json(server.get(&format!("/api/notes?limit=3&offset={offset}"), &access)).await;
        assert_eq!(
            (&page["total"], &page["limit"], &page["offset"]),
            (&json!(8), &json!(3), &json!(offset))
        );
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|note| note["id"].as_u64().unwrap()),
        );
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[tokio::test]
async fn a_bad_page_names_the_parameter_and_what_is_allowed() {
    let server = start().await;
    let access = server.sign_in().await.access;
    for (query, parameter, found) in [
        ("limit=0", "limit", "0"),
        ("limit=101", "limit", "101"),
        ("limit=", "limit", ""),
        ("limit=-1", "limit", "-1"),
        ("limit=%2B1", "limit", "+1"),
        ("limit=ten", "limit", "ten"),
        ("offset=1.5", "offset", "1.5"),
        ("offset=99999999999999999999", "offset", "99999999999999999999"),
        ("offset=1&offset=2", "offset", "2"),
    ] {
        let (status, body) = status_and_json(server.get(&format!("/api/notes?{query}"), &access)).await;
        assert_eq!(status, 400, "{query}");
        assert_eq!(
            (&body["parameter"], &body["found"]),
            (&json!(parameter), &json!(found)),
            "{query}"
        );
        assert!(
            body["message"]
                .as_str()
                .unwrap()
                .contains(body["allowed"].as_str().unwrap())
        );
    }
}

#[tokio::test]
async fn a_note_is_made_read_changed_and_deleted() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let draft = json!({"title": "새 메모", "text": "hello"});
    let answer = send(&server, Method::POST, "/api/notes", &access, &draft)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(location, "/api/notes/9");
    let (status, note) = status_and_json(server.get(&location, &access)).await;
    assert_eq!(
        (status.as_u16(), &note["title"], &note["text"]),
        (200, &json!("새 메모"), &json!("hello"))
    );

    let put = send(&server, Method::PUT, &location, &access, &json!({"title": "t"}));
    let (_, note) = status_and_json(put).await;
    assert_eq!((&note["title"], &note["text"]), (&json!("t"), &json!("")));
    let patch = send(&server, Method::PATCH, &location, &access, &json!({"text": "x"}));
    let (_, note) = status_and_json(patch).await;
    assert_eq!((&note["title"], &note["text"]), (&json!("t"), &json!("x")));

    let delete = || send(&server, Method::DELETE, &location, &access, &json!(null));
    assert_eq!(delete().send().await.unwrap().status(), 204);
    assert_refused(delete(), 404, "no_such_note", &["9"]).await;
    assert_refused(server.get(&location, &access), 404, "no_such_note", &["9"]).await;
}

#[tokio::test]
async fn what_is_no_note_is_refused_with_the_reason() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let post = |body: &Value| send(&server, Method::POST, "/api/notes", &access, body);
    assert_refused(post(&json!({"text": "x"})), 400, "bad_body", &["title"]).await;
    assert_refused(
        post(&json!({"title": "x", "tags": []})),
        400,
        "bad_body",
        &["tags", "`title`"],
    )
    .await;
    assert_refused(
        post(&json!({"title": "  "})),
        400,
        "bad_value",
        &["title", "1 to 200"],
    )
    .await;
    assert_refused(
        post(&json!({"title": "x".repeat(201)})),
        400,
        "bad_value",
        &["1 to 200"],
    )
    .await;
    let long = json!({"title": "x", "text": "x".repeat(20_001)});
    assert_refused(post(&long), 400, "bad_value", &["text", "20000"]).await;
    let huge = json!({"title": "x", "text": "x".repeat(300_000)});
    assert_refused(post(&huge), 413, "body_too_large", &["262144"]).await;
    let patch = send(&server, Method::PATCH, "/api/notes/1", &access, &json!({}));
    assert_refused(patch, 400, "bad_value", &["`title`, `text` or both"]).await;
    for id in ["0", "abc", "-1", "99999999999999999999", "%F0%9F%98%80"] {
        let address = format!("/api/notes/{id}");
        assert_refused(server.get(&address, &access), 404, "no_such_note", &[]).await;
    }
    assert_refused(server.get("/api/notes/%FF", &access), 400, "bad_path", &[]).await;
}

#[tokio::test]
async fn each_user_has_notes_of_their_own() {
    let server = start().await;
    let (demo, other) = (
        server.sign_in().await.access,
        server.sign_in_as(OTHER_USER).await.access,
    );
    let delete = send(&server, Method::DELETE, "/api/notes/1", &demo, &json!(null));
    assert_eq!(delete.send().await.unwrap().status(), 204);
    assert_eq!(
        server.get("/api/notes/1", &other).send().await.unwrap().status(),
        200
    );
}
