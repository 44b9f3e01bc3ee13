//! What a profile says, as it is written. `docs/profiles.md` explains each field with examples.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How one kind of server signs in, refreshes and refuses, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Short name, unique among profiles: lower-case letters, digits and `-`, at most 64.
    pub id: String,
    /// Name to show.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Scheme, host, port and path prefix of the API.
    pub base_url: String,
    /// The yes to plain http with a host that is not this computer. Passwords and tokens can then be read on the way.
    #[serde(default, skip_serializing_if = "is_default")]
    pub allow_plain_http: bool,
    /// What happens when a caller sets the header of the access token itself.
    #[serde(default, skip_serializing_if = "is_default")]
    pub caller_authorization: CallerAuthorization,
    /// Headers that go along with every request to the server.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The requests that the session itself makes.
    pub requests: Requests,
    /// Where the tokens are in the answer to a sign-in, and in the answer to a refresh unless `refresh.tokens` differs.
    pub tokens: Tokens,
    /// How the access token travels with a call.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attach: Attach,
    /// How a refusal reads.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refusals: Refusals,
    /// What the answers to a refresh mean.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refresh: Refresh,
    /// The OAuth 2.0 client, where the server wants one (RFC 6749 §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Client>,
    /// Where the claims of a JWT name the user.
    #[serde(default, skip_serializing_if = "is_default")]
    pub claims: Claims,
    /// Refreshing before the token expires.
    #[serde(default, skip_serializing_if = "is_default")]
    pub proactive: Proactive,
    /// How long things may take.
    #[serde(default, skip_serializing_if = "is_default")]
    pub timeouts: TimeOuts,
    /// The encrypted connection.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tls: Tls,
}

/// The requests that the session itself makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requests {
    /// Signs in. May use `{user}` and `{password}`.
    pub sign_in: Request,
    /// Refreshes. May use `{refresh_token}`, `{access_token}` and `{user}`.
    pub refresh: Request,
    /// Tells the server that the session is over (RFC 7009, or its own way). May use what a refresh may use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out: Option<Request>,
}

/// A request. Texts may hold placeholders such as `{refresh_token}`; `{{` and `}}` stand for the braces themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Method.
    #[serde(default = "post", skip_serializing_if = "is_post")]
    pub method: String,
    /// Path below the base URL, or a whole URL where another server issues the tokens.
    pub url: String,
    /// What the fields are written as.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: Body,
    /// Headers. Over JSON and form bodies, `Content-Type` is set unless it is here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Cookies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cookies: BTreeMap<String, String>,
    /// Fields of the body. In JSON, a name that begins with `/` is a JSON Pointer (RFC 6901): `/auth/email`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, FieldValue>,
}

/// The value of a field: text with placeholders, a whole number, or true or false.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum FieldValue {
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Text with placeholders.
    Text(String),
}

impl From<&str> for FieldValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What a body is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// `application/json`, an object of the fields.
    #[default]
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// No body.
    None,
}

/// Where an answer has the tokens: `header:NAME`, `json:/POINTER` or `cookie:NAME`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: String,
    /// Seconds until the access token expires (RFC 6749 §5.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<String>,
}

/// How the access token travels with a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Attach {
    /// The header that carries it.
    pub header: String,
    /// What stands before it (RFC 6750 §2.1); empty for the bare token.
    pub scheme: String,
}

impl Default for Attach {
    fn default() -> Self {
        Self {
            header: "Authorization".to_owned(),
            scheme: "Bearer".to_owned(),
        }
    }
}

/// How a refusal reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Refusals {
    /// What a 401 means that no rule knows.
    pub unauthorized: Unauthorized,
    /// Looked at in order; the first that fits counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// What a 401 means that no rule knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unauthorized {
    /// The session is over.
    #[default]
    End,
    /// Nothing: the caller gets the answer.
    Return,
    /// The token may have expired: refresh once, and end the session if the next answer refuses again.
    Refresh,
}

/// Recognises an answer to a call. All that it asks for must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What such an answer says of the token.
    pub means: Means,
    /// The status, from 400 to 499.
    #[serde(default = "unauthorized_status")]
    pub status: u16,
    /// The whole body, a JSON string, or any member of a JSON object is this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The place in a JSON body (RFC 6901) that `equals` or `contains` looks at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The value there is exactly this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<String>,
    /// The value there has this in it, in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<String>,
    /// A Bearer challenge has this `error` (RFC 6750 §3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_error: Option<String>,
    /// The challenge's `error_description` has this in it, in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_description: Option<String>,
}

