//! What the window asks of the shell about the collection.

use std::rc::Rc;

use latchkey_ipc::{
    COLLECTION_CHANGED, CancelImport, ChangeCollection, ChooseEnvironment, CloseCollection, CollectionChange,
    CollectionChanged, CollectionView, Command, CopyAsCurl, EnvironmentDraft, ExportCollection, IpcError,
    KeptDraft, Nothing, OpenCollection, OpenedCollection, ReadEnvironment, ReadImport, ReadSaved,
    RemoveEnvironment, SaveEnvironment, SavedRequest, TakeImport,
};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::Calls;
use crate::bridge::{self, Hearing};
use crate::state::collection::{Asking, CollectionAction};
use crate::state::draft::Draft;
use crate::state::editor::EditorAction;
use crate::state::tabs::{Tab, TabId, TabsAction};

impl Calls {
    pub(super) fn listen_for_collection(&self) -> Hearing {
        let this = self.clone();
        bridge::hear(COLLECTION_CHANGED, move |_: Nothing| this.ask_for_collection())
    }

    /// Asks which collection is open.
    pub(super) fn ask_for_collection(&self) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<OpenedCollection>(Nothing {}).await {
                Ok(view) => this.show_collection(view),
                Err(error) => this.collection_failed(error),
            }
        });
    }

    fn show_collection(&self, view: Option<CollectionView>) {
        self.collection
            .dispatch(CollectionAction::Loaded(view.map(Box::new)));
    }

    pub(super) fn collection_failed(&self, error: IpcError) {
        self.collection
            .dispatch(CollectionAction::Problem(Some(Rc::new(error))));
    }

    /// Lets the user choose a folder, and opens it.
    pub fn open_collection(&self) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<OpenCollection>(Nothing {}).await {
                Ok(None) => {}
                Ok(view) => this.show_collection(view),
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Closes the collection.
    pub fn close_collection(&self) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<CloseCollection>(Nothing {}).await {
                Ok(_) => this.show_collection(None),
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Opens a saved request in a tab.
    pub fn open_saved(&self, place: String) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<ReadSaved>(ReadSaved { place }).await {
                Ok(saved) => this.tabs.dispatch(TabsAction::OpenSaved(Box::new(saved))),
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Reads saved requests again: tabs that have them unchanged follow.
    pub fn reread(&self, places: Vec<String>) {
        let this = self.clone();
        spawn_local(async move {
            for place in places {
                // One that is gone stays as it is in its tab.
                if let Ok(saved) = bridge::call::<ReadSaved>(ReadSaved { place }).await {
                    this.tabs.dispatch(TabsAction::Reread(Box::new(saved)));
                }
            }
        });
    }

    /// Saves the request of a tab where it was opened from; one that is nowhere yet, or was opened from another
    /// collection, asks where.
    pub fn save(&self, tab: &Tab, view: Option<&CollectionView>) {
        let Some(view) = view else {
            return self.open_collection();
        };
        let here = tab
            .saved
            .as_ref()
            .filter(|saved| saved.as_read.collection == view.folder);
        let Some(saved) = here else {
            return self
                .collection
                .dispatch(CollectionAction::Ask(Asking::Save(tab.id)));
        };
        let mine = SavedRequest {
            draft: KeptDraft::from(&tab.editor.draft),
            ..saved.as_read.clone()
        };
        self.save_over(tab.id, mine);
    }

    fn save_over(&self, tab: TabId, mine: SavedRequest) {
        let this = self.clone();
        spawn_local(async move {
            let change = CollectionChange::Save(Box::new(mine.clone()));
            match changed(change).await {
                Ok(done) => this.saved(tab, done),
                Err(error) if matches!(error.key.as_str(), "collection-changed" | "collection-gone") => {
                    let theirs = error.key == "collection-changed";
                    let mine = Box::new(mine);
                    let asking = Asking::Conflict { tab, mine, theirs };
                    this.collection.dispatch(CollectionAction::Ask(asking));
                }
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Saves the request of a tab as a new one.
    pub fn save_as(&self, tab: TabId, draft: KeptDraft, name: String, folder: String) {
        let draft = Box::new(draft);
        self.save_with(tab, CollectionChange::Create { folder, name, draft });
    }

    /// Saves the user's side of a conflict beside the other.
    pub fn save_beside(&self, tab: TabId, mine: Box<SavedRequest>) {
        self.save_with(tab, CollectionChange::SaveBeside(mine));
    }

    /// Saves the user's side of a conflict over the other, as that is now.
    pub fn save_in_place(&self, tab: TabId, mine: SavedRequest) {
        let this = self.clone();
        self.collection.dispatch(CollectionAction::Asked);
        spawn_local(async move {
            let place = mine.place.clone();
            match bridge::call::<ReadSaved>(ReadSaved { place }).await {
                Ok(theirs) => {
                    let fingerprint = theirs.fingerprint;
                    this.save_over(tab, SavedRequest { fingerprint, ..mine });
                }
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Takes the other side of a conflict: the tab shows it, and the user's own can be had back by undo.
    pub fn take_theirs(&self, tab: TabId, place: String) {
        let this = self.clone();
        self.collection.dispatch(CollectionAction::Asked);
        spawn_local(async move {
            match bridge::call::<ReadSaved>(ReadSaved { place }).await {
                Ok(theirs) => {
                    let draft = Draft::from(theirs.draft.clone());
                    this.edit(tab, EditorAction::Open(draft));
                    this.tabs.dispatch(TabsAction::Saved(tab, Box::new(theirs)));
                    this.tabs.dispatch(TabsAction::Foreign(tab));
                }
                Err(error) => this.collection_failed(error),
            }
        });
    }

    fn save_with(&self, tab: TabId, change: CollectionChange) {
        let this = self.clone();
        spawn_local(async move {
            match changed(change).await {
                Ok(done) => this.saved(tab, done),
                Err(error) => this.collection_failed(error),
            }
        });
    }

    fn saved(&self, tab: TabId, done: CollectionChanged) {
        if let Some(saved) = done.saved {
            self.tabs.dispatch(TabsAction::Saved(tab, Box::new(saved)));
        }
        self.show_collection(Some(done.collection));
        self.collection.dispatch(CollectionAction::Asked);
    }

    /// Changes the collection; open tabs follow what was renamed or moved.
    pub fn change_collection(&self, change: CollectionChange) {
        let this = self.clone();
        let from = match &change {
            CollectionChange::Rename { place, .. } | CollectionChange::Move { place, .. } => {
                Some(place.clone())
            }
            _ => None,
        };
        spawn_local(async move {
            match changed(change).await {
                Ok(done) => {
                    let collection = done.collection.folder.clone();
                    if let (Some(from), Some(to)) = (from, done.place) {
                        this.tabs.dispatch(TabsAction::Moved { collection, from, to });
                    }
                    if let Some(saved) = done.saved {
                        this.tabs.dispatch(TabsAction::Reread(Box::new(saved)));
                    }
                    this.show_collection(Some(done.collection));
                    this.collection.dispatch(CollectionAction::Asked);
                }
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Takes a request or folder away; it can be brought back.
    pub fn delete_saved(&self, place: String, name: String) {
        self.change_collection(CollectionChange::Delete { place });
        self.collection.dispatch(CollectionAction::Deleted(Some(name)));
    }

    /// Brings back what was taken away last.
    pub fn restore_saved(&self) {
        self.change_collection(CollectionChange::Restore);
        self.collection.dispatch(CollectionAction::Deleted(None));
    }

    /// Reads what another tool has written, itself or at its address; without a text the user chooses a file.
    pub fn read_import(&self, text: Option<String>) {
        let this = self.clone();
        // A file too, from the choice on: a large one takes a moment.
        self.collection.dispatch(CollectionAction::Reading(true));
        spawn_local(async move {
            let read = bridge::call::<ReadImport>(ReadImport { text }).await;
            this.collection.dispatch(match read.map_err(Rc::new).transpose() {
                Some(read) => CollectionAction::Read(read.map(Box::new)),
                None => CollectionAction::Reading(false),
            });
        });
    }

    /// Waits no longer for what is to be imported.
    pub fn cancel_import(&self) {
        self.collection.dispatch(CollectionAction::Reading(false));
        spawn_local(async {
            // Nothing depends on it: what comes all the same is shown.
            drop(bridge::call::<CancelImport>(Nothing {}).await);
        });
    }

    /// Writes a folder of the collection in the way of Postman, to a file that the user names.
    pub fn export_collection(&self, place: String) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<ExportCollection>(ExportCollection { place }).await {
                Ok(None) => {}
                Ok(Some(report)) => {
                    let asking = Asking::Exported(Box::new(report));
                    this.collection.dispatch(CollectionAction::Ask(asking));
                }
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Takes over what was read.
    pub fn take_import(&self, name: String) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<TakeImport>(TakeImport { name }).await {
                Ok(done) => {
                    this.show_collection(Some(done.collection));
                    this.collection.dispatch(CollectionAction::Asked);
                }
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Puts a saved request on the clipboard as a curl command.
    pub fn copy_saved_as_curl(&self, place: String) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<ReadSaved>(ReadSaved { place }).await {
                Ok(saved) => this.copy_as_curl(saved.draft),
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Puts a request on the clipboard as a curl command.
    pub fn copy_as_curl(&self, draft: KeptDraft) {
        let this = self.clone();
        spawn_local(async move {
            if let Err(error) = bridge::call::<CopyAsCurl>(CopyAsCurl { draft }).await {
                this.collection_failed(error);
            }
        });
    }

    /// Chooses the environment that requests are sent with.
    pub fn choose_environment(&self, place: Option<String>) {
        self.show_after::<ChooseEnvironment>(ChooseEnvironment { place });
    }

    /// Opens an environment to be edited; a new one without a place.
    pub fn edit_environment(&self, place: Option<String>) {
        let ask = |draft| CollectionAction::Ask(Asking::Environment(Box::new(draft)));
        let Some(place) = place else {
            return self.collection.dispatch(ask(EnvironmentDraft::default()));
        };
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<ReadEnvironment>(ReadEnvironment { place }).await {
                Ok(draft) => this.collection.dispatch(ask(draft)),
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Saves an environment. `refused` hears why not.
    pub fn save_environment(&self, environment: EnvironmentDraft, refused: Callback<IpcError>) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<SaveEnvironment>(SaveEnvironment { environment }).await {
                Ok(view) => {
                    this.show_collection(Some(view));
                    this.collection.dispatch(CollectionAction::Asked);
                }
                Err(error) => refused.emit(error),
            }
        });
    }

    /// Takes an environment away.
    pub fn remove_environment(&self, place: String) {
        self.show_after::<RemoveEnvironment>(RemoveEnvironment { place });
        self.collection.dispatch(CollectionAction::Asked);
    }

    fn show_after<C: Command<Response = CollectionView> + 'static>(&self, request: C::Request) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<C>(request).await {
                Ok(view) => this.show_collection(Some(view)),
                Err(error) => this.collection_failed(error),
            }
        });
    }
}

async fn changed(change: CollectionChange) -> Result<CollectionChanged, IpcError> {
    bridge::call::<ChangeCollection>(ChangeCollection { change }).await
}
