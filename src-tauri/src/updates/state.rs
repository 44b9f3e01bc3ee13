//! How updates stand, and which step may follow which.

use std::fs::File;

use futures_util::future::{AbortHandle, AbortRegistration};
use latchkey_ipc::{IpcError, ReleaseView, UpdateStep, UpdateView};
use tauri_plugin_updater::Update;

use super::{Problem, Rested, settings::Settings};
use crate::translate;

/// The longest notes that are shown, in characters.
const NOTES_LIMIT: usize = 20_000;

/// How updates stand.
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) step: UpdateStep,
    pub(super) found: Option<Found>,
    /// The new version, fetched and verified.
    pub(super) file: Option<File>,
    /// From the moment the new version is in place until this process ends.
    pub(super) rested: Option<Rested>,
    problem: Option<IpcError>,
    under_way: Option<AbortHandle>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            step: UpdateStep::Idle,
            found: None,
            file: None,
            rested: None,
            problem: None,
            under_way: None,
        }
    }
}

/// A newer version.
pub(super) struct Found {
    pub(super) update: Update,
    view: ReleaseView,
}

impl Found {
    pub(super) fn new(update: Update) -> Self {
        let notes = plain(update.body.as_deref().unwrap_or_default());
        let view = ReleaseView {
            version: update.version.clone(),
            published_at: update.date.map(|date| date.unix_timestamp().saturating_mul(1000)),
            notes,
        };
        Self { update, view }
    }
}

impl State {
    /// Begins a step, if its turn has come.
    pub(super) fn begin(&mut self, step: UpdateStep) -> Option<AbortRegistration> {
        let its_turn = match step {
            UpdateStep::Checking | UpdateStep::Downloading { .. } => self.step == UpdateStep::Idle,
            UpdateStep::Installing => self.step == UpdateStep::Ready,
            UpdateStep::Idle | UpdateStep::Ready => false,
        };
        if !its_turn {
            return None;
        }
        let (handle, registration) = AbortHandle::new_pair();
        self.step = step;
        self.problem = None;
        // What is being put in place is not stopped in the middle.
        self.under_way = Some(handle).filter(|_| step != UpdateStep::Installing);
        Some(registration)
    }

    pub(super) fn end(&mut self, step: UpdateStep) {
        self.step = step;
        self.under_way = None;
    }

    pub(super) fn fail(&mut self, problem: &Problem) {
        self.problem = Some(translate::from_update(problem));
    }

    pub(super) fn stop(&self) {
        if let Some(under_way) = &self.under_way {
            under_way.abort();
        }
    }

    pub(super) fn view(&self, version: &str, installs: bool) -> UpdateView {
        UpdateView {
            version: version.to_owned(),
            automatic: self.settings.automatic,
            checked_at: self.settings.checked.as_ref().map(|it| it.at),
            installs,
            release: self.found.as_ref().map(|found| found.view.clone()),
            step: self.step,
            problem: self.problem.clone(),
        }
    }
}

/// Notes as plain text: without control characters, and without those that turn the direction of text around.
fn plain(notes: &str) -> String {
    let turns = |it: char| matches!(it, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shown = |it: &char| (!it.is_control() && !turns(*it)) || matches!(it, '\n' | '\t');
    let notes: String = notes.trim().chars().filter(shown).collect();
    match notes.char_indices().nth(NOTES_LIMIT) {
        Some((end, _)) => format!("{}…", &notes[..end]),
        None => notes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_plain_text_of_a_bounded_length() {
        assert_eq!(
            plain(" a\r\n- b\u{1b}[31m\u{0}\tc \u{202E}gnp.exe "),
            "a\n- b[31m\tc gnp.exe"
        );
        let long = plain(&"한".repeat(NOTES_LIMIT + 5));
        assert_eq!(long.chars().count(), NOTES_LIMIT + 1);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn one_step_at_a_time_and_none_before_its_turn() {
        let mut state = State::default();
        assert!(state.begin(UpdateStep::Installing).is_none(), "nothing is here");
        assert!(state.begin(UpdateStep::Checking).is_some());
        assert!(state.begin(UpdateStep::Checking).is_none());
        state.end(UpdateStep::Idle);
        let begun = UpdateStep::Downloading {
            received: 0,
            total: None,
        };
        assert!(state.begin(begun).is_some());
        assert!(state.begin(UpdateStep::Checking).is_none());
        state.end(UpdateStep::Ready);
        assert!(state.begin(UpdateStep::Checking).is_none(), "what is here stays");
        assert!(state.begin(UpdateStep::Installing).is_some());
    }
}
