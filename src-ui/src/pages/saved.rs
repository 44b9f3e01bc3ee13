//! The collection, connected: its list in the side bar, and what is asked about it.

use latchkey_ipc::{CollectionChange, ImportPreview, IpcError, KeptDraft};
use yew::prelude::*;
use yew::props;

use super::run::{RunSaved, RunSavedProps};
use crate::calls::{Calls, use_calls};
use crate::components::component::{component, keyed_component};
use crate::components::environment_dialog::{EnvironmentDialog, EnvironmentDialogProps};
use crate::components::export_dialog::{ExportDialogProps, export_dialog};
use crate::components::import_dialog::{ImportDialog, ImportDialogProps};
use crate::components::saved_dialogs::{
    ConflictDialogProps, NameDialog, NameDialogProps, Side, conflict_dialog,
};
use crate::components::saved_list::{SavedAct, SavedList, SavedListProps};
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, use_state};
use crate::i18n::use_i18n;
use crate::state::collection::{Asking, CollectionAction, CollectionStore};
use crate::state::tabs::OpenTabs;

/// The saved requests in the side bar.
#[component]
pub(super) fn SavedRequests() -> Html {
    let store = use_context::<UseReducerHandle<CollectionStore>>();
    let tabs = use_context::<UseReducerHandle<OpenTabs>>();
    let calls = use_calls();
    use_rereading(tabs.as_ref(), store.as_ref(), calls.as_ref());
    let (Some(store), Some(tabs), Some(calls)) = (store, tabs, calls) else {
        return Html::default();
    };
    let folder = store.view.as_ref().map(|it| it.folder.clone());
    let here = tabs
        .front()
        .saved
        .as_ref()
        .filter(|it| Some(&it.as_read.collection) == folder.as_ref());
    let front = here.map(|it| it.as_read.place.clone());
    let onstore = {
        let collection = calls.collection.clone();
        Callback::from(move |action| collection.dispatch(action))
    };
    let onact = Callback::from(move |act| perform(act, &calls));
    component::<SavedList>(props!(SavedListProps {
        store: (*store).clone(),
        front,
        onstore,
        onact
    }))
}

fn perform(act: SavedAct, calls: &Calls) {
    let ask = |asking| calls.collection.dispatch(CollectionAction::Ask(asking));
    match act {
        SavedAct::OpenFolder => calls.open_collection(),
        SavedAct::Close => calls.close_collection(),
        SavedAct::Open(place) => calls.open_saved(place),
        SavedAct::NewFolder(folder) => ask(Asking::Folder(folder)),
        SavedAct::Rename(place, name) => ask(Asking::Rename { place, name }),
        SavedAct::Duplicate(place) => calls.change_collection(CollectionChange::Duplicate { place }),
        SavedAct::Move(place, folder, index) => {
            calls.change_collection(CollectionChange::Move { place, folder, index });
        }
        SavedAct::Delete(place, name) => calls.delete_saved(place, name),
        SavedAct::Restore => calls.restore_saved(),
        SavedAct::Import => ask(Asking::Import(None)),
        SavedAct::Run(folder) => calls.plan_run(folder),
        SavedAct::Export(place) => calls.export_collection(place),
        SavedAct::CopyCurl(place) => calls.copy_saved_as_curl(place),
        SavedAct::Environment(place) => calls.choose_environment(place),
        SavedAct::EditEnvironment(place) => calls.edit_environment(place),
    }
}

/// When the collection is another on disk, the open tabs that have something of it look again.
#[hook]
fn use_rereading(
    tabs: Option<&UseReducerHandle<OpenTabs>>,
    store: Option<&UseReducerHandle<CollectionStore>>,
    calls: Option<&Calls>,
) {
    let view = store.and_then(|it| it.view.clone());
    let (tabs, calls) = (tabs.cloned(), calls.cloned());
    use_effect_with(view, move |view| {
        if let (Some(view), Some(tabs), Some(calls)) = (view, tabs, calls) {
            let saved = tabs.all().iter().filter_map(|tab| tab.saved.as_ref());
            let here = saved.filter(|it| it.as_read.collection == view.folder);
            let places: Vec<_> = here.map(|it| it.as_read.place.clone()).collect();
            if !places.is_empty() {
                calls.reread(places);
            }
        }
    });
}

