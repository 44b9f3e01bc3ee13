//! How connections are made: by the settings, for all sessions, and at once.

use std::{sync::Arc, time::Duration};

use latchkey_pipeline::{
    ApiRequest, Credentials, Error, InputError, MemoryStore, Network, NetworkFailure, NetworkSettings,
    Pipeline, Profile, ProxyChoice, Rule,
    clock::{Clock as _, SystemClock},
    description::{Description, Tls},
};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::{LOGIN, Server, description, pair, soon, text};
use crate::tls::{Authority, serve};

/// A server that is not on this computer, and never asked: the proxy answers in its place.
const FAR: &str = "http://api.far.invalid";

fn pipeline(network: &Network) -> Pipeline {
    let (store, clock) = (Arc::new(MemoryStore::default()), Arc::new(SystemClock::new()));
    Pipeline::over(store, Arc::new(()), clock, network)
}

async fn sign_in(pipeline: &Pipeline, description: Description) -> Result<(), Error> {
    let profile = Profile::new(description).unwrap();
    let signed_in = pipeline.sign_in(profile, Credentials::new("me", "secret"));
    soon(Box::pin(signed_in)).await.map(drop)
}

async fn status(pipeline: &Pipeline) -> u16 {
    let called = soon(pipeline.call(ApiRequest::new("GET", "/x"))).await;
    called.unwrap().status.as_u16()
}

fn by(proxy: &str) -> NetworkSettings {
    NetworkSettings {
        proxy: ProxyChoice::Manual,
        proxy_url: proxy.to_owned(),
        ..NetworkSettings::default()
    }
}

#[tokio::test]
async fn calls_and_the_sign_in_go_by_the_proxy_that_is_set_and_by_another_at_once() {
    let first = Server::start(|_| async { text(200, "first") }).await;
    let second = Server::start(|_| async { text(202, "second") }).await;
    let network = Network::default();
    network.set(by(&first.url));
    let pipeline = pipeline(&network);
    let far = Description {
        allow_plain_http: true,
        ..description(FAR)
    };
    sign_in(&pipeline, far).await.unwrap();
    assert_eq!(status(&pipeline).await, 200);
    let since = pipeline.session().unwrap().signed_in_at_ms;
    network.set(by(&second.url));
    assert_eq!(status(&pipeline).await, 202);
    assert_eq!(pipeline.session().unwrap().signed_in_at_ms, since);
}

#[tokio::test]
async fn a_server_on_this_computer_is_never_asked_by_a_proxy() {
    let proxy = Server::start(|_| async { text(502, "proxy") }).await;
    let server = Server::start(|_| async { text(200, "server") }).await;
    let network = Network::default();
    network.set(by(&proxy.url));
    let pipeline = pipeline(&network);
    sign_in(&pipeline, description(&server.url)).await.unwrap();
    assert_eq!(status(&pipeline).await, 200);
}

#[tokio::test]
async fn an_authority_that_is_set_counts_for_every_profile_and_settings_that_fail_end_no_session() {
    let authority = Authority::new();
    let url = serve(&authority, false).await;
    let network = Network::default();
    let pipeline = pipeline(&network);
    let strict = || Description {
        tls: Tls::default(),
        ..description(&url)
    };
    assert!(sign_in(&pipeline, strict()).await.is_err());
    let trusting = NetworkSettings {
        ca_file: authority.file(),
        ..NetworkSettings::default()
    };
    network.set(trusting.clone());
    sign_in(&pipeline, strict()).await.unwrap();
    assert_eq!(status(&pipeline).await, 200);
    network.set(NetworkSettings {
        ca_file: "/nowhere/ca.pem".to_owned(),
        ..NetworkSettings::default()
    });
    let failed = soon(pipeline.call(ApiRequest::new("GET", "/x")))
        .await
        .unwrap_err();
    assert!(
        matches!(&failed.error, Error::Input(it) if it.field == "ca_file" && it.rule == Rule::FileUnreadable),
        "{failed:?}"
    );
    network.set(trusting);
    assert_eq!(status(&pipeline).await, 200);
}

#[tokio::test]
async fn http_2_is_offered_unless_it_is_turned_off() {
    let authority = Authority::new();
    let (certificate, key) = authority.signed("127.0.0.1");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let mut config = builder
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    for (http2, expected) in [(true, "h2"), (false, "http/1.1")] {
        let network = Network::default();
        network.set(NetworkSettings {
            ca_file: authority.file(),
            http2,
            ..NetworkSettings::default()
        });
        let pipeline = pipeline(&network);
        let server = async {
            let (stream, _) = listener.accept().await.unwrap();
            let stream = acceptor.accept(stream).await.unwrap();
            stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec)
        };
        // It says nothing more.
        let (chosen, _) = soon(async { tokio::join!(server, sign_in(&pipeline, description(&url))) }).await;
        assert_eq!(chosen.as_deref(), Some(expected.as_bytes()));
    }
}

