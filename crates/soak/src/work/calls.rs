//! The calls that the loops make, and what becomes of them.

use std::time::Duration;

use latchkey_pipeline::{ApiRequest, Body, Error, NetworkError, NetworkFailure, Pipeline};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::seat::Seat;
use crate::wire::{Account, Call, Outcome, Trouble, now, say};

/// Nothing takes that long: a refresh with its retries, and the pauses of the profile, are over well before.
const HANGS: Duration = Duration::from_mins(1);
/// The limit for reading an answer, in bytes.
const MOST: usize = 2 << 20;

/// Makes one call after another until it is over; tells how many.
pub(super) async fn make(seat: Seat, number: u64, pause_ms: u64, mut over: watch::Receiver<bool>) -> u64 {
    let mut chance = fastrand::Rng::new();
    let mut begun = 0;
    loop {
        let pipeline = tokio::select! {
            _ = over.wait_for(|over| *over) => return begun,
            pipeline = seat.pipeline() => pipeline,
        };
        let Some(pipeline) = pipeline else { return begun };
        let id = format!("{}-{number}-{begun}", name(seat.user));
        say(&Account::Call(call(&pipeline, seat.user, id, begun).await));
        begun += 1;
        let rest = Duration::from_millis(pause_ms / 2 + chance.u64(0..=pause_ms));
        tokio::select! {
            _ = over.wait_for(|over| *over) => return begun,
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Makes calls until one succeeds, now that nothing fails any more: the pause after a failed refresh may last a while,
/// and the user may have to sign in again. Tells how many.
pub(super) async fn until_one_succeeds(seat: &Seat) -> u64 {
    let mut begun = 0;
    loop {
        let Some(pipeline) = seat.pipeline().await else {
            return begun;
        };
        let id = format!("rest-{}-{begun}", name(seat.user));
        let call = call(&pipeline, seat.user, id, 0).await;
        begun += 1;
        let succeeded = call.outcome == Outcome::Succeeded;
        say(&Account::Call(call));
        if succeeded {
            return begun;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

fn name(user: &str) -> &str {
    user.split('@').next().unwrap_or(user)
}

/// Makes one call. Which one, `turn` says.
pub(super) async fn call(pipeline: &Pipeline, user: &str, id: String, turn: u64) -> Call {
    let kind = [Kind::Me, Kind::Echo, Kind::Notes][usize::try_from(turn % 3).unwrap_or(0)];
    let began = now();
    let made = tokio::time::timeout(HANGS, make_one(pipeline, kind, user, &id)).await;
    Call {
        outcome: made.unwrap_or(Outcome::Hung),
        id,
        user: user.to_owned(),
        began,
        ended: now(),
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Me,
    Echo,
    Notes,
}

impl Kind {
    fn request(self, id: &str) -> ApiRequest {
        match self {
            Self::Me => ApiRequest::new("GET", format!("/api/me?call={id}")),
            Self::Echo => {
                let body = json!({ "call": id, "text": "늦어도 한 번만. ".repeat(20) });
                let body = Body::bytes(Some("application/json"), body.to_string());
                ApiRequest::new("POST", format!("/api/echo?call={id}")).with_body(body)
            }
            Self::Notes => ApiRequest::new("GET", format!("/api/notes?limit=5&call={id}")),
        }
    }

    /// Whether the answer is the one to this very call.
    fn fits(self, answer: &Value, user: &str, id: &str) -> bool {
        match self {
            Self::Me => answer["email"] == user,
            Self::Echo => answer["json"]["call"] == id,
            Self::Notes => answer["items"].as_array().is_some_and(|items| items.len() == 5),
        }
    }
}

async fn make_one(pipeline: &Pipeline, kind: Kind, user: &str, id: &str) -> Outcome {
    let mut answer = match pipeline.call(kind.request(id)).await {
        Ok(answer) => answer,
        Err(failed) => return outcome_of(&failed.error),
    };
    let body = match answer.bytes(MOST).await {
        Ok(body) => body,
        Err(error) => return Outcome::Network(trouble(&error)),
    };
    let (status, page) = (
        answer.status.as_u16(),
        answer
            .content_type()
            .is_some_and(|kind| kind.starts_with("text/html")),
    );
    // As the window does: headers and body are cleared of tokens before they are shown.
    let _ = answer.visible_headers();
    answer.finish(u64::try_from(body.len()).unwrap_or(u64::MAX));
    match (status, serde_json::from_slice(&body)) {
        (200, Ok(value)) if kind.fits(&value, user, id) => Outcome::Succeeded,
        (200, _) if page => Outcome::Page,
        (200, _) => Outcome::Wrong(String::from_utf8_lossy(&body).chars().take(200).collect()),
        (status, _) => Outcome::Status(status),
    }
}

fn outcome_of(error: &Error) -> Outcome {
    match error {
        Error::Network(error) => Outcome::Network(trouble(error)),
        Error::RefreshUnavailable(_) => Outcome::RefreshFailed,
        Error::RefreshCoolDown { .. } => Outcome::Paused,
        Error::SessionEnded(_) | Error::SignedOut => Outcome::NoSession,
        other => Outcome::Other(other.to_string()),
    }
}

fn trouble(error: &NetworkError) -> Trouble {
    match error.kind {
        NetworkFailure::Connect => Trouble::Connect,
        NetworkFailure::TimeOut => Trouble::TimeOut,
        NetworkFailure::Torn => Trouble::Torn,
        NetworkFailure::Malformed => Trouble::Malformed,
        _ => Trouble::Other,
    }
}
