//! A call's steps: as a small waterfall for a person, and as JSON for a script. Tokens are fingerprints by then.

use std::time::Duration;

use latchkey_pipeline::{
    Trace,
    trace::{Event, Phases, RefreshResult, Span},
};
use serde_json::{Value, json};

use crate::output::{Terminal, Tone, length, visible::visible};

/// How wide the bars are, in characters.
const BARS: usize = 24;
/// How wide the text before the bars is.
const TEXT: usize = 48;

/// A step in words: its name, what happened, and how that is.
struct Line {
    name: &'static str,
    text: String,
    tone: Option<Tone>,
}

/// The steps with their times, as lines without the last break.
pub(crate) fn waterfall(terminal: Terminal, trace: &Trace) -> String {
    let lines = trace.steps.iter().flat_map(|step| {
        let Line { name, text, tone } = line(&step.event);
        let text = visible(&text);
        let painted = match tone {
            Some(tone) => terminal.paint(tone, &text),
            None => text.clone(),
        };
        let bar = bar(step.at, step.took, trace.total);
        let pad = if bar.is_empty() {
            String::new()
        } else {
            " ".repeat(TEXT.saturating_sub(text.chars().count()) + 2)
        };
        let at = terminal.paint(Tone::Dim, &format!("{:>6} ms", step.at.as_millis()));
        let main = format!("{at}  {name:<8}  {painted}{pad}{bar}");
        let below = match &step.event {
            Event::Send { phases, .. } => below(terminal, phases, trace.total),
            _ => Vec::new(),
        };
        std::iter::once(main).chain(below)
    });
    let total = format!("{:>6} ms  total", trace.total.as_millis());
    let mut lines: Vec<_> = lines.collect();
    lines.push(terminal.paint(Tone::Dim, &total));
    lines.join("\n")
}

/// What sending went by with, a line each. A connection that stood already says so.
fn below(terminal: Terminal, phases: &Phases, total: Duration) -> Vec<String> {
    let line = |name: &str, span: Span| {
        let text = format!("{name:<10}  {}", precise(span.took));
        let pad = " ".repeat((TEXT + 2).saturating_sub(text.chars().count() + 2));
        let (left, text) = (" ".repeat(21), terminal.paint(Tone::Dim, &text));
        format!("{left}  {text}{pad}{}", bar(span.at, span.took, total))
            .trim_end()
            .to_owned()
    };
    let reused = phases.reused.then(|| {
        let text = terminal.paint(Tone::Dim, "connection reused");
        format!("{}  {text}", " ".repeat(21))
    });
    let parts = parts(phases).map(|(name, span)| line(&name.replace('_', " "), span));
    reused.into_iter().chain(parts).collect()
}

/// The parts that are known, by their names in JSON, in order.
fn parts(phases: &Phases) -> impl Iterator<Item = (&'static str, Span)> {
    let all = [
        ("dns", phases.look_up),
        ("connect", phases.connect),
        ("tls", phases.tls),
        ("first_byte", phases.first_byte),
    ];
    all.into_iter().filter_map(|(name, span)| Some((name, span?)))
}

/// Parts of a step are short: a decimal below ten milliseconds.
fn precise(took: Duration) -> String {
    match took.as_micros() {
        us @ 0..10_000 => format!("{}.{} ms", us / 1000, us % 1000 / 100),
        us => format!("{} ms", us / 1000),
    }
}

fn bar(at: Duration, took: Duration, total: Duration) -> String {
    if took.is_zero() || total.is_zero() {
        return String::new();
    }
    let column = |time: Duration| {
        let part = time.as_micros() * BARS as u128 / total.as_micros().max(1);
        usize::try_from(part).unwrap_or(BARS).min(BARS)
    };
    let start = column(at).min(BARS - 1);
    let end = column(at + took).max(start + 1);
    format!("{}{}", " ".repeat(start), "▇".repeat(end - start))
}

fn line(event: &Event) -> Line {
    let (name, text, tone) = match event {
        Event::Attach { token, expires_in_ms } => {
            let expiry = expires_in_ms.map(expiry).unwrap_or_default();
            ("attach", format!("access token {token}{expiry}"), None)
        }
        Event::NoToken { origin } => ("attach", format!("no token: {origin} is another origin"), None),
        Event::Wait { token } => {
            let token = token.as_ref().map(|token| format!("; access token {token}"));
            let text = format!("for the refresh under way{}", token.unwrap_or_default());
            ("wait", text, None)
        }
        Event::Send {
            method,
            target,
            again,
            ..
        } => {
            let name = if *again { "resend" } else { "send" };
            (name, format!("{method} {target}"), None)
        }
        Event::Answer { status, code } => {
            let code = code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            let tone = if *status < 400 { Tone::Good } else { Tone::Warn };
            ("answer", format!("{status}{code}"), Some(tone))
        }
        Event::Redirect { to, keeps_token } => {
            let token = if *keeps_token { "" } else { ", without the token" };
            ("redirect", format!("to {to}{token}"), None)
        }
        Event::Refresh { led, request, result } => {
            let led = if *led { "led" } else { "joined" };
            let (text, tone) = refresh(result);
            ("refresh", format!("{led}; {request}: {text}"), tone)
        }
        Event::Store { token, problem } => match problem {
            None => ("store", format!("pair {token} saved"), None),
            Some(problem) => (
                "store",
                format!("pair {token} is in memory alone: {problem}"),
                Some(Tone::Bad),
            ),
        },
        Event::End { reason } => ("end", reason.message().to_owned(), Some(Tone::Bad)),
        Event::Fail { message } => ("fail", message.clone(), Some(Tone::Bad)),
        Event::Body { size } => ("body", format!("{size} bytes"), None),
        _ => ("step", String::new(), None),
    };
    Line { name, text, tone }
}

