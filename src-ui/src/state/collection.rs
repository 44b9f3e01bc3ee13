//! The collection that is open, as the side bar and its dialogs know it.

use std::collections::BTreeSet;
use std::rc::Rc;

use latchkey_ipc::{
    CollectionView, EnvironmentDraft, ErrorCode, ExportReport, ImportPreview, IpcError, NAME_LIMIT,
    SavedItem, SavedRequest,
};

use super::fuzzy::folded;
use super::run::{Run, RunAction};
use super::tabs::TabId;

/// How many lines of the list are drawn at first, and more with each wish for more.
pub const SHOWN: usize = 300;

/// What the user is asked about the collection.
#[derive(Debug, Clone, PartialEq)]
pub enum Asking {
    /// Under which name and where the request of a tab is saved.
    Save(TabId),
    /// What a new folder in this one is called.
    Folder(String),
    /// What the request or folder here is called from now on.
    Rename {
        /// Where it is.
        place: String,
        /// Its name so far.
        name: String,
    },
    /// What to do with a request that somebody else has changed too, or removed.
    Conflict {
        /// The tab with the user's side.
        tab: TabId,
        /// That side.
        mine: Box<SavedRequest>,
        /// Whether there is another side; otherwise its file is gone.
        theirs: bool,
    },
    /// What is to be imported, and what would come of it.
    Import(Option<Box<ImportPreview>>),
    /// Nothing: this is what was exported.
    Exported(Box<ExportReport>),
    /// The variables of an environment.
    Environment(Box<EnvironmentDraft>),
    /// What is run, and how that goes.
    Run(Rc<Run>),
}

/// The collection, and what is going on with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CollectionStore {
    /// What is open.
    pub view: Option<Rc<CollectionView>>,
    /// Folders that are shut.
    pub shut: BTreeSet<String>,
    /// What is looked for.
    pub filter: String,
    /// How many times more lines than [`SHOWN`] are wanted.
    pub more: usize,
    /// What the user is asked.
    pub asking: Option<Asking>,
    /// Whether a document to import is being read.
    pub reading: bool,
    /// What went wrong last.
    pub problem: Option<Rc<IpcError>>,
    /// The name of what was just taken away, as long as it can be brought back.
    pub deleted: Option<String>,
}

/// What can happen to the collection.
#[derive(Debug, Clone)]
pub enum CollectionAction {
    /// This is open now.
    Loaded(Option<Box<CollectionView>>),
    /// A folder was opened or shut.
    Toggle(String),
    /// Something was typed to look for.
    Filter(String),
    /// More lines are wanted.
    More,
    /// The user is asked something.
    Ask(Asking),
    /// The question is over.
    Asked,
    /// A document to import is being read, or is no more.
    Reading(bool),
    /// A document to import was read, or why it was not.
    Read(Result<Box<ImportPreview>, Rc<IpcError>>),
    /// Something went wrong, or that was read.
    Problem(Option<Rc<IpcError>>),
    /// Something was taken away, or that is past.
    Deleted(Option<String>),
    /// Something happened to the run that is shown.
    Run(RunAction),
}

