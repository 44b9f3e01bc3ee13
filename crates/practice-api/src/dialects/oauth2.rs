//! OAuth 2.0: the password grant (RFC 6749 §4.3), refresh (§6), revocation (RFC 7009), bearer refusals (RFC 6750 §3).

use super::{Granted, Protocol, Sent};
use crate::{
    OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAUTH2_SCOPE, OAuth2Client, TokenKind,
    pair::Presented,
    state::State,
    tokens::{Form, Token, TokenRefusal},
    users::{Target, User},
};
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use url::form_urlencoded;

/// The same for expired and invalid; the quoted pair and the comma catch whoever splits at commas.
const CHALLENGE: &str =
    r#"Bearer realm="api", error="invalid_token", error_description="The access token expired, \"again\"""#;

pub(crate) struct OAuth2 {
    pub(crate) client: OAuth2Client,
}

/// An error of the token or the revocation endpoint (RFC 6749 §5.2).
#[derive(Clone, Copy)]
enum Error {
    Request,
    Client,
    Grant,
    GrantType,
    Scope,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, code) = match self {
            Self::Request => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::Client => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::Grant => (StatusCode::BAD_REQUEST, "invalid_grant"),
            Self::GrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Self::Scope => (StatusCode::BAD_REQUEST, "invalid_scope"),
        };
        let mut response = (status, Json(json!({"error": code}))).into_response();
        let headers = response.headers_mut();
        never_stored(headers);
        if let Self::Client = self {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"oauth\""),
            );
        }
        response
    }
}

/// The fields of a form.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(sent: &Sent) -> Result<Self, Error> {
        sent.of_type("application/x-www-form-urlencoded")
            .map_err(|_| Error::Request)?;
        Ok(Self(form_urlencoded::parse(&sent.body).into_owned().collect()))
    }

    /// A field; one that is given twice is an error, an empty one is absent (RFC 6749 §3.2).
    fn get(&self, name: &str) -> Result<Option<&str>, Error> {
        let mut values = self.0.iter().filter(|(given, _)| given == name);
        match (values.next(), values.next()) {
            (Some(_), Some(_)) => Err(Error::Request),
            (first, _) => Ok(first
                .map(|(_, value)| value.as_str())
                .filter(|value| !value.is_empty())),
        }
    }

    fn need(&self, name: &str) -> Result<&str, Error> {
        self.get(name)?.ok_or(Error::Request)
    }
}

impl OAuth2 {
    /// The form of a client that is who it says it is.
    fn fields(&self, sent: &Sent) -> Result<Fields, Error> {
        let fields = Fields::read(sent)?;
        let (id, secret) = (fields.get("client_id")?, fields.get("client_secret")?);
        let authorization = sent.headers.get(header::AUTHORIZATION);
        // RFC 6749 §2.3: not more than one way in a request.
        if secret.is_some() && authorization.is_some() {
            return Err(Error::Request);
        }
        let known = match self.client {
            OAuth2Client::Public => {
                id == Some(OAUTH2_CLIENT_ID) && secret.is_none() && authorization.is_none()
            }
            OAuth2Client::Body => id == Some(OAUTH2_CLIENT_ID) && secret == Some(OAUTH2_CLIENT_SECRET),
            OAuth2Client::Basic => {
                let given = authorization.and_then(basic);
                id.is_none_or(|id| id == OAUTH2_CLIENT_ID)
                    && given
                        .is_some_and(|(id, secret)| id == OAUTH2_CLIENT_ID && secret == OAUTH2_CLIENT_SECRET)
            }
        };
        if known { Ok(fields) } else { Err(Error::Client) }
    }

    fn password(&self, sent: &Sent) -> Result<&'static User, Error> {
        let fields = self.fields(sent)?;
        if fields.need("grant_type")? != "password" {
            return Err(Error::GrantType);
        }
        let (name, password) = (fields.need("username")?, fields.need("password")?);
        check_scope(&fields)?;
        User::with_password(name, password).ok_or(Error::Grant)
    }

    fn refresh_token(&self, sent: &Sent) -> Result<Presented, Error> {
        let fields = self.fields(sent)?;
        check_scope(&fields)?;
        Ok(Presented {
            refresh: fields.need("refresh_token")?.into(),
            access: None,
        })
    }

    fn token_to_revoke(&self, sent: &Sent) -> Result<String, Error> {
        let fields = self.fields(sent)?;
        // The hint only speeds up the search (RFC 7009 §2.1); here a token says what it is.
        fields.need("token").map(str::to_owned)
    }
}

impl Protocol for OAuth2 {
    fn form(&self, _token: &Token) -> Form {
        Form::Opaque
    }

    fn is_refresh(&self, sent: &Sent) -> bool {
        Fields::read(sent).is_ok_and(|fields| matches!(fields.get("grant_type"), Ok(Some("refresh_token"))))
    }

    fn credentials(&self, sent: &Sent) -> Result<&'static User, Response> {
        self.password(sent).map_err(Error::into_response)
    }

    fn presented(&self, sent: &Sent) -> Result<Presented, Response> {
        self.refresh_token(sent).map_err(Error::into_response)
    }

    fn grant(&self, granted: &Granted<'_>) -> Response {
        let mut body = granted.fields("access_token", "refresh_token");
        body.insert("token_type".into(), "Bearer".into());
        body.insert("expires_in".into(), granted.expires_in.into());
        body.insert("scope".into(), OAUTH2_SCOPE.into());
        let mut response = Json(body).into_response();
        never_stored(response.headers_mut());
        response
    }

    fn refuse_call(&self, refusal: TokenRefusal) -> Response {
        // RFC 6750 §3.1: without a token there is no error to tell.
        let (challenge, error) = match refusal {
            TokenRefusal::Missing => ("Bearer realm=\"api\"", "unauthorized"),
            _ => (CHALLENGE, "invalid_token"),
        };
        let headers = [(header::WWW_AUTHENTICATE, challenge)];
        (StatusCode::UNAUTHORIZED, headers, Json(json!({"error": error}))).into_response()
    }

    fn refuse_refresh(&self, _refusal: TokenRefusal) -> Response {
        Error::Grant.into_response()
    }

    /// RFC 7009 §2.2: a token that is not good any more, or never was, is a success too.
    fn sign_out(&self, state: &State, sent: &Sent) -> Response {
        let token = match self.token_to_revoke(sent) {
            Ok(token) => token,
            Err(error) => return error.into_response(),
        };
        if let Ok(token) = state.revoke(&token)
            && token.kind == TokenKind::Refresh
        {
            // RFC 7009 §2.1: the access tokens of the same grant go with it.
            state.invalidate_access(Target::One(token.user));
        }
        StatusCode::OK.into_response()
    }
}

/// The client's id and secret, which are form-url-encoded within Basic (RFC 6749 §2.3.1).
fn basic(value: &HeaderValue) -> Option<(String, String)> {
    let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| (form_decoded(id), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    // A name without a value; what would end the name cannot be there when it was encoded.
    let mut fields = form_urlencoded::parse(text.as_bytes());
    match (fields.next(), fields.next()) {
        (Some((name, value)), None) if value.is_empty() => name.into_owned(),
        _ => String::new(),
    }
}

fn check_scope(fields: &Fields) -> Result<(), Error> {
    let asked = fields.get("scope")?.unwrap_or_default();
    let known = |scope| OAUTH2_SCOPE.split(' ').any(|granted| granted == scope);
    if asked.split_ascii_whitespace().all(known) {
        Ok(())
    } else {
        Err(Error::Scope)
    }
}

/// RFC 6749 §5.1.
fn never_stored(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
}
