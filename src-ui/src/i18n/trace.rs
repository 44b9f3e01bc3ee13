//! The steps of a trace as sentences.

use latchkey_ipc::profiles::unseen::visible;
use latchkey_ipc::{RefreshResult, RefreshRole, TraceEvent};
use yew::AttrValue;

use super::{I18n, Value};
use crate::format;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// Something exact, shown in the code font: a fingerprint, a path, a status.
    Exact(String),
}

/// Stands around exact pieces on their way through a message, and nowhere else: in what comes from others it is written out.
const MARK: char = '\u{1}';

pub(super) fn exact(text: &str) -> Value<'static> {
    format!("{MARK}{}{MARK}", visible(text)).into()
}

/// Whether it was made by [`exact`].
pub(super) fn is_exact(text: &str) -> bool {
    let inside = text.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(MARK));
    inside.is_some_and(|inside| !inside.contains(MARK))
}

/// A piece that goes to the page as it is, but for what would not be seen in it.
fn exactly(text: &str) -> Vec<Piece> {
    vec![Piece::Exact(visible(text).into_owned())]
}

pub(super) fn pieces(sentence: &str) -> Vec<Piece> {
    let parts = sentence
        .split(MARK)
        .enumerate()
        .filter(|(_, text)| !text.is_empty());
    parts
        .map(|(at, text)| {
            let text = text.to_owned();
            if at % 2 == 0 {
                Piece::Words(text)
            } else {
                Piece::Exact(text)
            }
        })
        .collect()
}

/// The name of the kind of a step, also its stable name in attributes.
pub fn step_name(event: &TraceEvent) -> &'static str {
    match event {
        TraceEvent::Attach { .. } => "attach",
        TraceEvent::NoToken { .. } => "no_token",
        TraceEvent::Wait { .. } => "wait",
        TraceEvent::Send { again: false, .. } => "send",
        TraceEvent::Send { again: true, .. } => "resend",
        TraceEvent::Answer { .. } => "answer",
        TraceEvent::Redirect { .. } => "redirect",
        TraceEvent::Refresh { .. } => "refresh",
        TraceEvent::Store { .. } => "store",
        TraceEvent::End { .. } => "end",
        TraceEvent::Fail { .. } => "fail",
        TraceEvent::Body { .. } => "body",
    }
}

/// What happened in a step.
pub fn step_sentence(i18n: &I18n, event: &TraceEvent) -> Vec<Piece> {
    let say = |key: &str, values: &[(&str, Value<'_>)]| i18n.with(key, values);
    let sentence: AttrValue = match event {
        TraceEvent::Attach { token, expires_in_ms } => attach(i18n, token, *expires_in_ms),
        TraceEvent::NoToken { origin } => say("trace-no-token", &[("origin", exact(origin))]),
        TraceEvent::Wait { token: Some(token) } => say("trace-waited", &[("token", exact(token))]),
        TraceEvent::Wait { token: None } => i18n.t("trace-waited-in-vain"),
        TraceEvent::Send { method, target, .. } => {
            return exactly(&format!("{method} {target}"));
        }
        TraceEvent::Answer { status, reason, code } => {
            let code = code.as_deref().unwrap_or(reason);
            return exactly(format!("{status} {code}").trim_end());
        }
        TraceEvent::Redirect {
            to,
            keeps_token: true,
        } => say("trace-redirect", &[("to", exact(to))]),
        TraceEvent::Redirect {
            to,
            keeps_token: false,
        } => say("trace-redirect-bare", &[("to", exact(to))]),
        TraceEvent::Refresh {
            role,
            request,
            result,
        } => refresh(i18n, *role, request, result),
        TraceEvent::Store { token, problem: None } => say("trace-stored", &[("token", exact(token))]),
        TraceEvent::Store {
            token,
            problem: Some(problem),
        } => say(
            "trace-not-stored",
            &[("token", exact(token)), ("problem", exact(problem))],
        ),
        TraceEvent::End { reason } => i18n.end_reason(*reason),
        TraceEvent::Fail { message } => return exactly(message),
        TraceEvent::Body { size } => say("trace-body", &[("size", exact(&format::size(*size)))]),
    };
    pieces(&sentence)
}

fn attach(i18n: &I18n, token: &str, expires_in_ms: Option<i64>) -> AttrValue {
    let token = ("token", exact(token));
    let Some(ms) = expires_in_ms else {
        return i18n.with("trace-attach", &[token]);
    };
    let span = span(i18n, ms.unsigned_abs() / 1000);
    let key = if ms < 0 {
        "trace-attach-expired"
    } else {
        "trace-attach-valid"
    };
    i18n.with(key, &[token, ("span", span)])
}

pub(super) fn span(i18n: &I18n, seconds: u64) -> Value<'static> {
    i18n.span(seconds).into()
}

fn refresh(i18n: &I18n, role: RefreshRole, request: &str, result: &RefreshResult) -> AttrValue {
    let role = match role {
        RefreshRole::Led => i18n.t("trace-refresh-led"),
        RefreshRole::Joined => i18n.t("trace-refresh-joined"),
    };
    let values = [("role", role.to_string().into()), ("request", exact(request))];
    let with = |key: &str, more: (&'static str, Value<'static>)| {
        i18n.with(key, &[values[0].clone(), values[1].clone(), more])
    };
    match result {
        RefreshResult::Renewed { token } => with("trace-refresh-renewed", ("token", exact(token))),
        RefreshResult::Adopted { token } => with("trace-refresh-adopted", ("token", exact(token))),
        RefreshResult::Ended { reason } => with(
            "trace-refresh-ended",
            ("reason", i18n.end_reason(*reason).to_string().into()),
        ),
        RefreshResult::Unavailable { message } => {
            with("trace-refresh-unavailable", ("message", message.clone().into()))
        }
        RefreshResult::Discarded => i18n.with("trace-refresh-discarded", &values),
    }
}
