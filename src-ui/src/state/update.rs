//! How updates stand, and what of it is worth a word in the bar.

use std::rc::Rc;

use latchkey_ipc::{UpdateStep, UpdateView};

/// How updates stand; nothing where this build has no updater.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UpdateStore(Option<Rc<UpdateView>>);

/// What is said of an update without being asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// There is a newer version.
    Found(String),
    /// It is being fetched: so many percent, where the size is known.
    Fetching(Option<u8>),
    /// It is here and waits for a restart.
    Ready(String),
}

impl UpdateStore {
    /// The state after the shell said how updates stand.
    #[must_use]
    pub fn apply(&self, heard: Option<UpdateView>) -> Self {
        Self(heard.map(Rc::new))
    }

    /// How updates stand.
    pub fn view(&self) -> Option<&Rc<UpdateView>> {
        self.0.as_ref()
    }

    /// What the bar says. A failure says nothing there: it is in the dialog, for whoever wants the update.
    pub fn notice(&self) -> Option<Notice> {
        let view = self.0.as_ref()?;
        let version = view.release.as_ref()?.version.clone();
        Some(match view.step {
            UpdateStep::Idle | UpdateStep::Checking => Notice::Found(version),
            UpdateStep::Downloading { received, total } => Notice::Fetching(percent(received, total)),
            UpdateStep::Ready | UpdateStep::Installing => Notice::Ready(version),
        })
    }
}

/// How far a download is; nothing where the size is not known.
pub fn percent(received: u64, total: Option<u64>) -> Option<u8> {
    let total = total.filter(|total| *total > 0)?;
    let percent = u128::from(received) * 100 / u128::from(total);
    Some(u8::try_from(percent).unwrap_or(100).min(100))
}

super::reducible!(UpdateStore, Option<UpdateView>);

#[cfg(test)]
mod tests {
    use latchkey_ipc::ReleaseView;

    use super::*;

    fn heard(step: UpdateStep, found: bool) -> UpdateStore {
        let release = ReleaseView {
            version: "2.0.0".into(),
            published_at: None,
            notes: String::new(),
        };
        UpdateStore::default().apply(Some(UpdateView {
            version: "1.0.0".into(),
            automatic: true,
            checked_at: None,
            installs: true,
            release: Some(release).filter(|_| found),
            step,
            problem: None,
        }))
    }

    #[test]
    fn the_bar_says_what_there_is_and_nothing_else() {
        assert_eq!(UpdateStore::default().notice(), None, "no updater");
        assert_eq!(heard(UpdateStep::Idle, false).notice(), None);
        assert_eq!(heard(UpdateStep::Checking, false).notice(), None);
        let found = Some(Notice::Found("2.0.0".into()));
        assert_eq!(heard(UpdateStep::Idle, true).notice(), found);
        let half = UpdateStep::Downloading {
            received: 5,
            total: Some(10),
        };
        assert_eq!(heard(half, true).notice(), Some(Notice::Fetching(Some(50))));
        let ready = Some(Notice::Ready("2.0.0".into()));
        assert_eq!(heard(UpdateStep::Ready, true).notice(), ready);
    }

    #[test]
    fn percents_stay_within_their_bounds() {
        assert_eq!(percent(1, None), None);
        assert_eq!(percent(1, Some(0)), None);
        assert_eq!(percent(0, Some(3)), Some(0));
        assert_eq!(percent(2, Some(3)), Some(66));
        assert_eq!(percent(u64::MAX, Some(1)), Some(100));
    }
}
