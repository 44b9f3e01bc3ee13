//! What a refresh brings, and what it does to the session.

use std::time::Duration;

use latchkey_pipeline::{EndReason, Error};
use practice_api::{Config, RefreshFault, TokenKind};

use super::{
    case::{Case, Kinded},
    each_kind,
};
use crate::support::end_reason;

each_kind! {
    r1: a_server_that_recovers_in_time_is_asked_again;
    r1: a_server_error_that_stays_ends_the_session_or_not;
    r2: a_torn_answer_keeps_the_session_until_the_next_refusal;
    r3: a_revoked_refresh_token_ends_the_session;
    r4: an_answer_without_an_access_token_ends_the_session;
    r4: an_answer_without_a_refresh_token_ends_the_session_where_both_are_due;
    r5: the_refresh_token_stays_where_none_comes for simplejwt_keep flask;
    r6: a_web_page_in_place_of_tokens_keeps_the_session;
}

async fn expired_with(case: Case, fault: RefreshFault) -> Kinded {
    let config = Config {
        remember_issued: true,
        ..Config::default()
    };
    let it = case.signed_in_with(config).await;
    it.api.expire_access_tokens();
    it.api.set_refresh_fault(Some(fault));
    it
}

fn status(status: u16, times: Option<u32>) -> RefreshFault {
    RefreshFault::Status {
        status,
        times,
        retry_after: None,
    }
}

/// The call fails, the session stays.
async fn assert_unavailable(it: &Kinded) {
    let error = it.get_error("/api/me").await;
    assert!(matches!(error, Error::RefreshUnavailable(_)), "{error:?}");
    it.assert_alive().await;
}

/// The trouble is over, and so is the pause that it brought.
fn all_is_well_again(it: &Kinded) {
    it.api.set_refresh_fault(None);
    it.clock.advance(Duration::from_secs(1));
}

async fn a_server_that_recovers_in_time_is_asked_again(case: Case) {
    for code in [408, 425, 429, 500, 503] {
        let it = expired_with(case, status(code, Some(2))).await;
        assert_eq!(it.get_status("/api/me").await, 200, "{code}");
        assert_eq!(
            (it.api.stats().refresh_requests, it.api.stats().refreshes),
            (3, 1),
            "{code}"
        );
        it.assert_alive().await;
    }
}

async fn a_server_error_that_stays_ends_the_session_or_not(case: Case) {
    let it = expired_with(case, status(503, None)).await;
    if case.ends_on_server_error {
        let error = it.get_error("/api/me").await;
        assert_eq!(end_reason(&error), Some(EndReason::RefreshRefused));
        assert_eq!(it.api.stats().refresh_requests, 3);
        it.assert_ended(EndReason::RefreshRefused).await;
    } else {
        assert_unavailable(&it).await;
        assert_eq!(it.api.stats().refresh_requests, 3);
        all_is_well_again(&it);
        assert_eq!(it.get_status("/api/me").await, 200);
    }
}

async fn a_torn_answer_keeps_the_session_until_the_next_refusal(case: Case) {
    let it = expired_with(case, RefreshFault::Tear).await;
    if case.pair_in_head() {
        assert_eq!(it.get_status("/api/me").await, 200, "the pair has arrived");
        assert_eq!(it.api.stats().refresh_requests, 1);
        return it.assert_alive().await;
    }
    assert_unavailable(&it).await;
    assert_eq!(it.api.stats().refresh_requests, 1, "never resent blindly");
    all_is_well_again(&it);
    // Where the server replaces refresh tokens, the one at hand was spent by the answer that was torn.
    if case.dialect.rotates() {
        let error = it.get_error("/api/me").await;
        assert_eq!(end_reason(&error), Some(EndReason::RefreshRefused));
        it.assert_ended(EndReason::RefreshRefused).await;
    } else {
        assert_eq!(it.get_status("/api/me").await, 200);
        it.assert_alive().await;
    }
}

async fn a_revoked_refresh_token_ends_the_session(case: Case) {
    let it = case.signed_in().await;
    it.api.revoke_refresh_tokens();
    assert_eq!(
        it.get_status("/api/me").await,
        200,
        "the access token is still good"
    );
    it.api.expire_access_tokens();
    let error = it.get_error("/api/me").await;
    assert_eq!(end_reason(&error), Some(EndReason::RefreshRefused));
    assert_eq!(it.api.stats().refresh_requests, 1);
    it.assert_ended(EndReason::RefreshRefused).await;
}

async fn an_answer_without_an_access_token_ends_the_session(case: Case) {
    let it = expired_with(case, RefreshFault::Omit(TokenKind::Access)).await;
    let error = it.get_error("/api/me").await;
    assert_eq!(end_reason(&error), Some(EndReason::RefreshIncomplete));
    assert_eq!(it.store.saved.lock().unwrap().len(), 1, "nothing half-stored");
    it.assert_ended(EndReason::RefreshIncomplete).await;
}

async fn an_answer_without_a_refresh_token_ends_the_session_where_both_are_due(case: Case) {
    let it = expired_with(case, RefreshFault::Omit(TokenKind::Refresh)).await;
    let (_, old) = it.store.stored().await.unwrap();
    if case.wants_both {
        let error = it.get_error("/api/me").await;
        assert_eq!(end_reason(&error), Some(EndReason::RefreshIncomplete));
        assert_eq!(it.store.saved.lock().unwrap().len(), 1, "nothing half-stored");
        it.assert_ended(EndReason::RefreshIncomplete).await;
    } else {
        assert_eq!(it.get_status("/api/me").await, 200);
        let (new, _) = it.api.last_issued().unwrap();
        assert_eq!(it.store.stored().await, Some((new, old)));
        it.assert_alive().await;
    }
}

async fn the_refresh_token_stays_where_none_comes(case: Case) {
    let it = case.signed_in().await;
    let (first, refresh) = it.store.stored().await.unwrap();
    for _ in 0..3 {
        it.api.expire_access_tokens();
        assert_eq!(it.get_status("/api/me").await, 200);
        let (access, kept) = it.store.stored().await.unwrap();
        assert_eq!(kept, refresh);
        assert_ne!(access, first);
    }
    it.assert_alive().await;
}

async fn a_web_page_in_place_of_tokens_keeps_the_session(case: Case) {
    let it = expired_with(case, RefreshFault::Html).await;
    assert_unavailable(&it).await;
    assert_eq!(it.api.stats().refresh_requests, 1);
    all_is_well_again(&it);
    assert_eq!(it.get_status("/api/me").await, 200);
}
