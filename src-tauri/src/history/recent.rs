//! The requests of this run as they were typed: in memory alone.

use std::collections::VecDeque;

use latchkey_ipc::{DRAFT_LIMIT, KeptDraft};

/// How many of them.
const COUNT: usize = 200;
/// How many bytes of all of them.
const BYTES: usize = 16 * DRAFT_LIMIT;

/// The requests of this run, the oldest first.
#[derive(Default)]
pub(super) struct Recent {
    drafts: VecDeque<(u64, KeptDraft)>,
    bytes: usize,
}

impl Recent {
    pub(super) fn add(&mut self, id: u64, draft: KeptDraft) {
        self.bytes += draft.size();
        self.drafts.push_back((id, draft));
        while self.drafts.len() > COUNT || self.bytes > BYTES {
            let Some((_, oldest)) = self.drafts.pop_front() else {
                break;
            };
            self.bytes -= oldest.size();
        }
    }

    pub(super) fn get(&self, id: u64) -> Option<KeptDraft> {
        let found = self.drafts.iter().find(|(it, _)| *it == id);
        found.map(|(_, draft)| draft.clone())
    }

    pub(super) fn remove(&mut self, id: u64) {
        self.drafts.retain(|(it, _)| *it != id);
        self.bytes = self.drafts.iter().map(|(_, draft)| draft.size()).sum();
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(target: &str) -> KeptDraft {
        KeptDraft {
            target: target.to_owned(),
            ..KeptDraft::default()
        }
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many_or_they_are_too_large() {
        let mut recent = Recent::default();
        for id in 0..=COUNT as u64 {
            recent.add(id, draft("/small"));
        }
        assert_eq!((recent.get(0), recent.get(1)), (None, Some(draft("/small"))));
        recent.add(999, draft(&"x".repeat(BYTES - 1)));
        assert!(recent.get(COUNT as u64).is_none() && recent.get(999).is_some());
        recent.add(1000, draft(&"x".repeat(BYTES + 1)));
        assert_eq!((recent.get(999), recent.get(1000), recent.bytes), (None, None, 0));
    }
}
