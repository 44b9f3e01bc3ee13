//! One HTTP exchange: no redirects, no cookies, no token that was not put in by hand.

use std::{
    error::Error as _,
    fs::File,
    io::{self, Read as _},
    sync::Arc,
    time::Duration,
};

use reqwest::{Certificate, Client, ClientBuilder, Request, Response};
use rustls::AlertDescription;
use url::Url;
use zeroize::Zeroizing;

use crate::{
    client_certificate::{Named, tail},
    clock::{Clock, within},
    connecting::{self, Watch},
    error::{Error, InputError, NetworkError, NetworkFailure, Rule},
    network::{NetworkSettings, ProxyChoice},
    outside,
    profile::{Profile, is_loopback},
    upload::Upload,
};

/// The largest file of certificates that is read, in bytes: those of all public authorities together have 250 KiB.
const MAX_PEM_BYTES: u64 = 4 * 1024 * 1024;

/// An HTTP client, and what it shows of itself.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    pub(crate) client: Client,
    /// The file of the certificate that it shows to a server that asks for one.
    pub(crate) certificate: Option<Arc<str>>,
}

/// Makes the HTTP client for a profile, which shows `certificate` to servers that ask for one.
pub(crate) fn sender(
    profile: &Profile,
    settings: &NetworkSettings,
    certificate: Option<&Named<'_>>,
    now_ms: i64,
) -> Result<Sender, Error> {
    let mut builder = builder(&profile.base_url, settings)?
        .dns_resolver(connecting::Resolver)
        .connector_layer(connecting::Looking)
        .connect_timeout(settings.connect_limit(profile));
    let tls = &profile.description().tls;
    if !tls.verify {
        builder = builder.tls_danger_accept_invalid_certs(true);
    }
    let of_profile = authorities("tls.ca_file", tls.ca_file.as_deref().unwrap_or_default())?;
    let of_settings = authorities("ca_file", &settings.ca_file)?;
    builder = builder.tls_certs_merge(of_profile.into_iter().chain(of_settings));
    if let Some(named) = certificate {
        builder = builder.identity(named.identity(now_ms)?);
    }
    Ok(Sender {
        client: builder.build().map_err(|error| network_error(&error))?,
        certificate: certificate.map(|named| named.certificate.into()),
    })
}

/// What all clients have in common, whatever they ask: where `url` is on this computer, no proxy is. Further authorities are not
/// in it yet.
pub(crate) fn builder(url: &Url, settings: &NetworkSettings) -> Result<ClientBuilder, InputError> {
    connecting::choose_crypto();
    let mut builder = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .user_agent(concat!("Latchkey/", env!("CARGO_PKG_VERSION")));
    let proxy = settings.proxy()?;
    if is_loopback(url) || settings.proxy == ProxyChoice::None {
        builder = builder.no_proxy();
    } else if let Some(proxy) = proxy {
        builder = builder.proxy(proxy);
    }
    if !settings.http2 {
        builder = builder.http1_only();
    }
    Ok(builder)
}

/// Sends and waits for the head of the answer, for at most `limit`; `watch` sees a connection being made. While the connection takes more of the body, the
/// time begins anew: a large file through a narrow line is not late.
pub(crate) async fn send(
    clock: &dyn Clock,
    limit: Duration,
    sender: &Sender,
    request: Request,
    upload: Option<Upload>,
    watch: Option<&Arc<Watch>>,
) -> Result<Response, NetworkError> {
    let mut exchange = std::pin::pin!(outside::exchange(&sender.client, request, watch));
    let mut taken = 0;
    loop {
        if let Some(sent) = within(clock, limit, exchange.as_mut()).await {
            return sent.map_err(|error| sender.naming(error));
        }
        match upload.as_ref().map(Upload::taken) {
            Some(more) if more > taken => taken = more,
            _ => return Err(timed_out(limit)),
        }
    }
}

/// The certificates in a file that `field` names; none where it names no file.
pub(crate) fn authorities(field: &str, path: &str) -> Result<Vec<Certificate>, InputError> {
    if path.is_empty() {
        return Ok(Vec::new());
    }
    let trusted = Certificate::from_pem_bundle(&pem(field, path)?).unwrap_or_default();
    if trusted.is_empty() {
        return Err(no_certificates(field, path, "a PEM file with certificates"));
    }
    Ok(trusted)
}

pub(crate) fn timed_out(limit: Duration) -> NetworkError {
    let detail = format!("nothing came within {} ms", limit.as_millis());
    NetworkError {
        kind: NetworkFailure::TimeOut,
        detail,
    }
}

