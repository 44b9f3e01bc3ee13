//! Documents that a person names by their address: fetched within bounds, and with nothing of any session.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use latchkey_pipeline::{
    NetworkFailure, NetworkSettings, ProxyChoice, Rule,
    clock::{ManualClock, SystemClock},
    document::{FetchError, Fetched, Limits, address, fetch, shown},
};
use url::Url;

use crate::{
    support::{Server, soon, text, torn},
    tls::{Authority, serve_app},
};

const LIMITS: Limits = Limits::of_bytes(64);

fn parsed(text: &str) -> Url {
    address("text", text).unwrap().unwrap()
}

async fn fetched(url: &str, settings: &NetworkSettings) -> Result<Fetched, FetchError> {
    soon(fetch(&parsed(url), settings, &SystemClock::new(), LIMITS)).await
}

async fn plain(url: &str) -> Result<Fetched, FetchError> {
    fetched(url, &NetworkSettings::default()).await
}

fn to(location: String) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

#[tokio::test]
async fn a_document_comes_over_redirects_with_its_name_and_nothing_is_told_to_the_server() {
    let server = Server::start_raw(|seen| async move {
        if seen.path == "/moved" {
            let mut moved = to("/api/far.json?key=s3cret#part".to_owned());
            moved
                .headers_mut()
                .insert(header::SET_COOKIE, header::HeaderValue::from_static("a=1"));
            return moved;
        }
        text(200, "document")
    })
    .await;
    let got = plain(&format!("{}/moved#here", server.url)).await.unwrap();
    assert_eq!(
        (got.bytes.as_slice(), got.name.as_str()),
        (&b"document"[..], "far.json")
    );
    assert_eq!(server.all().len(), 2);
    for seen in server.all() {
        for name in ["authorization", "cookie", "referer"] {
            assert_eq!(seen.header(name), None);
        }
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for_longer_than_the_limit() {
    let server = Server::start_raw(|seen| async move {
        if seen.path == "/head" {
            // A head, and of the body nothing more than its beginning.
            let body = futures_util::stream::once(async { Ok::<_, std::io::Error>("x") });
            let silence = futures_util::stream::pending();
            let all = futures_util::StreamExt::chain(body, silence);
            return axum::body::Body::from_stream(all).into_response();
        }
        std::future::pending().await
    })
    .await;
    for path in ["/silent", "/head"] {
        let clock = Arc::new(ManualClock::at(0));
        let (url, by) = (parsed(&format!("{}{path}", server.url)), clock.clone());
        let fetching =
            tokio::spawn(async move { fetch(&url, &NetworkSettings::default(), &*by, LIMITS).await });
        server.asked(path, 1).await;
        clock.advance(Duration::from_secs(29));
        assert!(!fetching.is_finished());
        clock.advance(Duration::from_secs(1));
        let limit = Duration::from_secs(30);
        assert_eq!(soon(fetching).await.unwrap(), Err(FetchError::Late { limit }));
    }
}

#[tokio::test]
async fn what_was_asked_encrypted_is_not_taken_in_the_open() {
    let server = Server::start_raw(|_| async { text(200, "in the open") }).await;
    let open = format!("{}/x?key=s3cret", server.url);
    let authority = Authority::new();
    let app = Router::new()
        .route("/down", axum::routing::get(move || async { to(open) }))
        .route("/up", axum::routing::get(|| async { to("/there".to_owned()) }))
        .fallback(|| async { text(200, "encrypted") });
    let url = serve_app(&authority, app).await;
    let settings = NetworkSettings {
        ca_file: authority.file(),
        ..NetworkSettings::default()
    };
    let refused = fetched(&format!("{url}/down"), &settings).await.unwrap_err();
    assert_eq!(refused, FetchError::Downgrade);
    assert!(!format!("{refused} {refused:?}").contains("s3cret"));
    assert!(server.all().is_empty());
    assert_eq!(
        fetched(&format!("{url}/up"), &settings).await.unwrap().bytes,
        b"encrypted"
    );
    // Without the authority of the settings there is no answer at all.
    let untrusted = plain(&format!("{url}/up")).await.unwrap_err();
    assert!(
        matches!(&untrusted, FetchError::Network(it) if it.kind == NetworkFailure::Tls),
        "{untrusted:?}"
    );
}

#[tokio::test]
async fn a_document_that_is_too_large_is_not_read_to_its_end() {
    let server = Server::start_raw(|seen| async move {
        match seen.path.as_str() {
            "/said" => text(
                200,
                "0123456789012345678901234567890123456789012345678901234567890123456789",
            ),
            "/fits" => text(
                200,
                "0123456789012345678901234567890123456789012345678901234567890123",
            ),
            _ => {
                let piece = || async { Some((Ok::<_, std::io::Error>("0123456789"), ())) };
                let endless = futures_util::stream::unfold((), move |()| piece());
                axum::body::Body::from_stream(endless).into_response()
            }
        }
    })
    .await;
    for path in ["said", "endless"] {
        let error = plain(&format!("{}/{path}", server.url)).await.unwrap_err();
        assert!(
            matches!(error, FetchError::TooLarge { limit: 64, .. }),
            "{error:?}"
        );
    }
    assert_eq!(
        plain(&format!("{}/fits", server.url)).await.unwrap().bytes.len(),
        64
    );
}

#[tokio::test]
async fn what_is_no_success_and_what_leads_nowhere_is_told() {
    let server = Server::start_raw(|seen| async move {
        match seen.path.as_str() {
            "/404" => text(404, "not here"),
            "/torn" => torn(200, &[]),
            "/ftp" => to("ftp://a.example/x".to_owned()),
            "/none" => StatusCode::MOVED_PERMANENTLY.into_response(),
            _ => to("/round".to_owned()),
        }
    })
    .await;
    let at = async |path: &str| plain(&format!("{}{path}", server.url)).await.unwrap_err();
    assert_eq!(at("/404").await, FetchError::Status { status: 404 });
    assert_eq!(at("/ftp").await, FetchError::Nowhere);
    assert_eq!(at("/none").await, FetchError::Nowhere);
    assert_eq!(at("/round").await, FetchError::TooManyRedirects { limit: 5 });
    assert_eq!(server.count("/round"), 6);
    assert!(matches!(at("/torn").await, FetchError::Network(it) if it.kind == NetworkFailure::Torn));
}

#[tokio::test]
async fn the_proxy_of_the_settings_is_asked_and_for_this_computer_none() {
    let proxy = Server::start_raw(|_| async { text(200, "by the proxy") }).await;
    let settings = NetworkSettings {
        proxy: ProxyChoice::Manual,
        proxy_url: proxy.url.clone(),
        ..NetworkSettings::default()
    };
    let got = fetched("http://api.far.invalid/a.json", &settings).await.unwrap();
    assert_eq!(
        (got.bytes.as_slice(), proxy.count("/a.json")),
        (&b"by the proxy"[..], 1)
    );
    let here = Server::start_raw(|_| async { text(200, "here") }).await;
    assert_eq!(fetched(&here.url, &settings).await.unwrap().bytes, b"here");
    let useless = NetworkSettings {
        proxy_url: "socks5://127.0.0.1:1".to_owned(),
        ..settings
    };
    let error = fetched(&here.url, &useless).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::Input(it) if it.field == "proxy_url"),
        "{error:?}"
    );
}

