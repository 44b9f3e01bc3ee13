//! What the pipeline promises, at every server alike.

use std::{sync::Arc, time::Duration};

use latchkey_pipeline::{
    EndReason, Error, Token,
    description::ProactiveFrom,
    pipeline::Revoked,
    store::SessionStore as _,
    trace::{Event, RefreshResult},
};

use crate::{
    facts::{Done, Facts, Run},
    session::Session,
    wire::{Wire, told},
};

pub(crate) const TESTS: &[(&str, Run)] = &[
    ("l9_a_wrong_password_is_refused", l9),
    ("c12_each_real_expiry_is_refreshed", c12),
    ("c1_fifty_calls_on_an_expired_token_share_one_refresh", c1),
    ("c4_r3_a_revoked_refresh_token_ends_the_session_once", c4_r3),
    ("l3_a_token_with_a_wrong_signature_ends_the_session", l3),
    (
        "sign_out_everywhere_revokes_the_refresh_token",
        sign_out_everywhere,
    ),
    ("a_token_is_refreshed_before_it_expires", proactive),
];

/// Longer than any test takes.
const LONG: u64 = 3600;
const CALLS: usize = 50;

fn l9<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let session = Session::over(facts, Arc::default());
        let refused = session.sign_in(wire, "wrong", |_| {}).await.unwrap_err();
        assert_eq!(refused, Error::SignInRefused { status: 401 });
        assert!(session.store.load().await.unwrap().is_none());
        assert_eq!(wire.count(facts.refresh).await, 0);
    })
}

fn c12<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let session = Session::begin(facts, wire).await;
        session.call_succeeds().await;
        assert_eq!(wire.count(facts.refresh).await, 0);
        for _ in 0..3 {
            let before = session.stored().await.pair;
            session.expiry(wire).await;
            let trace = session.call_succeeds().await;
            let events: Vec<&Event> = trace.steps.iter().map(|step| &step.event).collect();
            let led = events.iter().any(|event| {
                let Event::Refresh { led, result, .. } = event else {
                    return false;
                };
                *led && matches!(result, RefreshResult::Renewed { .. })
            });
            assert!(led, "{events:?}");
            let after = session.stored().await.pair;
            assert_ne!(after.access.expose(), before.access.expose());
            let kept = after.refresh.expose() == before.refresh.expose();
            assert_eq!(kept, !facts.rotates, "R5");
        }
    })
}

fn c1<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let session = Session::begin(facts, wire).await;
        // What the refresh brings lives on, however long fifty calls take here.
        wire.set_lifetime(LONG).await;
        session.expiry(wire).await;
        let calls: Vec<_> = (0..CALLS)
            .map(|_| {
                let session = session.clone();
                tokio::spawn(async move { session.call_succeeds().await })
            })
            .collect();
        for call in calls {
            call.await.unwrap();
        }
        assert_eq!(wire.count(facts.refresh).await, 1);
        assert_eq!(wire.count_of(facts.refresh, 200).await, 1);
    })
}

fn c4_r3<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let session = Session::begin(facts, wire).await;
        let refresh = session.stored().await.pair.refresh;
        let revoked = told((facts.revoke)(wire, refresh.expose())).await;
        assert_eq!(revoked.status, 200);
        session.expiry(wire).await;
        let calls: Vec<_> = (0..CALLS)
            .map(|_| {
                let session = session.clone();
                tokio::spawn(async move { session.call().await.unwrap_err().error })
            })
            .collect();
        for call in calls {
            // A call that was not under way any more finds nobody signed in.
            match call.await.unwrap() {
                Error::SessionEnded(ended) => assert_eq!(ended.reason, EndReason::RefreshRefused),
                other => assert_eq!(other, Error::SignedOut),
            }
        }
        assert_eq!(wire.count(facts.refresh).await, 1);
        session.assert_ended(EndReason::RefreshRefused).await;
    })
}

fn l3<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        wire.set_lifetime(LONG).await;
        let genuine = Session::begin(facts, wire).await;
        let mut stored = genuine.stored().await;
        stored.pair.access = with_wrong_signature(&stored.pair.access);
        genuine.store.save(&stored).await.unwrap();

        let session = Session::over(facts, genuine.store);
        session.pipeline.restore().await.unwrap().unwrap();
        assert_eq!(session.call_ends().await, EndReason::TokenInvalid);
        session.assert_ended(EndReason::TokenInvalid).await;
        assert_eq!(wire.count(facts.refresh).await, 0);
    })
}

/// The same JWT with the first letter of its signature changed: the last ones may hold bits that nobody reads.
fn with_wrong_signature(token: &Token) -> Token {
    let (signed, signature) = token.expose().rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { 'B' } else { 'A' };
    Token::parse(format!("{signed}.{other}{}", &signature[1..]).as_bytes()).unwrap()
}

fn sign_out_everywhere<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        let session = Session::begin(facts, wire).await;
        let refresh = session.stored().await.pair.refresh;
        assert_eq!(session.pipeline.sign_out_everywhere().await, Ok(Revoked::Told));
        session.assert_ended(EndReason::SignedOut).await;
        let refused = told((facts.renew)(wire, refresh.expose())).await;
        assert!(matches!(refused.status, 400 | 401), "{}", refused.status);
        assert_eq!(wire.count_of(facts.refresh, 200).await, 0);
    })
}

fn proactive<'a>(facts: &'static Facts, wire: &'a Wire) -> Done<'a> {
    Box::pin(async move {
        wire.set_lifetime(4).await;
        let session = Session::begin_with(facts, wire, |profile| {
            assert_eq!(profile.proactive.from, ProactiveFrom::Token);
        })
        .await;
        wire.set_lifetime(LONG).await;
        let first = session.stored().await.pair.access;
        let mut pace = tokio::time::interval(Duration::from_millis(50));
        while session.stored().await.pair.access.expose() == first.expose() {
            pace.tick().await;
            session.call_succeeds().await;
        }
        assert_eq!(wire.count(facts.refresh).await, 1);
        let calls = format!("GET {}", facts.who);
        assert_eq!(
            wire.count(&calls).await,
            wire.count_of(&calls, 200).await,
            "none was refused"
        );
    })
}
