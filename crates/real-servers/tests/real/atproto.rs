//! An AT Protocol PDS.

use latchkey_pipeline::description;
use real_servers::{Kind, PASSWORD};
use reqwest::Method;
use serde_json::json;

use crate::{
    facts::{Done, Facts, Run},
    wire::{Told, Wire, tells, text},
};

const CREATE: &str = "/xrpc/com.atproto.server.createSession";
const REFRESH: &str = "/xrpc/com.atproto.server.refreshSession";
const DELETE: &str = "/xrpc/com.atproto.server.deleteSession";

pub(crate) const FACTS: Facts = Facts {
    kind: Kind::Atproto,
    profile: description::Kind::AtProtocol,
    refresh: "POST /xrpc/com.atproto.server.refreshSession",
    rotates: true,
    revoke: |wire, token| wire.request(Method::POST, DELETE).bearer_auth(token),
    renew: |wire, token| wire.request(Method::POST, REFRESH).bearer_auth(token),
    who: "/xrpc/com.atproto.server.getSession",
};

pub(crate) const TESTS: &[(&str, Run)] = &[("wire_tells_what_the_profile_expects", wire)];

fn wire<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let typed = |password: &str| json!({"identifier": facts.kind.user(), "password": password});
        let refused = wire.post(CREATE, None, Some(&typed("wrong"))).await;
        let expected = says(401, "AuthenticationRequired", "Invalid identifier or password");
        assert_eq!(refused, expected);

        let pair = wire.post(CREATE, None, Some(&typed(PASSWORD))).await;
        let (access, spent) = (text(&pair, "accessJwt"), text(&pair, "refreshJwt"));
        let seen = wire.get(facts.who, access).await;
        assert_eq!(text(&seen, "handle"), facts.kind.user());

        let invalid = says(400, "InvalidToken", "Token could not be verified");
        assert_eq!(wire.get(facts.who, "x.y.z").await, invalid);
        let expired = says(400, "ExpiredToken", "Token has expired");
        assert_eq!(wire.refusal(facts.who, access).await, expired);

        let with_body = wire.post(REFRESH, Some(spent), Some(&json!({}))).await;
        assert_eq!(with_body.status, 400, "a refresh has no body");
        let renewed = wire.post(REFRESH, Some(spent), None).await;
        assert_ne!(text(&renewed, "refreshJwt"), spent, "rotated");
        let again = wire.post(REFRESH, Some(spent), None).await;
        assert_eq!(again.status, 200, "a spent token has a time of grace");

        let latest = text(&renewed, "refreshJwt");
        assert_eq!(wire.post(DELETE, Some(latest), None).await.status, 200);
        // The same code as for an expired access token, at the refresh: L1.
        let revoked = says(400, "ExpiredToken", "Token has been revoked");
        assert_eq!(wire.post(REFRESH, Some(latest), None).await, revoked);
        assert_eq!(wire.count(&format!("POST {REFRESH}")).await, 4);
        assert_eq!(wire.count_of(&format!("POST {REFRESH}"), 200).await, 2);
    })
}

fn says(status: u16, error: &str, message: &str) -> Told {
    tells(status, json!({"error": error, "message": message}), None)
}