#[test]
fn what_is_no_proxy_is_refused_and_a_password_in_it_is_not_repeated() {
    let refused = |url: &str| by(url).check(0).unwrap_err();
    for (url, rule) in [
        ("", Rule::Empty),
        ("proxy", Rule::Proxy),
        ("socks5://127.0.0.1:1080", Rule::BaseUrlScheme),
        ("http://127.0.0.1:3128/path", Rule::Proxy),
        ("http://me:hunter2@127.0.0.1:3128", Rule::ProxyCredentials),
    ] {
        let InputError {
            field, rule: found, ..
        } = refused(url);
        assert_eq!((field.as_str(), found), ("proxy_url", rule), "{url}");
        assert!(!format!("{:?} {}", refused(url), refused(url)).contains("hunter2"));
    }
    by("http://127.0.0.1:3128").check(0).unwrap();
    // An address that is not in use is kept as it is.
    NetworkSettings {
        proxy: ProxyChoice::None,
        ..by("")
    }
    .check(0)
    .unwrap();
}

/// What a call's time-out is told as, where the server never answers.
async fn told_limit(pipeline: &Pipeline, request: ApiRequest) -> String {
    let failed = soon(pipeline.call(request)).await.unwrap_err();
    match failed.error {
        Error::Network(error) if error.kind == NetworkFailure::TimeOut => error.detail,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_request_s_own_time_out_comes_before_the_profile_s_and_that_before_the_settings() {
    let server = Server::start(|seen| async move {
        if seen.path == LOGIN {
            return pair("a0", "r0");
        }
        std::future::pending().await
    })
    .await;
    let network = Network::default();
    network.set(NetworkSettings {
        answer_ms: Some(110),
        ..NetworkSettings::default()
    });
    let of_settings = pipeline(&network);
    sign_in(&of_settings, description(&server.url)).await.unwrap();
    let get = || ApiRequest::new("GET", "/x");
    assert!(told_limit(&of_settings, get()).await.ends_with("110 ms"));
    let own = ApiRequest {
        time_out: Some(Duration::from_millis(120)),
        ..get()
    };
    assert!(told_limit(&of_settings, own).await.ends_with("120 ms"));
    // At once, for a session that stands.
    network.set(NetworkSettings {
        answer_ms: Some(130),
        ..NetworkSettings::default()
    });
    assert!(told_limit(&of_settings, get()).await.ends_with("130 ms"));
    let of_profile = pipeline(&network);
    let mut quick = description(&server.url);
    quick.timeouts.answer_ms = 140;
    sign_in(&of_profile, quick).await.unwrap();
    assert!(told_limit(&of_profile, get()).await.ends_with("140 ms"));
}

#[tokio::test]
async fn a_connection_that_does_not_come_to_be_is_waited_for_as_long_as_the_settings_say() {
    // It takes connections and says nothing, so that TLS never stands.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", silent.local_addr().unwrap());
    let network = Network::default();
    network.set(NetworkSettings {
        connect_ms: Some(100),
        ..NetworkSettings::default()
    });
    let clock = SystemClock::new();
    let error = sign_in(&pipeline(&network), description(&url)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Network(it) if it.kind == NetworkFailure::TimeOut),
        "{error:?}"
    );
    // A profile waits ten seconds by itself, and a sign-in twenty.
    assert!(clock.elapsed() < Duration::from_secs(9), "{:?}", clock.elapsed());
}

#[test]
fn a_time_out_out_of_range_is_refused_and_in_a_file_it_counts_for_nothing() {
    for (wrong, field) in [(Some(99), "connect_ms"), (Some(86_400_001), "answer_ms")] {
        let mut settings = NetworkSettings::default();
        match field {
            "connect_ms" => settings.connect_ms = wrong,
            _ => settings.answer_ms = wrong,
        }
        let error = settings.check(0).unwrap_err();
        assert_eq!((error.field.as_str(), error.rule), (field, Rule::Range));
        assert_eq!(error.allowed, "100 to 86400000 ms, or nothing");
    }
    // A file of an earlier version names none.
    let earlier =
        r#"{"proxy": "none", "proxy_url": "", "proxy_exceptions": "", "ca_file": "", "http2": false}"#;
    let read: NetworkSettings = serde_json::from_str(earlier).unwrap();
    assert_eq!((read.connect_ms, read.answer_ms), (None, None));
    assert_eq!(
        serde_json::to_value(&read).unwrap(),
        serde_json::from_str::<serde_json::Value>(earlier).unwrap()
    );
}
