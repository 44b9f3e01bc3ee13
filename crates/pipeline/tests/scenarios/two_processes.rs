//! The app and the command line share a session: two pipelines over one store, with a lock between them.

use std::{sync::Arc, time::Duration};

use latchkey_pipeline::{
    ApiRequest, Credentials, EndReason, Error, Pipeline, StoredSession, Token, TokenPair,
    clock::{Clock, ManualClock, SystemClock},
    store::SessionStore,
};
use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use tokio::{sync::watch, task::JoinSet};

use crate::support::{Events, REFRESH, Seen, Server, SharedStore, end_reason, pair, profile, soon, text};

/// One of the processes.
struct Process {
    pipeline: Pipeline,
    events: Arc<Events>,
}

impl Process {
    fn new(store: &Arc<SharedStore>, clock: Arc<dyn Clock>) -> Self {
        let events = Arc::new(Events::default());
        let pipeline = Pipeline::with_clock(store.clone(), events.clone(), clock);
        Self { pipeline, events }
    }

    /// Signs in; the other process then takes the session up.
    async fn two(url: &str, clock: Arc<dyn Clock>) -> (Self, Self, Arc<SharedStore>) {
        let store = Arc::new(SharedStore::default());
        let (app, cli) = (Self::new(&store, clock.clone()), Self::new(&store, clock));
        let signed_in = app
            .pipeline
            .sign_in(profile(url), Credentials::new(DEMO_USER, PASSWORD));
        signed_in.await.unwrap();
        cli.pipeline.restore().await.unwrap().unwrap();
        (app, cli, store)
    }

    fn get(&self, target: &str) -> impl Future<Output = Result<u16, Error>> + Send + 'static {
        let (pipeline, request) = (self.pipeline.clone(), ApiRequest::new("GET", target));
        async move {
            match pipeline.call(request).await {
                Ok(answer) => Ok(answer.status.as_u16()),
                Err(failed) => Err(failed.error),
            }
        }
    }

    fn reasons(&self) -> Vec<EndReason> {
        self.events.reasons()
    }
}

fn system() -> Arc<dyn Clock> {
    Arc::new(SystemClock::new())
}

/// Another process keeps this pair.
async fn keep(store: &SharedStore, access: &str, refresh: &str) {
    let before = store.inner.load().await.unwrap().unwrap();
    let token = |text: &str| Token::parse(text.as_bytes()).unwrap();
    let session = StoredSession {
        pair: TokenPair {
            access: token(access),
            refresh: token(refresh),
        },
        ..before
    };
    store.inner.save(&session).await.unwrap();
}

/// Only `a9` is good; a refresh answers as `refreshed` says once it is opened.
async fn only_a9_is_good(
    refreshed: impl Fn() -> axum::response::Response + Send + Sync + Clone + 'static,
    open: watch::Receiver<bool>,
) -> Server {
    Server::start(move |seen: Seen| {
        let (refreshed, mut open) = (refreshed.clone(), open.clone());
        async move {
            match (seen.path.as_str(), seen.token()) {
                (REFRESH, _) => {
                    open.wait_for(|open| *open).await.unwrap();
                    refreshed()
                }
                (_, Some("a9")) => text(200, "ok"),
                ("/invalid", _) => text(401, "InvalidToken"),
                ("/other", _) => text(401, "?"),
                _ => text(401, "ExpiredToken"),
            }
        }
    })
    .await
}

