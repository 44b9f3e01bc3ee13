//! flask-jwt-extended.

use latchkey_pipeline::{EndReason, description};
use real_servers::{Kind, PASSWORD};
use reqwest::Method;
use serde_json::json;

use crate::{
    facts::{Done, Facts, Run},
    session::Session,
    wire::{Told, Wire, tells, text, told},
};

pub(crate) const FACTS: Facts = Facts {
    kind: Kind::FlaskJwtExtended,
    profile: description::Kind::FlaskJwtExtended,
    refresh: "POST /refresh",
    rotates: false,
    revoke: |wire, token| wire.request(Method::DELETE, "/logout").bearer_auth(token),
    renew: |wire, token| wire.request(Method::POST, "/refresh").bearer_auth(token),
    who: "/who",
};

pub(crate) const TESTS: &[(&str, Run)] = &[
    ("wire_tells_what_the_profile_expects", wire),
    ("l5_a_revoked_access_token_ends_the_session", l5),
];

/// 401, but not for its age: a refresh would not be asked for.
fn l5<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let session = Session::begin(facts, wire).await;
        let revoked = (facts.revoke)(wire, session.stored().await.pair.access.expose());
        assert_eq!(told(revoked).await.status, 200);
        assert_eq!(session.call_ends().await, EndReason::Unauthorized);
        session.assert_ended(EndReason::Unauthorized).await;
        assert_eq!(wire.count(facts.refresh).await, 0);
    })
}

fn wire<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let typed = |password: &str| json!({"username": facts.kind.user(), "password": password});
        let refused = wire.post("/login", None, Some(&typed("wrong"))).await;
        assert_eq!(refused, says(401, "Bad username or password"));

        let pair = wire.post("/login", None, Some(&typed(PASSWORD))).await;
        let (access, refresh) = (text(&pair, "access_token"), text(&pair, "refresh_token"));
        let expected = tells(200, json!({"user": facts.kind.user()}), None);
        assert_eq!(wire.get(facts.who, access).await, expected);

        // Every way of being invalid has a message of its own; the status is the same.
        let invalid = wire.get(facts.who, "x.y.z").await;
        assert_eq!(invalid, says(422, "Invalid header padding"));
        let wrong_kind = wire.get(facts.who, refresh).await;
        assert_eq!(wrong_kind, says(422, "Only non-refresh tokens are allowed"));
        assert_eq!(
            wire.refusal(facts.who, access).await,
            says(401, "Token has expired")
        );

        let renewed = wire.post("/refresh", Some(refresh), None).await;
        assert_eq!(
            renewed.body.as_object().unwrap().len(),
            1,
            "an access token alone"
        );
        let latest = text(&renewed, "access_token");
        assert_eq!(wire.get(facts.who, latest).await, expected);

        let logout = |token: &str| told(wire.request(Method::DELETE, "/logout").bearer_auth(token));
        assert_eq!(
            logout(latest).await,
            says(200, "Access token successfully revoked")
        );
        assert_eq!(
            wire.get(facts.who, latest).await,
            says(401, "Token has been revoked")
        );
        assert_eq!(
            logout(refresh).await,
            says(200, "Refresh token successfully revoked")
        );
        let refused = wire.post("/refresh", Some(refresh), None).await;
        assert_eq!(refused, says(401, "Token has been revoked"));
        assert_eq!(wire.count("POST /refresh").await, 2);
        assert_eq!(wire.count_of("POST /refresh", 200).await, 1);
    })
}

fn says(status: u16, message: &str) -> Told {
    tells(status, json!({"msg": message}), None)
}
