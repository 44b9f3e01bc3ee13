//! Challenges as servers write them (RFC 9110 §11.6.1): several, in one header or in many, with quoted commas.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use latchkey_pipeline::{
    EndReason,
    description::{Description, Kind, Means, Unauthorized},
};

use crate::support::{REFRESH, Seen, Server, World, end_reason, pair, text};

/// Refuses `a0` with these `WWW-Authenticate` headers; refreshing brings `a1`, which is fine.
async fn challenging(challenges: &'static [&'static str]) -> Server {
    Server::start(move |seen: Seen| async move {
        match (seen.path.as_str(), seen.token()) {
            (REFRESH, _) => pair("a1", "r1"),
            (_, Some("a0")) => refusal(challenges),
            _ => text(200, "ok"),
        }
    })
    .await
}

fn refusal(challenges: &[&str]) -> Response {
    let mut response = StatusCode::UNAUTHORIZED.into_response();
    for challenge in challenges {
        let value = HeaderValue::from_bytes(challenge.as_bytes()).unwrap();
        response.headers_mut().append(header::WWW_AUTHENTICATE, value);
    }
    response
}

/// Refusals read as OAuth 2.0 has them: `invalid_token` means refresh, any other 401 is the caller's.
fn as_oauth(description: &mut Description) {
    description.refusals = Kind::OAuthPublic.description("", "", "").refusals;
}

#[tokio::test]
async fn l7_an_expired_token_is_found_among_other_challenges() {
    let forms: [&[&str]; 11] = [
        &["Bearer error=\"invalid_token\""],
        &["Bearer realm=\"api\", error=\"invalid_token\", error_description=\"expired, \\\"again\\\"\""],
        &["Basic realm=\"a, b\", Bearer error=\"invalid_token\""],
        &["Bearer error=\"invalid_token\", Basic realm=\"Bearer error=x, y\""],
        &["Basic realm=\"old\"", "Bearer error=\"invalid_token\""],
        &["Bearer realm=\"x, Basic realm=\\\"y\\\"\", error=\"invalid_token\""],
        &["bearer ERROR=invalid_token"],
        &["Bearer realm=\"a\" ,  error = \"invalid_token\" , scope=\"a b\""],
        &["Bearer error=\"invalid_token\", Negotiate YII="],
        &["Bearer error=\"invalid_token\", error_description=\"만료되었습니다\""],
        &["=,;\"nonsense", "Bearer error=\"invalid_token\""],
    ];
    for challenges in forms {
        let server = challenging(challenges).await;
        let world = World::signed_in_with(&server.url, as_oauth).await;
        assert_eq!(world.get_status("/x").await, 200, "{challenges:?}");
        assert_eq!(server.count(REFRESH), 1, "{challenges:?}");
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn l7_what_only_looks_like_an_expired_token_is_the_caller_s() {
    let forms: [&[&str]; 8] = [
        &[],
        &["Bearer realm=\"api\""],
        &["Basic error=\"invalid_token\""],
        &["Basic realm=\"Bearer error=\\\"invalid_token\\\"\""],
        &["Bearer realm=\"error=invalid_token\""],
        &["Bearer error=\"insufficient_scope\", error_description=\"invalid_token\""],
        &["Bearer error=\"invalid_token"],
        &["Bearer error=\"invalid_token\u{e9}\""],
    ];
    for challenges in forms {
        let server = challenging(challenges).await;
        let world = World::signed_in_with(&server.url, as_oauth).await;
        assert_eq!(world.get_status("/x").await, 401, "{challenges:?}");
        assert_eq!(server.count(REFRESH), 0, "{challenges:?}");
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn l7_a_description_tells_expired_from_invalid_where_the_profile_says_so() {
    let by_description = |description: &mut Description| {
        as_oauth(description);
        description.refusals.unauthorized = Unauthorized::End;
        let expired = &mut description.refusals.rules[0];
        expired.challenge_description = Some("expired".to_owned());
        let mut invalid = expired.clone();
        invalid.means = Means::Invalid;
        invalid.challenge_description = None;
        description.refusals.rules.push(invalid);
    };
    let expired: &[&str] =
        &["Bearer error=\"invalid_token\", error_description=\"The token EXPIRED, sorry\""];
    let server = challenging(expired).await;
    let world = World::signed_in_with(&server.url, by_description).await;
    assert_eq!(world.get_status("/x").await, 200);
    assert_eq!(server.count(REFRESH), 1);

    let invalid: &[&str] = &["Bearer error=\"invalid_token\", error_description=\"bad signature\""];
    let server = challenging(invalid).await;
    let world = World::signed_in_with(&server.url, by_description).await;
    assert_eq!(
        end_reason(&world.get_error("/x").await),
        Some(EndReason::TokenInvalid)
    );
    assert_eq!(server.count(REFRESH), 0);
}
