//! A run of saved requests, connected.

use std::rc::Rc;

use yew::prelude::*;
use yew::props;

use crate::calls::{Calls, use_calls};
use crate::components::component::component;
use crate::components::run_dialog::{RunAct, RunDialog, RunDialogProps};
use crate::components::saved_list::environment_choice;
use crate::effect::use_effect_with;
use crate::held::UseReducerHandle;
use crate::i18n::use_i18n;
use crate::state::collection::{CollectionAction, CollectionStore};
use crate::state::run::{Run, RunAction};

#[derive(Properties, PartialEq)]
pub(super) struct RunSavedProps {
    /// The run.
    pub(super) run: Rc<Run>,
}

/// What a run sends, and how it goes.
#[component]
pub(super) fn RunSaved(props: &RunSavedProps) -> Html {
    let i18n = use_i18n();
    let store = use_context::<UseReducerHandle<CollectionStore>>();
    let calls = use_calls();
    let run = props.run.clone();
    use_end_with_view(&run);
    let (Some(calls), Some(view)) = (calls, store.and_then(|it| it.view.clone())) else {
        return Html::default();
    };
    let environment = {
        let calls = calls.clone();
        let onchoose = Callback::from(move |place| calls.choose_environment(place));
        environment_choice("run-environment", &view, run.running, &onchoose, &i18n)
    };
    let onclose = {
        let collection = calls.collection.clone();
        Callback::from(move |()| collection.dispatch(CollectionAction::Asked))
    };
    let onact = {
        let run = run.clone();
        Callback::from(move |act| perform(act, &run, &calls))
    };
    component::<RunDialog>(props!(RunDialogProps {
        run,
        environment,
        onact,
        onclose
    }))
}

fn perform(act: RunAct, run: &Run, calls: &Calls) {
    let tell = |action| calls.collection.dispatch(CollectionAction::Run(action));
    match act {
        RunAct::Start => calls.start_run(run.folder.clone(), run.bail),
        RunAct::Cancel => run.id.clone().into_iter().for_each(Calls::cancel),
        RunAct::Bail(bail) => tell(RunAction::Bail(bail)),
        RunAct::More => tell(RunAction::More),
        RunAct::Save(format) => calls.save_report(format),
        RunAct::Open(place) => {
            calls.collection.dispatch(CollectionAction::Asked);
            calls.open_saved(place);
        }
    }
}

/// A run that nobody sees any more ends.
#[hook]
fn use_end_with_view(run: &Rc<Run>) {
    let under_way = use_mut_ref(|| None);
    *under_way.borrow_mut() = run.id.clone().filter(|_| run.running);
    use_effect_with((), move |()| {
        move || under_way.take().into_iter().for_each(Calls::cancel)
    });
}