/// What a refusal says of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// It has expired: refresh, and send again.
    Expired,
    /// It is not accepted: the session is over.
    Invalid,
}

/// What the answers to a refresh mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Refresh {
    /// What happens when 408, 425, 429 or 5xx persist.
    pub on_server_error: OnServerError,
    /// Whether every refresh brings a new refresh token.
    pub rotation: Rotation,
    /// Where the tokens are in the answer to a refresh, if not where the sign-in has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
}

/// What happens when the refresh keeps failing at the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnServerError {
    /// The call fails, and the session stays.
    #[default]
    Keep,
    /// The session ends.
    End,
}

/// Whether every refresh brings a new refresh token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Not always: without one the old refresh token stays in use.
    #[default]
    Optional,
    /// Yes: without one the session ends.
    Required,
}

/// What happens when a caller sets the header of the access token itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallerAuthorization {
    /// The call is refused before anything is sent.
    #[default]
    Refuse,
    /// The caller's header goes out untouched, and no token is attached.
    Keep,
}

/// An OAuth 2.0 client (RFC 6749 §2). Its secret is asked for at the sign-in and kept with the tokens, never here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// How it authenticates.
    #[serde(default)]
    pub authentication: ClientAuthentication,
}

/// How an OAuth 2.0 client authenticates at sign-in, refresh and sign-out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthentication {
    /// A public client: `client_id` in the body, no secret.
    #[default]
    None,
    /// HTTP Basic (RFC 6749 §2.3.1).
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
}

/// Where the claims of a JWT (RFC 7519) name the user, as JSON Pointers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// Whose token it is. A refresh that brings somebody else's token ends the session.
    pub subject: String,
    /// The name to show, if not what was typed at the sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Default for Claims {
    fn default() -> Self {
        Self {
            subject: "/sub".to_owned(),
            name: None,
        }
    }
}

/// Refreshing before the token expires, while the session is in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Proactive {
    /// What tells the expiry.
    pub from: ProactiveFrom,
    /// How long before the expiry, in seconds; at most a quarter of the token's life.
    pub margin_s: u32,
    /// Also while nobody uses the app.
    pub keep_alive: bool,
}

impl Default for Proactive {
    fn default() -> Self {
        Self {
            from: ProactiveFrom::Off,
            margin_s: 30,
            keep_alive: false,
        }
    }
}

/// What tells when the access token expires.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProactiveFrom {
    /// Nothing: refresh when the server says that the token has expired.
    #[default]
    Off,
    /// The token's own `exp` (RFC 7519 §4.1.4).
    Token,
    /// `tokens.expires_in`.
    ExpiresIn,
}

/// How long things may take, in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TimeOuts {
    /// Until a connection stands.
    pub connect_ms: u64,
    /// From sending a call to the head of its answer.
    pub answer_ms: u64,
    /// Between two pieces of a body.
    pub idle_ms: u64,
    /// For one attempt at a sign-in, refresh or sign-out, from start to end.
    pub refresh_ms: u64,
    /// For reading the part of a refusal's body that is looked at.
    pub peek_ms: u64,
}

impl Default for TimeOuts {
    fn default() -> Self {
        Self {
            connect_ms: 10_000,
            answer_ms: 60_000,
            idle_ms: 60_000,
            refresh_ms: 20_000,
            peek_ms: 5_000,
        }
    }
}

/// The encrypted connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "files", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Tls {
    /// Whether the server's certificate is checked. Without it, anybody on the way can take passwords and tokens.
    pub verify: bool,
    /// A PEM file with certificates to trust beside the system's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<String>,
    /// A PEM file with the client's certificate and its private key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_certificate_file: Option<String>,
}

impl Default for Tls {
    fn default() -> Self {
        Self {
            verify: true,
            ca_file: None,
            client_certificate_file: None,
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn post() -> String {
    "POST".to_owned()
}

fn is_post(method: &str) -> bool {
    method == "POST"
}

fn unauthorized_status() -> u16 {
    401
}
