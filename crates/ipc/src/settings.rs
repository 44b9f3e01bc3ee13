use serde::{Deserialize, Serialize};

use crate::{Command, HistorySettings, Nothing};

/// Ask for the settings that concern all sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings;

impl Command for Settings {
    const NAME: &'static str = "settings";
    type Request = Nothing;
    type Response = SettingsView;
}

/// Put settings in force, and keep them. What cannot be used is refused, and nothing changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveSettings {
    /// How connections are made.
    pub network: NetworkSettings,
}

impl Command for SaveSettings {
    const NAME: &'static str = "save_settings";
    type Request = Self;
    type Response = SettingsView;
}

/// Show the data folder in the system's file manager. There is no place for a path: it is this folder or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDataFolder;

impl Command for OpenDataFolder {
    const NAME: &'static str = "open_data_folder";
    type Request = Nothing;
    type Response = Nothing;
}

/// The settings, and what belongs to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// How connections are made.
    pub network: NetworkSettings,
    /// Whether a history is kept.
    pub history: HistorySettings,
    /// How many calls are in it.
    pub history_calls: u64,
    /// The data folder.
    pub folder: String,
    /// How much is in it, in bytes.
    pub folder_bytes: u64,
}

/// How connections are made, whoever they are for. There is no place for a proxy's password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkSettings {
    /// Whether there is a proxy, and who says so.
    pub proxy: ProxyChoice,
    /// The proxy's address, for [`ProxyChoice::Manual`].
    pub proxy_url: String,
    /// Hosts that are reached without it, separated by commas.
    pub proxy_exceptions: String,
    /// A PEM file with certificates to trust beside the system's; empty for none.
    pub ca_file: String,
    /// Whether HTTP/2 is offered.
    pub http2: bool,
    /// How long a connection may take to be made, as typed: milliseconds, or nothing where it is as profiles say.
    pub connect_ms: String,
    /// How long a call may wait for its answer to begin, likewise.
    pub answer_ms: String,
    /// Certificates for hosts that ask for one.
    pub client_certificates: Vec<ClientCertificate>,
}

/// A certificate for a host that asks for one. Its key is named and never read by the window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCertificate {
    /// A host's name or address, with a port where it is for that one alone.
    pub host: String,
    /// A PEM file with the certificate.
    pub certificate_file: String,
    /// A PEM file with its private key; empty where the certificate's file has it.
    pub key_file: String,
}

/// Who says whether there is a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyChoice {
    /// The environment and the system.
    System,
    /// Nobody: there is none.
    None,
    /// The settings.
    Manual,
}
