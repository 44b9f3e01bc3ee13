use crate::support::{Fixture, assert_refused, start, status_and_json};
use practice_api::fingerprint;
use reqwest::{
    Method, RequestBuilder,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn echo(server: &Fixture, access: &str) -> RequestBuilder {
    server.request(Method::POST, "/api/echo").bearer_auth(access)
}

async fn told(request: RequestBuilder) -> Value {
    let (status, told) = status_and_json(request).await;
    assert_eq!(status, 200, "{told}");
    told
}

#[tokio::test]
async fn a_raw_body_is_measured_and_hashed() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let told = told(
        echo(&server, &access)
            .header("content-type", "text/plain")
            .body("abc"),
    )
    .await;
    assert_eq!(told["method"], "POST");
    assert_eq!(told["content_type"], "text/plain");
    assert_eq!((&told["size"], &told["sha256"]), (&json!(3), &json!(ABC)));
    assert_eq!(told["parts"], json!([]));
}

#[tokio::test]
async fn any_method_and_no_body_will_do() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let told = told(server.get("/api/echo?a=1", &access)).await;
    assert_eq!((&told["method"], &told["query"]), (&json!("GET"), &json!("a=1")));
    assert_eq!((&told["size"], &told["sha256"]), (&json!(0), &json!(EMPTY)));
    assert_eq!(told["content_type"], json!(null));
}

#[tokio::test]
async fn json_is_told_back_while_it_is_small_and_sound() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let send = |body: String| {
        told(
            echo(&server, &access)
                .header("content-type", "application/json")
                .body(body),
        )
    };
    assert_eq!(
        send("{\"a\": [1, \"한글\"]}".into()).await["json"],
        json!({"a": [1, "한글"]})
    );
    let broken = send("{".into()).await;
    assert!(
        broken["json"]["not_told"]
            .as_str()
            .unwrap()
            .contains("not sound JSON")
    );
    let large = send(format!("\"{}\"", "x".repeat(100_000))).await;
    assert!(large["json"]["not_told"].as_str().unwrap().contains("larger"));
    assert_eq!(large["size"], 100_002);
}

#[tokio::test]
async fn a_form_is_told_field_by_field() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let request = echo(&server, &access)
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .body("a=abc&%ED%95%9C=&a=");
    let told = told(request).await;
    let part = |name: &str, size: u64, sha256: &str| json!({"name": name, "filename": null, "content_type": null, "size": size, "sha256": sha256});
    assert_eq!(
        told["parts"],
        json!([part("a", 3, ABC), part("한", 0, EMPTY), part("a", 0, EMPTY)])
    );
    assert_eq!(told["size"], 19);
}

#[tokio::test]
async fn multipart_is_told_part_by_part() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let file = Part::bytes(b"abc".to_vec())
        .file_name("보고서.pdf")
        .mime_str("application/pdf")
        .unwrap();
    let form = Form::new().text("note", "").part("file", file);
    let told = told(echo(&server, &access).multipart(form)).await;
    let expected = json!([
        {"name": "note", "filename": null, "content_type": null, "size": 0, "sha256": EMPTY},
        {"name": "file", "filename": "보고서.pdf", "content_type": "application/pdf", "size": 3, "sha256": ABC},
    ]);
    assert_eq!(told["parts"], expected);
    assert!(told["size"].as_u64().unwrap() > 100);
    assert_eq!(told["sha256"].as_str().unwrap().len(), 64);
}

#[tokio::test]
async fn what_follows_the_last_part_counts_to_the_whole() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--b--\r\n{}",
        " ".repeat(70_000)
    );
    let size = body.len();
    let request = echo(&server, &access)
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body);
    let told = told(request).await;
    assert_eq!(told["parts"][0]["sha256"], ABC);
    assert_eq!(told["size"], size);
}

#[tokio::test]
async fn unsound_multipart_is_refused_with_the_reason() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let send = |content_type: &str, body: &'static str| {
        echo(&server, &access)
            .header("content-type", content_type)
            .body(body)
    };
    assert_refused(send("multipart/form-data", "x"), 400, "bad_body", &["boundary"]).await;
    let cut = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc";
    assert_refused(
        send("multipart/form-data; boundary=b", cut),
        400,
        "bad_body",
        &["multipart"],
    )
    .await;
}

#[tokio::test]
async fn secrets_are_told_as_fingerprints() {
    let server = start().await;
    let pair = server.sign_in().await;
    let request = echo(&server, &pair.access)
        .header("authorization-refresh", format!("Bearer {}", pair.refresh))
        .header("cookie", "session=secret")
        .header("x-plain", "as it is");
    let told = told(request).await;
    let header = |name: &str| {
        let headers = told["headers"].as_array().unwrap();
        headers
            .iter()
            .find(|pair| pair[0] == name)
            .map(|pair| pair[1].clone())
            .unwrap()
    };
    assert_eq!(header("authorization"), fingerprint(&pair.access));
    assert_eq!(header("authorization-refresh"), fingerprint(&pair.refresh));
    assert_eq!(header("cookie"), fingerprint("session=secret"));
    assert_eq!(header("x-plain"), "as it is");
    let text = told.to_string();
    assert!(!text.contains(&pair.access) && !text.contains(&pair.refresh) && !text.contains("secret"));
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_the_limit() {
    let server = start().await;
    let access = server.sign_in().await.access;
    let exact = told(echo(&server, &access).body(vec![0; 64 << 20])).await;
    assert_eq!(exact["size"], 64 << 20);
    let over = echo(&server, &access).body(vec![0; (64 << 20) + 1]);
    assert_refused(over, 413, "body_too_large", &["67108864"]).await;
    let form = echo(&server, &access)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("x".repeat((8 << 20) + 1));
    assert_refused(form, 413, "body_too_large", &["8388608"]).await;
}
