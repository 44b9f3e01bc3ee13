//! How connections are made, whoever they are for: the proxy, further authorities, HTTP/2. What concerns one server is
//! in its profile.

use std::sync::Arc;

use arc_swap::ArcSwap;
use reqwest::Client;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    error::{Error, InputError, Rule},
    profile::Profile,
    transport,
};

/// What a proxy's address may be.
const PROXY_ALLOWED: &str =
    "an address such as http://proxy.example.com:3128, without user name, password and path";

/// How connections are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NetworkSettings {
    /// Whether there is a proxy, and who says so.
    pub proxy: ProxyChoice,
    /// The proxy's address, for [`ProxyChoice::Manual`].
    pub proxy_url: String,
    /// Hosts that are reached without it, separated by commas: names with all below them, addresses, networks.
    pub proxy_exceptions: String,
    /// A PEM file with certificates to trust beside the system's; empty for none.
    pub ca_file: String,
    /// Whether HTTP/2 is offered.
    pub http2: bool,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            proxy: ProxyChoice::System,
            proxy_url: String::new(),
            proxy_exceptions: String::new(),
            ca_file: String::new(),
            http2: true,
        }
    }
}

/// Who says whether there is a proxy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyChoice {
    /// The environment (`HTTPS_PROXY`, `NO_PROXY` and so on), then the system's settings.
    #[default]
    System,
    /// Nobody: there is none.
    None,
    /// [`NetworkSettings::proxy_url`].
    Manual,
}

impl NetworkSettings {
    /// Looks whether connections can be made so: reads the file, and sends nothing.
    pub fn check(&self) -> Result<(), InputError> {
        self.proxy().map(drop)?;
        transport::authorities("ca_file", &self.ca_file).map(drop)
    }

    /// The proxy, where one is named.
    pub(crate) fn proxy(&self) -> Result<Option<reqwest::Proxy>, InputError> {
        if self.proxy != ProxyChoice::Manual {
            return Ok(None);
        }
        let wrong = |rule, found: &str| InputError::new("proxy_url", rule, found, PROXY_ALLOWED);
        let text = self.proxy_url.trim();
        if text.is_empty() {
            return Err(wrong(Rule::Empty, ""));
        }
        let url = Url::parse(text).map_err(|_| wrong(Rule::Proxy, ""))?;
        // The settings are not sealed; and what was found is not repeated, for it is a password.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong(Rule::ProxyCredentials, ""));
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong(Rule::BaseUrlScheme, url.scheme()));
        }
        if !url.has_host() || !matches!(url.path(), "" | "/") || url.query().is_some() {
            return Err(wrong(Rule::Proxy, text));
        }
        let proxy = reqwest::Proxy::all(url).map_err(|_| wrong(Rule::Proxy, text))?;
        // This computer is never behind a proxy.
        let without = format!("localhost,127.0.0.0/8,::1,{}", self.proxy_exceptions);
        Ok(Some(proxy.no_proxy(reqwest::NoProxy::from_string(&without))))
    }
}

/// How connections are made, shared by all sessions. Cheap to clone; all clones share the settings.
#[derive(Debug, Clone, Default)]
pub struct Network {
    settings: Arc<ArcSwap<NetworkSettings>>,
}

impl Network {
    /// The settings in force.
    pub fn settings(&self) -> Arc<NetworkSettings> {
        self.settings.load_full()
    }

    /// Puts settings in force, at once: connections that stand are used no more, and no session ends.
    pub fn set(&self, settings: NetworkSettings) {
        self.settings.store(Arc::new(settings));
    }
}

/// A profile's HTTP client, made anew once the settings have changed.
pub(crate) struct Clients {
    network: Network,
    made: ArcSwap<(Arc<NetworkSettings>, Client)>,
}

impl Clients {
    pub(crate) fn new(network: &Network, profile: &Profile) -> Result<Self, Error> {
        let settings = network.settings();
        let client = transport::client(profile, &settings)?;
        Ok(Self {
            network: network.clone(),
            made: ArcSwap::from_pointee((settings, client)),
        })
    }

    /// The client by the settings in force.
    pub(crate) fn now(&self, profile: &Profile) -> Result<Client, Error> {
        let made = self.made.load();
        let settings = self.network.settings.load();
        if Arc::ptr_eq(&made.0, &settings) {
            return Ok(made.1.clone());
        }
        let settings = Arc::clone(&settings);
        let client = transport::client(profile, &settings)?;
        self.made.store(Arc::new((settings, client.clone())));
        Ok(client)
    }
}
