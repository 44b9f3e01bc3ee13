//! The endpoints that make trouble and tell the counters, for this computer alone.

use super::{Shared, input, refusal::Refusal};
use crate::{Stats, control::Commands, state::State};
use axum::{
    Json, Router,
    body::Body,
    extract::{ConnectInfo, Request},
    http::{HeaderMap, StatusCode, header},
    middleware::{Next, from_fn},
    response::Response,
    routing::post,
};
use serde_json::{Value, json};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};
use url::{Host, Url};

/// `/__control` and what is below it.
pub(crate) fn router() -> Router<Arc<State>> {
    Router::new()
        .route("/", post(command))
        .route("/expire", post(expire))
        .route("/revoke", post(revoke))
        .fallback(super::unknown)
        .method_not_allowed_fallback(super::wrong_method)
        .layer(from_fn(only_from_here))
}

/// `GET /__stats`
pub(crate) async fn stats(state: Shared) -> Json<Stats> {
    Json(state.counters.read())
}

async fn command(state: Shared, body: Body) -> Result<Json<Value>, Refusal> {
    let commands = Commands::from_json(&input::json(body).await?)?;
    Ok(carry_out(&state, commands, "Done.").await)
}

async fn expire(state: Shared) -> Json<Value> {
    let message = "Every access token is expired. The next call is refreshed.";
    carry_out(&state, Commands::expire(), message).await
}

async fn revoke(state: Shared) -> Json<Value> {
    let message = "Every session is over. The next call leads to the sign-in view.";
    carry_out(&state, Commands::end_sessions(), message).await
}

async fn carry_out(state: &Arc<State>, commands: Commands, message: &str) -> Json<Value> {
    commands.carry_out(state);
    state.save().await;
    let fault = state
        .faults
        .get()
        .map_or_else(|| json!("none"), |fault| fault.to_json());
    Json(json!({"message": message, "refresh": fault}))
}

/// Lets a request through when it comes from this computer and means it. A web page that has its own name
/// resolve to 127.0.0.1 (DNS rebinding) is given away by `Host`; one that posts across origins by `Origin`.
pub(crate) async fn only_from_here(request: Request, next: Next) -> Result<Response, Refusal> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if !peer.is_some_and(|ConnectInfo(peer)| peer.ip().is_loopback()) {
        return Err(forbidden("from another computer"));
    }
    if !names_loopback(request.headers()) {
        return Err(forbidden("with a Host header that is not a loopback name"));
    }
    if let Some(origin) = request.headers().get(header::ORIGIN)
        && !origin.to_str().is_ok_and(is_loopback_url)
    {
        return Err(forbidden("from a web page of another origin"));
    }
    Ok(next.run(request).await)
}

fn forbidden(how: &str) -> Refusal {
    let message = format!("The controls do not take requests {how}; allowed: 127.0.0.1, localhost or [::1].");
    Refusal::new(StatusCode::FORBIDDEN, "only_from_this_computer", message)
}

fn names_loopback(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next().map(|host| host.to_str()), hosts.next()) {
        (Some(Ok(host)), None) => is_loopback_url(&format!("http://{host}/")),
        _ => false,
    }
}

fn is_loopback_url(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_pass() {
        for good in [
            "http://localhost",
            "http://127.0.0.1:8080/",
            "http://[::1]:1/",
            "http://LOCALHOST:1",
        ] {
            assert!(is_loopback_url(good), "{good}");
        }
        for bad in [
            "null",
            "http://evil.example",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1@evil.example/",
            "http://10.0.0.1",
            "",
        ] {
            assert!(!is_loopback_url(bad), "{bad}");
        }
    }
}
