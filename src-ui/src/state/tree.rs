//! What is wanted of the answer that is shown, by the tools above it, and how that went.

use latchkey_ipc::{AnswerId, IpcError, TreeChange};

/// What the tools above a body and the body itself tell one another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TreeTools {
    /// A change of the tree that is wanted and has not been taken up.
    pub wanted: Option<(AnswerId, TreeChange)>,
    /// How the last thing went that has no place of its own to tell it: whether it was copied, or what stood in the way.
    pub told: Option<(AnswerId, Result<(), IpcError>)>,
}

/// What can happen to them.
#[derive(Debug, Clone)]
pub enum TreeAction {
    /// A change is wanted.
    Want(AnswerId, TreeChange),
    /// It was taken up.
    Taken,
    /// Something of the body was copied, or something could not be done.
    Told(AnswerId, Result<(), IpcError>),
}

impl TreeTools {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: TreeAction) -> Self {
        let mut next = self.clone();
        match action {
            TreeAction::Want(answer, change) => {
                next.wanted = Some((answer, change));
                next.told = None;
            }
            TreeAction::Taken => next.wanted = None,
            TreeAction::Told(answer, how) => next.told = Some((answer, how)),
        }
        next
    }

    /// What is wanted of the tree of this answer.
    pub fn wanted_of(&self, answer: AnswerId) -> Option<TreeChange> {
        self.wanted
            .filter(|(of, _)| *of == answer)
            .map(|(_, change)| change)
    }

    /// What there is to tell of this answer.
    pub fn told_of(&self, answer: AnswerId) -> Option<&Result<(), IpcError>> {
        self.told
            .as_ref()
            .filter(|(of, _)| *of == answer)
            .map(|(_, how)| how)
    }
}

super::reducible!(TreeTools, TreeAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::error;

    #[test]
    fn what_is_wanted_or_told_is_of_one_answer() {
        let tools = TreeTools::default().apply(TreeAction::Told(7, Err(error("copy-limit"))));
        assert!(tools.told_of(7).is_some_and(Result::is_err));
        assert!(tools.told_of(8).is_none());
        let tools = tools.apply(TreeAction::Want(7, TreeChange::FoldAll));
        assert!(tools.told_of(7).is_none(), "that was before");
        assert_eq!(tools.wanted_of(7), Some(TreeChange::FoldAll));
        assert_eq!(tools.wanted_of(8), None);
        assert_eq!(tools.apply(TreeAction::Taken).wanted_of(7), None);
    }
}
