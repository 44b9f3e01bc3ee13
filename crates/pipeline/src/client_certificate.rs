//! Certificates that this side shows (mutual TLS): who gets to see which, and whether it can be used at all.
//!
//! The files are read whenever a client is made, and their keys are kept nowhere. No error repeats anything of what is
//! in them.

use reqwest::Identity;
use rustls::{
    InconsistentKeys,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    sign::CertifiedKey,
};
use serde::{Deserialize, Serialize};
use url::{Host, Url};
use zeroize::Zeroizing;

use crate::{
    connecting,
    error::{InputError, Rule},
    transport::{self, pem},
    validity::{Validity, day},
};

/// How many there may be.
pub const MAX_CLIENT_CERTIFICATES: usize = 50;

const PEM_ALLOWED: &str = "a PEM file with a certificate";
const KEY_ALLOWED: &str = "a PEM file with a private key (PKCS#8, PKCS#1 or SEC1)";

/// A certificate for those hosts that ask for one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCertificate {
    /// Who gets to see it: a host's name or address, with a port where it is for that one alone.
    pub host: String,
    /// A PEM file with the certificate, and those between it and the authority.
    pub certificate_file: String,
    /// A PEM file with its private key; empty where the certificate's file has it.
    #[serde(default)]
    pub key_file: String,
}

/// Files as they are named somewhere.
pub(crate) struct Named<'a> {
    pub(crate) certificate: &'a str,
    pub(crate) certificate_field: String,
    pub(crate) key: &'a str,
    pub(crate) key_field: String,
}

impl<'a> Named<'a> {
    /// Both in one file.
    pub(crate) fn in_one(field: &str, file: &'a str) -> Self {
        Self {
            certificate: file,
            certificate_field: field.to_owned(),
            key: file,
            key_field: field.to_owned(),
        }
    }

    /// An entry of the settings.
    pub(crate) fn in_settings(at: usize, entry: &'a ClientCertificate) -> Self {
        let field = |name: &str| format!("client_certificates[{at}].{name}");
        let certificate_field = field("certificate_file");
        if entry.key_file.is_empty() {
            return Self::in_one(&certificate_field, &entry.certificate_file);
        }
        Self {
            certificate: &entry.certificate_file,
            certificate_field,
            key: &entry.key_file,
            key_field: field("key_file"),
        }
    }

    /// Reads the files: a certificate that counts at present, and the key that belongs to it.
    pub(crate) fn identity(&self, now_ms: i64) -> Result<Identity, InputError> {
        let certificates = pem(&self.certificate_field, self.certificate)?;
        let key = if self.key == self.certificate {
            certificates.clone()
        } else {
            pem(&self.key_field, self.key)?
        };
        let chain = self.chain(&certificates)?;
        self.counts(&chain[0], now_ms)?;
        self.fits(chain, &key)?;
        // Room for all from the start, so that no copy of the key is left behind. The last key counts.
        let mut both = Zeroizing::new(Vec::with_capacity(certificates.len() + 1 + key.len()));
        both.extend_from_slice(&certificates);
        if self.key != self.certificate {
            both.push(b'\n');
            both.extend_from_slice(&key);
        }
        Identity::from_pem(&both).map_err(|_| self.wrong(Rule::Certificates, PEM_ALLOWED))
    }

    fn chain(&self, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, InputError> {
        if let Some(error) = another_form(&self.certificate_field, self.certificate, bytes) {
            return Err(error);
        }
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bytes).collect();
        chain
            .ok()
            .filter(|chain| !chain.is_empty())
            .ok_or_else(|| self.wrong(Rule::Certificates, PEM_ALLOWED))
    }

    fn counts(&self, certificate: &[u8], now_ms: i64) -> Result<(), InputError> {
        let Some(validity) = Validity::of(certificate) else {
            return Err(self.wrong(Rule::Certificates, PEM_ALLOWED));
        };
        let (rule, word, at) = if now_ms > validity.ends_ms {
            (Rule::CertificateExpired, "until", validity.ends_ms)
        } else if now_ms < validity.begins_ms {
            (Rule::CertificateExpired, "from", validity.begins_ms)
        } else {
            return Ok(());
        };
        let found = format!("{} ({word} {})", tail(self.certificate), day(at));
        let allowed = "a certificate that counts today";
        Err(InputError::new(&self.certificate_field, rule, &found, allowed))
    }