/// Tells when it is no more.
struct Telling(Arc<tokio::sync::Notify>);

impl Drop for Telling {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[tokio::test]
async fn who_no_longer_waits_ends_the_connection() {
    let gone = Arc::new(tokio::sync::Notify::new());
    let told = gone.clone();
    let server = Server::start_raw(move |_| {
        let telling = Telling(told.clone());
        async move {
            std::future::pending::<()>().await;
            drop(telling);
            text(200, "never")
        }
    })
    .await;
    let url = format!("{}/slow", server.url);
    let fetching = tokio::spawn(async move { plain(&url).await });
    server.asked("/slow", 1).await;
    fetching.abort();
    soon(gone.notified()).await;
}

#[test]
fn a_text_is_an_address_or_a_document_and_what_is_not_asked_says_so() {
    for text in [
        "https://a.example/openapi.json",
        " HTTP://a.example \n",
        "http://[::1]:8080/x?y#z",
    ] {
        assert!(address("text", text).unwrap().is_some(), "{text}");
    }
    for text in [
        "",
        "curl https://a.example",
        "https://a.example\nopenapi: 3.0.0",
        "{\"url\": \"https://a.example\"}",
        "/a/path.json",
        "1http://a.example",
    ] {
        assert_eq!(address("text", text), Ok(None), "{text}");
    }
    for (text, rule) in [
        ("ftp://a.example/x", Rule::TargetScheme),
        ("file:///etc/hosts", Rule::TargetScheme),
        ("https://ann:s3cret@a.example", Rule::TargetCredentials),
        ("http://", Rule::BaseUrl),
    ] {
        let error = address("text", text).unwrap_err();
        assert_eq!((error.field.as_str(), error.rule), ("text", rule), "{text}");
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    assert_eq!(
        shown(&parsed("https://a.example/x?key=s3cret")),
        "https://a.example/x"
    );
}
