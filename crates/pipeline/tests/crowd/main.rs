//! Ten thousand calls at once. In a program of its own: they need nearly all the files that one process may open.

use std::sync::Arc;

use latchkey_pipeline::{ApiRequest, Credentials, MemoryStore, Pipeline, Profile};
use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use tokio::task::JoinSet;

const CALLS: usize = 10_000;

#[tokio::test(flavor = "multi_thread")]
async fn c1_ten_thousand_calls_share_one_refresh() {
    practice_api::raise_open_file_limit();
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let pipeline = Pipeline::new(Arc::new(MemoryStore::default()), Arc::new(()));
    let profile = Profile::header_pair("crowd", "Crowd", api.url(), false).unwrap();
    pipeline
        .sign_in(profile, Credentials::new(DEMO_USER, PASSWORD))
        .await
        .unwrap();
    api.expire_access_tokens();
    let mut running = JoinSet::new();
    for _ in 0..CALLS {
        let pipeline = pipeline.clone();
        running.spawn(async move { pipeline.call(ApiRequest::new("GET", "/api/me")).await });
    }
    let mut succeeded = 0;
    while let Some(done) = running.join_next().await {
        let answer = done.unwrap().unwrap_or_else(|failed| panic!("{}", failed.error));
        succeeded += usize::from(answer.status.is_success());
    }
    assert_eq!(succeeded, CALLS);
    assert_eq!((api.stats().refreshes, api.stats().refused_refreshes), (1, 0));
    assert!(pipeline.session().is_some());
}
