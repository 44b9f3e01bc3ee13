//! One request of a run.

use std::{
    collections::BTreeSet,
    path::Path,
    time::{Duration, Instant},
};

use latchkey_collection::{
    Check, Request, RequestBody, Resolved, Source,
    evaluate::{self, Judgement, MAX_BODY, Observed},
    resolve,
    store::Saved,
};
use latchkey_pipeline::{Answer, ApiRequest, Error, Failed, InputError, Pipeline};

use super::{body::body, variables::Variables};
use crate::{
    exit::Exit,
    failure::{self, Failure},
    output::{
        Sink, Terminal, receive,
        report::{CheckLine, End, Outcome},
    },
};

/// How long looking into one answer may take: a path can ask for more than there is time for.
const LOOKING: Duration = Duration::from_secs(30);

/// What all requests of a run have in common.
pub(super) struct Runner<'r> {
    pub(super) session: &'r Pipeline,
    pub(super) terminal: Terminal,
    pub(super) folder: &'r Path,
    pub(super) outside_files: bool,
    pub(super) variables: Variables,
}

impl Runner<'_> {
    /// Sends a request, and tells what came of it. A failure is one of this process.
    pub(super) async fn one(&mut self, saved: &Saved) -> Result<Outcome, Failure> {
        let began = Instant::now();
        let end = self.end(&saved.request).await?;
        let mut outcome = Outcome::of(saved, end);
        outcome.time = began.elapsed();
        Ok(outcome)
    }

    async fn end(&mut self, request: &Request) -> Result<End, Failure> {
        let resolved = match resolve(request, &|name| self.variables.get(name)) {
            Ok(resolved) => resolved,
            Err(unresolved) => {
                return Ok(End::Failed {
                    why: self.variables.masked(&unresolved.to_string()),
                    exit: Exit::Usage,
                });
            }
        };
        let Resolved {
            method,
            target,
            headers,
            body: wanted,
            timeout_ms,
            redirects,
            checks,
            takes,
            used,
        } = resolved;
        let body = match body(wanted, self.folder, self.outside_files).await {
            Ok(body) => body,
            Err(error) => return Ok(self.failed(&Error::Input(error), request, &used)),
        };
        let call = ApiRequest {
            method,
            target,
            headers,
            body,
            time_out: timeout_ms.map(Duration::from_millis),
            follow_redirects: redirects,
        };
        let mut answer = match self.session.call(call).await {
            Ok(answer) => answer,
            Err(Failed { error, .. }) => return Ok(self.failed(&error, request, &used)),
        };
        let looks_inside = checks
            .iter()
            .any(|check| matches!(check.check, Check::Json { .. }))
            || takes.iter().any(|take| matches!(take.source, Source::Json(_)));
        let observed = match self.observe(&mut answer, looks_inside).await {
            Ok(observed) => observed,
            Err(failure @ Failure::Network(_)) => {
                return Ok(End::Failed {
                    why: self.variables.masked(&failure.to_string()),
                    exit: failure.exit(),
                });
            }
            Err(failure) => return Err(failure),
        };
        let status = observed.status;
        // On a thread of its own: an interrupt is heard meanwhile.
        let judging = tokio::task::spawn_blocking(move || evaluate::judge(&observed, &checks, &takes));
        match tokio::time::timeout(LOOKING, judging).await {
            Ok(Ok(judgement)) => Ok(self.judged(status, judgement)),
            Ok(Err(error)) => Err(Failure::System(error.to_string())),
            Err(_) => Ok(End::Failed {
                why: format!(
                    "checks: found more to look at than {} s suffice for; allowed are simpler paths",
                    LOOKING.as_secs()
                ),
                exit: Exit::Usage,
            }),
        }
    }

    async fn observe(&self, answer: &mut Answer, looks_inside: bool) -> Result<Observed, Failure> {
        let sink = if looks_inside {
            Sink::Memory {
                bytes: Vec::new(),
                limit: MAX_BODY,
            }
        } else {
            Sink::Nowhere
        };
        let headers = answer.visible_headers().into_iter();
        let headers = headers.map(|header| (header.name, header.value)).collect();
        let body = match receive(answer, sink, self.terminal).await {
            Ok(received) => Some(received.bytes),
            Err(Failure::TooLarge { .. }) => None,
            Err(failure) => return Err(failure),
        };
        Ok(Observed {
            status: answer.status.as_u16(),
            headers,
            body,
        })
    }

    fn judged(&mut self, status: u16, judgement: Judgement) -> End {
        let mut lines = Vec::new();
        for verdict in judgement.checks {
            lines.push(CheckLine {
                expected: verdict.expected,
                mismatch: verdict.mismatch.map(|mismatch| mismatch.to_string()),
            });
        }
        for taken in judgement.taken {
            let expected = format!("{} taken from {}", taken.variable, taken.source);
            let mismatch = match taken.value {
                Ok(value) => {
                    self.variables.take(&taken.variable, value);
                    None
                }
                Err(mismatch) => Some(mismatch.to_string()),
            };
            lines.push(CheckLine { expected, mismatch });
        }
        // After the last value was taken: it may be a secret.
        for line in &mut lines {
            line.expected = self.variables.masked(&line.expected);
            line.mismatch = line.mismatch.as_ref().map(|text| self.variables.masked(text));
        }
        End::Answered {
            status,
            checks: lines,
        }
    }

    fn failed(&self, error: &Error, request: &Request, used: &BTreeSet<String>) -> End {
        let why = match error {
            Error::Input(error) => {
                let field = in_the_file(&error.field, request);
                if self.variables.any_secret(used) {
                    // Shortened, half a secret would not be known for one.
                    let allowed = &error.allowed;
                    format!(
                        "{field}: found something else, untold for a secret is in it; allowed is {allowed}"
                    )
                } else {
                    let error = InputError {
                        field,
                        ..error.clone()
                    };
                    error.to_string()
                }
            }
            error => error.to_string(),
        };
        End::Failed {
            why: self.variables.masked(&why),
            exit: failure::of_engine(error),
        }
    }
}

