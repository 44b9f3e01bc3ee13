//! Answers without end: nothing is read without bound, and whoever stops reading stops the server.

use std::{io::Write, sync::Arc};

use axum::{body::Body as HttpBody, body::Bytes, response::Response};
use flate2::{Compression, write::GzEncoder};
use futures_util::{Stream, StreamExt, stream};
use latchkey_pipeline::{Credentials, EndReason, Error, NetworkFailure};
use tokio::sync::watch;

use crate::support::{LOGIN, REFRESH, Seen, Server, World, end_reason, pair, profile, soon, text};

const LIMIT: usize = 256 * 1024;

/// Tells when the server has stopped sending.
struct Sending(watch::Sender<bool>);

impl Drop for Sending {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

/// `piece`, again and again, until nobody listens.
fn endless(piece: Bytes, stopped: watch::Sender<bool>) -> impl Stream<Item = std::io::Result<Bytes>> {
    let sending = Arc::new(Sending(stopped));
    stream::repeat_with(move || {
        let _held = &sending;
        Ok(piece.clone())
    })
    // Others want to run, too.
    .then(|piece| async {
        tokio::task::yield_now().await;
        piece
    })
}

/// A member of a gzip file (RFC 1952 §2.2) that is a thousandth of what it expands to.
fn a_megabyte_of_nothing() -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![0; 1024 * 1024]).unwrap();
    encoder.finish().unwrap().into()
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Plain,
    Bomb,
}

fn answer(status: u16, form: Form, stopped: &watch::Sender<bool>) -> Response {
    let builder = Response::builder().status(status);
    let (builder, piece) = match form {
        Form::Plain => (builder, Bytes::from(vec![b'x'; 16 * 1024])),
        Form::Bomb => (
            builder.header("content-encoding", "gzip"),
            a_megabyte_of_nothing(),
        ),
    };
    let body = HttpBody::from_stream(endless(piece, stopped.clone()));
    builder.body(body).unwrap()
}

/// Answers everything without end.
async fn endless_server(status: u16, form: Form) -> (Server, watch::Receiver<bool>) {
    let (stopped, has_stopped) = watch::channel(false);
    let server = Server::start(move |_| {
        let answer = answer(status, form, &stopped);
        async move { answer }
    })
    .await;
    (server, has_stopped)
}

