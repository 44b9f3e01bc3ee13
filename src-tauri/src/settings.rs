//! The settings that concern all sessions: kept beside them, and shared with the command line.

use std::path::Path;

use latchkey_ipc as ipc;
use latchkey_keeping::Kept;
use latchkey_pipeline::{
    ClientCertificate, Error, InputError, Network, NetworkSettings, ProxyChoice,
    clock::{Clock as _, SystemClock},
};

use crate::{history::KeptCalls, translate};

/// Shared with the command line: how connections are made.
const ENTRY: &str = "network";

/// Puts in force what is kept.
pub(crate) async fn load(kept: &Kept, network: &Network) {
    match kept.entry(ENTRY).await {
        Ok(Some(settings)) => network.set(settings),
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "how connections are made could not be read"),
    }
}

/// Keeps settings that can be used, and puts them in force. Calls under way go on as they began.
pub(crate) async fn save(
    kept: &Kept,
    network: &Network,
    wanted: ipc::NetworkSettings,
) -> Result<(), ipc::IpcError> {
    let now_ms = SystemClock::new().wall_ms();
    // It reads files.
    let read = tokio::task::spawn_blocking(move || read(wanted, now_ms)).await;
    let settings = read
        .map_err(|error| translate::internal(error.to_string()))?
        .map_err(|error| translate::from_error(Error::Input(error)))?;
    kept.set_entry(ENTRY, &settings)
        .await
        .map_err(|error| translate::internal(error.to_string()))?;
    network.set(settings);
    Ok(())
}

/// What the window wants, if connections can be made so.
fn read(wanted: ipc::NetworkSettings, now_ms: i64) -> Result<NetworkSettings, InputError> {
    let trimmed = |text: String| text.trim().to_owned();
    let settings = NetworkSettings {
        proxy: match wanted.proxy {
            ipc::ProxyChoice::System => ProxyChoice::System,
            ipc::ProxyChoice::None => ProxyChoice::None,
            ipc::ProxyChoice::Manual => ProxyChoice::Manual,
        },
        proxy_url: trimmed(wanted.proxy_url),
        proxy_exceptions: trimmed(wanted.proxy_exceptions),
        ca_file: trimmed(wanted.ca_file),
        http2: wanted.http2,
        connect_ms: NetworkSettings::time_out("connect_ms", &wanted.connect_ms)?,
        answer_ms: NetworkSettings::time_out("answer_ms", &wanted.answer_ms)?,
        client_certificates: wanted
            .client_certificates
            .into_iter()
            .map(|it| ClientCertificate {
                host: trimmed(it.host),
                certificate_file: trimmed(it.certificate_file),
                key_file: trimmed(it.key_file),
            })
            .collect(),
    };
    settings.check(now_ms)?;
    Ok(settings)
}

/// The settings as the window shows them.
pub(crate) fn view(network: &Network, history: &KeptCalls, folder: &Path) -> ipc::SettingsView {
    ipc::SettingsView {
        network: network_view(network),
        history: history.settings(),
        history_calls: history.count(),
        folder: folder.display().to_string(),
        folder_bytes: size(folder, 4),
    }
}

fn network_view(network: &Network) -> ipc::NetworkSettings {
    let settings = network.settings();
    let typed = |limit: Option<u64>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    ipc::NetworkSettings {
        proxy: match settings.proxy {
            ProxyChoice::System => ipc::ProxyChoice::System,
            ProxyChoice::None => ipc::ProxyChoice::None,
            ProxyChoice::Manual => ipc::ProxyChoice::Manual,
        },
        proxy_url: settings.proxy_url.clone(),
        proxy_exceptions: settings.proxy_exceptions.clone(),
        ca_file: settings.ca_file.clone(),
        http2: settings.http2,
        connect_ms: typed(settings.connect_ms),
        answer_ms: typed(settings.answer_ms),
        client_certificates: settings
            .client_certificates
            .iter()
            .map(|it| ipc::ClientCertificate {
                host: it.host.clone(),
                certificate_file: it.certificate_file.clone(),
                key_file: it.key_file.clone(),
            })
            .collect(),
    }
}

