//! Tabs whose request lies in a collection.

use std::rc::Rc;

use latchkey_ipc::SavedRequest;

use super::{OpenTabs, Tab, TabId};
use crate::state::draft::Draft;
use crate::state::editor::EditorAction;

/// A saved request, as it was when it was read or saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// Where it is, and as what it was read.
    pub as_read: SavedRequest,
    /// The request.
    pub draft: Draft,
}

impl From<SavedRequest> for Saved {
    fn from(as_read: SavedRequest) -> Self {
        let draft = Draft::from(as_read.draft.clone());
        Self { as_read, draft }
    }
}

impl Saved {
    fn is_at(&self, collection: &str, place: &str) -> bool {
        self.as_read.collection == collection && self.as_read.place == place
    }
}

impl OpenTabs {
    pub(super) fn open_saved(&mut self, saved: SavedRequest) {
        let has = |tab: &Rc<Tab>| {
            let same = |it: &Rc<Saved>| it.is_at(&saved.collection, &saved.place);
            tab.saved.as_ref().is_some_and(same)
        };
        if let Some(place) = self.tabs.iter().position(has) {
            self.at = place;
            return self.reread(saved);
        }
        let room = self.tabs.iter().position(|tab| tab.passing);
        let id = match Some(self.at).filter(|at| self.tabs[*at].passing).or(room) {
            Some(place) => {
                self.at = place;
                self.tabs[place].id
            }
            None => self.insert(self.tabs.len(), Rc::default(), true),
        };
        let saved = Saved::from(saved);
        self.edit(id, EditorAction::Open(saved.draft.clone()));
        self.set_saved(id, saved);
        self.mark_foreign(id);
    }

    /// The body of a tab is as it lay on disk.
    pub(super) fn mark_foreign(&mut self, id: TabId) {
        if let Some(place) = self.place(id) {
            let mut tab = (*self.tabs[place]).clone();
            Rc::make_mut(&mut tab.editor).foreign_body = true;
            self.tabs[place] = Rc::new(tab);
        }
    }

    pub(super) fn set_saved(&mut self, id: TabId, saved: Saved) {
        if let Some(place) = self.place(id) {
            self.tabs[place] = Rc::new(Tab {
                saved: Some(Rc::new(saved)),
                ..(*self.tabs[place]).clone()
            });
        }
    }

    pub(super) fn reread(&mut self, saved: SavedRequest) {
        let saved = Saved::from(saved);
        for place in 0..self.tabs.len() {
            let tab = self.tabs[place].clone();
            let same = tab.saved.as_ref().is_some_and(|it| {
                it.is_at(&saved.as_read.collection, &saved.as_read.place)
                    && it.as_read.fingerprint != saved.as_read.fingerprint
            });
            // What the user has changed is for the user to save, and then for both sides to see.
            if same && !tab.is_changed() {
                let editor = tab.editor.apply(EditorAction::Open(saved.draft.clone()));
                self.tabs[place] = Rc::new(Tab {
                    editor: Rc::new(editor),
                    saved: Some(Rc::new(saved.clone())),
                    ..(*tab).clone()
                });
                self.mark_foreign(tab.id);
            }
        }
    }

    pub(super) fn follow(&mut self, collection: &str, from: &str, to: &str) {
        for tab in &mut self.tabs {
            let Some(saved) = &tab.saved else { continue };
            let rest = saved.as_read.place.strip_prefix(from);
            let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with('/'));
            if let Some(rest) = rest.filter(|_| saved.as_read.collection == collection) {
                let mut moved = (**saved).clone();
                moved.as_read.place = format!("{to}{rest}");
                *tab = Rc::new(Tab {
                    saved: Some(Rc::new(moved)),
                    ..(**tab).clone()
                });
            }
        }
    }
}
