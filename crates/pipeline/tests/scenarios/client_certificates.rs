//! Certificates that this side shows, as the settings name them for hosts (mutual TLS).

use std::sync::Arc;

use axum::{Router, response::Redirect, routing::get};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use latchkey_pipeline::{
    ApiRequest, ClientCertificate, Credentials, Error, InputError, MemoryStore, Network, NetworkFailure,
    NetworkSettings, Pipeline, Profile, Rule,
    clock::{Clock as _, SystemClock},
    description::{Description, Tls},
};
use rcgen::{CertificateParams, KeyPair};

use crate::support::{description, soon};
use crate::tls::{Asks, Authority, answer, serve, serve_asking};

/// A client's certificate with its own names for the files.
struct Client {
    certificate: String,
    key: String,
    pair: KeyPair,
}

impl Client {
    fn of(authority: &Authority, name: &str) -> Self {
        Self::with(authority, name, |_| {})
    }

    fn with(authority: &Authority, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let pair = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        change(&mut params);
        let certificate = params.signed_by(&pair, &authority.issuer).unwrap();
        Self {
            certificate: authority.write(&format!("{name}.crt"), &certificate.pem()),
            key: authority.write(&format!("{name}.key"), &pair.serialize_pem()),
            pair,
        }
    }

    fn at(&self, host: &str) -> ClientCertificate {
        ClientCertificate {
            host: host.to_owned(),
            certificate_file: self.certificate.clone(),
            key_file: self.key.clone(),
        }
    }
}

fn settings(authority: &Authority, client_certificates: Vec<ClientCertificate>) -> NetworkSettings {
    NetworkSettings {
        ca_file: authority.file(),
        client_certificates,
        ..NetworkSettings::default()
    }
}

fn pipeline(settings: NetworkSettings) -> Pipeline {
    let network = Network::default();
    network.set(settings);
    let (store, clock) = (Arc::new(MemoryStore::default()), Arc::new(SystemClock::new()));
    Pipeline::over(store, Arc::new(()), clock, &network)
}

async fn sign_in(pipeline: &Pipeline, url: &str) -> Result<(), Error> {
    let profile = Profile::new(Description {
        tls: Tls::default(),
        ..description(url)
    });
    let credentials = Credentials::new("me", "secret");
    soon(Box::pin(pipeline.sign_in(profile.unwrap(), credentials)))
        .await
        .map(drop)
}

async fn status(pipeline: &Pipeline, target: &str) -> Result<u16, Error> {
    let answer = soon(pipeline.call(ApiRequest::new("GET", target))).await;
    answer
        .map(|answer| answer.status.as_u16())
        .map_err(|failed| failed.error)
}

fn host_of(url: &str) -> &str {
    url.strip_prefix("https://").unwrap()
}

fn check(settings: &NetworkSettings) -> Result<(), InputError> {
    settings.check(SystemClock::new().wall_ms())
}

#[tokio::test]
async fn a_certificate_is_shown_to_its_host_alone() {
    let authority = Authority::new();
    let client = Client::of(&authority, "client");
    let other = Router::new().fallback(answer);
    let (other_url, shown_to_other) = serve_asking(&authority, Asks::Offers, "127.0.0.1", other).await;
    let leave = other_url.clone();
    let app = Router::new()
        .route(
            "/leave",
            get(move || async move { Redirect::temporary(&format!("{leave}/there")) }),
        )
        .fallback(answer);
    let (url, shown) = serve_asking(&authority, Asks::Demands, "127.0.0.1", app).await;
    let settings = settings(&authority, vec![client.at(host_of(&url))]);
    check(&settings).unwrap();
    let pipeline = pipeline(settings);
    sign_in(&pipeline, &url).await.unwrap();
    assert_eq!(status(&pipeline, "/x").await, Ok(200));
    assert_eq!(status(&pipeline, "/leave").await, Ok(200));
    assert_eq!(status(&pipeline, &format!("{other_url}/by-name")).await, Ok(200));
    assert!(shown.lock().unwrap().iter().all(|count| *count == 1));
    let to_other = shown_to_other.lock().unwrap().clone();
    assert!(
        !to_other.is_empty() && to_other.iter().all(|count| *count == 0),
        "{to_other:?}"
    );
}

/// What a profile names is for the profile's server: a redirect does not carry it along either.
#[tokio::test]
async fn a_profile_s_own_certificate_comes_first_and_stays_at_home() {
    let authority = Authority::new();
    let client = Client::of(&authority, "client");
    let both = std::fs::read_to_string(&client.certificate).unwrap() + &client.pair.serialize_pem();
    let file = authority.write("both.pem", &both);
    let (other_url, shown_to_other) = serve_asking(
        &authority,
        Asks::Offers,
        "127.0.0.1",
        Router::new().fallback(answer),
    )
    .await;
    let leave = other_url.clone();
    let app = Router::new()
        .route("/leave", get(move || async move { Redirect::temporary(&leave) }))
        .fallback(answer);
    let (url, shown) = serve_asking(&authority, Asks::Demands, "127.0.0.1", app).await;
    // The server would not take this one.
    let stranger = Client::of(&Authority::new(), "stranger");
    let pipeline = pipeline(settings(&authority, vec![stranger.at(host_of(&url))]));
    let profile = Profile::new(Description {
        tls: Tls {
            client_certificate_file: Some(file),
            ..Tls::default()
        },
        ..description(&url)
    });
    let credentials = Credentials::new("me", "secret");
    soon(Box::pin(pipeline.sign_in(profile.unwrap(), credentials)))
        .await
        .unwrap();
    assert_eq!(status(&pipeline, "/leave").await, Ok(200));
    assert!(shown.lock().unwrap().iter().all(|count| *count == 1));
    assert_eq!(*shown_to_other.lock().unwrap(), [0]);
}