/// How much is in a folder, so many levels deep. What cannot be read counts for nothing; links are not followed.
fn size(folder: &Path, depth: u32) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_file() => about.len(),
        Ok(about) if about.is_dir() && depth > 0 => size(&entry.path(), depth - 1),
        _ => 0,
    };
    entries.flatten().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> ipc::NetworkSettings {
        ipc::NetworkSettings {
            proxy: ipc::ProxyChoice::System,
            proxy_url: String::new(),
            proxy_exceptions: String::new(),
            ca_file: String::new(),
            http2: true,
            connect_ms: String::new(),
            answer_ms: String::new(),
            client_certificates: Vec::new(),
        }
    }

    #[test]
    fn what_was_typed_is_read_and_shown_again() {
        let network = Network::default();
        let typed = ipc::NetworkSettings {
            connect_ms: " 2500 ".to_owned(),
            answer_ms: "86400000".to_owned(),
            ..wanted()
        };
        network.set(read(typed, 0).unwrap());
        let settings = network.settings();
        assert_eq!(
            (settings.connect_ms, settings.answer_ms),
            (Some(2_500), Some(86_400_000))
        );
        let shown = network_view(&network);
        assert_eq!(
            (shown.connect_ms.as_str(), shown.answer_ms.as_str()),
            ("2500", "86400000")
        );
        network.set(read(wanted(), 0).unwrap());
        assert_eq!(network_view(&network), wanted());
    }

    #[test]
    fn a_bad_time_out_is_told_with_its_field_what_was_found_and_what_is_allowed() {
        for typed in [
            "0",
            "99",
            "86400001",
            "-5",
            "+500",
            "1e3",
            "1.5",
            "10 s",
            "٣٠٠٠",
            "99999999999999999999",
        ] {
            for field in ["connect_ms", "answer_ms"] {
                let mut wanted = wanted();
                match field {
                    "connect_ms" => wanted.connect_ms = typed.to_owned(),
                    _ => wanted.answer_ms = typed.to_owned(),
                }
                let error = translate::from_error(Error::Input(read(wanted, 0).unwrap_err()));
                assert_eq!(
                    (error.key.as_str(), error.field.as_deref()),
                    ("out-of-range", Some(field))
                );
                assert_eq!(error.found.unwrap(), format!("{typed:?}"));
                assert_eq!(error.allowed.unwrap(), "100 to 86400000 ms, or nothing");
            }
        }
    }

    #[test]
    fn a_client_certificate_that_cannot_be_used_is_told_at_its_field_and_nothing_of_a_file_is_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let told = |host: &str, certificate: &str, key: &str| {
            let entry = ipc::ClientCertificate {
                host: host.to_owned(),
                certificate_file: certificate.to_owned(),
                key_file: key.to_owned(),
            };
            let wanted = ipc::NetworkSettings {
                client_certificates: vec![entry],
                ..wanted()
            };
            let error = translate::from_error(Error::Input(read(wanted, 0).unwrap_err()));
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
            (
                error.field.unwrap(),
                error.key,
                error.found.unwrap(),
                error.allowed.unwrap(),
            )
        };
        let field = |name: &str| format!("client_certificates[0].{name}");
        let (at, key, found, _) = told("https://a.example/", "", "");
        assert_eq!((at, key.as_str()), (field("host"), "host-invalid"));
        assert!(found.contains("a.example"));
        let gone = folder.path().join("gone.pem").to_str().unwrap().to_owned();
        let (at, key, found, _) = told("a.example", &gone, "");
        assert_eq!((at, key.as_str()), (field("certificate_file"), "file-unreadable"));
        assert!(found.contains("gone.pem"), "{found}");
        let text = file("hello.pem", b"hunter2");
        let (at, key, found, _) = told("a.example", &text, "");
        assert_eq!((at, key.as_str()), (field("certificate_file"), "certificates"));
        assert!(found.contains("hello.pem"), "{found}");
        let store = file("mine.p12", b"\x30\x82\x0a\x00\x02\x01\x03 hunter2");
        let (at, key, _, allowed) = told("a.example", &store, "");
        assert_eq!((at, key.as_str()), (field("certificate_file"), "pkcs12"));
        assert!(allowed.contains("openssl pkcs12 -in \"mine.p12\""), "{allowed}");
        let (at, key, _, allowed) = told("a.example", &file("mine.cer", b"\x30\x82\x0a\x00hunter2"), "");
        assert_eq!((at, key.as_str()), (field("certificate_file"), "not-pem"));
        assert!(allowed.contains("openssl x509 -inform der"), "{allowed}");
    }
}