impl CollectionStore {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: CollectionAction) -> Self {
        let mut next = self.clone();
        match action {
            CollectionAction::Loaded(view) => {
                let view = view.map(|view| Rc::new(*view));
                let folder = |view: &Option<Rc<CollectionView>>| view.as_ref().map(|it| it.folder.clone());
                if folder(&view) != folder(&self.view) {
                    next = Self::default();
                }
                next.problem = None;
                next.view = view;
            }
            CollectionAction::Toggle(place) => {
                if !next.shut.remove(&place) {
                    next.shut.insert(place);
                }
            }
            CollectionAction::Filter(filter) => {
                next.filter = filter;
                next.more = 0;
            }
            CollectionAction::More => next.more += 1,
            CollectionAction::Ask(asking) => {
                next.asking = Some(asking);
                next.problem = None;
                next.reading = false;
            }
            CollectionAction::Asked => {
                next.asking = None;
                next.reading = false;
            }
            CollectionAction::Reading(reading) => {
                next.reading = reading;
                next.problem = None;
            }
            // Whoever cancels has said so already, and may be reading another one by now.
            CollectionAction::Read(Err(error)) if error.code == ErrorCode::Cancelled => {}
            CollectionAction::Read(read) => {
                // It may come after the user has gone on to something else.
                if matches!(next.asking, Some(Asking::Import(_))) {
                    next.reading = false;
                    match read {
                        Ok(preview) => {
                            next.asking = Some(Asking::Import(Some(preview)));
                            next.problem = None;
                        }
                        Err(error) => next.problem = Some(error),
                    }
                }
            }
            CollectionAction::Problem(problem) => next.problem = problem,
            CollectionAction::Deleted(name) => next.deleted = name,
            CollectionAction::Run(action) => {
                if let Some(Asking::Run(run)) = &mut next.asking {
                    *run = Rc::new(run.apply(action));
                }
            }
        }
        next
    }

    /// The lines of the list, as far as they are drawn, and how many there are in all.
    pub fn lines(&self) -> (Vec<Line>, usize) {
        let Some(view) = &self.view else {
            return (Vec::new(), 0);
        };
        let mut lines = Lines {
            wanted: folded(self.filter.trim()).collect(),
            shut: &self.shut,
            found: Vec::new(),
            count: 0,
            limit: SHOWN * (self.more + 1),
        };
        lines.gather(&view.items, "", 0);
        (lines.found, lines.count)
    }

    /// All folders with their depth, the collection's own first.
    pub fn folders(&self) -> Vec<(String, String, usize)> {
        let mut folders = Vec::new();
        if let Some(view) = &self.view {
            folders.push((String::new(), view.name.clone(), 0));
            gather_folders(&view.items, 1, &mut folders);
        }
        folders
    }
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it is.
    pub place: String,
    /// The folder that it is in.
    pub folder: String,
    /// Which it is there.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// How deep it lies.
    pub depth: usize,
    /// Method and path of a request; `None` of a folder.
    pub request: Option<(String, String)>,
    /// Whether a folder is open.
    pub open: bool,
    /// How many lie beside it, with itself.
    pub siblings: usize,
}

struct Lines<'a> {
    wanted: String,
    shut: &'a BTreeSet<String>,
    found: Vec<Line>,
    count: usize,
    limit: usize,
}

impl Lines<'_> {
    fn gather(&mut self, items: &[SavedItem], folder: &str, depth: usize) {
        for (index, item) in items.iter().enumerate() {
            let inner = match item {
                SavedItem::Folder { items, .. } => Some(items),
                SavedItem::Request { .. } => None,
            };
            // Whoever looks for something finds it in folders that are shut, too.
            let open = !self.wanted.is_empty() || !self.shut.contains(item.place());
            if self.wanted.is_empty() || self.fits(item) {
                self.push(item, folder, index, depth, open, items.len());
            }
            if let Some(inner) = inner.filter(|_| open) {
                self.gather(inner, item.place(), depth + 1);
            }
        }
    }

    fn fits(&self, item: &SavedItem) -> bool {
        let has = |text: &str| folded(text).collect::<String>().contains(&self.wanted);
        match item {
            SavedItem::Folder { .. } => false,
            SavedItem::Request { name, target, .. } => has(name) || has(target),
        }
    }

    fn push(
        &mut self,
        item: &SavedItem,
        folder: &str,
        index: usize,
        depth: usize,
        open: bool,
        siblings: usize,
    ) {
        self.count += 1;
        if self.found.len() >= self.limit {
            return;
        }
        self.found.push(Line {
            place: item.place().to_owned(),
            folder: folder.to_owned(),
            index,
            name: item.name().to_owned(),
            depth: if self.wanted.is_empty() { depth } else { 0 },
            request: match item {
                SavedItem::Request { method, target, .. } => Some((method.clone(), target.clone())),
                SavedItem::Folder { .. } => None,
            },
            open,
            siblings,
        });
    }
}

fn gather_folders(items: &[SavedItem], depth: usize, folders: &mut Vec<(String, String, usize)>) {
    for item in items {
        if let SavedItem::Folder { place, name, items } = item {
            folders.push((place.clone(), name.clone(), depth));
            gather_folders(items, depth + 1, folders);
        }
    }
}

/// Whether this can be a name, without the space around it.
pub fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().count() <= NAME_LIMIT
}

super::reducible!(CollectionStore, CollectionAction);

#[cfg(test)]
mod tests {
    use super::*;

    fn request(place: &str, name: &str) -> SavedItem {
        SavedItem::Request {
            place: place.into(),
            name: name.into(),
            method: "GET".into(),
            target: format!("/{name}"),
        }
    }

