//! Encrypted connections to servers that no public authority has signed.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::{Router, extract::Request, response::Response, serve::Listener};
use latchkey_pipeline::{
    ApiRequest, Credentials, Error, MemoryStore, NetworkFailure, Pipeline, Profile, Rule,
    description::{Description, Tls},
    trace::Event,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    RootCertStore, ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    server::WebPkiClientVerifier,
};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::support::{LOGIN, description, pair, soon, text};

/// A certification authority of a test's own, whose files are in a folder of its own.
pub(crate) struct Authority {
    pub(crate) issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self { issuer, folder }
    }

    /// The certificate, as a file that a profile can name.
    pub(crate) fn file(&self) -> String {
        self.write("ca.pem", &self.issuer.pem())
    }

    pub(crate) fn write(&self, name: &str, content: &str) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A certificate and key for `name`.
    pub(crate) fn signed(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    /// A client's certificate and key, as a file that a profile can name.
    fn client_file(&self) -> String {
        let (certificate, key) = self.signed("client");
        self.write(
            "client.pem",
            &format!("{}{}", certificate.pem(), key.serialize_pem()),
        )
    }
}

struct TlsListener {
    tcp: TcpListener,
    tls: TlsAcceptor,
    shown: Shown,
}

/// For each connection that came to be, how many certificates the client showed.
pub(crate) type Shown = Arc<Mutex<Vec<usize>>>;

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, peer) = self.tcp.accept().await.unwrap();
            match self.tls.accept(stream).into_fallible().await {
                Ok(stream) => {
                    let certificates = stream.get_ref().1.peer_certificates();
                    let count = certificates.map_or(0, <[_]>::len);
                    self.shown.lock().unwrap().push(count);
                    return (stream, peer);
                }
                // A client that does not like the certificate goes away; one that is refused is to hear why, which a
                // connection that is closed on unread bytes may keep from it.
                Err((_, mut stream)) => {
                    tokio::spawn(async move { tokio::io::copy(&mut stream, &mut tokio::io::sink()).await });
                }
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}

/// A server with a certificate for 127.0.0.1, which asks its clients for one if told so. Its URL.
pub(crate) async fn serve(authority: &Authority, asks_clients: bool) -> String {
    serve_as(authority, asks_clients, "127.0.0.1").await
}

/// The same with a certificate for another name.
async fn serve_as(authority: &Authority, asks_clients: bool, name: &str) -> String {
    let asks = if asks_clients { Asks::Demands } else { Asks::Nobody };
    serve_asking(authority, asks, name, Router::new().fallback(answer))
        .await
        .0
}

/// The same with other answers.
pub(crate) async fn serve_app(authority: &Authority, app: Router) -> String {
    serve_asking(authority, Asks::Nobody, "127.0.0.1", app).await.0
}

/// Whether a server wants to see a client's certificate.
pub(crate) enum Asks {
    Nobody,
    Offers,
    Demands,
}

/// A server that asks so, and what it was shown.
pub(crate) async fn serve_asking(
    authority: &Authority,
    asks: Asks,
    name: &str,
    app: Router,
) -> (String, Shown) {
    let (certificate, key) = authority.signed(name);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(authority.issuer.der().clone()).unwrap();
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let builder = match asks {
        Asks::Nobody => builder.with_no_client_auth(),
        Asks::Offers => builder.with_client_cert_verifier(verifier.allow_unauthenticated().build().unwrap()),
        Asks::Demands => builder.with_client_cert_verifier(verifier.build().unwrap()),
    };
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = builder
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", tcp.local_addr().unwrap());
    let tls = TlsAcceptor::from(Arc::new(config));
    let shown = Shown::default();
    let listener = TlsListener {
        tcp,
        tls,
        shown: shown.clone(),
    };
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, shown)
}

pub(crate) async fn answer(request: Request) -> Response {
    if request.uri().path() == LOGIN {
        let mut signed_in = pair("a0", "r0");
        // So that the next call needs a connection of its own.
        signed_in
            .headers_mut()
            .insert("connection", axum::http::HeaderValue::from_static("close"));
        signed_in
    } else {
        text(200, "ok")
    }
}

/// Signs in and calls; the status of the call.
async fn signed_in(url: &str, tls: Tls) -> Result<u16, Error> {
    let profile = Profile::new(Description {
        tls,
        ..description(url)
    });
    let pipeline = Pipeline::new(Arc::new(MemoryStore::default()), Arc::new(()));
    let signed_in = pipeline.sign_in(profile.unwrap(), Credentials::new("me", "secret"));
    soon(Box::pin(signed_in)).await?;
    let answer = soon(pipeline.call(ApiRequest::new("GET", "/x"))).await;
    answer
        .map(|answer| answer.status.as_u16())
        .map_err(|failed| failed.error)
}

fn is_tls_failure(result: &Result<u16, Error>) -> bool {
    matches!(result, Err(Error::Network(error)) if error.kind == NetworkFailure::Tls)
}

#[tokio::test]
async fn a_certificate_is_accepted_if_its_authority_is_named_or_nobody_looks() {
    let authority = Authority::new();
    let url = serve(&authority, false).await;
    let refused = signed_in(&url, Tls::default()).await;
    assert!(is_tls_failure(&refused), "{refused:?}");
    let named = Tls {
        ca_file: Some(authority.file()),
        ..Tls::default()
    };
    assert_eq!(signed_in(&url, named).await, Ok(200));
    let unchecked = Tls {
        verify: false,
        ..Tls::default()
    };
    assert_eq!(signed_in(&url, unchecked).await, Ok(200));
    let another = Tls {
        ca_file: Some(Authority::new().file()),
        ..Tls::default()
    };
    // The other authority's file is gone with it, and that is told.
    let missing = signed_in(&url, another).await;
    assert!(
        matches!(&missing, Err(Error::Input(input)) if input.field == "tls.ca_file"),
        "{missing:?}"
    );
    let stranger = Authority::new();
    let another = Tls {
        ca_file: Some(stranger.file()),
        ..Tls::default()
    };
    let refused = signed_in(&url, another).await;
    assert!(is_tls_failure(&refused), "{refused:?}");
}

