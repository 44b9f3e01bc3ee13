//! What may leave.

use practice_api::Config;

use super::{case::Case, each_kind};
use crate::support::{Server, text};

each_kind! {
    q4: a_redirect_to_another_origin_takes_no_token_and_no_cookie_along;
    q7: no_token_is_in_what_can_be_seen;
}

async fn a_redirect_to_another_origin_takes_no_token_and_no_cookie_along(case: Case) {
    let other = Server::start_raw(|_| async { text(200, "elsewhere") }).await;
    let config = Config {
        remember_issued: true,
        ..Config::default()
    };
    let it = case.signed_in_with(config).await;
    // Also after a refresh, which leaves a second pair.
    it.pipeline.refresh_now().await.unwrap();
    for status in [302, 307] {
        let target = format!("/api/redirect?status={status}&to={}/landing", other.url);
        assert_eq!(it.get_status(&target).await, 200);
    }
    let landed = other.seen("/landing");
    assert_eq!(landed.len(), 2);
    for seen in landed {
        for name in ["authorization", "authorization-refresh", "cookie"] {
            assert_eq!(seen.header(name), None, "{name}");
        }
        let all = format!("{:?} {:?}", seen.headers, seen.body);
        for token in it.api.issued_tokens() {
            assert!(!all.contains(&token));
        }
    }
}

async fn no_token_is_in_what_can_be_seen(case: Case) {
    let config = Config {
        remember_issued: true,
        ..Config::default()
    };
    let it = case.signed_in_with(config).await;
    it.api.expire_access_tokens();
    let mut answer = it.get("/api/me").await.unwrap();
    answer.bytes(1 << 20).await.unwrap();
    let mut shown = format!("{answer:?} {:?}", answer.visible_headers());
    shown.push_str(&format!("{:?}", answer.finish(0)));
    shown.push_str(&format!(
        "{:?} {:?}",
        it.pipeline.session(),
        it.events.changed.lock().unwrap()
    ));
    it.api.revoke_refresh_tokens();
    it.api.expire_access_tokens();
    let failed = it.get("/api/me").await.unwrap_err();
    shown.push_str(&format!("{failed:?} {} {:?}", failed.error, it.pipeline.ended()));
    let issued = it.api.issued_tokens();
    assert!(issued.len() >= 3);
    for token in issued {
        // Neither whole nor in part: of a signed token, the signature is the secret.
        for part in token.split('.').filter(|part| part.len() > 20) {
            assert!(!shown.contains(part), "{shown}");
        }
    }
}