impl Sender {
    /// A certificate that a server refuses is named by its file. Who was shown none cannot have refused it.
    fn naming(&self, mut error: NetworkError) -> NetworkError {
        if error.kind == NetworkFailure::CertificateRefused {
            match &self.certificate {
                Some(file) => error.detail = format!("{}: {}", tail(file), error.detail),
                None => error.kind = NetworkFailure::CertificateRequired,
            }
        }
        error
    }
}

/// Reads a file that a profile names. Its content, which may be anything, is not repeated.
pub(crate) fn pem(field: &str, path: &str) -> Result<Zeroizing<Vec<u8>>, InputError> {
    read_pem(path).map_err(|error| {
        let found = format!("{}: {error}", tail(path));
        InputError::new(field, Rule::FileUnreadable, &found, "a PEM file that can be read")
    })
}

/// A profile may come from anybody: a pipe would be waited for without end, and a device has no end.
fn read_pem(path: &str) -> io::Result<Zeroizing<Vec<u8>>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    // Room from the start: a vector that grows leaves copies of a private key behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(64 * 1024));
    File::open(path)?
        .take(MAX_PEM_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_PEM_BYTES {
        let what = format!("more than {MAX_PEM_BYTES} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    Ok(bytes)
}

fn no_certificates(field: &str, path: &str, allowed: &str) -> InputError {
    InputError::new(field, Rule::Certificates, &tail(path), allowed)
}

/// Refuses a file that lies at another computer.
pub(crate) fn on_this_computer(field: &str, path: &str) -> Result<(), InputError> {
    if is_on_network(path) {
        return Err(InputError::new(
            field,
            Rule::FileUnreadable,
            &tail(path),
            "a file on this computer",
        ));
    }
    Ok(())
}

/// Whether Windows would look for the file at another computer, and tell that one who the user is by trying.
pub(crate) fn is_on_network(file: &str) -> bool {
    let file = if cfg!(windows) {
        file.replace('/', "\\")
    } else {
        file.to_owned()
    };
    let on_a_drive = |rest: &str| rest.as_bytes().get(1) == Some(&b':');
    match file.strip_prefix(r"\\") {
        Some(rest) => !rest.strip_prefix(r"?\").is_some_and(on_a_drive),
        None => false,
    }
}

/// Sorts an error of the HTTP library. Its URL is left out: a query may hold secrets.
pub(crate) fn network_error(error: &reqwest::Error) -> NetworkError {
    let mut detail = String::new();
    let mut kind = None;
    let mut cause = error.source();
    while let Some(inner) = cause {
        detail = inner.to_string();
        kind = kind.or_else(|| kind_of(inner, &detail));
        cause = match inner
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            Some(wrapped) => Some(wrapped as &(dyn std::error::Error + 'static)),
            None => inner.source(),
        };
    }
    if detail.is_empty() {
        detail = if error.is_timeout() {
            "time is up".to_owned()
        } else {
            "no further detail".to_owned()
        };
    }
    let fallback = if error.is_timeout() {
        NetworkFailure::TimeOut
    } else if error.is_connect() {
        NetworkFailure::Connect
    } else {
        NetworkFailure::Torn
    };
    NetworkError {
        kind: kind.unwrap_or(fallback),
        detail,
    }
}

fn kind_of(cause: &(dyn std::error::Error + 'static), text: &str) -> Option<NetworkFailure> {
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        return Some(match error {
            rustls::Error::AlertReceived(alert) => kind_of_alert(*alert),
            _ => NetworkFailure::Tls,
        });
    }
    if text.starts_with("dns error") {
        return Some(NetworkFailure::Dns);
    }
    // hyper names what it could not parse; its type is not public in every layer.
    if text.starts_with("invalid HTTP") {
        return Some(NetworkFailure::Malformed);
    }
    match cause.downcast_ref::<std::io::Error>()?.kind() {
        std::io::ErrorKind::TimedOut => Some(NetworkFailure::TimeOut),
        std::io::ErrorKind::ConnectionRefused
        | std::io::ErrorKind::HostUnreachable
        | std::io::ErrorKind::NetworkUnreachable => Some(NetworkFailure::Connect),
        std::io::ErrorKind::ConnectionReset
        | std::io::ErrorKind::ConnectionAborted
        | std::io::ErrorKind::BrokenPipe
        | std::io::ErrorKind::UnexpectedEof => Some(NetworkFailure::Torn),
        _ => None,
    }
}

/// What the other side says of this one's certificate (RFC 8446 §6.2).
fn kind_of_alert(alert: AlertDescription) -> NetworkFailure {
    match alert {
        AlertDescription::CertificateRequired | AlertDescription::NoCertificate => {
            NetworkFailure::CertificateRequired
        }
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateExpired
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnknownCA
        // One of the same name as an authority, and not signed by it.
        | AlertDescription::DecryptError
        | AlertDescription::AccessDenied => NetworkFailure::CertificateRefused,
        _ => NetworkFailure::Tls,
    }
}