#[tokio::test]
async fn a_client_s_certificate_is_shown_to_a_server_that_asks() {
    let authority = Authority::new();
    let url = serve(&authority, true).await;
    let ca_file = Some(authority.file());
    let without = Tls {
        ca_file: ca_file.clone(),
        ..Tls::default()
    };
    assert!(signed_in(&url, without).await.is_err());
    let with = Tls {
        ca_file,
        client_certificate_file: Some(authority.client_file()),
        ..Tls::default()
    };
    assert_eq!(signed_in(&url, with).await, Ok(200));
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_named_and_its_content_is_not() {
    let authority = Authority::new();
    let secret = authority.write("other.pem", "hunter2 is no certificate");
    let gone = authority
        .folder
        .path()
        .join("gone.pem")
        .to_str()
        .unwrap()
        .to_owned();
    for (path, rule) in [(gone, Rule::FileUnreadable), (secret, Rule::Certificates)] {
        let ca = Tls {
            ca_file: Some(path.clone()),
            ..Tls::default()
        };
        let client = Tls {
            client_certificate_file: Some(path.clone()),
            ..Tls::default()
        };
        for (field, tls) in [("tls.ca_file", ca), ("tls.client_certificate_file", client)] {
            // Nothing listens there: nothing is sent either.
            let error = signed_in("https://127.0.0.1:9", tls).await.unwrap_err();
            let Error::Input(input) = &error else {
                panic!("{error:?}")
            };
            assert_eq!((input.field.as_str(), input.rule), (field, rule));
            assert!(
                input.found.contains(".pem") && !error.to_string().contains("hunter2"),
                "{error}"
            );
        }
    }
}

/// A profile from somebody else may name anything.
#[cfg(unix)]
#[tokio::test]
async fn a_device_a_pipe_and_an_endless_file_are_neither_waited_for_nor_read() {
    let authority = Authority::new();
    let folder = authority.folder.path();
    let (pipe, huge) = (folder.join("pipe.pem"), folder.join("huge.pem"));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    // Takes no room on the disk.
    std::fs::File::create(&huge).unwrap().set_len(1 << 40).unwrap();
    for path in ["/dev/zero", pipe.to_str().unwrap(), huge.to_str().unwrap()] {
        for tls in [
            Tls {
                ca_file: Some(path.to_owned()),
                ..Tls::default()
            },
            Tls {
                client_certificate_file: Some(path.to_owned()),
                ..Tls::default()
            },
        ] {
            let error = signed_in("https://127.0.0.1:9", tls).await.unwrap_err();
            assert!(
                matches!(&error, Error::Input(input) if input.rule == Rule::FileUnreadable),
                "{path}: {error}"
            );
        }
    }
}

/// The parts of the one sending of a call, in the order of a trace.
async fn phases(pipeline: &Pipeline) -> latchkey_pipeline::trace::Phases {
    let mut answer = soon(pipeline.call(ApiRequest::new("GET", "/x"))).await.unwrap();
    let size = answer.bytes(100).await.unwrap().len() as u64;
    let trace = answer.finish(size);
    let sent = trace.steps.iter().find_map(|step| match &step.event {
        Event::Send { phases, .. } => Some((step, phases)),
        _ => None,
    });
    let (step, phases) = sent.unwrap();
    let parts = [phases.look_up, phases.connect, phases.tls, phases.first_byte];
    let mut end = step.at;
    for part in parts.into_iter().flatten() {
        assert!(
            part.at >= end && part.at + part.took <= step.at + step.took,
            "{trace:?}"
        );
        end = part.at + part.took;
    }
    *phases
}

async fn ready(url: &str, tls: Tls) -> Pipeline {
    let profile = Profile::new(Description {
        tls,
        ..description(url)
    })
    .unwrap();
    let pipeline = Pipeline::new(Arc::new(MemoryStore::default()), Arc::new(()));
    let credentials = Credentials::new("me", "secret");
    soon(Box::pin(pipeline.sign_in(profile, credentials)))
        .await
        .unwrap();
    pipeline
}

#[tokio::test]
async fn a_trace_tells_look_up_connection_handshake_and_answer_apart() {
    let authority = Authority::new();
    let tls = Tls {
        ca_file: Some(authority.file()),
        ..Tls::default()
    };
    let url = serve_as(&authority, false, "localhost").await;
    let url = url.replace("127.0.0.1", "localhost");
    let pipeline = ready(&url, tls.clone()).await;
    // The server closed the sign-in's connection.
    let new = phases(&pipeline).await;
    assert!(!new.reused, "{new:?}");
    assert!(new.look_up.is_some() && new.connect.is_some(), "{new:?}");
    assert!(new.tls.is_some_and(|tls| !tls.took.is_zero()), "{new:?}");
    assert!(new.first_byte.is_some());
    let reused = phases(&pipeline).await;
    assert!(reused.reused && reused.first_byte.is_some(), "{reused:?}");
    assert_eq!((reused.look_up, reused.connect, reused.tls), (None, None, None));
}