fn expiry(in_ms: i64) -> String {
    let length = length(in_ms.unsigned_abs() / 1000);
    if in_ms < 0 {
        format!(" (expired {length} ago)")
    } else {
        format!(" (expires in {length})")
    }
}

fn refresh(result: &RefreshResult) -> (String, Option<Tone>) {
    match result {
        RefreshResult::Renewed { token } => (format!("access token {token}"), Some(Tone::Good)),
        RefreshResult::Adopted { token } => {
            let text = format!("access token {token}, by another process");
            (text, Some(Tone::Good))
        }
        RefreshResult::Ended { reason } => (reason.message().to_owned(), Some(Tone::Bad)),
        RefreshResult::Unavailable { message } => (message.clone(), Some(Tone::Warn)),
        RefreshResult::Discarded => ("the session was over first".to_owned(), Some(Tone::Bad)),
    }
}

/// The steps as JSON. Times are in microseconds.
pub(crate) fn json(trace: &Trace) -> Value {
    let steps = trace.steps.iter().map(|step| {
        let mut value = event(&step.event);
        value["at_us"] = micros(step.at);
        value["took_us"] = micros(step.took);
        value
    });
    Value::Array(steps.collect())
}

/// A time in microseconds.
pub(crate) fn micros(time: Duration) -> Value {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX).into()
}

fn event(event: &Event) -> Value {
    match event {
        Event::Attach { token, expires_in_ms } => {
            json!({"step": "attach", "token": token, "expires_in_ms": expires_in_ms})
        }
        Event::NoToken { origin } => json!({"step": "no_token", "origin": origin}),
        Event::Wait { token } => json!({"step": "wait", "token": token}),
        Event::Send {
            method,
            target,
            again,
            phases,
        } => {
            let mut value = json!({"step": "send", "method": method, "target": target, "again": again,
                "reused": phases.reused});
            for (name, span) in parts(phases) {
                value[format!("{name}_us")] = micros(span.took);
            }
            value
        }
        Event::Answer { status, code } => json!({"step": "answer", "status": status, "code": code}),
        Event::Redirect { to, keeps_token } => {
            json!({"step": "redirect", "to": to, "keeps_token": keeps_token})
        }
        Event::Refresh { led, request, result } => {
            let (name, detail) = match result {
                RefreshResult::Renewed { token } => ("renewed", token.as_str()),
                RefreshResult::Adopted { token } => ("adopted", token.as_str()),
                RefreshResult::Ended { reason } => ("ended", reason.message()),
                RefreshResult::Unavailable { message } => ("unavailable", message.as_str()),
                RefreshResult::Discarded => ("discarded", ""),
            };
            json!({"step": "refresh", "led": led, "request": request, "result": name, "detail": detail})
        }
        Event::Store { token, problem } => json!({"step": "store", "token": token, "problem": problem}),
        Event::End { reason } => json!({"step": "end", "reason": reason.message()}),
        Event::Fail { message } => json!({"step": "fail", "message": message}),
        Event::Body { size } => json!({"step": "body", "size": size}),
        _ => json!({"step": "other"}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use latchkey_pipeline::trace::Step;

    #[test]
    fn a_bar_begins_where_its_step_does_and_is_never_empty() {
        let ms = Duration::from_millis;
        assert_eq!(bar(ms(0), ms(0), ms(48)), "");
        assert_eq!(bar(ms(0), ms(12), ms(48)), "▇".repeat(6));
        assert_eq!(
            bar(ms(24), ms(24), ms(48)),
            format!("{}{}", " ".repeat(12), "▇".repeat(12))
        );
        assert_eq!(bar(ms(48), ms(1), ms(48)).trim_start(), "▇");
    }

    #[test]
    fn what_a_server_sent_is_shown_harmlessly() {
        let trace = Trace {
            steps: vec![Step {
                at: Duration::ZERO,
                took: Duration::ZERO,
                event: Event::Answer {
                    status: 401,
                    code: Some("\x1b]0;owned\x07".to_owned()),
                },
            }],
            ..Trace::default()
        };
        let shown = waterfall(Terminal::new(false, crate::arguments::When::Never), &trace);
        assert!(shown.contains("401 \\u{1b}]0;owned\\u{7}"), "{shown}");
    }
}
