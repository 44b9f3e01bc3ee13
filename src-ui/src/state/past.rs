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
    before: Vec<Rc<Step>>,
    after: Vec<Rc<Step>>,
}

/// A request, and whether its body was as somebody else may have saved it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The request.
    pub draft: Draft,
    /// Whether nobody here had touched its body.
    pub foreign_body: bool,
}

impl Past {
    /// Remembers a request that is about to be changed by more than typing.
    pub fn remember(&mut self, now: Step) {
        self.after.clear();
        if self.before.last().is_some_and(|it| **it == now) {
            return;
        }
        self.before.push(Rc::new(now));
        let mut room = BYTES;
        let fits = |step: &&Rc<Step>| {
            let size = step.draft.size();
            let fits = size <= room;
            room = room.saturating_sub(size);
            fits
        };
        let kept = self.before.iter().rev().take(STEPS).take_while(fits).count();
        self.before.drain(..self.before.len() - kept);
    }

    /// Goes one step back.
    pub fn undo(&mut self, now: Step) -> Option<Step> {
        // A step that changed nothing is none.
        let step = std::iter::from_fn(|| self.before.pop()).find(|it| it.draft != now.draft)?;
        self.after.push(Rc::new(now));
        Some((*step).clone())
    }

    /// Goes one step forward again.
    pub fn redo(&mut self, now: Step) -> Option<Step> {
        let step = self.after.pop()?;
        self.before.push(Rc::new(now));
        Some((*step).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(target: &str) -> Step {
        Step {
            draft: Draft::get(target),
            foreign_body: false,
        }
    }

    #[test]
    fn back_and_forward() {
        let mut past = Past::default();
        past.remember(get("/a"));
        past.remember(get("/b"));
        let now = get("/c");
        let b = past.undo(now.clone()).expect("a step");
        let a = past.undo(b.clone()).expect("a step");
        assert_eq!((b, a.clone()), (get("/b"), get("/a")));
        assert_eq!(past.undo(a.clone()), None);
        let b = past.redo(a).expect("a step");
        assert_eq!(past.redo(b), Some(now));
        // Whoever goes another way has no way forward.
        past.remember(get("/d"));
        assert_eq!(past.redo(get("/e")), None);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut past = Past::default();
        for step in 0..200 {
            past.remember(get(&format!("/{step}")));
        }
        assert_eq!(past.before.len(), STEPS);
        let large = |letter: &str| get(&letter.repeat(BYTES / 2));
        past.remember(large("a"));
        past.remember(large("b"));
        past.remember(get("/"));
        assert_eq!(past.before.len(), 2);
    }
}