#[tokio::test]
async fn q9_an_endless_answer_is_read_up_to_the_limit_and_then_stopped() {
    for form in [Form::Plain, Form::Bomb] {
        let (server, mut stopped) = endless_server(200, form).await;
        let world = World::signed_in(&server.url).await;
        let mut answer = world.get("/x").await.unwrap();
        let error = soon(answer.bytes(LIMIT)).await.unwrap_err();
        assert_eq!(error.kind, NetworkFailure::Malformed, "{form:?}");
        assert!(error.to_string().contains("more than 262144 bytes"), "{error}");
        drop(answer);
        soon(stopped.wait_for(|stopped| *stopped)).await.unwrap();
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn q9_an_endless_answer_comes_in_small_pieces_and_is_cancelled_by_dropping_it() {
    for form in [Form::Plain, Form::Bomb] {
        let (server, mut stopped) = endless_server(200, form).await;
        let world = World::signed_in(&server.url).await;
        let mut answer = world.get("/x").await.unwrap();
        let mut read = 0;
        while read < 4 * LIMIT {
            let piece = soon(answer.chunk()).await.unwrap().unwrap();
            assert!(
                piece.len() <= 64 * 1024,
                "{form:?}: {} bytes at once",
                piece.len()
            );
            read += piece.len();
        }
        assert!(!*stopped.borrow());
        drop(answer);
        soon(stopped.wait_for(|stopped| *stopped)).await.unwrap();
    }
}

#[tokio::test]
async fn q9_of_an_endless_refusal_only_the_beginning_is_read() {
    for form in [Form::Plain, Form::Bomb] {
        let (server, mut stopped) = endless_server(401, form).await;
        let world = World::signed_in(&server.url).await;
        let error = world.get_error("/x").await;
        assert_eq!(end_reason(&error), Some(EndReason::Unauthorized), "{form:?}");
        soon(stopped.wait_for(|stopped| *stopped)).await.unwrap();
    }
}

#[tokio::test]
async fn q9_an_endless_answer_to_a_sign_in_is_an_error() {
    for form in [Form::Plain, Form::Bomb] {
        let (stopped, mut has_stopped) = watch::channel(false);
        let server = Server::start_raw(move |_| {
            let answer = answer(200, form, &stopped);
            async move { answer }
        })
        .await;
        let world = World::new();
        let credentials = Credentials::new("me", "secret");
        let signed_in = soon(world.pipeline.sign_in(profile(&server.url), credentials)).await;
        assert!(
            matches!(signed_in, Err(Error::SignInIncomplete(_))),
            "{form:?}: {signed_in:?}"
        );
        soon(has_stopped.wait_for(|stopped| *stopped)).await.unwrap();
    }
}

#[tokio::test]
async fn q9_an_endless_answer_to_a_refresh_keeps_the_session_where_the_tokens_are_in_it() {
    let in_json = |profile: &mut latchkey_pipeline::description::Description| {
        profile.tokens.access = "json:/access".to_owned();
        profile.tokens.refresh = "json:/refresh".to_owned();
    };
    for form in [Form::Plain, Form::Bomb] {
        let (stopped, mut has_stopped) = watch::channel(false);
        let server = Server::start_raw(move |seen: Seen| {
            let answer = match seen.path.as_str() {
                LOGIN => text(200, r#"{"access":"a0","refresh":"r0"}"#),
                REFRESH => answer(200, form, &stopped),
                _ => text(401, "ExpiredToken"),
            };
            async move { answer }
        })
        .await;
        let world = World::signed_in_with(&server.url, in_json).await;
        let error = world.get_error("/x").await;
        assert!(
            matches!(error, Error::RefreshUnavailable(_)),
            "{form:?}: {error:?}"
        );
        soon(has_stopped.wait_for(|stopped| *stopped)).await.unwrap();
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn q9_an_answer_that_stalls_is_given_up() {
    let server = Server::start_raw(|seen: Seen| async move {
        if seen.path == LOGIN {
            return pair("a0", "r0");
        }
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"half"))]);
        Response::new(HttpBody::from_stream(first.chain(stream::pending())))
    })
    .await;
    let world = World::signed_in_with(&server.url, |profile| profile.timeouts.idle_ms = 50).await;
    let mut answer = world.get("/x").await.unwrap();
    let error = soon(answer.bytes(LIMIT)).await.unwrap_err();
    assert_eq!(error.kind, NetworkFailure::TimeOut);
    world.assert_alive().await;
}

/// A stream of events says nothing while nothing happens: that is no stall where its reader has said so.
#[tokio::test]
async fn q9_a_stream_that_may_be_silent_is_waited_for() {
    let (goes_on, gate) = watch::channel(false);
    let server = Server::start_raw(move |seen: Seen| {
        let mut gate = gate.clone();
        async move {
            if seen.path == LOGIN {
                return pair("a0", "r0");
            }
            let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"one "))]);
            let second = stream::once(async move {
                gate.wait_for(|open| *open).await.ok();
                Ok(Bytes::from_static(b"two"))
            });
            Response::new(HttpBody::from_stream(first.chain(second)))
        }
    })
    .await;
    let world = World::signed_in_with(&server.url, |profile| profile.timeouts.idle_ms = 50).await;
    let mut silent = world.get("/silent").await.unwrap();
    silent.may_be_silent();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let waiting = tokio::spawn(async move {
        let first = silent.chunk().await.unwrap().unwrap();
        begun.send(()).unwrap();
        (first, silent.bytes(LIMIT).await)
    });
    soon(has_begun).await.unwrap();
    // One that may not be silent is given up while the other waits, which began before it.
    let mut stalled = world.get("/stalled").await.unwrap();
    let error = soon(stalled.bytes(LIMIT)).await.unwrap_err();
    assert_eq!(error.kind, NetworkFailure::TimeOut);
    goes_on.send_replace(true);
    let (first, rest) = soon(waiting).await.unwrap();
    assert_eq!(
        (first.as_ref(), rest.unwrap().as_slice()),
        (&b"one "[..], &b"two"[..])
    );
}
