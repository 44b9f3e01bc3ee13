//! The main job, end to end.

use std::time::Duration;

use anyhow::Result;
use latchkey_ipc::{ApiCall, Body, SESSION_ENDED, SessionEnded};
use practice_api::{Config, DEMO_USER, PASSWORD};
use window_driver::pages::{Console, SignIn, Step};

use crate::stage::{Stage, files_with};

fn kinds(trace: &[Step]) -> Vec<&str> {
    trace.iter().map(|step| step.kind.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_said_at_its_field_and_the_right_one_opens_the_console() -> Result<()> {
    let stage = Stage::set("wrong_password").await?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    sign_in
        .fill(stage.api.url(), DEMO_USER, "not-the-password")
        .await?;
    let problem = sign_in.refused("password").await?;
    assert!(problem.contains("password"), "{problem}");
    assert_eq!(stage.api.stats().refused_sign_ins, 1);
    assert_eq!(window.value("user").await?, DEMO_USER, "what was typed stays");

    window.fill("password", PASSWORD).await?;
    sign_in.submit().await?;
    window.until_text("session-bar", DEMO_USER).await?;
    assert_eq!(stage.api.stats().sign_ins, 1);
    stage.end(window).await
}

/// From the first call to signing out, over a restart: what the app is for.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_through_expiry_and_restart_and_ends_with_a_reason() -> Result<()> {
    let mut stage = Stage::set("session").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;

    // A call, with a token that is good.
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    assert_eq!(
        kinds(&console.trace().await?),
        ["attach", "send", "answer", "body"]
    );
    assert_eq!(stage.api.stats().refreshes, 0);

    // The token expires: the same call succeeds, with one refresh, and the trace tells how.
    stage.api.expire_access_tokens();
    assert_eq!(console.send().await?.status, "200 OK");
    let trace = console.trace().await?;
    let expected = [
        "attach", "send", "answer", "refresh", "store", "attach", "resend", "answer", "body",
    ];
    assert_eq!(kinds(&trace), expected, "{trace:#?}");
    assert!(
        trace[2].says("401") && trace[2].says("ExpiredToken"),
        "{trace:#?}"
    );
    assert!(trace[7].says("200"), "{trace:#?}");
    assert_eq!(stage.api.stats().refreshes, 1);

    // Twenty calls at once meet an expired token: one refresh, and all succeed.
    stage.api.expire_access_tokens();
    let calls: Vec<ApiCall> = (0..20)
        .map(|number| get(&format!("/api/notes?limit={}", number + 1)))
        .collect();
    let answers = window.invoke_all::<ApiCall>(&calls).await?;
    let statuses: Vec<u16> = answers
        .into_iter()
        .map(|answer| answer.map_or(0, |answer| answer.status))
        .collect();
    assert_eq!(statuses, [200; 20]);
    assert_eq!(stage.api.stats().refreshes, 2);

    // The app is killed and opened again: still signed in.
    stage.kill(window).await?;
    let window = stage.open().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    assert_eq!(stage.api.stats().sign_ins, 1);

    // The server revokes the session: the next call ends it, once, with a reason and with the call kept.
    window.listen(SESSION_ENDED).await?;
    stage.api.expire_access_tokens();
    stage.api.revoke_refresh_tokens();
    let sent = stage.api.stats().calls;
    let answers = console.answers().await?;
    window.fill("target", "/api/notes?limit=3").await?;
    let sign_in = console.send_into_end().await?;
    let reason = sign_in.reason().await?;
    assert!(reason.contains("refresh token"), "{reason}");
    let waiting = sign_in.waiting().await?;
    assert!(waiting.contains("GET /api/notes"), "{waiting}");
    assert_eq!(stage.api.stats().calls, sent + 1);

    // Signing in again sends the waiting call.
    assert_eq!(window.value("user").await?, DEMO_USER);
    window.fill("password", PASSWORD).await?;
    let console = sign_in.submit().await?;
    // The ended call and its repetition are two entries of the history.
    assert_eq!(console.answered_after(answers + 1).await?.status, "200 OK");
    assert_eq!(window.value("target").await?, "/api/notes?limit=3");
    assert_eq!(stage.api.stats().calls, sent + 2);
    let ended: Vec<SessionEnded> = window.events(SESSION_ENDED).await?;
    assert_eq!(ended.len(), 1, "{ended:?}");

    // Signing out leaves no token in any file.
    let tokens = stage.api.issued_tokens();
    let refresh_token = tokens.last().cloned().into_iter().collect::<Vec<_>>();
    assert!(
        !files_with(stage.data(), &refresh_token)?.is_empty(),
        "the search must find what is there"
    );
    console.sign_out().await?;
    assert_eq!(files_with(stage.data(), &tokens)?, Vec::<String>::new());
    stage.end(window).await
}

/// By the clock: the countdown in the window reaches zero, and the next call is refreshed.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ran_out_is_refreshed_at_the_next_call() -> Result<()> {
    let stage = Stage::set_with_tokens_of(Duration::from_secs(2), "ran_out").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    window.until_text("countdown", "0:00").await?;
    assert_eq!(
        stage.api.stats().refreshes,
        0,
        "nothing is refreshed before it is needed"
    );
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    assert_eq!(stage.api.stats().refreshes, 1);
    window.until_text("refreshes", "1").await?;
    stage.end(window).await
}

/// The box that offers the waiting call can be left empty.
#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_call_is_not_sent_when_the_user_does_not_want_it() -> Result<()> {
    let stage = Stage::set("not_resent").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    window.fill("target", "/api/me").await?;
    stage.api.invalidate_access_tokens();
    let sign_in = console.send_into_end().await?;
    window.click("resend-pending").await?;
    let sent = stage.api.stats().calls;
    window.fill("password", PASSWORD).await?;
    sign_in.submit().await?;
    assert_eq!(
        window.value("target").await?,
        "/api/me",
        "the request itself is kept"
    );
    assert_eq!(stage.api.stats().calls, sent);
    stage.end(window).await
}

fn get(target: &str) -> ApiCall {
    ApiCall {
        call_id: format!("test {target}"),
        method: "GET".to_owned(),
        target: target.to_owned(),
        path: Vec::new(),
        headers: Vec::new(),
        body: Body::None,
        foreign_body: false,
        timeout_ms: None,
        redirects: true,
    }
}

/// A session that is about to end for good says so in time, and new tokens take that back.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_session_is_announced_and_put_off_by_a_refresh() -> Result<()> {
    let config = Config {
        access_ttl: Duration::from_hours(1),
        refresh_ttl: Duration::from_secs(30),
        ..Config::default()
    };
    let stage = Stage::set_with(config, "ending").await?;
    let window = stage.open_signed_in().await?;
    assert!(
        !window.shows("[data-testid='ending']").await?,
        "half of its life is left"
    );
    window.until_shown("[data-testid='ending'] .countdown").await?;
    window.click("ending-refresh").await?;
    window.until_gone("[data-testid='ending']").await?;
    window.until_text("refreshes", "1").await?;
    stage.end(window).await
}
