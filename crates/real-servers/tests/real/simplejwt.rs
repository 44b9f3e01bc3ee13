//! djangorestframework-simplejwt.

use latchkey_pipeline::description;
use real_servers::{Kind, PASSWORD};
use serde_json::{Value, json};

use crate::{
    facts::{Done, Facts, Run},
    wire::{Wire, tells, text},
};

pub(crate) const FACTS: Facts = Facts {
    kind: Kind::Simplejwt,
    profile: description::Kind::SimpleJwt,
    refresh: "POST /api/token/refresh/",
    rotates: true,
    revoke: |wire, token| wire.posting("/api/token/blacklist/", &json!({"refresh": token})),
    renew: |wire, token| wire.posting("/api/token/refresh/", &json!({"refresh": token})),
    who: "/api/who/",
};

pub(crate) const TESTS: &[(&str, Run)] = &[("wire_tells_what_the_profile_expects", wire)];

const REALM: Option<&str> = Some("Bearer realm=\"api\"");

fn wire<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let typed = |password: &str| json!({"username": facts.kind.user(), "password": password});
        let refused = wire.post("/api/token/", None, Some(&typed("wrong"))).await;
        let detail = "No active account found with the given credentials";
        assert_eq!(refused, tells(401, json!({"detail": detail}), REALM));

        let pair = wire.post("/api/token/", None, Some(&typed(PASSWORD))).await;
        let (access, spent) = (text(&pair, "access"), text(&pair, "refresh"));
        let expected = tells(200, json!({"user": facts.kind.user()}), None);
        assert_eq!(wire.get(facts.who, access).await, expected);

        assert_eq!(wire.get(facts.who, "x.y.z").await, refusal("Token is invalid"));
        assert_eq!(wire.refusal(facts.who, access).await, refusal("Token is expired"));

        let refresh = async |token: &str| {
            let body = json!({"refresh": token});
            wire.post("/api/token/refresh/", None, Some(&body)).await
        };
        let renewed = refresh(spent).await;
        assert_ne!(text(&renewed, "refresh"), spent, "rotated");
        let blacklisted = json!({"detail": "Token is blacklisted", "code": "token_not_valid"});
        assert_eq!(refresh(spent).await, tells(401, blacklisted.clone(), REALM));

        let latest = text(&renewed, "refresh");
        let body = json!({"refresh": latest});
        let revoked = wire.post("/api/token/blacklist/", None, Some(&body)).await;
        assert_eq!(revoked, tells(200, json!({}), None));
        assert_eq!(refresh(latest).await, tells(401, blacklisted, REALM));
        assert_eq!(wire.count("POST /api/token/refresh/").await, 3);
        assert_eq!(wire.count_of("POST /api/token/refresh/", 200).await, 1);
    })
}

fn refusal(message: &str) -> crate::wire::Told {
    let told: Value = json!({
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [{"token_class": "AccessToken", "token_type": "access", "message": message}],
    });
    tells(401, told, REALM)
}