#[tokio::test]
async fn a_server_that_refuses_is_told_with_the_file_and_one_that_is_shown_nothing_by_its_wish() {
    let authority = Authority::new();
    let url = serve(&authority, true).await;
    let stranger = Authority::new();
    let unknown = Client::of(&stranger, "unknown");
    let refused = pipeline(settings(&authority, vec![unknown.at(host_of(&url))]));
    let error = sign_in(&refused, &url).await.unwrap_err();
    let Error::Network(problem) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(problem.kind, NetworkFailure::CertificateRefused, "{error}");
    assert!(problem.detail.contains("unknown.crt"), "{error}");
    let without = pipeline(settings(&authority, vec![unknown.at("elsewhere.example")]));
    let error = sign_in(&without, &url).await.unwrap_err();
    let Error::Network(problem) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(problem.kind, NetworkFailure::CertificateRequired, "{error}");
    assert!(!problem.detail.contains("unknown.crt"), "{error}");
}

#[tokio::test]
async fn keys_of_other_forms_and_in_the_certificate_s_file_are_read_too() {
    let authority = Authority::new();
    let url = serve(&authority, true).await;
    let client = Client::of(&authority, "client");
    let der = client.pair.serialize_der();
    // Within PKCS#8 (RFC 5958 §2), an elliptic key is what SEC1 calls one (RFC 5915 §3).
    let inner = [0x02, 0x01, 0x01, 0x04, 0x20];
    let at = der.windows(inner.len()).position(|it| it == inner).unwrap();
    let sec1 = STANDARD.encode(&der[at - 2..]);
    let sec1 = format!("-----BEGIN EC PRIVATE KEY-----\n{sec1}\n-----END EC PRIVATE KEY-----\n");
    let certificate = std::fs::read_to_string(&client.certificate).unwrap();
    let both = authority.write(
        "both.pem",
        &format!("{}{certificate}", client.pair.serialize_pem()),
    );
    let named = |certificate_file: &str, key_file: &str| ClientCertificate {
        host: "127.0.0.1".to_owned(),
        certificate_file: certificate_file.to_owned(),
        key_file: key_file.to_owned(),
    };
    for entry in [
        named(&client.certificate, &authority.write("sec1.key", &sec1)),
        named(&both, ""),
    ] {
        let settings = settings(&authority, vec![entry]);
        check(&settings).unwrap();
        let pipeline = pipeline(settings);
        sign_in(&pipeline, &url).await.unwrap();
        assert_eq!(status(&pipeline, "/x").await, Ok(200));
    }
}

#[tokio::test]
async fn files_that_cannot_be_used_are_told_by_their_names_at_their_fields_before_anything_is_sent() {
    let authority = Authority::new();
    let (client, other) = (Client::of(&authority, "client"), Client::of(&authority, "other"));
    let over = Client::with(&authority, "over", |params| {
        params.not_after = rcgen::date_time_ymd(2020, 2, 29);
    });
    let not_yet = Client::with(&authority, "not-yet", |params| {
        params.not_before = rcgen::date_time_ymd(2090, 1, 2);
        params.not_after = rcgen::date_time_ymd(2091, 1, 2);
    });
    let locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\naHVudGVyMg==\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let with_key = |key: &str| ClientCertificate {
        key_file: key.to_owned(),
        ..client.at("127.0.0.1")
    };
    let cases = [
        (
            with_key(&other.key),
            "key_file",
            Rule::KeyMismatch,
            "other.key",
            "client.crt",
        ),
        (
            with_key(&client.certificate),
            "key_file",
            Rule::PrivateKey,
            "client.crt",
            "PKCS#8",
        ),
        (
            with_key(&authority.write("locked.key", locked)),
            "key_file",
            Rule::KeyEncrypted,
            "locked.key",
            "openssl pkey",
        ),
        (
            with_key(""),
            "certificate_file",
            Rule::PrivateKey,
            "client.crt",
            "PKCS#8",
        ),
        (
            with_key("/nowhere/my.key"),
            "key_file",
            Rule::FileUnreadable,
            "/nowhere/my.key",
            "PEM",
        ),
        (
            over.at("127.0.0.1"),
            "certificate_file",
            Rule::CertificateExpired,
            "over.crt (until 2020-02-29)",
            "today",
        ),
        (
            not_yet.at("127.0.0.1"),
            "certificate_file",
            Rule::CertificateExpired,
            "not-yet.crt (from 2090-01-02)",
            "today",
        ),
    ];
    for (entry, field, rule, found, allowed) in cases {
        let settings = settings(&authority, vec![entry]);
        let refused = check(&settings).unwrap_err();
        // A file may have changed since: nothing listens there, and nothing is sent.
        let error = sign_in(&pipeline(settings), "https://127.0.0.1:9")
            .await
            .unwrap_err();
        assert_eq!(error, Error::Input(refused.clone()));
        assert_eq!(
            (refused.field, refused.rule),
            (format!("client_certificates[0].{field}"), rule)
        );
        assert!(refused.found.contains(found), "{} is not {found}", refused.found);
        assert!(
            refused.allowed.contains(allowed),
            "{} is not {allowed}",
            refused.allowed
        );
        assert!(!error.to_string().contains("aHVudGVyMg"), "{error}");
    }
    let twice = settings(&authority, vec![client.at("127.0.0.1"), client.at("127.0.0.1")]);
    let refused = check(&twice).unwrap_err();
    assert_eq!(
        (refused.field.as_str(), refused.rule),
        ("client_certificates[1].host", Rule::HostTaken)
    );
}