    fn store(items: Vec<SavedItem>) -> CollectionStore {
        let view = CollectionView {
            folder: "/work".into(),
            name: "Work".into(),
            items,
            environments: Vec::new(),
            environment: None,
            problems: Vec::new(),
            can_restore: false,
        };
        CollectionStore::default().apply(CollectionAction::Loaded(Some(Box::new(view))))
    }

    fn nested() -> CollectionStore {
        store(vec![
            SavedItem::Folder {
                place: "admin".into(),
                name: "Admin".into(),
                items: vec![request("admin/users", "Users")],
            },
            request("notes", "Notes"),
        ])
    }

    fn names(store: &CollectionStore) -> Vec<String> {
        let (lines, _) = store.lines();
        lines
            .into_iter()
            .map(|line| format!("{}{}", " ".repeat(line.depth), line.name))
            .collect()
    }

    #[test]
    fn what_was_read_shows_where_it_is_waited_for_and_nowhere_else() {
        let preview = || {
            Ok(Box::new(ImportPreview {
                format: "HAR".into(),
                name: "Far".into(),
                requests: 0,
                folders: 0,
                lines: Vec::new(),
                environments: Vec::new(),
                base_urls: Vec::new(),
                notes: Vec::new(),
                more_notes: 0,
            }))
        };
        let failed = |code| {
            CollectionAction::Read(Err(Rc::new(IpcError {
                code,
                key: "timeout".into(),
                message: String::new(),
                field: None,
                found: None,
                allowed: None,
                trace: None,
            })))
        };
        let reading = nested()
            .apply(CollectionAction::Ask(Asking::Import(None)))
            .apply(CollectionAction::Reading(true));
        let shown = reading.apply(CollectionAction::Read(preview()));
        assert!(matches!(shown.asking, Some(Asking::Import(Some(_)))) && !shown.reading);
        let late = reading.apply(failed(ErrorCode::Network));
        assert!(late.problem.is_some() && !late.reading && late.asking.is_some());
        // One that was cancelled ends nothing of the next, and after a no nothing comes up again.
        assert!(reading.apply(failed(ErrorCode::Cancelled)).reading);
        let closed = reading.apply(CollectionAction::Asked);
        assert!(!closed.reading);
        assert_eq!(closed.apply(CollectionAction::Read(preview())), closed);
        assert_eq!(closed.apply(failed(ErrorCode::Network)), closed);
    }

    #[test]
    fn what_is_in_a_shut_folder_is_not_listed_unless_it_is_looked_for() {
        let open = nested();
        assert_eq!(names(&open), ["Admin", " Users", "Notes"]);
        let shut = open.apply(CollectionAction::Toggle("admin".into()));
        assert_eq!(names(&shut), ["Admin", "Notes"]);
        let found = shut.apply(CollectionAction::Filter(" uSe".into()));
        assert_eq!(names(&found), ["Users"]);
        assert_eq!(
            names(&found.apply(CollectionAction::Filter(String::new()))),
            ["Admin", "Notes"]
        );
    }

    #[test]
    fn a_long_list_is_drawn_piece_by_piece() {
        let many = store(
            (0..1000)
                .map(|n| request(&format!("r{n}"), &format!("R{n}")))
                .collect(),
        );
        let (lines, count) = many.lines();
        assert_eq!((lines.len(), count), (SHOWN, 1000));
        let (lines, _) = many.apply(CollectionAction::More).lines();
        assert_eq!(lines.len(), 2 * SHOWN);
    }

    #[test]
    fn what_was_typed_goes_with_another_collection_and_stays_with_the_same() {
        let looked = nested().apply(CollectionAction::Filter("x".into()));
        let view = |folder: &str| {
            let view = CollectionView {
                folder: folder.into(),
                ..(**looked.view.as_ref().expect("a view")).clone()
            };
            CollectionAction::Loaded(Some(Box::new(view)))
        };
        assert_eq!(looked.apply(view("/work")).filter, "x");
        assert_eq!(looked.apply(view("/other")).filter, "");
    }

    #[test]
    fn folders_are_named_with_the_collection_first() {
        let folders = nested().folders();
        let places: Vec<_> = folders
            .iter()
            .map(|(place, _, depth)| (place.as_str(), *depth))
            .collect();
        assert_eq!(places, [("", 0), ("admin", 1)]);
    }
}
