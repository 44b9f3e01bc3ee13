//! What the actions of `state/actions.rs` do.

use std::cell::Cell;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::calls::Calls;
use crate::components::focus::focus_on;
use crate::state::actions::Action;
use crate::state::editor::EditorAction;
use crate::state::guide::GuideAction;
use crate::state::preferences::PreferencesAction;
use crate::state::session::SessionAction;
use crate::state::tabs::{OpenTabs, TabsAction};

/// Does what the user wants. The call that is under way in the tab in front has this name.
pub(super) fn perform(action: Action, calls: &Calls, tabs: &OpenTabs, running: Option<String>) {
    let front = tabs.front().id;
    let on_tabs = match action {
        Action::NewTab => TabsAction::New,
        Action::DuplicateTab => TabsAction::Duplicate,
        Action::CloseTab => TabsAction::Close(front),
        Action::CloseOthers => TabsAction::CloseOthers(front),
        Action::ReopenTab => TabsAction::Reopen,
        Action::NextTab => TabsAction::Step(1),
        Action::PreviousTab => TabsAction::Step(-1),
        Action::TabAt(place) => TabsAction::ShowAt(place),
        Action::LastTab => TabsAction::ShowLast,
        Action::MoveRight => TabsAction::MoveBy(1),
        Action::MoveLeft => TabsAction::MoveBy(-1),
        Action::Undo => TabsAction::EditFront(EditorAction::Undo),
        Action::Redo => TabsAction::EditFront(EditorAction::Redo),
        Action::Send => TabsAction::EditFront(EditorAction::Send),
        Action::Cancel => return running.into_iter().for_each(Calls::cancel),
        Action::Target => return focus_on("target"),
        Action::SaveRequest => return press("save-request"),
        Action::CopyCurl => return calls.copy_as_curl((&tabs.editor().draft).into()),
        Action::RunSaved => return calls.plan_run(String::new()),
        Action::OpenCollection => return calls.open_collection(),
        Action::Guide => return calls.guide.dispatch(GuideAction::Open(None)),
        Action::Find => return press("find-open"),
        Action::SaveBody => return press("save-body"),
        Action::Palette
        | Action::Session
        | Action::Settings
        | Action::Shortcuts
        | Action::Updates
        | Action::Diagnostics
        | Action::About => {
            return action
                .overlay()
                .into_iter()
                .for_each(|it| calls.overlay.dispatch(it));
        }
        Action::RefreshNow => return calls.refresh_now(),
        Action::Zoom(step) => return calls.preferences.dispatch(PreferencesAction::Zoom(step)),
        Action::AddSession => return calls.session.dispatch(SessionAction::Add),
        Action::SignOut => return calls.sign_out(),
        Action::Theme => return calls.preferences.dispatch(PreferencesAction::NextTheme),
        Action::Language => return calls.preferences.dispatch(PreferencesAction::OtherLanguage),
    };
    if action == Action::NewTab {
        BEGINS.set(true);
        // Where the tab in front was new already, nothing is drawn.
        Timeout::new(100, tab_is_drawn).forget();
        return calls.tabs.dispatch(on_tabs);
    }
    calls.tabs.dispatch(on_tabs);
    keep_focus(action);
}

/// Presses a button of the answer in front; without one there is nothing to do.
fn press(id: &str) {
    let button = gloo::utils::document().query_selector(&format!("[data-testid='{id}']"));
    if let Some(button) = button
        .ok()
        .flatten()
        .and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        button.click();
    }
}

thread_local! {
    static BEGINS: Cell<bool> = const { Cell::new(false) };
}

/// To be called when another tab is in front and drawn: a new request begins with its path.
pub(super) fn tab_is_drawn() {
    if BEGINS.take() {
        focus_on("target");
    }
}

/// Each tab has fields of its own: the keyboard would stand nowhere once the ones it was in are gone. The tab that came
/// to the front has it then.
fn keep_focus(action: Action) {
    if matches!(action, Action::Send | Action::Undo | Action::Redo) {
        return;
    }
    Timeout::new(0, move || {
        let document = gloo::utils::document();
        let active = document.active_element();
        let nowhere =
            active.is_none_or(|it| it.tag_name() == "BODY" || it.class_list().contains("request-tab-name"));
        if nowhere
            && let Ok(Some(front)) =
                document.query_selector("[role=tab].request-tab-name[aria-selected=true]")
        {
            focus_on(&front.id());
        }
    })
    .forget();
}
