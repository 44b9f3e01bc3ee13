//! A trace as text, for a bug report: what the window shows, without what looks like a secret.
//!
//! Tokens are fingerprints already. What else may be secret is what the user wrote into the target: the values of
//! parameters whose names say so are left out, and so is whatever is too long and too mixed to be a word.

use latchkey_ipc::{Trace, TraceEvent, TraceStep};

use crate::components::trace_view::phase_name;
use crate::format;
use crate::i18n::{I18n, Piece, step_name, step_sentence};

/// What takes the place of a secret.
const LEFT_OUT: &str = "…";
/// So long a run that mixes letters and digits is no word, no path and no fingerprint. A UUID's parts are shorter.
const OPAQUE: usize = 24;
/// A parameter whose name has one of these in it, in any case, holds a secret.
const SECRET: [&str; 13] = [
    "token",
    "secret",
    "password",
    "passwd",
    "pwd",
    "pass",
    "key",
    "auth",
    "sig",
    "code",
    "credential",
    "session",
    "jwt",
];

/// The trace as lines, in the window's language.
pub fn trace_text(i18n: &I18n, trace: &Trace) -> String {
    let mut lines = vec![format!("Latchkey, {}", utc(trace.started_at))];
    for step in &trace.steps {
        lines.push(line(i18n, step, trace.total_us));
        if let Some(parts) = parts(i18n, &step.event) {
            lines.push(format!("{:>10}  {:<10}  {parts}", "", ""));
        }
    }
    let time = ("time", format::duration(trace.total_us).into());
    lines.push(i18n.with("trace-total", &[time]).to_string());
    lines.join("\n") + "\n"
}

fn line(i18n: &I18n, step: &TraceStep, total_us: u64) -> String {
    let sentence: String = step_sentence(i18n, &step.event)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(text) | Piece::Exact(text) => text,
        })
        .collect();
    let took = match step.took_us {
        0 => String::new(),
        us => format!("  [{}]", format::duration(us)),
    };
    let name = i18n.t(&format!("step-{}", step_name(&step.event)));
    let at = format::offset(step.at_us, total_us);
    format!("{at:>10}  {name:<10}  {}{took}", without_secrets(&sentence))
}

fn parts(i18n: &I18n, event: &TraceEvent) -> Option<String> {
    let TraceEvent::Send { reused, phases, .. } = event else {
        return None;
    };
    let reused = reused.then(|| i18n.t("trace-connection-reused").to_string());
    let parts = phases.iter().map(|phase| {
        let name = i18n.t(&format!("phase-{}", phase_name(phase.kind)));
        format!("{name} {}", format::duration(phase.took_us))
    });
    let all: Vec<_> = reused.into_iter().chain(parts).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The text without what looks like a secret.
fn without_secrets(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let word = without_user(word);
        let (path, query) = match word.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (word.as_str(), None),
        };
        let mut clean = without_opaque(path);
        if let Some(query) = query {
            let pairs: Vec<_> = query.split('&').map(pair).collect();
            clean = format!("{clean}?{}", pairs.join("&"));
        }
        clean
    });
    words.collect::<Vec<_>>().join(" ")
}

fn pair(pair: &str) -> String {
    let Some((name, value)) = pair.split_once('=') else {
        return without_opaque(pair);
    };
    let plain = name.to_ascii_lowercase();
    // A name may be written in escapes, for which there is no reason but to hide it.
    let secret = plain.contains('%') || SECRET.iter().any(|it| plain.contains(it));
    if secret && !value.is_empty() {
        format!("{name}={LEFT_OUT}")
    } else {
        format!("{name}={}", without_opaque(value))
    }
}

/// A URL without its user name and password.
fn without_user(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else {
        return word.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{rest}")
}

/// The text without JSON Web Tokens and other long runs of letters and digits.
fn without_opaque(text: &str) -> String {
    let in_run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '.');
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| in_run(c) != in_run(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let mixed = run.contains(|c: char| c.is_ascii_digit()) && run.contains(char::is_alphabetic);
        let secret = run.starts_with("eyJ") || run.len() >= OPAQUE && mixed;
        clean.push_str(if secret { LEFT_OUT } else { run });
        rest = after;
    }
    clean
}

/// A time as RFC 3339 has it, to the millisecond: what is looked for in a server's log.
fn utc(at_ms: i64) -> String {
    let (days, of_day) = (at_ms.div_euclid(86_400_000), at_ms.rem_euclid(86_400_000));
    let (s, ms) = (of_day / 1_000, of_day % 1_000);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (s / 3_600, s / 60 % 60, s % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

/// The date so many days after 1970-01-01, counted in years that begin in March: then the odd day comes last.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + next, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::preferences::Language;
    use latchkey_ipc::{PhaseKind, TracePhase};

    fn sent(target: &str) -> Trace {
        let phase = |kind, at_us| TracePhase {
            kind,
            at_us,
            took_us: 1_500,
        };
        let event = TraceEvent::Send {
            method: "GET".into(),
            target: target.into(),
            again: false,
            reused: false,
            phases: vec![phase(PhaseKind::LookUp, 0), phase(PhaseKind::FirstByte, 1_500)],
        };
        Trace {
            started_at: 1_795_744_800_123,
            total_us: 3_000,
            steps: vec![TraceStep {
                at_us: 0,
                took_us: 3_000,
                event,
            }],
        }
    }

    #[test]
    fn it_says_when_what_and_how_long() {
        let text = trace_text(&I18n::new(Language::En), &sent("/api/notes?limit=20"));
        let expected = "Latchkey, 2026-11-27T02:00:00.123Z\n    \
            0.0 ms  send        GET /api/notes?limit=20  [3.0 ms]\n                        \
            DNS 1.5 ms, first byte 1.5 ms\nTotal 3.0 ms\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_looks_like_a_secret_is_left_out_and_nothing_else() {
        for (said, kept) in [
            ("GET /a?limit=20&q=two+words", "GET /a?limit=20&q=two+words"),
            ("GET /a?access_token=abc&limit=1", "GET /a?access_token=…&limit=1"),
            (
                "GET /a?API-Key=abc&X-Amz-Signature=d",
                "GET /a?API-Key=…&X-Amz-Signature=…",
            ),
            ("GET /a?%74oken=abc", "GET /a?%74oken=…"),
            ("GET /reset/a1b2c3d4e5f6a1b2c3d4e5f6", "GET /reset/…"),
            (
                "GET /u/123e4567-e89b-12d3-a456-426614174000",
                "GET /u/123e4567-e89b-12d3-a456-426614174000",
            ),
            ("GET /a?q=eyJhbGciOiJI.eyJzdWIiOiIx.sig", "GET /a?q=…"),
            (
                "to https://me:pw@api.example.com/x",
                "to https://api.example.com/x",
            ),
            (
                "access token a1b2c3d4 (expired 2 s ago)",
                "access token a1b2c3d4 (expired 2 s ago)",
            ),
        ] {
            assert_eq!(without_secrets(said), kept);
        }
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(utc(ms), text);
        }
    }
}
