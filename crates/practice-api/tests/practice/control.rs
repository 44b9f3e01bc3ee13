use crate::support::{assert_refused, expired, invalid, start, status_and_json, status_and_text};
use practice_api::{OTHER_USER, RefreshFault, Stats};
use reqwest::Method;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn access_tokens_expire_on_command() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.control(json!({"expire_access": true})).await;
    assert_eq!(server.call(&pair.access).await, expired());
    assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn revoking_and_invalidating_are_separate() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.control(json!({"invalidate_access": "all"})).await;
    assert_eq!(server.call(&pair.access).await, invalid());
    assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 200);

    let pair = server.sign_in().await;
    server.control(json!({"revoke_refresh": "all"})).await;
    assert_eq!(server.call(&pair.access).await.0, 200);
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());

    let pair = server.sign_in().await;
    server.control(json!({"revoke": "all"})).await;
    assert_eq!(server.call(&pair.access).await, invalid());
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());
}

#[tokio::test]
async fn one_user_can_be_singled_out() {
    let server = start().await;
    let (demo, other) = (server.sign_in().await, server.sign_in_as(OTHER_USER).await);
    server.control(json!({"revoke": OTHER_USER})).await;
    assert_eq!(server.call(&other.access).await, invalid());
    assert_eq!(server.call(&demo.access).await.0, 200);
    assert_eq!(server.refresh(&demo.refresh).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_two_buttons_need_no_body() {
    let server = start().await;
    let pair = server.sign_in().await;
    let (status, body) = status_and_json(server.request(Method::POST, "/__control/expire")).await;
    assert_eq!((status.as_u16(), &body["refresh"]), (200, &json!("none")));
    assert_eq!(server.call(&pair.access).await, expired());
    let answer = server.refresh(&pair.refresh).send().await.unwrap();
    let pair = crate::support::pair(&answer);

    assert_eq!(
        server
            .request(Method::POST, "/__control/revoke")
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(server.call(&pair.access).await, expired());
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());
}

#[tokio::test]
async fn what_is_not_understood_is_refused_and_nothing_is_done() {
    let server = start().await;
    let pair = server.sign_in().await;
    for (body, says) in [
        (json!({"expire_access": true, "expire": true}), "expire"),
        (json!({"expire_access": 1}), "demo@latchkey.dev"),
        (json!({"revoke": "nobody@latchkey.dev"}), "nobody"),
        (json!({"refresh": "sleep"}), "hang"),
        (json!({"refresh": {"status": 99}}), "200 to 599"),
        (json!({"refresh": {"status": 503, "after": 1}}), "retry_after"),
        (json!({"reset": "yes"}), "true or false"),
        (json!([]), "object"),
    ] {
        let request = server.request(Method::POST, "/__control").body(body.to_string());
        assert_refused(request, 400, "bad_value", &[says, "allowed"]).await;
    }
    assert_refused(
        server.request(Method::POST, "/__control"),
        400,
        "bad_body",
        &["empty"],
    )
    .await;
    assert_refused(
        server.request(Method::GET, "/__control"),
        405,
        "method_not_allowed",
        &[],
    )
    .await;
    assert_refused(
        server.request(Method::POST, "/__control/x"),
        404,
        "not_found",
        &[],
    )
    .await;
    assert_eq!(server.call(&pair.access).await.0, 200);
    assert_eq!(server.api.refresh_fault(), None);
}

#[tokio::test]
async fn the_fault_in_force_is_told() {
    let server = start().await;
    let fault = json!({"status": 503, "times": 2, "retry_after": "1"});
    let request = server
        .request(Method::POST, "/__control")
        .body(json!({"refresh": fault}).to_string());
    assert_eq!(status_and_json(request).await.1["refresh"], fault);
    server.control(json!({"reset": true, "refresh": "tear"})).await;
    assert_eq!(server.api.refresh_fault(), Some(RefreshFault::Tear));
}

#[tokio::test]
async fn a_name_that_is_not_loopback_is_turned_away() {
    let server = start().await;
    let port = server.api.addr().port();
    for (method, path) in [
        (Method::POST, "/__control"),
        (Method::POST, "/__control/revoke"),
        (Method::GET, "/__stats"),
    ] {
        for host in [
            "evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "localhost.evil.example:80",
        ] {
            let request = server
                .request(method.clone(), path)
                .header("host", host)
                .body("{}");
            assert_refused(request, 403, "only_from_this_computer", &["Host"]).await;
        }
        for host in [
            format!("localhost:{port}"),
            format!("[::1]:{port}"),
            "127.0.0.1".into(),
        ] {
            let request = server
                .request(method.clone(), path)
                .header("host", &host)
                .body("{}");
            assert_eq!(request.send().await.unwrap().status(), 200, "{host}");
        }
    }
}

#[tokio::test]
async fn a_web_page_of_another_origin_is_turned_away() {
    let server = start().await;
    for origin in ["https://evil.example", "null"] {
        let request = server
            .request(Method::POST, "/__control/revoke")
            .header("origin", origin);
        assert_refused(request, 403, "only_from_this_computer", &["another origin"]).await;
    }
    let own = server
        .request(Method::POST, "/__control/expire")
        .header("origin", server.api.url());
    assert_eq!(own.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_request_without_a_host_is_turned_away() {
    let server = start().await;
    let mut stream = TcpStream::connect(server.api.addr()).await.unwrap();
    stream
        .write_all(b"POST /__control/revoke HTTP/1.0\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.0 403"), "{answer}");
}

#[tokio::test]
async fn the_counters_are_told() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.call(&pair.access).await;
    server.call("garbage").await;
    let (_, told) = status_and_json(server.request(Method::GET, "/__stats")).await;
    let expected = json!({
        "sign_ins": 1, "refused_sign_ins": 0, "refresh_requests": 0, "refreshes": 0,
        "refused_refreshes": 0, "calls": 2, "refused_calls": 1,
    });
    assert_eq!(told, expected);
    assert_eq!(serde_json::from_value::<Stats>(told).unwrap(), server.api.stats());
}