#[tokio::test]
async fn x4_a_pair_that_was_taken_over_and_has_expired_too_is_refreshed() {
    let server = Server::start(|seen: Seen| async move {
        match (seen.path.as_str(), seen.token()) {
            (REFRESH, _) => pair("a9", "r9"),
            (_, Some("a9")) => text(200, "ok"),
            _ => text(401, "ExpiredToken"),
        }
    })
    .await;
    let (app, _, store) = Process::two(&server.url, system()).await;
    keep(&store, "a5", "r5").await;
    assert_eq!(soon(app.get("/x")).await, Ok(200));
    let spent = server.seen(REFRESH);
    assert_eq!(spent.len(), 1);
    assert_eq!(spent[0].header("authorization-refresh"), Some("Bearer r5"));
    assert_eq!(store.stored().await, Some(("a9".to_owned(), "r9".to_owned())));
    assert_eq!(app.reasons(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn c10_two_processes_on_an_expired_token_make_one_refresh() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let (app, cli, store) = Process::two(api.url(), system()).await;
    for round in 1..=5 {
        api.expire_access_tokens();
        let mut calls = JoinSet::new();
        for _ in 0..20 {
            calls.spawn(app.get("/api/me"));
            calls.spawn(cli.get("/api/me"));
        }
        let results = soon(calls.join_all()).await;
        assert!(results.iter().all(|result| *result == Ok(200)), "{results:?}");
        let stats = api.stats();
        assert_eq!((stats.refreshes, stats.refused_refreshes), (round, 0));
    }
    assert!(store.stored().await.is_some());
    assert_eq!((app.reasons(), cli.reasons()), (vec![], vec![]));
}

#[tokio::test]
async fn c10_the_other_process_reads_the_pair_and_does_not_refresh() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let (app, cli, _store) = Process::two(api.url(), system()).await;
    app.pipeline.refresh_now().await.unwrap();
    api.expire_access_tokens();
    app.pipeline.refresh_now().await.unwrap();
    let answer = soon(cli.pipeline.call(ApiRequest::new("GET", "/api/me")))
        .await
        .unwrap();
    assert_eq!(answer.status, 200);
    let trace = format!("{:?}", answer.finish(0));
    assert!(trace.contains("Adopted"), "{trace}");
    assert_eq!(api.stats().refresh_requests, 2, "both of them the app's");
    let fingerprints = [&app, &cli].map(|it| it.pipeline.session().unwrap().access.fingerprint);
    assert_eq!(fingerprints[0], fingerprints[1]);
}

#[tokio::test]
async fn c10_a_look_elsewhere_takes_over_a_new_pair_or_a_sign_out() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let (app, cli, store) = Process::two(api.url(), system()).await;
    cli.pipeline.look_elsewhere().await;
    assert_eq!(cli.pipeline.session().unwrap().refreshes, 0, "nothing new");
    app.pipeline.refresh_now().await.unwrap();
    cli.pipeline.look_elsewhere().await;
    let fingerprints = [&app, &cli].map(|it| it.pipeline.session().unwrap().access.fingerprint);
    assert_eq!(fingerprints[0], fingerprints[1]);

    app.pipeline.sign_out().await.unwrap();
    assert_eq!(store.stored().await, None);
    cli.pipeline.look_elsewhere().await;
    assert!(cli.pipeline.session().is_none());
    assert_eq!(cli.reasons(), [EndReason::SignedOutElsewhere]);
    cli.pipeline.look_elsewhere().await;
    assert_eq!(cli.reasons().len(), 1);
    assert_eq!(app.reasons(), [EndReason::SignedOut]);
}

#[tokio::test]
async fn c10_a_sign_out_in_one_process_ends_the_other_at_its_next_refresh() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let (app, cli, store) = Process::two(api.url(), system()).await;
    app.pipeline.sign_out().await.unwrap();
    api.expire_access_tokens();
    let error = soon(cli.get("/api/me")).await.unwrap_err();
    assert_eq!(end_reason(&error), Some(EndReason::SignedOutElsewhere));
    assert_eq!(api.stats().refresh_requests, 0, "the sign-out is not undone");
    assert_eq!(store.stored().await, None);
    assert_eq!(cli.reasons(), [EndReason::SignedOutElsewhere]);
}

#[tokio::test]
async fn x2_a_holder_that_is_gone_holds_nobody_up() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let (app, _cli, store) = Process::two(api.url(), system()).await;
    let holder = store.hold_as_another().await;
    api.expire_access_tokens();
    let call = tokio::spawn(app.get("/api/me"));
    soon(store.asked.subscribe().wait_for(|times| *times == 2))
        .await
        .unwrap();
    assert_eq!(api.stats().refresh_requests, 0, "it waits for the holder");
    drop(holder);
    assert_eq!(soon(call).await.unwrap(), Ok(200));
    assert_eq!(api.stats().refreshes, 1);
}

#[tokio::test]
async fn x3_a_suspended_holder_is_transient_for_the_other_which_then_reads_again() {
    let clock = ManualClock::at(1_800_000_000_000);
    let (open, opened) = watch::channel(true);
    let server = only_a9_is_good(|| text(401, "InvalidToken"), opened).await;
    let (app, _cli, store) = Process::two(&server.url, Arc::new(clock.clone())).await;
    let holder = store.hold_as_another().await;
    let call = tokio::spawn(app.get("/x"));
    soon(store.asked.subscribe().wait_for(|times| *times == 2))
        .await
        .unwrap();
    assert!(!call.is_finished());
    clock.advance(Duration::from_secs(40));
    let error = soon(call).await.unwrap().unwrap_err();
    assert!(
        matches!(&error, Error::RefreshUnavailable(why) if why.contains("another process")),
        "{error:?}"
    );
    assert!(app.pipeline.session().is_some());
    assert_eq!(server.count(REFRESH), 0);
    // It wakes, keeps its new pair, and lets go.
    keep(&store, "a9", "r9").await;
    drop(holder);
    clock.advance(Duration::from_secs(1));
    assert_eq!(soon(app.get("/x")).await, Ok(200));
    assert_eq!(server.count(REFRESH), 0, "the pair was read, not asked for");
    assert_eq!(app.reasons(), []);
    drop(open);
}

