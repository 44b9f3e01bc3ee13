//! Trying a profile out. What is typed here lives as long as the editor is open, and nowhere else.

use std::fmt;

use latchkey_ipc::{IpcError, Rehearsal};

/// The form of a trial, and how the last one went.
#[derive(Clone, Default, PartialEq)]
pub struct Trial {
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
    /// Secret of the OAuth client.
    pub client_secret: String,
    /// Numbers the trials: a result of another one comes too late.
    pub number: u32,
    /// Whether a result is awaited.
    pub busy: bool,
    /// How the last one went.
    pub result: Option<Rehearsal>,
    /// Why it could not begin.
    pub error: Option<IpcError>,
}

impl fmt::Debug for Trial {
    /// Without the secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Trial");
        shown.field("user", &self.user).field("number", &self.number);
        shown.field("busy", &self.busy).finish_non_exhaustive()
    }
}

/// What can happen to a trial.
#[derive(Clone)]
pub enum TrialAction {
    /// The user name was typed.
    User(String),
    /// The password was typed.
    Password(String),
    /// The client's secret was typed.
    ClientSecret(String),
    /// A trial begins.
    Begin,
    /// The user does not want to wait for it.
    Cancel,
    /// The trial of this number is over.
    Done(u32, Box<Result<Rehearsal, IpcError>>),
}

impl Trial {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: TrialAction) -> Self {
        let mut next = self.clone();
        match action {
            TrialAction::User(text) => next.user = text,
            TrialAction::Password(text) => next.password = text,
            TrialAction::ClientSecret(text) => next.client_secret = text,
            TrialAction::Begin => {
                next.number += 1;
                next.busy = true;
                next.error = None;
            }
            TrialAction::Cancel => next.busy = false,
            TrialAction::Done(number, result) if self.busy && number == self.number => {
                next.busy = false;
                match *result {
                    Ok(rehearsal) => next.result = Some(rehearsal),
                    Err(error) => next.error = Some(error),
                }
            }
            TrialAction::Done(..) => {}
        }
        next
    }
}

crate::state::reducible!(Trial, TrialAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::error;

    #[test]
    fn a_result_that_nobody_waits_for_is_dropped() {
        let done = |number| TrialAction::Done(number, Box::new(Err(error("dns"))));
        let trial = Trial::default().apply(TrialAction::Begin);
        assert!(trial.apply(done(1)).error.is_some());
        assert!(trial.apply(TrialAction::Cancel).apply(done(1)).error.is_none());
        let again = trial.apply(TrialAction::Cancel).apply(TrialAction::Begin);
        assert!(again.apply(done(1)).busy);
    }

    #[test]
    fn secrets_are_not_printed() {
        let trial = Trial::default().apply(TrialAction::Password("pearl".into()));
        let trial = trial.apply(TrialAction::ClientSecret("ruby".into()));
        let shown = format!("{trial:?}");
        assert!(!shown.contains("pearl") && !shown.contains("ruby"), "{shown}");
    }
}
