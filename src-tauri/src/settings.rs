//! The settings that concern all sessions: kept beside them, and shared with the command line.

use std::path::Path;

use latchkey_ipc as ipc;
use latchkey_keeping::Kept;
use latchkey_pipeline::{Error, Network, NetworkSettings, ProxyChoice};

use crate::translate;

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
    let settings = NetworkSettings {
        proxy: match wanted.proxy {
            ipc::ProxyChoice::System => ProxyChoice::System,
            ipc::ProxyChoice::None => ProxyChoice::None,
            ipc::ProxyChoice::Manual => ProxyChoice::Manual,
        },
        proxy_url: wanted.proxy_url.trim().to_owned(),
        proxy_exceptions: wanted.proxy_exceptions.trim().to_owned(),
        ca_file: wanted.ca_file.trim().to_owned(),
        http2: wanted.http2,
    };
    settings
        .check()
        .map_err(|error| translate::from_error(Error::Input(error)))?;
    kept.set_entry(ENTRY, &settings)
        .await
        .map_err(|error| translate::internal(error.to_string()))?;
    network.set(settings);
    Ok(())
}

/// The settings as the window shows them.
pub(crate) fn view(network: &Network, folder: &Path) -> ipc::SettingsView {
    let settings = network.settings();
    ipc::SettingsView {
        network: ipc::NetworkSettings {
            proxy: match settings.proxy {
                ProxyChoice::System => ipc::ProxyChoice::System,
                ProxyChoice::None => ipc::ProxyChoice::None,
                ProxyChoice::Manual => ipc::ProxyChoice::Manual,
            },
            proxy_url: settings.proxy_url.clone(),
            proxy_exceptions: settings.proxy_exceptions.clone(),
            ca_file: settings.ca_file.clone(),
            http2: settings.http2,
        },
        folder: folder.display().to_string(),
        folder_bytes: size(folder, 4),
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