#[tokio::test]
async fn x3_a_holder_that_wakes_to_another_pair_takes_it_over() {
    let (open, opened) = watch::channel(false);
    let server = only_a9_is_good(|| pair("a1", "r1"), opened).await;
    let (app, _cli, store) = Process::two(&server.url, system()).await;
    let call = tokio::spawn(app.get("/x"));
    server.asked(REFRESH, 1).await;
    // Suspended between the answer and the store; the lock was lost meanwhile.
    keep(&store, "a9", "r9").await;
    open.send_replace(true);
    assert_eq!(soon(call).await.unwrap(), Ok(200));
    assert_eq!(store.stored().await, Some(("a9".to_owned(), "r9".to_owned())));
    assert_eq!(server.seen("/x").last().unwrap().token(), Some("a9"));
    assert_eq!(app.reasons(), []);
}

#[tokio::test]
async fn x3_a_refresh_that_nobody_answered_takes_over_the_pair_that_was_stored_meanwhile() {
    let clock = ManualClock::at(1_800_000_000_000);
    let (_open, opened) = watch::channel(false);
    let server = only_a9_is_good(|| text(401, "InvalidToken"), opened).await;
    let (app, _cli, store) = Process::two(&server.url, Arc::new(clock.clone())).await;
    let call = tokio::spawn(app.get("/x"));
    server.asked(REFRESH, 1).await;
    keep(&store, "a9", "r9").await;
    // It wakes when the time for its answer is over.
    clock.advance(Duration::from_mins(1));
    assert_eq!(soon(call).await.unwrap(), Ok(200));
    assert_eq!(server.seen("/x").last().unwrap().token(), Some("a9"));
    assert_eq!(store.stored().await, Some(("a9".to_owned(), "r9".to_owned())));
    assert_eq!((app.reasons(), server.count(REFRESH)), (vec![], 1));
}

#[tokio::test]
async fn x3_who_waited_too_long_for_a_holder_takes_over_the_pair_that_was_stored_meanwhile() {
    let clock = ManualClock::at(1_800_000_000_000);
    let (_open, opened) = watch::channel(true);
    let server = only_a9_is_good(|| text(401, "InvalidToken"), opened).await;
    let (app, _cli, store) = Process::two(&server.url, Arc::new(clock.clone())).await;
    let _holder = store.hold_as_another().await;
    let call = tokio::spawn(app.get("/x"));
    soon(store.asked.subscribe().wait_for(|times| *times == 2))
        .await
        .unwrap();
    // A sign-in in a third process, which does not wait for the holder for ever.
    keep(&store, "a9", "r9").await;
    clock.advance(Duration::from_secs(40));
    assert_eq!(soon(call).await.unwrap(), Ok(200));
    assert_eq!((app.reasons(), server.count(REFRESH)), (vec![], 0));
}

#[tokio::test]
async fn x4_a_refused_refresh_adopts_the_pair_that_the_store_now_holds() {
    let (open, opened) = watch::channel(false);
    let server = only_a9_is_good(|| text(401, "InvalidToken"), opened).await;
    let (app, _cli, store) = Process::two(&server.url, system()).await;
    let call = tokio::spawn(app.get("/x"));
    server.asked(REFRESH, 1).await;
    keep(&store, "a9", "r9").await;
    open.send_replace(true);
    assert_eq!(soon(call).await.unwrap(), Ok(200));
    assert_eq!(app.reasons(), []);
    assert_eq!(server.count(REFRESH), 1);
    assert_eq!(store.stored().await, Some(("a9".to_owned(), "r9".to_owned())));
}

#[tokio::test]
async fn x4_a_refused_token_adopts_the_pair_that_the_store_now_holds() {
    for target in ["/invalid", "/other", "/expired"] {
        let (_open, opened) = watch::channel(true);
        let server = only_a9_is_good(|| text(401, "InvalidToken"), opened).await;
        let (app, _cli, store) = Process::two(&server.url, system()).await;
        keep(&store, "a9", "r9").await;
        assert_eq!(soon(app.get(target)).await, Ok(200), "{target}");
        assert_eq!((server.count(target), server.count(REFRESH)), (2, 0), "{target}");
        assert_eq!(app.reasons(), []);
    }
}

#[tokio::test]
async fn x4_a_refused_refresh_ends_where_the_store_holds_the_same_pair() {
    let (_open, opened) = watch::channel(true);
    let server = only_a9_is_good(|| text(401, "InvalidToken"), opened).await;
    let (app, cli, store) = Process::two(&server.url, system()).await;
    let error = soon(app.get("/x")).await.unwrap_err();
    assert_eq!(end_reason(&error), Some(EndReason::RefreshRefused));
    assert_eq!(
        (app.reasons(), store.stored().await),
        (vec![EndReason::RefreshRefused], None)
    );
    // The other learns of it from the store.
    let error = soon(cli.get("/x")).await.unwrap_err();
    assert_eq!(end_reason(&error), Some(EndReason::SignedOutElsewhere));
    assert_eq!(cli.reasons(), [EndReason::SignedOutElsewhere]);
}
