//! The requests that are open side by side, each in a tab of its own with its own editor.
//!
//! Tabs belong to the window and outlive a switch of sessions; what a session answered is on that session's desk.

mod saved;

use std::rc::Rc;

use latchkey_ipc::SavedRequest;

pub use self::saved::Saved;
use super::draft::Draft;
use super::editor::{Editor, EditorAction};

/// The window's number for a tab. None is used twice.
pub type TabId = u64;

/// How many tabs are open at most. Beyond that the first that can be spared is closed, and can be reopened.
pub const TAB_LIMIT: usize = 100;
/// How many closed tabs can be reopened.
const CLOSED_LIMIT: usize = 20;

/// An open request.
#[derive(Debug, Clone, PartialEq)]
pub struct Tab {
    /// Its number.
    pub id: TabId,
    /// The request.
    pub editor: Rc<Editor>,
    /// Whether it was neither edited nor sent: it makes room for the next request that is opened.
    pub passing: bool,
    /// The saved request that it was opened from or saved as.
    pub saved: Option<Rc<Saved>>,
}

impl Tab {
    fn blank(id: TabId) -> Rc<Self> {
        let (editor, passing, saved) = (Rc::default(), true, None);
        Rc::new(Self {
            id,
            editor,
            passing,
            saved,
        })
    }

    /// Whether it is another request than the one that is saved.
    pub fn is_changed(&self) -> bool {
        self.saved
            .as_ref()
            .is_some_and(|saved| !saved.draft.saves_as(&self.editor.draft))
    }

    /// What it is called: the name it was saved under, or its path.
    pub fn title(&self) -> &str {
        match &self.saved {
            Some(saved) => &saved.as_read.name,
            None => self.editor.draft.path(),
        }
    }
}

/// A tab as it is kept from one run to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Restored {
    /// Its number.
    pub id: TabId,
    /// The request.
    pub draft: Draft,
    /// Whether it makes room.
    pub passing: bool,
    /// The saved request that it was opened from.
    pub saved: Option<Rc<Saved>>,
    /// Whether its body is as somebody else may have saved it.
    pub foreign_body: bool,
}

/// The open requests. There is always one, and always one in front.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenTabs {
    tabs: Vec<Rc<Tab>>,
    at: usize,
    /// Where each stood; the last that was closed is the last.
    closed: Vec<(usize, Rc<Tab>)>,
    next: TabId,
}

impl Default for OpenTabs {
    fn default() -> Self {
        Self {
            tabs: vec![Tab::blank(1)],
            at: 0,
            closed: Vec::new(),
            next: 2,
        }
    }
}

/// What can happen to the tabs.
#[derive(Debug, Clone)]
pub enum TabsAction {
    /// Something happened to the editor of this tab.
    Edit(TabId, EditorAction),
    /// Something happened to the editor in front.
    EditFront(EditorAction),
    /// A tab for a new request.
    New,
    /// A copy of the request in front, in a tab of its own.
    Duplicate,
    /// Of a tab that was given what lies on disk: its body is as somebody else may have saved it.
    Foreign(TabId),
    /// A saved request was opened: the tab that has it comes to the front, or it is opened as any other.
    OpenSaved(Box<SavedRequest>),
    /// The request in a tab was saved as this.
    Saved(TabId, Box<SavedRequest>),
    /// A saved request is another on disk now: tabs that have it unchanged follow.
    Reread(Box<SavedRequest>),
    /// What was at one place of a collection, and all below it, is at another one.
    Moved {
        /// The collection's folder.
        collection: String,
        /// Where it was.
        from: String,
        /// Where it is.
        to: String,
    },
    /// A request was opened: in the tab that has it already, in one that makes room, or in a new one.
    Open(Draft),
    /// A request that met the end of its session, in this tab, is in front again, and sent if that is wanted.
    Resume {
        /// The tab it was sent from.
        tab: TabId,
        /// The request.
        draft: Draft,
        /// Whether it is sent.
        send: bool,
    },
    /// A tab is closed.
    Close(TabId),
    /// All tabs but this one are closed.
    CloseOthers(TabId),
    /// The tab that was closed last is there again.
    Reopen,
    /// This tab comes to the front.
    Show(TabId),
    /// The tab so many places on comes to the front, round and round.
    Step(isize),
    /// The tab in this place comes to the front, if there is one.
    ShowAt(usize),
    /// The last tab comes to the front.
    ShowLast,
    /// A tab goes to this place.
    Move(TabId, usize),
    /// The tab in front goes so many places on, as far as there are places.
    MoveBy(isize),
    /// What was open in an earlier run, or before the window was loaded anew, is there again.
    Restore(Vec<Restored>, TabId),
    /// A first request is offered, unless the user already has one.
    Offer(Draft),
}

