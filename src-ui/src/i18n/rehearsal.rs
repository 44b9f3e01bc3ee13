//! The steps of a rehearsal as sentences.

use latchkey_ipc::{ProfileRequest, RehearsalEvent, TokenName};

use super::I18n;
use super::trace::{Piece, exact, pieces, span};

/// What happened in a step: the name of its kind, the sentence, and whether it went wrong.
pub fn rehearsal_sentence(i18n: &I18n, event: &RehearsalEvent) -> (&'static str, Vec<Piece>, bool) {
    match event {
        RehearsalEvent::Answered {
            request,
            line,
            status,
        } => {
            let values = [("line", exact(line)), ("status", exact(&status.to_string()))];
            let said = i18n.with("trial-answered", &values);
            (request_name(*request), pieces(&said), *status >= 400)
        }
        RehearsalEvent::Unanswered {
            request,
            line,
            problem,
        } => {
            let values = [("line", exact(line)), ("problem", exact(problem))];
            (
                request_name(*request),
                pieces(&i18n.with("trial-unanswered", &values)),
                true,
            )
        }
        RehearsalEvent::Found {
            token,
            place,
            fingerprint,
            expires_in_s,
        } => {
            let token = match token {
                TokenName::Access => i18n.t("trial-access"),
                TokenName::Refresh => i18n.t("trial-refresh"),
            };
            let mut values = vec![
                ("token", token.to_string().into()),
                ("place", exact(place)),
                ("fingerprint", exact(fingerprint)),
            ];
            let said = match expires_in_s {
                None => i18n.with("trial-found", &values),
                Some(seconds) => {
                    values.push(("span", span(i18n, seconds.unsigned_abs())));
                    let key = if *seconds < 0 {
                        "trial-found-expired"
                    } else {
                        "trial-found-valid"
                    };
                    i18n.with(key, &values)
                }
            };
            ("found", pieces(&said), expires_in_s.is_some_and(|left| left < 0))
        }
        RehearsalEvent::NotFound { problem } => {
            let said = i18n.with("trial-not-found", &[("problem", exact(problem))]);
            ("missing", pieces(&said), true)
        }
        RehearsalEvent::NotRotated => ("found", pieces(&i18n.t("trial-not-rotated")), false),
    }
}

fn request_name(request: ProfileRequest) -> &'static str {
    match request {
        ProfileRequest::SignIn => "send",
        ProfileRequest::Refresh => "refresh",
        ProfileRequest::SignOut => "end",
    }
}
