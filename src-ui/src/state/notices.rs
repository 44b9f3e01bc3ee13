//! What concerns the app as a whole and should be known: what is wrong with the disk, and what happened to the window.

use latchkey_ipc::{Beginning, FolderFault, FolderProblem};

/// What is to be known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notices {
    /// The window had stopped working and was loaded anew; until the user has read it.
    pub restarted: bool,
    /// Nothing can be kept in the data folder; until the user has read it.
    pub folder: Option<FolderProblem>,
    /// What is wrong with the data folder, read or not: what follows from it is not told again.
    pub fault: Option<FolderFault>,
    /// The drafts are in memory alone, because of this.
    pub draft_not_kept: Option<String>,
    /// A draft is so large that its body is not kept.
    pub draft_too_large: bool,
    /// A draft came back without its body; until the user has read it.
    pub body_left_out: bool,
}

/// What can happen to it.
#[derive(Debug, Clone)]
pub enum NoticeAction {
    /// The shell said what the window begins with.
    Begun(Box<Beginning>),
    /// The drafts were handed over to be kept.
    DraftKept {
        /// Why the disk has them not.
        problem: Option<String>,
        /// Whether the body of one is not kept.
        too_large: bool,
    },
    /// The user has read that the window was loaded anew.
    DismissRestarted,
    /// The user has read what is wrong with the folder.
    DismissFolder,
    /// The user has read that the body is missing.
    DismissBody,
}

impl Notices {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: NoticeAction) -> Self {
        let mut next = self.clone();
        match action {
            NoticeAction::Begun(beginning) => {
                next.restarted = beginning.restarted;
                next.body_left_out = beginning.tabs.tabs.iter().any(|tab| tab.draft.body.left_out);
                next.fault = beginning.folder.as_ref().map(|it| it.fault);
                next.folder = beginning.folder;
            }
            NoticeAction::DraftKept { problem, too_large } => {
                next.draft_not_kept = problem;
                next.draft_too_large = too_large;
            }
            NoticeAction::DismissRestarted => next.restarted = false,
            NoticeAction::DismissFolder => next.folder = None,
            NoticeAction::DismissBody => next.body_left_out = false,
        }
        next
    }

    /// Whether the folder explains why something is not written. One of another user is not used at all.
    pub fn explains_unwritten(&self) -> bool {
        self.fault.is_some_and(|fault| fault != FolderFault::NotYours)
    }

    /// Whether it explains why something is not read. A full disk can be read.
    pub fn explains_unread(&self) -> bool {
        self.explains_unwritten() && self.fault != Some(FolderFault::Full)
    }
}

super::reducible!(Notices, NoticeAction);

#[cfg(test)]
mod tests {
    use latchkey_ipc::{KeptBody, KeptDraft, KeptTab, KeptTabs};

    use super::*;

    #[test]
    fn what_the_shell_says_stays_until_it_is_read() {
        let body = KeptBody {
            left_out: true,
            ..KeptBody::default()
        };
        let beginning = Beginning {
            restarted: true,
            tabs: KeptTabs {
                tabs: vec![KeptTab {
                    draft: KeptDraft {
                        body,
                        ..KeptDraft::default()
                    },
                    ..KeptTab::default()
                }],
                ..KeptTabs::default()
            },
            folder: Some(FolderProblem {
                fault: FolderFault::Full,
                folder: "/data".into(),
                detail: "No space left".into(),
            }),
        };
        let told = Notices::default().apply(NoticeAction::Begun(Box::new(beginning)));
        assert!(told.restarted && told.body_left_out && told.folder.is_some());
        let read = told
            .apply(NoticeAction::DismissRestarted)
            .apply(NoticeAction::DismissFolder)
            .apply(NoticeAction::DismissBody);
        let known = Notices {
            fault: Some(FolderFault::Full),
            ..Notices::default()
        };
        assert_eq!(read, known);
    }

    #[test]
    fn a_folder_explains_what_follows_from_it_and_nothing_else() {
        let explains = |fault| {
            let notices = Notices {
                fault,
                ..Notices::default()
            };
            (notices.explains_unwritten(), notices.explains_unread())
        };
        assert_eq!(explains(None), (false, false));
        assert_eq!(explains(Some(FolderFault::NotYours)), (false, false));
        assert_eq!(explains(Some(FolderFault::Full)), (true, false));
        assert_eq!(explains(Some(FolderFault::NotAFolder)), (true, true));
        assert_eq!(explains(Some(FolderFault::ReadOnly)), (true, true));
    }

    #[test]
    fn a_draft_that_is_kept_again_takes_its_warning_back() {
        let kept = |problem: Option<&str>, too_large| NoticeAction::DraftKept {
            problem: problem.map(str::to_owned),
            too_large,
        };
        let told = Notices::default().apply(kept(Some("disk full"), true));
        assert_eq!(told.draft_not_kept.as_deref(), Some("disk full"));
        assert!(told.draft_too_large);
        assert_eq!(told.apply(kept(None, false)), Notices::default());
    }
}
