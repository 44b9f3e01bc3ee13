use crate::support::{assert_refused, start, status_and_json};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[tokio::test]
async fn the_front_page_is_public_and_says_what_this_is() {
    let server = start().await;
    let answer = server.request(Method::GET, "/").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("Practice API")
            && page.contains("demo@latchkey.dev")
            && page.contains("/api/notes/{id}")
    );
}

#[tokio::test]
async fn the_picture_is_a_png() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let answer = server.get("/api/image", &access).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "image/png");
    let bytes = answer.bytes().await.unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    assert!(bytes.len() < 100_000);
    assert!(pixels.iter().any(|&byte| byte < 40) && pixels.iter().any(|&byte| byte > 240));
}

#[tokio::test]
async fn a_slow_answer_takes_its_time() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let begun = Instant::now();
    let (status, body) = status_and_json(server.get("/api/slow?ms=60", &access)).await;
    assert_eq!((status.as_u16(), &body["waited_ms"]), (200, &json!(60)));
    assert!(begun.elapsed() >= Duration::from_millis(60));
    assert_eq!(
        server
            .get("/api/slow?ms=0", &access)
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    assert_refused(
        server.get("/api/slow?ms=60001", &access),
        400,
        "bad_value",
        &["ms", "0 to 60000"],
    )
    .await;
}

#[tokio::test]
async fn a_large_answer_is_json_of_the_stated_size() {
    let server = start().await;
    let access = server.sign_in().await.access;
    for mib in [1_u64, 8] {
        let answer = server
            .get(&format!("/api/large?mib={mib}"), &access)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.content_length(), Some(mib << 20));
        let body = answer.bytes().await.unwrap();
        assert_eq!(body.len() as u64, mib << 20);
        let orders: Vec<Value> = serde_json::from_slice(&body).unwrap();
        assert!(orders.len() as u64 > mib * 3000);
    }
    for wrong in ["0", "513", "x"] {
        let request = server.get(&format!("/api/large?mib={wrong}"), &access);
        assert_refused(request, 400, "bad_value", &["mib", "1 to 512"]).await;
    }
}

#[tokio::test]
async fn the_largest_answer_is_streamed() {
    let server = start().await;
    let access = server.sign_in().await.access;
    // The head is there long before half a GiB could be, and leaving early harms nobody.
    let mut answer = server.get("/api/large?mib=512", &access).send().await.unwrap();
    assert!(
        answer
            .chunk()
            .await
            .unwrap()
            .unwrap()
            .starts_with(b"[\n  {\"id\": 1,")
    );
    drop(answer);
    assert_eq!(server.call(&access).await.0, 200);
}

#[tokio::test]
async fn any_status_can_be_had() {
    let server = start().await;
    let access = server.sign_in().await.access;
    for code in [
        200_u16, 201, 202, 302, 400, 403, 404, 409, 418, 429, 500, 503, 599,
    ] {
        let (status, body) = status_and_json(server.get(&format!("/api/status/{code}"), &access)).await;
        assert_eq!((status.as_u16(), &body["status"]), (code, &json!(code)));
        assert_eq!(body.get("error").is_some(), code >= 400);
    }
    for code in [204, 205, 304] {
        let answer = server
            .get(&format!("/api/status/{code}"), &access)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), code);
        assert!(answer.bytes().await.unwrap().is_empty());
    }
    for wrong in ["199", "600", "abc", "0", "99999999999999999999999"] {
        let request = server.get(&format!("/api/status/{wrong}"), &access);
        assert_refused(request, 400, "bad_value", &["code", "200 to 599"]).await;
    }
}

#[tokio::test]
async fn a_redirect_goes_where_it_is_told() {
    let server = start().await;
    let access = server.sign_in().await.access;
    for (query, status, location) in [
        ("to=/api/me", 302, "/api/me"),
        (
            "to=http%3A%2F%2Flocalhost%3A1%2Fx%3Fa%3Db&status=307",
            307,
            "http://localhost:1/x?a=b",
        ),
        ("to=//other.example/x&status=308", 308, "//other.example/x"),
    ] {
        let answer = server
            .get(&format!("/api/redirect?{query}"), &access)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["location"], location);
    }
    for (query, says) in [
        ("", "to is missing"),
        ("to=", "percent-encoded"),
        ("to=a%0D%0Ab", "percent-encoded"),
        ("to=%ED%95%9C", "percent-encoded"),
        ("to=/&status=200", "300 to 399"),
        ("to=/&status=304", "307 or 308"),
    ] {
        let request = server.get(&format!("/api/redirect?{query}"), &access);
        assert_refused(request, 400, "bad_value", &[says]).await;
    }
}
