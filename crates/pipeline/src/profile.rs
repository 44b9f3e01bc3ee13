//! What kind of server a session is with: where to sign in and refresh, where the tokens are, what an answer means.

use http::HeaderName;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::error::{InputError, Rule};

/// How one kind of server signs in, refreshes and refuses. Made by [`Profile::header_pair`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Short name, unique among profiles.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Scheme, host, port and path prefix of the API.
    pub base_url: Url,
    /// The user's yes to plain http with a host that is not loopback.
    pub allow_plain_http: bool,
    /// Where to sign in: `POST` with a JSON body of the two fields.
    pub sign_in: SignIn,
    /// The response headers in which the server sends tokens.
    pub token_headers: TokenHeaders,
    /// How a refusal reads.
    pub refusal: Refusal,
    /// Where and how to refresh.
    pub refresh: Refresh,
    /// What happens when a caller sets `Authorization` itself.
    pub caller_authorization: CallerAuthorization,
    /// Time-outs, in milliseconds.
    pub timeouts: TimeOuts,
}

/// The sign-in request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Path below the base URL.
    pub path: String,
    /// JSON field of the user's name.
    pub user_field: String,
    /// JSON field of the password.
    pub password_field: String,
}

/// Names of the headers that hold tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenHeaders {
    /// The access token's, in answers.
    #[serde(with = "header_name")]
    pub access: HeaderName,
    /// The refresh token's, in answers and in the refresh request.
    #[serde(with = "header_name")]
    pub refresh: HeaderName,
}

/// How a refusal reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The code in the body of a 401 that says the access token has expired.
    pub expired_code: String,
    /// The code in the body of a 401 that says the access token is invalid.
    pub invalid_code: String,
    /// What to do with a 401 that has neither code.
    pub other: OtherUnauthorized,
}

/// What to do with a 401 that has neither code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherUnauthorized {
    /// End the session.
    End,
    /// Hand the answer to the caller.
    Return,
}

/// The refresh request: `POST` with an empty body, the refresh token as bearer in its own header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// Path below the base URL.
    pub path: String,
    /// What happens when 408, 425, 429 or 5xx persist.
    pub on_server_error: OnServerError,
    /// Whether every refresh brings a new refresh token.
    pub rotation: Rotation,
}

/// What happens when the refresh keeps failing at the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnServerError {
    /// End the session.
    End,
    /// Fail the call and keep the session.
    Keep,
}

/// Whether every refresh brings a new refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Yes: without one the pair is not usable.
    Required,
    /// Not always: without one the old refresh token stays in use.
    Optional,
}

/// What happens when a caller sets `Authorization` itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallerAuthorization {
    /// The call is refused before anything is sent.
    Refuse,
    /// The caller's header goes out untouched and no token is attached.
    Keep,
}

/// Time-outs, in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeOuts {
    /// Until a connection stands.
    pub connect: u64,
    /// From sending a call to the head of its answer.
    pub answer: u64,
    /// Between two pieces of a body.
    pub idle: u64,
    /// For one attempt at a sign-in or a refresh, from start to end.
    pub refresh: u64,
    /// For reading the part of a 401's body that is looked at.
    pub peek: u64,
}

impl Default for TimeOuts {
    fn default() -> Self {
        Self {
            connect: 10_000,
            answer: 60_000,
            idle: 60_000,
            refresh: 20_000,
            peek: 5_000,
        }
    }
}

impl Profile {
    /// The default profile: both tokens in the headers of the answers, the refresh token in a header of its own.
    ///
    /// ```
    /// use latchkey_pipeline::Profile;
    ///
    /// let profile = Profile::header_pair("team", "Team API", "https://api.example.com", false)?;
    /// assert_eq!(profile.endpoint(&profile.sign_in.path).as_str(), "https://api.example.com/api/user/login");
    /// # Ok::<(), latchkey_pipeline::InputError>(())
    /// ```
    pub fn header_pair(
        id: impl Into<String>,
        name: impl Into<String>,
        base_url: &str,
        allow_plain_http: bool,
    ) -> Result<Self, InputError> {
        Ok(Self {
            id: id.into(),
            name: name.into(),
            base_url: checked_base_url(base_url, allow_plain_http)?,
            allow_plain_http,
            sign_in: SignIn {
                path: "/api/user/login".to_owned(),
                user_field: "email".to_owned(),
                password_field: "password".to_owned(),
            },
            token_headers: TokenHeaders {
                access: http::header::AUTHORIZATION,
                refresh: HeaderName::from_static("authorization-refresh"),
            },
            refusal: Refusal {
                expired_code: "ExpiredToken".to_owned(),
                invalid_code: "InvalidToken".to_owned(),
                other: OtherUnauthorized::End,
            },
            refresh: Refresh {
                path: "/api/refresh-token".to_owned(),
                on_server_error: OnServerError::End,
                rotation: Rotation::Required,
            },
            caller_authorization: CallerAuthorization::Refuse,
            timeouts: TimeOuts::default(),
        })
    }

    /// The URL of `path` below the base URL, whose own path is kept as a prefix.
    pub fn endpoint(&self, path: &str) -> Url {
        let mut url = self.base_url.clone();
        url.set_path(&format!(
            "{}/{}",
            self.base_url.path().trim_end_matches('/'),
            path.trim_start_matches('/')
        ));
        url
    }
}

/// Whether a URL's host is this computer. Names other than `localhost` are not looked up.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn checked_base_url(typed: &str, allow_plain_http: bool) -> Result<Url, InputError> {
    const FIELD: &str = "server.base_url";
    const ALLOWED: &str = "an address such as https://api.example.com";
    let typed = typed.trim();
    let refuse = |rule, allowed: &str| Err(InputError::new(FIELD, rule, typed, allowed));
    if typed.is_empty() {
        return refuse(Rule::Empty, ALLOWED);
    }
    if typed.chars().any(char::is_control) {
        return refuse(Rule::ControlCharacter, ALLOWED);
    }
    let Ok(url) = Url::parse(typed) else {
        return refuse(Rule::BaseUrl, ALLOWED);
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(Rule::BaseUrlScheme, "http:// or https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        // What was typed may hold a password: it is not repeated.
        let found = "an address with user name or password";
        return Err(InputError::new(FIELD, Rule::BaseUrlParts, found, ALLOWED));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse(Rule::BaseUrlParts, ALLOWED);
    }
    if url.scheme() == "http" && !allow_plain_http && !is_loopback(&url) {
        return refuse(Rule::PlainHttp, "https://, or http:// after an explicit yes");
    }
    Ok(url)
}

mod header_name {
    use http::HeaderName;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(name: &HeaderName, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(name.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<HeaderName, D::Error> {
        let text = String::deserialize(from)?;
        HeaderName::from_bytes(text.as_bytes())
            .map_err(|_| D::Error::custom(format!("found {text:?}; allowed is a header name")))
    }
}