impl OpenTabs {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: TabsAction) -> Self {
        let mut next = self.clone();
        match action {
            TabsAction::Edit(id, action) => next.edit(id, action),
            TabsAction::EditFront(action) => next.edit(self.front().id, action),
            TabsAction::New => drop(next.insert(next.at + 1, Rc::default(), true)),
            TabsAction::Duplicate => {
                let editor = Editor::default().apply(EditorAction::Open(self.editor().draft.clone()));
                let id = next.insert(next.at + 1, Rc::new(editor), false);
                if self.editor().foreign_body {
                    next.mark_foreign(id);
                }
            }
            TabsAction::Open(draft) => next.open(draft),
            TabsAction::Foreign(id) => next.mark_foreign(id),
            TabsAction::OpenSaved(saved) => next.open_saved(*saved),
            TabsAction::Saved(id, saved) => next.set_saved(id, Saved::from(*saved)),
            TabsAction::Reread(saved) => next.reread(*saved),
            TabsAction::Moved { collection, from, to } => next.follow(&collection, &from, &to),
            TabsAction::Resume { tab, draft, send } => {
                next.resume(tab, draft);
                if send {
                    next.edit(next.front().id, EditorAction::Send);
                }
            }
            TabsAction::Close(id) => next.close(id),
            TabsAction::CloseOthers(id) => {
                let others = self.tabs.iter().filter(|tab| tab.id != id);
                others.for_each(|tab| next.close(tab.id));
            }
            TabsAction::Reopen => next.reopen(),
            TabsAction::Show(id) => next.at = self.place(id).unwrap_or(self.at),
            TabsAction::Step(by) => {
                let count = self.tabs.len().cast_signed();
                next.at = (self.at.cast_signed() + by).rem_euclid(count).unsigned_abs();
            }
            TabsAction::ShowAt(place) if place < self.tabs.len() => next.at = place,
            TabsAction::ShowAt(_) => {}
            TabsAction::ShowLast => next.at = self.tabs.len() - 1,
            TabsAction::Move(id, to) => next.shift(id, to),
            TabsAction::MoveBy(by) => {
                let to = self.at.cast_signed().saturating_add(by).max(0).unsigned_abs();
                next.shift(self.front().id, to);
            }
            TabsAction::Restore(tabs, front) => next.restore(tabs, front),
            TabsAction::Offer(draft) => {
                if self.tabs.len() == 1 {
                    next.edit(self.front().id, EditorAction::Offer(draft));
                }
            }
        }
        next
    }

    /// The tabs, in their order.
    pub fn all(&self) -> &[Rc<Tab>] {
        &self.tabs
    }

    /// The tab in front.
    pub fn front(&self) -> &Rc<Tab> {
        &self.tabs[self.at]
    }

    /// The editor in front.
    pub fn editor(&self) -> &Editor {
        &self.front().editor
    }

    /// The numbers of all tabs, in their order.
    pub fn ids(&self) -> Vec<TabId> {
        self.tabs.iter().map(|tab| tab.id).collect()
    }

    /// Whether a closed tab can be reopened.
    pub fn can_reopen(&self) -> bool {
        !self.closed.is_empty()
    }

    /// Whether there is anything that would be missed.
    pub fn worth_keeping(&self) -> bool {
        self.tabs.len() > 1 || self.editor().touched
    }

    /// The tab in which `draft` will be once it is opened.
    pub fn tab_for(&self, draft: &Draft) -> TabId {
        let has = |tab: &&Rc<Tab>| tab.editor.draft == *draft && tab.saved.is_none();
        let room = |tab: &&Rc<Tab>| tab.passing;
        let front = Some(self.front());
        let found = front.filter(has).or_else(|| self.tabs.iter().find(has));
        let found = found
            .or(front.filter(room))
            .or_else(|| self.tabs.iter().find(room));
        found.map_or(self.next, |tab| tab.id)
    }

    /// The tab in which `draft`, sent from `tab`, will be once it is taken up again: another one if that was edited
    /// or closed since.
    pub fn tab_to_resume(&self, tab: TabId, draft: &Draft) -> TabId {
        let there = self.tabs.iter().find(|it| it.id == tab);
        let unchanged = there.filter(|it| it.editor.draft == *draft);
        unchanged.map_or(self.next, |tab| tab.id)
    }

    fn place(&self, id: TabId) -> Option<usize> {
        self.tabs.iter().position(|tab| tab.id == id)
    }

    fn edit(&mut self, id: TabId, action: EditorAction) {
        let Some(place) = self.place(id) else {
            return;
        };
        let before = &self.tabs[place];
        let opens = matches!(
            action,
            EditorAction::Open(_) | EditorAction::Restore(_) | EditorAction::Offer(_)
        );
        let sent = matches!(action, EditorAction::Accept);
        let editor = before.editor.apply(action);
        let passing = before.passing && !sent && (opens || editor.draft == before.editor.draft);
        let saved = before.saved.clone().filter(|_| !opens);
        self.tabs[place] = Rc::new(Tab {
            id,
            editor: Rc::new(editor),
            passing,
            saved,
        });
    }

    /// Puts a tab in this place and in front.
    fn insert(&mut self, place: usize, editor: Rc<Editor>, passing: bool) -> TabId {
        if self.tabs.len() >= TAB_LIMIT {
            let spare = self.tabs.iter().find(|tab| tab.passing).or(self.tabs.first());
            if let Some(id) = spare.map(|tab| tab.id) {
                self.close(id);
            }
        }
        let id = self.next;
        self.next += 1;
        let place = place.min(self.tabs.len());
        let tab = Tab {
            id,
            editor,
            passing,
            saved: None,
        };
        self.tabs.insert(place, Rc::new(tab));
        self.at = place;
        id
    }

    fn open(&mut self, draft: Draft) {
        let id = self.tab_for(&draft);
        if id == self.next {
            self.insert(self.tabs.len(), Rc::default(), true);
        }
        self.at = self.place(id).unwrap_or(self.at);
        if self.editor().draft != draft || !self.editor().touched {
            self.edit(id, EditorAction::Open(draft));
        }
    }

    fn resume(&mut self, tab: TabId, draft: Draft) {
        let id = self.tab_to_resume(tab, &draft);
        if id == self.next {
            let editor = Editor::default().apply(EditorAction::Open(draft));
            self.insert(self.tabs.len(), Rc::new(editor), false);
        }
        self.at = self.place(id).unwrap_or(self.at);
    }

    fn close(&mut self, id: TabId) {
        let Some(place) = self.place(id) else {
            return;
        };
        let tab = self.tabs.remove(place);
        if !tab.passing {
            self.closed.push((place, tab));
            let surplus = self.closed.len().saturating_sub(CLOSED_LIMIT);
            self.closed.drain(..surplus);
        }
        if self.tabs.is_empty() {
            self.tabs.push(Tab::blank(self.next));
            self.next += 1;
        }
        // The neighbour on the right comes to the front, at the end that on the left.
        if place < self.at {
            self.at -= 1;
        }
        self.at = self.at.min(self.tabs.len() - 1);
    }

    /// It comes back under a number of its own: what was answered to the old one is gone.
    fn reopen(&mut self) {
        if let Some((place, tab)) = self.closed.pop() {
            // A call that the old tab wanted sent is not sent now.
            let editor = tab.editor.apply(EditorAction::SendTaken);
            let id = self.insert(place, Rc::new(editor), false);
            if let Some(saved) = &tab.saved {
                self.set_saved(id, (**saved).clone());
            }
        }
    }

    fn shift(&mut self, id: TabId, to: usize) {
        let front = self.front().id;
        if let Some(from) = self.place(id) {
            let tab = self.tabs.remove(from);
            self.tabs.insert(to.min(self.tabs.len()), tab);
            self.at = self.place(front).unwrap_or(self.at);
        }
    }

    fn restore(&mut self, tabs: Vec<Restored>, front: TabId) {
        let mut restored: Vec<Rc<Tab>> = Vec::with_capacity(tabs.len());
        for Restored {
            id,
            draft,
            passing,
            saved,
            foreign_body,
        } in tabs
        {
            if restored.iter().any(|tab| tab.id == id) {
                continue;
            }
            let mut editor = Editor::default().apply(EditorAction::Restore(draft));
            // Of what earlier versions kept, nobody knows whether anybody has touched it.
            editor.foreign_body = foreign_body || saved.is_some();
            restored.push(Rc::new(Tab {
                id,
                editor: Rc::new(editor),
                passing,
                saved,
            }));
        }
        if restored.is_empty() {
            return;
        }
        let highest = restored.iter().map(|tab| tab.id).max().unwrap_or_default();
        self.next = self.next.max(highest.saturating_add(1));
        self.tabs = restored;
        self.at = self.place(front).unwrap_or(0);
    }
}

super::reducible!(OpenTabs, TabsAction);

#[cfg(test)]
mod tests;