    fn fits(&self, chain: Vec<CertificateDer<'static>>, bytes: &[u8]) -> Result<(), InputError> {
        let wrong = |rule, allowed: &str| InputError::new(&self.key_field, rule, &tail(self.key), allowed);
        if let Some(error) = another_form(&self.key_field, self.key, bytes) {
            return Err(error);
        }
        if memchr::memmem::find(bytes, b"ENCRYPTED").is_some() {
            let name = file_name(self.key);
            let allowed = format!("a key without pass phrase, as of: openssl pkey -in {name:?} -out key.pem");
            return Err(wrong(Rule::KeyEncrypted, &allowed));
        }
        let key = PrivateKeyDer::from_pem_slice(bytes).map_err(|_| wrong(Rule::PrivateKey, KEY_ALLOWED))?;
        connecting::choose_crypto();
        let provider = CryptoProvider::get_default().ok_or_else(|| wrong(Rule::PrivateKey, KEY_ALLOWED))?;
        match CertifiedKey::from_der(chain, key, provider) {
            Ok(_) => Ok(()),
            Err(rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => {
                let allowed = format!("the key of the certificate in {}", tail(self.certificate));
                Err(wrong(Rule::KeyMismatch, &allowed))
            }
            Err(_) => Err(wrong(Rule::PrivateKey, KEY_ALLOWED)),
        }
    }

    fn wrong(&self, rule: Rule, allowed: &str) -> InputError {
        InputError::new(&self.certificate_field, rule, &tail(self.certificate), allowed)
    }
}

/// What is no PEM but can be made such, and how.
fn another_form(field: &str, path: &str, bytes: &[u8]) -> Option<InputError> {
    // DER begins with a sequence (X.690 §8.9); that of PKCS#12 with its version, which is 3 (RFC 7292 §4).
    if bytes.first() != Some(&0x30) {
        return None;
    }
    let name = file_name(path);
    let is_pkcs12 = memchr::memmem::find(&bytes[..bytes.len().min(16)], &[0x02, 0x01, 0x03]).is_some();
    let command = if is_pkcs12 {
        format!("openssl pkcs12 -in {name:?} -nodes -out client.pem")
    } else if field.ends_with("key_file") {
        format!("openssl pkey -inform der -in {name:?} -out key.pem")
    } else {
        format!("openssl x509 -inform der -in {name:?} -out client.pem")
    };
    let rule = if is_pkcs12 { Rule::Pkcs12 } else { Rule::NotPem };
    let allowed = format!("a PEM file, as of: {command}");
    Some(InputError::new(field, rule, &tail(path), allowed))
}

/// Which entry is for a URL. One for its very port comes first.
pub(crate) fn of_url(entries: &[ClientCertificate], url: &Url) -> Option<usize> {
    if entries.is_empty() || url.scheme() != "https" {
        return None;
    }
    let host = url.host()?.to_owned();
    let port = url.port_or_known_default();
    let is_for = |wanted: Option<u16>| {
        entries
            .iter()
            .position(|entry| place(&entry.host) == Some((host.clone(), wanted)))
    };
    is_for(port).or_else(|| is_for(None))
}

/// Looks whether every entry can be used.
pub(crate) fn check(entries: &[ClientCertificate], now_ms: i64) -> Result<(), InputError> {
    if entries.len() > MAX_CLIENT_CERTIFICATES {
        let found = entries.len().to_string();
        let allowed = format!("at most {MAX_CLIENT_CERTIFICATES}");
        return Err(InputError::new(
            "client_certificates",
            Rule::Range,
            &found,
            allowed,
        ));
    }
    for (at, entry) in entries.iter().enumerate() {
        let field = |name: &str| format!("client_certificates[{at}].{name}");
        let wrong = |rule| {
            let allowed = "a host that no other entry has, such as api.example.com or 10.0.0.1:8443";
            InputError::new(field("host"), rule, &entry.host, allowed)
        };
        if entry.host.is_empty() {
            return Err(wrong(Rule::Empty));
        }
        let place_of = place(&entry.host).ok_or_else(|| wrong(Rule::Host))?;
        if entries[..at]
            .iter()
            .any(|it| place(&it.host).as_ref() == Some(&place_of))
        {
            return Err(wrong(Rule::HostTaken));
        }
        if entry.certificate_file.is_empty() {
            return Err(InputError::new(
                field("certificate_file"),
                Rule::Empty,
                "",
                PEM_ALLOWED,
            ));
        }
        transport::on_this_computer(&field("certificate_file"), &entry.certificate_file)?;
        transport::on_this_computer(&field("key_file"), &entry.key_file)?;
        Named::in_settings(at, entry).identity(now_ms)?;
    }
    Ok(())
}

/// A host as a URL would have it, and the port where one is named.
fn place(text: &str) -> Option<(Host, Option<u16>)> {
    // The last colon of an IPv6 address is before its bracket.
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse().ok()?)),
        _ => (text, None),
    };
    let host = Host::parse(host).ok()?;
    Some((host, port))
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A path with its end, which tells files apart: what is found is shown shortened.
pub(crate) fn tail(path: &str) -> String {
    const LONGEST: usize = 60;
    match path.char_indices().rev().nth(LONGEST) {
        Some((at, first)) => format!("…{}", &path[at + first.len_utf8()..]),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(host: &str) -> ClientCertificate {
        ClientCertificate {
            host: host.to_owned(),
            ..ClientCertificate::default()
        }
    }

    #[test]
    fn a_host_is_compared_as_urls_are() {
        let entries = [
            "API.example.com",
            "api.example.com:8443",
            "[::1]:444",
            "10.0.0.1",
            "bücher.example",
        ]
        .map(at);
        let of = |url: &str| of_url(&entries, &Url::parse(url).unwrap());
        assert_eq!(of("https://api.example.com/x"), Some(0));
        assert_eq!(of("https://api.example.com:8443/"), Some(1));
        assert_eq!(of("https://api.example.com:9/"), Some(0));
        assert_eq!(of("https://[::1]:444/"), Some(2));
        assert_eq!(of("https://[::1]/"), None);
        assert_eq!(of("https://10.0.0.1:1/"), Some(3));
        assert_eq!(of("https://xn--bcher-kva.example/"), Some(4));
        for other in [
            "https://x.api.example.com",
            "https://example.com",
            "http://api.example.com",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_host_or_there_twice_is_refused() {
        let rule = |hosts: &[&str]| {
            let entries: Vec<_> = hosts.iter().map(|host| at(host)).collect();
            let error = check(&entries, 0).unwrap_err();
            (error.field, error.rule)
        };
        for host in [
            "https://a.example",
            "a.example/x",
            "a.example:0x1",
            "a.example:70000",
            "a b",
            "::1",
            ":1",
        ] {
            assert_eq!(
                rule(&[host]),
                ("client_certificates[0].host".to_owned(), Rule::Host),
                "{host}"
            );
        }
        assert_eq!(rule(&[""]).1, Rule::Empty);
        assert_eq!(
            rule(&["a.example"]),
            ("client_certificates[0].certificate_file".to_owned(), Rule::Empty)
        );
        let many = vec!["a.example"; MAX_CLIENT_CERTIFICATES + 1];
        assert_eq!(rule(&many), ("client_certificates".to_owned(), Rule::Range));
    }

    #[test]
    fn a_long_path_keeps_its_end() {
        assert_eq!(tail("/a/client.pem"), "/a/client.pem");
        let long = format!("/{}/client.pem", "ä".repeat(100));
        assert!(tail(&long).starts_with('…') && tail(&long).ends_with("/client.pem"));
    }
}
