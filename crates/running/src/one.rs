//! One request of a run.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use latchkey_collection::{
    Check, Request, RequestBody, Resolved, Source,
    evaluate::{self, Judgement, MAX_BODY, Observed},
    resolve,
    store::Saved,
};
use latchkey_pipeline::{Answer, ApiRequest, Error, Failed, InputError, NetworkError};

use crate::{
    Broken, CheckLine, End, Onlooker, Outcome, Problem, Runner,
    body::body,
    report::{about_check, about_take},
};

/// How long looking into one answer may take: a path can ask for more than there is time for.
const LOOKING: Duration = Duration::from_secs(30);

impl Runner<'_> {
    /// Sends a request, and tells what came of it.
    pub(crate) async fn one<O: Onlooker>(
        &mut self,
        saved: &Saved,
        onlooker: &mut O,
    ) -> Result<(Outcome, Option<Problem>), Broken> {
        let began = Instant::now();
        let (end, problem) = match self.end(&saved.request, onlooker).await? {
            Ok(end) => (end, None),
            Err(problem) => {
                let end = End::Failed {
                    why: self.variables.masked(&problem.to_string()),
                    grade: problem.grade(),
                };
                (end, Some(problem))
            }
        };
        let mut outcome = Outcome::of(saved, end);
        outcome.time = began.elapsed();
        Ok((outcome, problem))
    }

    async fn end<O: Onlooker>(
        &mut self,
        request: &Request,
        onlooker: &mut O,
    ) -> Result<Result<End, Problem>, Broken> {
        let resolved = match resolve(request, &|name| self.variables.get(name)) {
            Ok(resolved) => resolved,
            Err(unresolved) => return Ok(Err(Problem::Unresolved(unresolved))),
        };
        let (checks, takes, used) = (
            resolved.checks.clone(),
            resolved.takes.clone(),
            resolved.used.clone(),
        );
        let mut answer = match self.call(resolved).await {
            Ok(answer) => answer,
            Err(problem) => return Ok(Err(self.in_the_file(problem, request, &used))),
        };
        let looks_inside = checks
            .iter()
            .any(|check| matches!(check.check, Check::Json { .. }))
            || takes.iter().any(|take| matches!(take.source, Source::Json(_)));
        let observed = match observe(&mut answer, looks_inside, onlooker).await {
            Ok(observed) => observed,
            Err(error) => return Ok(Err(Problem::Engine(Error::Network(error)))),
        };
        let status = observed.status;
        // On a thread of its own: an interrupt is heard meanwhile.
        let judging = tokio::task::spawn_blocking(move || evaluate::judge(&observed, &checks, &takes));
        match tokio::time::timeout(LOOKING, judging).await {
            Ok(Ok(judgement)) => Ok(Ok(self.judged(status, judgement))),
            Ok(Err(error)) => Err(Broken(error.to_string())),
            Err(_) => Ok(Err(Problem::Looking {
                seconds: LOOKING.as_secs(),
            })),
        }
    }

    async fn call(&self, resolved: Resolved) -> Result<Answer, Problem> {
        let call = ApiRequest {
            method: resolved.method,
            target: resolved.target,
            headers: resolved.headers,
            body: body(resolved.body, self.folder, self.files).await?,
            time_out: resolved.timeout_ms.map(Duration::from_millis),
            follow_redirects: resolved.redirects,
        };
        let answered = self.session.call(call).await;
        answered.map_err(|Failed { error, .. }| Problem::Engine(error))
    }

    fn judged(&mut self, status: u16, judgement: Judgement) -> End {
        let mut lines = Vec::new();
        for verdict in judgement.checks {
            lines.push(CheckLine {
                about: about_check(verdict.check),
                expected: verdict.expected,
                mismatch: verdict.mismatch,
            });
        }
        for taken in judgement.taken {
            let expected = format!("{} taken from {}", taken.variable, taken.source);
            let about = about_take(taken.from, &taken.variable);
            let mismatch = match taken.value {
                Ok(value) => {
                    self.variables.take(&taken.variable, value);
                    None
                }
                Err(mismatch) => Some(mismatch),
            };
            lines.push(CheckLine {
                about,
                expected,
                mismatch,
            });
        }
        // After the last value was taken: it may be a secret.
        for line in &mut lines {
            line.clear(self.variables.mask());
        }
        End::Answered {
            status,
            checks: lines,
        }
    }

    /// The problem with the field as the file has it, and without what may be half a secret: shortened, that would not be
    /// known for one.
    fn in_the_file(&self, problem: Problem, request: &Request, used: &BTreeSet<String>) -> Problem {
        let told = |error: InputError| InputError {
            field: place_in_file(&error.field, request),
            ..error
        };
        match problem {
            Problem::Engine(Error::Input(error)) | Problem::Outside(error)
                if self.variables.any_secret(used) =>
            {
                Problem::Untold(told(error))
            }
            Problem::Engine(Error::Input(error)) => Problem::Engine(Error::Input(told(error))),
            Problem::Outside(error) => Problem::Outside(told(error)),
            problem => problem,
        }
    }
}

/// Reads the body to its end, and keeps it if it is looked into. No token of the session goes along.
async fn observe<O: Onlooker>(
    answer: &mut Answer,
    looks_inside: bool,
    onlooker: &mut O,
) -> Result<Observed, NetworkError> {
    let headers = answer.visible_headers().into_iter();
    let headers = headers.map(|header| (header.name, header.value)).collect();
    let body = if looks_inside {
        onlooker.receiving(answer.expected());
        let kept = keep(answer, onlooker).await;
        onlooker.received_all();
        kept?
    } else {
        while answer.chunk().await?.is_some() {}
        Some(Vec::new())
    };
    Ok(Observed {
        status: answer.status.as_u16(),
        headers,
        body,
    })
}

/// The body; `None` as soon as it is more than is looked into.
async fn keep<O: Onlooker>(answer: &mut Answer, onlooker: &mut O) -> Result<Option<Vec<u8>>, NetworkError> {
    let mut redactor = answer.redactor();
    let (mut kept, mut received) = (Vec::new(), 0);
    while let Some(piece) = answer.chunk().await? {
        received += piece.len() as u64;
        onlooker.received(received);
        kept.extend_from_slice(&redactor.push(&piece));
        if kept.len() > MAX_BODY {
            return Ok(None);
        }
    }
    let (rest, _) = redactor.finish();
    kept.extend_from_slice(&rest);
    Ok((kept.len() <= MAX_BODY).then_some(kept))
}

/// Rows that are switched off are not sent, and so not counted by who sends.
fn place_in_file(field: &str, request: &Request) -> String {
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

    use super::place_in_file;

    #[test]
    fn a_header_is_named_by_its_place_in_the_file() {
        let row = |enabled| Row {
            name: "X".to_owned(),
            value: String::new(),
            enabled,
        };
        let mut request = Request::new("n", "GET", "/");
        request.headers = vec![row(false), row(true), row(false), row(true)];
        assert_eq!(place_in_file("headers[1].name", &request), "headers[3].name");
        assert_eq!(place_in_file("target", &request), "target");
        assert_eq!(
            place_in_file("body.parts[0].path", &request),
            "body.parts[0].path"
        );
    }
}
