//! How connections are made, whoever they are for: the proxy, certificates, time-outs, HTTP/2. What concerns one server
//! is in its profile, and that comes first.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use serde::{Deserialize, Serialize};
use url::Url;

use latchkey_profile::TimeOuts;

use crate::{
    client_certificate::{self, ClientCertificate, Named},
    error::{Error, InputError, Rule},
    profile::Profile,
    request::MAX_TIME_OUT,
    target,
    transport::{self, Sender},
};

/// The shortest time-out that the settings take, in milliseconds: below it, a slip of the finger lets every call fail.
pub const MIN_TIME_OUT_MS: u64 = 100;

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
    /// How long a connection may take to be made, in milliseconds, where the profile does not say otherwise; `None`: as
    /// profiles begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect_ms: Option<u64>,
    /// How long a call may wait for its answer to begin; otherwise as [`NetworkSettings::connect_ms`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_ms: Option<u64>,
    /// Certificates for hosts that ask for one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub client_certificates: Vec<ClientCertificate>,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            proxy: ProxyChoice::System,
            proxy_url: String::new(),
            proxy_exceptions: String::new(),
            ca_file: String::new(),
            http2: true,
            connect_ms: None,
            answer_ms: None,
            client_certificates: Vec::new(),
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
    /// Looks whether connections can be made so at `now_ms`, by the time of day: reads the files, and sends nothing.
    pub fn check(&self, now_ms: i64) -> Result<(), InputError> {
        self.proxy().map(drop)?;
        transport::on_this_computer("ca_file", &self.ca_file)?;
        transport::authorities("ca_file", &self.ca_file).map(drop)?;
        for (field, limit) in [("connect_ms", self.connect_ms), ("answer_ms", self.answer_ms)] {
            if let Some(limit) = limit.filter(|limit| !is_time_out(*limit)) {
                return Err(time_out_error(field, &limit.to_string()));
            }
        }
        client_certificate::check(&self.client_certificates, now_ms)
    }

    /// A time-out as somebody typed it, in milliseconds; nothing is none. `field` is where.
    pub fn time_out(field: &str, typed: &str) -> Result<Option<u64>, InputError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let digits = typed.bytes().all(|it| it.is_ascii_digit());
        let limit = typed.parse().ok().filter(|limit| digits && is_time_out(*limit));
        limit.map(Some).ok_or_else(|| time_out_error(field, typed))
    }

    /// How long a connection may take. A profile that says otherwise than all begin comes first.
    pub(crate) fn connect_limit(&self, profile: &Profile) -> Duration {
        let (own, begin) = (profile.timeouts().connect_ms, TimeOuts::default().connect_ms);
        first_of(own, begin, self.connect_ms)
    }

    /// How long a call that names no time-out itself waits for its answer to begin.
    pub(crate) fn answer_limit(&self, profile: &Profile) -> Duration {
        let (own, begin) = (profile.timeouts().answer_ms, TimeOuts::default().answer_ms);
        first_of(own, begin, self.answer_ms)
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

fn first_of(of_profile: u64, begin: u64, of_settings: Option<u64>) -> Duration {
    // What lies in the file may have been written by hand.
    let set = of_settings.filter(|limit| of_profile == begin && is_time_out(*limit));
    Duration::from_millis(set.unwrap_or(of_profile))
}

fn is_time_out(ms: u64) -> bool {
    ms >= MIN_TIME_OUT_MS && Duration::from_millis(ms) <= MAX_TIME_OUT
}

fn time_out_error(field: &str, found: &str) -> InputError {
    let allowed = format!("{MIN_TIME_OUT_MS} to {} ms, or nothing", MAX_TIME_OUT.as_millis());
    InputError::new(field, Rule::Range, found, allowed)
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

/// A profile's HTTP clients, made anew once the settings have changed. There is one for each certificate that is shown,
/// for a client of the library shows the same to everybody.
pub(crate) struct Clients {
    network: Network,
    made: ArcSwap<Made>,
}

struct Made {
    settings: Arc<NetworkSettings>,
    senders: Vec<(Shown, Sender)>,
}

/// Which certificate is shown to who asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    OfProfile,
    OfSettings(usize),
}

/// Whom a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// The session itself: its profile says where that is.
    Session,
    /// A call, which may go anywhere.
    Call,
}

impl Clients {
    pub(crate) fn new(network: &Network, profile: &Profile, now_ms: i64) -> Result<Self, Error> {
        let clients = Self {
            network: network.clone(),
            made: ArcSwap::from_pointee(Made {
                settings: network.settings(),
                senders: Vec::new(),
            }),
        };
        clients.to(&profile.base_url, For::Call, profile, now_ms)?;
        Ok(clients)
    }

    /// The client for a URL, by the settings in force.
    pub(crate) fn to(&self, url: &Url, whom: For, profile: &Profile, now_ms: i64) -> Result<Sender, Error> {
        let settings = self.network.settings.load();
        let shown = shown(url, whom, profile, &settings);
        let made = self.made.load();
        let stands = Arc::ptr_eq(&made.settings, &settings);
        let known = made.senders.iter().find(|(it, _)| stands && *it == shown);
        if let Some((_, sender)) = known {
            return Ok(sender.clone());
        }
        let settings = Arc::clone(&settings);
        let named = match shown {
            Shown::Nothing => None,
            Shown::OfProfile => {
                let file = profile.description().tls.client_certificate_file.as_deref();
                file.map(|file| Named::in_one("tls.client_certificate_file", file))
            }
            Shown::OfSettings(at) => Some(Named::in_settings(at, &settings.client_certificates[at])),
        };
        let sender = transport::sender(profile, &settings, named.as_ref(), now_ms)?;
        let mut senders = if stands { made.senders.clone() } else { Vec::new() };
        senders.push((shown, sender.clone()));
        // Who makes another one meanwhile may win: then the next call makes this one again.
        self.made.store(Arc::new(Made { settings, senders }));
        Ok(sender)
    }
}

/// The profile's own certificate is for its own server, and for whom the session turns to; those of the settings are for
/// the hosts they name.
fn shown(url: &Url, whom: For, profile: &Profile, settings: &NetworkSettings) -> Shown {
    let has_own = profile.description().tls.client_certificate_file.is_some();
    if has_own && (whom == For::Session || target::is_home(profile, url)) {
        return Shown::OfProfile;
    }
    client_certificate::of_url(&settings.client_certificates, url).map_or(Shown::Nothing, Shown::OfSettings)
}
