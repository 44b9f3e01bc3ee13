use serde::{Deserialize, Serialize};

use crate::{Command, Nothing};

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

/// The settings, and what belongs to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// How connections are made.
    pub network: NetworkSettings,
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
