//! What the server answers.

mod auth;
mod control;
mod drain;
mod echo;
pub(crate) mod input;
mod made_up;
mod media;
mod notes;
pub(crate) mod refusal;
mod stream;
mod welcome;

use crate::{Paths, state::State};
use auth::Caller;
use axum::{
    Extension, Json, Router,
    extract::{OriginalUri, RawQuery},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{any, delete, get, post},
};
use input::{Params, PathText};
use refusal::Refusal;
use serde_json::json;
use std::sync::Arc;

/// Handlers get the state this way.
pub(crate) type Shared = axum::extract::State<Arc<State>>;

/// The largest body that the echo takes: 64 MiB.
pub(crate) const ECHO_LIMIT: u64 = 64 << 20;
/// The largest JSON body that anything else takes: 256 KiB.
pub(crate) const JSON_LIMIT: usize = 256 << 10;

/// All routes.
pub(crate) fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/", get(welcome::page))
        .merge(sessions(state.dialect.paths()))
        .nest("/api", resources(&state))
        .route(
            "/__stats",
            get(control::stats).layer(from_fn(control::only_from_here)),
        )
        .nest("/__control", control::router())
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(drain::unread))
        .with_state(state)
}

/// Where sessions begin, go on and end.
fn sessions(paths: Paths) -> Router<Arc<State>> {
    let router = if paths.sign_in == paths.refresh {
        Router::new().route(paths.sign_in, post(auth::sign_in_or_refresh))
    } else {
        Router::new()
            .route(paths.sign_in, post(auth::sign_in))
            .route(paths.refresh, post(auth::refresh))
    };
    match paths.sign_out {
        Some(("DELETE", path)) => router.route(path, delete(auth::sign_out)),
        Some((_, path)) => router.route(path, post(auth::sign_out)),
        None => router,
    }
}

/// What needs an access token. An unknown path needs one as well: what exists is not told to strangers.
fn resources(state: &Arc<State>) -> Router<Arc<State>> {
    Router::new()
        .route("/me", get(me))
        .route("/notes", get(notes::list).post(notes::create))
        .route(
            "/notes/{id}",
            get(notes::read)
                .put(notes::replace)
                .patch(notes::change)
                .delete(notes::delete),
        )
        .route("/echo", any(echo::echo))
        .route("/image", get(media::image))
        .route("/slow", get(media::slow))
        .route("/large", get(media::large))
        .route("/download", get(stream::download))
        .route("/stream/events", get(stream::events))
        .route("/stream/lines", get(stream::lines))
        .route("/status/{code}", any(status))
        .route("/redirect", any(redirect))
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(state), auth::require_access))
}

async fn me(Extension(Caller(user)): Extension<Caller>) -> Response {
    Json(user).into_response()
}

async fn status(path: PathText) -> Result<Response, Refusal> {
    let status = path.number("code", 200, 599)?;
    let status = u16::try_from(status)
        .ok()
        .and_then(|code| StatusCode::from_u16(code).ok());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // RFC 9110 §15: these have no content.
    if matches!(
        status,
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED
    ) {
        return Ok(status.into_response());
    }
    let reason = status.canonical_reason().unwrap_or("a status without a name");
    let body = if status.is_client_error() || status.is_server_error() {
        json!({"status": status.as_u16(), "error": "as_asked", "message": reason})
    } else {
        json!({"status": status.as_u16(), "message": reason})
    };
    Ok((status, Json(body)).into_response())
}

async fn redirect(RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    const ALLOWED: &str = "a path or an URL in visible ASCII, the rest percent-encoded";
    const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];
    let params = Params::new(query.as_deref());
    let to = params
        .text("to")?
        .ok_or_else(|| Refusal::missing_parameter("to", ALLOWED))?;
    let visible = !to.is_empty() && to.bytes().all(|byte| byte.is_ascii_graphic());
    let location = HeaderValue::from_str(&to)
        .ok()
        .filter(|_| visible)
        .ok_or_else(|| Refusal::bad_parameter("to", &to, ALLOWED))?;
    let status = params.number("status", 302, 300, 399)?;
    let status = STATUSES
        .into_iter()
        .find(|&code| u64::from(code) == status)
        .and_then(|code| StatusCode::from_u16(code).ok())
        .ok_or_else(|| Refusal::bad_parameter("status", status, "301, 302, 303, 307 or 308"))?;
    Ok((
        status,
        [(header::LOCATION, location)],
        Json(json!({"location": to})),
    )
        .into_response())
}

async fn unknown(OriginalUri(uri): OriginalUri) -> Refusal {
    let message = format!("There is nothing at {}. GET / lists what there is.", uri.path());
    Refusal::new(StatusCode::NOT_FOUND, "not_found", message)
}

async fn wrong_method(method: Method, OriginalUri(uri): OriginalUri) -> Refusal {
    let message = format!(
        "{} does not take {method}. GET / lists what there is.",
        uri.path()
    );
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
}
