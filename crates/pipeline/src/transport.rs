//! One HTTP exchange: no redirects, no cookies, no token that was not put in by hand.

use std::{
    error::Error as _,
    fs::File,
    io::{self, Read as _},
    sync::Arc,
    time::Duration,
};

use reqwest::{Certificate, Client, Identity, Request, Response};
use zeroize::Zeroizing;

use crate::{
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

/// Makes the HTTP client for a profile.
pub(crate) fn client(profile: &Profile, settings: &NetworkSettings) -> Result<Client, Error> {
    connecting::choose_crypto();
    let mut builder = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .dns_resolver(connecting::Resolver)
        .connector_layer(connecting::Looking)
        .connect_timeout(Duration::from_millis(profile.timeouts().connect_ms))
        .user_agent(concat!("Latchkey/", env!("CARGO_PKG_VERSION")));
    let proxy = settings.proxy()?;
    if is_loopback(&profile.base_url) || settings.proxy == ProxyChoice::None {
        builder = builder.no_proxy();
    } else if let Some(proxy) = proxy {
        builder = builder.proxy(proxy);
    }
    if !settings.http2 {
        builder = builder.http1_only();
    }
    let tls = &profile.description().tls;
    if !tls.verify {
        builder = builder.tls_danger_accept_invalid_certs(true);
    }
    let of_profile = authorities("tls.ca_file", tls.ca_file.as_deref().unwrap_or_default())?;
    let of_settings = authorities("ca_file", &settings.ca_file)?;
    builder = builder.tls_certs_merge(of_profile.into_iter().chain(of_settings));
    if let Some(path) = &tls.client_certificate_file {
        let field = "tls.client_certificate_file";
        let identity = Identity::from_pem(&pem(field, path)?)
            .map_err(|_| no_certificates(field, path, "a PEM file with a certificate and its private key"))?;
        builder = builder.identity(identity);
    }
    Ok(builder.build().map_err(|error| network_error(&error))?)
}

/// Sends and waits for the head of the answer, for at most `limit`; `watch` sees a connection being made. While the connection takes more of the body, the
/// time begins anew: a large file through a narrow line is not late.
pub(crate) async fn send(
    clock: &dyn Clock,
    limit: Duration,
    client: &Client,
    request: Request,
    upload: Option<Upload>,
    watch: Option<&Arc<Watch>>,
) -> Result<Response, NetworkError> {
    let mut exchange = std::pin::pin!(outside::exchange(client, request, watch));
    let mut taken = 0;
    loop {
        if let Some(sent) = within(clock, limit, exchange.as_mut()).await {
            return sent;
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

/// Reads a file that a profile names. Its content, which may be anything, is not repeated.
fn pem(field: &str, path: &str) -> Result<Zeroizing<Vec<u8>>, InputError> {
    read_pem(path).map_err(|error| {
        let found = format!("{path}: {error}");
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
    InputError::new(field, Rule::Certificates, path, allowed)
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
    if cause.is::<rustls::Error>() {
        return Some(NetworkFailure::Tls);
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
