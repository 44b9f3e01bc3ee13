//! The requests that were in the editor before, so that nothing is lost by one step.

use std::rc::Rc;

use super::draft::Draft;

/// How many steps are remembered.
const STEPS: usize = 50;
/// How many bytes they may hold together.
const BYTES: usize = 8 << 20;

/// What undoes and what redoes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    before: Vec<Rc<Draft>>,
    after: Vec<Rc<Draft>>,
}

impl Past {
    /// Remembers a request that is about to be changed by more than typing.
    pub fn remember(&mut self, draft: &Draft) {
        self.after.clear();
        if self.before.last().is_some_and(|it| **it == *draft) {
            return;
        }
        self.before.push(Rc::new(draft.clone()));
        let mut room = BYTES;
        let fits = |draft: &&Rc<Draft>| {
            let size = draft.size();
            let fits = size <= room;
            room = room.saturating_sub(size);
            fits
        };
        let kept = self.before.iter().rev().take(STEPS).take_while(fits).count();
        self.before.drain(..self.before.len() - kept);
    }

    /// Goes one step back.
    pub fn undo(&mut self, now: &Draft) -> Option<Draft> {
        // A step that changed nothing is none.
        let draft = std::iter::from_fn(|| self.before.pop()).find(|it| **it != *now)?;
        self.after.push(Rc::new(now.clone()));
        Some((*draft).clone())
    }

    /// Goes one step forward again.
    pub fn redo(&mut self, now: &Draft) -> Option<Draft> {
        let draft = self.after.pop()?;
        self.before.push(Rc::new(now.clone()));
        Some((*draft).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward() {
        let mut past = Past::default();
        past.remember(&Draft::get("/a"));
        past.remember(&Draft::get("/b"));
        let now = Draft::get("/c");
        let b = past.undo(&now).expect("a step");
        let a = past.undo(&b).expect("a step");
        assert_eq!((b.target.as_str(), a.target.as_str()), ("/b", "/a"));
        assert_eq!(past.undo(&a), None);
        let b = past.redo(&a).expect("a step");
        assert_eq!(past.redo(&b), Some(now));
        // Whoever goes another way has no way forward.
        past.remember(&Draft::get("/d"));
        assert_eq!(past.redo(&Draft::get("/e")), None);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut past = Past::default();
        for step in 0..200 {
            past.remember(&Draft::get(&format!("/{step}")));
        }
        assert_eq!(past.before.len(), STEPS);
        let large = |letter: &str| Draft::get(&letter.repeat(BYTES / 2));
        past.remember(&large("a"));
        past.remember(&large("b"));
        past.remember(&Draft::get("/"));
        assert_eq!(past.before.len(), 2);
    }
}
