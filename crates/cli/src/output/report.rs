//! A run's report for people.

use latchkey_running::{End, Outcome, Report, short, visible};

use crate::output::{Terminal, Tone};

/// What came of one request.
pub(crate) fn line(terminal: Terminal, outcome: &Outcome) -> String {
    let (tone, word) = match &outcome.end {
        End::Answered { .. } if outcome.passed() => (Tone::Good, "passed"),
        End::Answered { .. } => (Tone::Bad, "failed"),
        End::Failed { .. } => (Tone::Bad, "error"),
        End::NotSent { .. } => (Tone::Warn, "not sent"),
    };
    let name = visible(&short(&outcome.name));
    let place = terminal.paint(Tone::Dim, &format!("({})", visible(&outcome.place)));
    let padding = " ".repeat(10 - word.len());
    let head = format!("{}{padding}{name} {place}", terminal.paint(tone, word));
    let below = |text: &str| format!("          {text}");
    let lines = match &outcome.end {
        End::Answered { status, checks } => {
            let head = format!("{head} {status}, {} ms", outcome.time.as_millis());
            let failed = checks.iter().filter(|check| check.mismatch.is_some());
            let failed = failed.map(|check| below(&visible(&check.told())));
            std::iter::once(head).chain(failed).collect()
        }
        End::Failed { why, .. } => vec![head, below(&visible(&short(why)))],
        End::NotSent { why } => vec![head, below(why.words())],
    };
    lines.join("\n")
}

/// How many requests ended in which way.
pub(crate) fn sum(terminal: Terminal, report: &Report) -> String {
    let sum = report.sum();
    let part = |tone, count: usize, word: &str| {
        let text = format!("{count} {word}");
        if count == 0 {
            text
        } else {
            terminal.paint(tone, &text)
        }
    };
    format!(
        "{}: {}, {}, {}, {} in {:.2} s",
        visible(&short(&report.name)),
        part(Tone::Good, sum.passed, "passed"),
        part(Tone::Bad, sum.failed, "failed"),
        part(Tone::Bad, sum.errors, "in error"),
        part(Tone::Warn, sum.not_sent, "not sent"),
        report.time().as_secs_f64()
    )
}

/// Everything, for a file.
pub(crate) fn whole(terminal: Terminal, report: &Report) -> String {
    let lines = report
        .outcomes
        .iter()
        .map(|outcome| line(terminal, outcome) + "\n");
    lines.collect::<String>() + &sum(terminal, report) + "\n"
}
