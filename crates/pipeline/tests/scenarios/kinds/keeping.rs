//! Stores, restarts and sign-outs.

use std::sync::Arc;

use latchkey_pipeline::{
    EndReason, Error, MemoryStore, Pipeline, Revoked, StoredSession, Token, TokenPair, store::SessionStore,
};
use practice_api::Config;

use super::{
    case::{Case, Kinded},
    each_kind,
};
use crate::support::{World, end_reason, held_write};

each_kind! {
    p2: the_pair_is_durable_before_the_resend_leaves;
    p3: a_restart_with_a_spent_pair_ends_cleanly;
    o1: signing_out_during_a_refresh_revokes_its_result;
    o1: signing_out_everywhere_tells_the_server;
    o4: signing_out_everywhere_offline_ends_here_at_once;
}

async fn the_pair_is_durable_before_the_resend_leaves(case: Case) {
    let config = Config {
        remember_issued: true,
        ..Config::default()
    };
    let it = case.signed_in_with(config).await;
    let (old, _) = it.store.stored().await.unwrap();
    it.api.expire_access_tokens();
    let call = held_write(&it.world, "/api/me").await;
    assert_eq!(
        it.api.stats().calls,
        1,
        "nothing leaves while the write is under way"
    );
    it.store.gate.add_permits(1);
    assert_eq!(call.await.unwrap(), Ok(200));
    let pair = it.api.last_issued().unwrap();
    assert_eq!(*it.store.saved.lock().unwrap(), [old, pair.0.clone()]);
    assert_eq!(it.store.stored().await, Some(pair));
}

async fn a_restart_with_a_spent_pair_ends_cleanly(case: Case) {
    let it = case.signed_in().await;
    let before = it.store.inner.load().await.unwrap().unwrap();
    // Killed between the answer to the refresh and the store: the new pair is nowhere.
    it.pipeline.refresh_now().await.unwrap();
    let later = World::new();
    later.store.inner.save(&before).await.unwrap();
    later.pipeline.restore().await.unwrap().unwrap();
    it.api.expire_access_tokens();
    if case.dialect.rotates() {
        let error = later.get_error("/api/me").await;
        assert_eq!(end_reason(&error), Some(EndReason::RefreshRefused));
        later.assert_ended(EndReason::RefreshRefused).await;
        assert_eq!(later.pipeline.ended().unwrap().reason, EndReason::RefreshRefused);
        assert_eq!(
            later.get_error("/api/me").await,
            Error::SignedOut,
            "nothing more is sent"
        );
        later.assert_ended(EndReason::RefreshRefused).await;
    } else {
        assert_eq!(later.get_status("/api/me").await, 200);
        later.assert_alive().await;
    }
}

async fn signing_out_during_a_refresh_revokes_its_result(case: Case) {
    let (it, relay) = case.behind_relay().await;
    let paths = it.api.paths();
    it.api.expire_access_tokens();
    let answered = relay.answers(paths.refresh);
    relay.hold(paths.refresh);
    let call = tokio::spawn(it.spawn_get("/api/me"));
    relay.answered(paths.refresh, answered + 1).await;
    let unused = it.api.last_issued().unwrap();
    it.pipeline.sign_out().await.unwrap();
    assert_eq!(
        end_reason(&call.await.unwrap().unwrap_err()),
        Some(EndReason::SignedOut)
    );
    relay.release();
    if let Some((_, path)) = paths.sign_out {
        relay.answered(path, 1).await;
        assert_dead(&it, unused).await;
    }
    it.assert_ended(EndReason::SignedOut).await;
    assert_eq!(
        it.store.saved.lock().unwrap().len(),
        1,
        "the result was never stored"
    );
}

async fn signing_out_everywhere_tells_the_server(case: Case) {
    let config = Config {
        remember_issued: true,
        ..Config::default()
    };
    let it = case.signed_in_with(config).await;
    let pair = it.api.last_issued().unwrap();
    let told = it.pipeline.sign_out_everywhere().await.unwrap();
    it.assert_ended(EndReason::SignedOut).await;
    if it.api.paths().sign_out.is_some() {
        assert_eq!(told, Revoked::Told);
        assert_dead(&it, pair).await;
    } else {
        assert_eq!(told, Revoked::NotOffered);
    }
    let again = it.pipeline.sign_out_everywhere().await;
    assert_eq!(again.unwrap(), Revoked::NobodySignedIn);
}

async fn signing_out_everywhere_offline_ends_here_at_once(case: Case) {
    let it = case.signed_in().await;
    let offered = it.api.paths().sign_out.is_some();
    let Kinded { api, world, .. } = it;
    api.shutdown().await;
    let told = world.pipeline.sign_out_everywhere().await;
    world.assert_ended(EndReason::SignedOut).await;
    if offered {
        assert!(matches!(told, Err(Error::Network(_))), "{told:?}");
    } else {
        assert_eq!(told, Ok(Revoked::NotOffered));
    }
}

/// The server refreshes nothing for that pair any more.
async fn assert_dead(it: &Kinded, (access, refresh): (String, String)) {
    let token = |text: String| Token::parse(text.as_bytes()).unwrap();
    let fresh = it.case.signed_in().await;
    let like = fresh.store.inner.load().await.unwrap().unwrap();
    let store = Arc::new(MemoryStore::default());
    let session = StoredSession {
        profile: latchkey_pipeline::Profile::new(it.case.description(it.api.url())).unwrap(),
        pair: TokenPair {
            access: token(access),
            refresh: token(refresh),
        },
        ..like
    };
    store.save(&session).await.unwrap();
    let pipeline = Pipeline::new(store, Arc::new(()));
    pipeline.restore().await.unwrap().unwrap();
    let error = pipeline.refresh_now().await.unwrap_err();
    assert_eq!(end_reason(&error), Some(EndReason::RefreshRefused));
}
