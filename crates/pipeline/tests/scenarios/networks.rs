//! How connections are made: by the settings, for all sessions, and at once.

use std::sync::Arc;

use latchkey_pipeline::{
    ApiRequest, Credentials, Error, InputError, MemoryStore, Network, NetworkSettings, Pipeline, Profile,
    ProxyChoice, Rule,
    clock::SystemClock,
    description::{Description, Tls},
};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::{Server, description, soon, text};
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
    let refused = |url: &str| by(url).check().unwrap_err();
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
    by("http://127.0.0.1:3128").check().unwrap();
    // An address that is not in use is kept as it is.
    NetworkSettings {
        proxy: ProxyChoice::None,
        ..by("")
    }
    .check()
    .unwrap();
}
