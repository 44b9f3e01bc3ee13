//! The history in the side bar, connected.

use yew::prelude::*;
use yew::props;

use crate::calls::use_calls;
use crate::components::component::component;
use crate::components::dialog::{QuestionProps, question};
use crate::components::history_list::{HistoryAct, HistoryList, HistoryListProps};
use crate::effect::use_effect_with;
use crate::held::UseReducerHandle;
use crate::i18n::use_i18n;
use crate::state::history::{HistoryAction, HistoryStore};
use crate::state::notices::Notices;
use crate::state::overlay::Overlay;
use crate::state::session::{SessionAction, SessionId};
use crate::state::tabs::OpenTabs;

#[derive(Properties, PartialEq)]
pub(super) struct PastCallsProps {
    /// The session at work.
    pub(super) of: SessionId,
}

/// The calls that were made: asked for whenever they may be others, or others are wanted.
#[component]
pub(super) fn PastCalls(props: &PastCallsProps) -> Html {
    let i18n = use_i18n();
    let store = use_context::<UseReducerHandle<HistoryStore>>();
    let tabs = use_context::<UseReducerHandle<OpenTabs>>();
    let notices = use_context::<UseReducerHandle<Notices>>();
    let (Some(store), Some(tabs), Some(calls)) = (store, tabs, use_calls()) else {
        return Html::default();
    };
    let wanted = (props.of.clone(), store.wanted.clone());
    use_effect_with(wanted, {
        let calls = calls.clone();
        move |(of, wanted)| calls.list_history(of, wanted)
    });
    let onstore = {
        let history = calls.history.clone();
        Callback::from(move |action| history.dispatch(action))
    };
    let onact = {
        let (calls, of) = (calls.clone(), props.of.clone());
        Callback::from(move |act| match act {
            HistoryAct::Open(id) => calls.open_history(id, of.clone(), tabs.clone()),
            HistoryAct::Remove(id) => calls.remove_history(id),
            HistoryAct::Settings => calls.overlay.dispatch(Overlay::Settings),
        })
    };
    let page = store.page(&props.of);
    let unwritten_told = notices.is_some_and(|it| it.explains_unwritten());
    let count = page.as_ref().map_or(0, |page| page.all);
    let onno = onstore.reform(|()| HistoryAction::Clearing(false));
    let onyes = {
        let onno = onno.clone();
        Callback::from(move |()| {
            let session = calls.session.clone();
            onno.emit(());
            calls.clear_history(Callback::from(move |answer: Result<(), _>| {
                if let Err(error) = answer {
                    session.dispatch(SessionAction::Failed(Some(error)));
                }
            }));
        })
    };
    html! {
        <>
            { component::<HistoryList>(props!(HistoryListProps {
                store: (*store).clone(), page, unwritten_told, onstore, onact,
            })) }
            if store.clearing {
                { question(&i18n, &QuestionProps {
                    id: "history-clearing", title: i18n.t("history-clear-ask"), yes: i18n.t("history-clear"),
                    text: i18n.with("history-clear-about", &[("count", count.into())]), onyes, onno,
                }) }
            }
        </>
    }
}
