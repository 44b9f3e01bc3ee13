//! What kind of server a session is with, checked and ready for use.
//!
//! A person writes a [`Description`]; [`Profile::new`] turns it into a [`Profile`], or names every field that stands
//! in the way.

mod base_url;
mod check;
mod exchange;
mod place;
mod template;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use latchkey_profile::{CallerAuthorization, Client, Description, Kind, Refusals, TimeOuts};
use serde::{Deserialize, Serialize};
use url::Url;

pub(crate) use self::{
    exchange::Exchange,
    place::{Place, Places},
    template::Values,
};
pub use base_url::is_loopback;

use crate::{error::InputError, store::ClientSecret, token::Token};

/// How one kind of server signs in, refreshes and refuses. Written and read as its [`Description`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Description", into = "Description")]
pub struct Profile {
    description: Description,
    pub(crate) base_url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) sign_in: Exchange,
    pub(crate) refresh: Exchange,
    pub(crate) sign_out: Option<Exchange>,
    pub(crate) tokens: Places,
    pub(crate) refreshed_tokens: Places,
    pub(crate) attach: Attach,
}

/// How the access token travels with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attach {
    pub(crate) header: HeaderName,
    /// What stands before the token, with its blank; empty for the bare token.
    prefix: String,
}

impl Attach {
    /// The header's value, which HTTP libraries do not print.
    pub(crate) fn value(&self, token: &Token) -> HeaderValue {
        token.behind(&self.prefix)
    }
}

impl Profile {
    /// Checks a description. The errors name every field that is wrong, what was found and what is allowed.
    pub fn new(description: Description) -> Result<Self, Vec<InputError>> {
        check::profile(description)
    }

    /// The default profile: both tokens in the headers of the answers, the refresh token in a header of its own.
    ///
    /// ```
    /// use latchkey_pipeline::Profile;
    ///
    /// let profile = Profile::header_pair("team", "Team API", "https://api.example.com", false)?;
    /// assert_eq!(profile.endpoint("/api/notes").as_str(), "https://api.example.com/api/notes");
    /// # Ok::<(), latchkey_pipeline::InputError>(())
    /// ```
    pub fn header_pair(
        id: impl Into<String>,
        name: impl Into<String>,
        base_url: &str,
        allow_plain_http: bool,
    ) -> Result<Self, InputError> {
        let description = Description {
            allow_plain_http,
            ..Kind::HeaderPair.description(&id.into(), &name.into(), base_url)
        };
        Self::new(description).map_err(|mut errors| errors.swap_remove(0))
    }

    /// The default profile at an address that nobody has made a profile for. Its id follows from the address, so that
    /// sessions with two servers are never taken for one.
    ///
    /// ```
    /// use latchkey_pipeline::Profile;
    ///
    /// let profile = Profile::at_address("https://API.example.com:8443/v1/", false)?;
    /// assert_eq!(profile.id(), "at-api-example-com-8443-v1-846fd6db");
    /// # Ok::<(), latchkey_pipeline::InputError>(())
    /// ```
    pub fn at_address(base_url: &str, allow_plain_http: bool) -> Result<Self, InputError> {
        let url = base_url::checked("base_url", base_url, allow_plain_http)?;
        Self::header_pair(base_url::id_of(&url), "", base_url, allow_plain_http)
    }

    /// Whether `id` can be a profile's: it is also the name of a file.
    pub fn check_id(id: &str) -> Result<(), InputError> {
        check::id(id)
    }

    /// What the profile was made of.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Short name, unique among profiles.
    pub fn id(&self) -> &str {
        &self.description.id
    }

    /// Name to show: the profile's own, or else host and port.
    pub fn name(&self) -> String {
        if !self.description.name.is_empty() {
            return self.description.name.clone();
        }
        match (self.base_url.host_str(), self.base_url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => self.base_url.to_string(),
        }
    }

    /// Scheme, host, port and path prefix of the API.
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// The URL of `path` below the base URL, whose own path is kept as a prefix.
    pub fn endpoint(&self, path: &str) -> Url {
        base_url::below(&self.base_url, path)
    }

    /// Whether the sign-in needs a client secret.
    pub fn wants_client_secret(&self) -> bool {
        use latchkey_profile::ClientAuthentication::{Basic, Body};
        self.client()
            .is_some_and(|client| matches!(client.authentication, Basic | Body))
    }

    /// Whether the server's certificate is checked.
    pub fn checks_certificate(&self) -> bool {
        self.description.tls.verify
    }

    /// Whether the server can be told that a session is over.
    pub fn can_revoke(&self) -> bool {
        self.sign_out.is_some()
    }

    pub(crate) fn client(&self) -> Option<&Client> {
        self.description.client.as_ref()
    }

    pub(crate) fn refusals(&self) -> &Refusals {
        &self.description.refusals
    }

    pub(crate) fn timeouts(&self) -> &TimeOuts {
        &self.description.timeouts
    }

    pub(crate) fn allow_plain_http(&self) -> bool {
        self.description.allow_plain_http
    }

    /// The values that every request of the session has.
    pub(crate) fn values<'a>(&'a self, user: &'a str, secret: Option<&'a ClientSecret>) -> Values<'a> {
        Values {
            user,
            client_id: self.client().map(|client| client.id.as_str()),
            client_secret: secret,
            ..Values::default()
        }
    }

    /// Whether a header of an answer may hold a token, so that nobody should see its value.
    pub(crate) fn hides(&self, name: &HeaderName) -> bool {
        let answers = self.tokens.all().chain(self.refreshed_tokens.all());
        let mut in_answers = answers.filter_map(|place| match place {
            Place::Header(name) => Some(name),
            Place::Cookie(_) => Some(&header::SET_COOKIE),
            Place::Json(_) => None,
        });
        *name == header::AUTHORIZATION || *name == self.attach.header || in_answers.any(|held| held == name)
    }

    /// Whether a header or a field of this name carries a token or another credential in the requests and answers of the session
    /// itself, whatever its name sounds like.
    pub fn names_credential(&self, name: &str) -> bool {
        let exchanges = [Some(&self.sign_in), Some(&self.refresh), self.sign_out.as_ref()];
        let sent = exchanges.into_iter().flatten().any(|it| it.sends_secret_as(name));
        let places = self.tokens.secrets().chain(self.refreshed_tokens.secrets());
        let mut received = places.map(Place::name);
        self.attach.header.as_str().eq_ignore_ascii_case(name)
            || sent
            || received.any(|it| it.eq_ignore_ascii_case(name))
    }

    /// Whether a caller may set a header: those of the tokens are the session's own.
    pub(crate) fn lets_set(&self, name: &HeaderName) -> bool {
        let callers_choice = self.description.caller_authorization == CallerAuthorization::Keep;
        if *name == self.attach.header || *name == header::AUTHORIZATION {
            return callers_choice;
        }
        let sent = self.refresh.secret_headers().any(|held| held == name);
        let received = self.tokens.all().chain(self.refreshed_tokens.all());
        let mut received = received.filter_map(|place| match place {
            Place::Header(name) => Some(name),
            _ => None,
        });
        !sent && !received.any(|held| held == name)
    }
}

impl TryFrom<Description> for Profile {
    type Error = InputError;

    fn try_from(description: Description) -> Result<Self, InputError> {
        Self::new(description).map_err(|mut errors| errors.swap_remove(0))
    }
}

impl From<Profile> for Description {
    fn from(profile: Profile) -> Self {
        profile.description
    }
}