/// What the user is asked about the collection.
#[component]
pub(super) fn SavedQuestions() -> Html {
    let i18n = use_i18n();
    let store = use_context::<UseReducerHandle<CollectionStore>>();
    let tabs = use_context::<UseReducerHandle<OpenTabs>>();
    let refused = use_state(|| None::<IpcError>);
    let calls = use_calls();
    let (Some(store), Some(tabs), Some(calls)) = (store, tabs, calls) else {
        return Html::default();
    };
    let onclose = {
        let (collection, refused) = (calls.collection.clone(), refused.setter());
        Callback::from(move |()| {
            refused.set(None);
            collection.dispatch(CollectionAction::Asked);
        })
    };
    let problem = store.problem.as_ref().map(|error| i18n.error(error));
    let Some(asking) = store.asking.clone() else {
        return Html::default();
    };
    match asking {
        Asking::Save(id) => {
            let Some(tab) = tabs.all().iter().find(|tab| tab.id == id) else {
                return Html::default();
            };
            let draft = tab.editor.draft.clone();
            let name = match &tab.saved {
                Some(saved) => saved.as_read.name.clone(),
                None => format!("{} {}", draft.method, draft.path()),
            };
            let onyes = Callback::from(move |(name, folder)| {
                calls.save_as(id, KeptDraft::from(&draft), name, folder);
            });
            keyed_component::<NameDialog>(
                "save",
                props!(NameDialogProps {
                    title: i18n.t("save-request"),
                    yes: i18n.t("settings-save"),
                    name,
                    folders: store.folders(),
                    problem,
                    onyes,
                    onclose
                }),
            )
        }
        Asking::Folder(folder) => {
            let onyes = Callback::from(move |(name, _): (String, String)| {
                let folder = folder.clone();
                calls.change_collection(CollectionChange::CreateFolder { folder, name });
            });
            keyed_component::<NameDialog>(
                "folder",
                props!(NameDialogProps {
                    title: i18n.t("saved-new-folder"),
                    yes: i18n.t("saved-make"),
                    name: String::new(),
                    problem,
                    onyes,
                    onclose
                }),
            )
        }
        Asking::Rename { place, name } => {
            let onyes = Callback::from(move |(name, _): (String, String)| {
                let place = place.clone();
                calls.change_collection(CollectionChange::Rename { place, name });
            });
            keyed_component::<NameDialog>(
                "rename",
                props!(NameDialogProps {
                    title: i18n.t("saved-rename"),
                    yes: i18n.t("saved-rename"),
                    name,
                    problem,
                    onyes,
                    onclose
                }),
            )
        }
        Asking::Conflict { tab, mine, theirs } => {
            let name = mine.name.clone();
            let onchoose = Callback::from(move |side| match side {
                Side::Both => calls.save_beside(tab, mine.clone()),
                Side::Mine => calls.save_in_place(tab, (*mine).clone()),
                Side::Theirs => calls.take_theirs(tab, mine.place.clone()),
            });
            conflict_dialog(
                &i18n,
                &ConflictDialogProps {
                    name,
                    theirs,
                    onchoose,
                    onclose,
                },
            )
        }
        Asking::Import(preview) => {
            let preview = preview.map(|it| *it);
            import(preview, store.reading, problem, &calls, onclose)
        }
        Asking::Run(run) => component::<RunSaved>(props!(RunSavedProps { run })),
        Asking::Exported(report) => export_dialog(
            &i18n,
            &ExportDialogProps {
                report: *report,
                onclose,
            },
        ),
        Asking::Environment(environment) => {
            let onsave = {
                let (calls, refused) = (calls.clone(), refused.setter());
                Callback::from(move |environment| {
                    let refused = refused.clone();
                    refused.set(None);
                    let hear = Callback::from(move |error| refused.set(Some(error)));
                    calls.save_environment(environment, hear);
                })
            };
            let onremove = Callback::from(move |place| calls.remove_environment(place));
            component::<EnvironmentDialog>(props!(EnvironmentDialogProps {
                environment: *environment,
                refused: (*refused).clone(),
                onsave,
                onremove,
                onclose
            }))
        }
    }
}

fn import(
    preview: Option<ImportPreview>,
    reading: bool,
    problem: Option<AttrValue>,
    calls: &Calls,
    onclose: Callback<()>,
) -> Html {
    let (onread, onstop, ontake) = (calls.clone(), calls.clone(), calls.clone());
    let onread = Callback::from(move |text| onread.read_import(text));
    let onstop = Callback::from(move |()| onstop.cancel_import());
    let ontake = Callback::from(move |name| ontake.take_import(name));
    let onclose = {
        let onstop = onstop.clone();
        Callback::from(move |()| {
            // Nobody waits any more for what is under way.
            if reading {
                onstop.emit(());
            }
            onclose.emit(());
        })
    };
    component::<ImportDialog>(props!(ImportDialogProps {
        preview,
        reading,
        problem,
        onread,
        onstop,
        ontake,
        onclose
    }))
}