/// Rows that are switched off are not sent, and so not counted by who sends.
fn in_the_file(field: &str, request: &Request) -> String {
    let renumbered = |list: &str, enabled: Vec<usize>| {
        let rest = field.strip_prefix(list)?.strip_prefix('[')?;
        let (index, rest) = rest.split_once(']')?;
        let index = enabled.get(index.parse::<usize>().ok()?)?;
        Some(format!("{list}[{index}]{rest}"))
    };
    let headers = request.headers.iter().enumerate().filter(|(_, row)| row.enabled);
    let headers = headers.map(|(index, _)| index).collect();
    let parts = match &request.body {
        RequestBody::Multipart { parts } => {
            let parts = parts.iter().enumerate().filter(|(_, part)| part.enabled);
            parts.map(|(index, _)| index).collect()
        }
        _ => Vec::new(),
    };
    renumbered("headers", headers)
        .or_else(|| renumbered("body.parts", parts))
        .unwrap_or_else(|| field.to_owned())
}

#[cfg(test)]
mod tests {
    use latchkey_collection::{Request, Row};

    use super::in_the_file;

    #[test]
    fn a_header_is_named_by_its_place_in_the_file() {
        let row = |enabled| Row {
            name: "X".to_owned(),
            value: String::new(),
            enabled,
        };
        let mut request = Request::new("n", "GET", "/");
        request.headers = vec![row(false), row(true), row(false), row(true)];
        assert_eq!(in_the_file("headers[1].name", &request), "headers[3].name");
        assert_eq!(in_the_file("target", &request), "target");
        assert_eq!(in_the_file("body.parts[0].path", &request), "body.parts[0].path");
    }
}
