//! The open requests, by the keyboard pattern of ARIA's tabs: one stop for the Tab key, arrows move and choose, Delete
//! closes. With the mouse: click, middle click, and dragging to another place.

use gloo::events::EventListener;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::clicked::clicked;
use super::focus::{focus_on, keep_in_view};
use super::icons::{Icon, icon};
use super::menu::{Menu, MenuItem};
use super::request_line::method_class;
use super::seen::seen;
use super::sidebar::short;
use crate::effect::use_effect_with;
use crate::i18n::{I18n, use_i18n};
use crate::platform::is_mac;
use crate::state::actions::Action;
use crate::state::tabs::{OpenTabs, Tab, TabId, TabsAction};

/// The id of the panel that all tabs share.
pub const PANEL_ID: &str = "request-tab-panel";

/// The id of a tab.
pub fn request_tab_id(tab: TabId) -> String {
    format!("request-tab-{tab}")
}

/// Properties of [`RequestTabs`].
#[derive(Properties, PartialEq)]
pub struct RequestTabsProps {
    /// The open requests.
    pub tabs: OpenTabs,
    /// Those whose call is under way.
    pub running: Vec<TabId>,
    /// Called with what the user wants.
    pub onaction: Callback<TabsAction>,
}

/// The open requests.
#[component]
pub fn RequestTabs(props: &RequestTabsProps) -> Html {
    let i18n = use_i18n();
    let RequestTabsProps { tabs, onaction, .. } = props;
    let strip = use_node_ref();
    let dragged = use_mut_ref(|| None::<TabId>);
    // The width of the window is the strip's too: what is in front stays in sight.
    use_effect_with((tabs.front().id, tabs.all().len()), |(front, _)| {
        let id = request_tab_id(*front);
        keep_in_view(&id);
        let on_resize = EventListener::new(&gloo::utils::window(), "resize", move |_| keep_in_view(&id));
        move || drop(on_resize)
    });
    let onkeydown = {
        let (tabs, onaction) = (tabs.clone(), onaction.clone());
        move |event: KeyboardEvent| {
            let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key());
            let Some(action) = action_of(&event.key(), tabs.front().id).filter(|_| plain) else {
                return;
            };
            event.prevent_default();
            let next = tabs.apply(action.clone());
            onaction.emit(action);
            focus_later(next.front().id);
        }
    };
    // A wheel that only turns one way moves the strip as well.
    let onwheel = {
        let strip = strip.clone();
        move |event: WheelEvent| {
            if let Some(strip) = strip.cast::<HtmlElement>()
                && event.delta_x() == 0.0
            {
                #[expect(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
                strip.set_scroll_left(strip.scroll_left() + event.delta_y() as i32);
            }
        }
    };
    let tab = |(place, tab): (usize, &std::rc::Rc<Tab>)| {
        let id = tab.id;
        let front = tabs.front().id == id;
        let running = props.running.contains(&id);
        let name = name_of(tab, running, &i18n);
        let draft = &tab.editor.draft;
        let onpointerdown = {
            let dragged = dragged.clone();
            let onaction = onaction.clone();
            move |event: PointerEvent| {
                if event.button() == 0 {
                    *dragged.borrow_mut() = Some(id);
                    onaction.emit(TabsAction::Show(id));
                }
            }
        };
        let onpointerenter = {
            let (dragged, onaction) = (dragged.clone(), onaction.clone());
            move |event: PointerEvent| {
                // The button was let go somewhere else.
                if event.buttons() & 1 == 0 {
                    *dragged.borrow_mut() = None;
                }
                if let Some(moved) = dragged.borrow().filter(|moved| *moved != id) {
                    onaction.emit(TabsAction::Move(moved, place));
                }
            }
        };
        let close = onaction.reform(move |()| TabsAction::Close(id));
        let onauxclick = {
            let close = close.clone();
            move |event: MouseEvent| {
                if event.button() == 1 {
                    event.prevent_default();
                    close.emit(());
                }
            }
        };
        html! {
            <div key={id} role="presentation" {onpointerenter} {onauxclick}
                class={classes!("request-tab", front.then_some("request-tab-front"), tab.passing.then_some("request-tab-passing"))}>
                <button type="button" role="tab" class="request-tab-name" id={request_tab_id(id)}
                    data-testid="request-tab" title={seen(&format!("{} {}", draft.method, draft.target))}
                    aria-label={name} aria-selected={front.to_string()} aria-controls={PANEL_ID}
                    aria-keyshortcuts="Delete" tabindex={if front { "0" } else { "-1" }}
                    {onpointerdown} onclick={onaction.reform(move |_| TabsAction::Show(id))}>
                    <span class={classes!("side-method", method_class(&draft.method))}>{ short(&draft.method) }</span>
                    // Two words when they are read out.
                    { " " }
                    <span class="request-tab-path">{ seen(tab.title()) }</span>
                    if tab.is_changed() {
                        <span class="request-tab-changed" data-testid="request-tab-changed" aria-hidden="true">{ "•" }</span>
                    }
                    if running {
                        <span class="spinner" data-testid="request-tab-running" aria-hidden="true"></span>
                    }
                </button>
                // The keyboard has Delete.
                <button type="button" class="request-tab-close" tabindex="-1" aria-hidden="true"
                    data-testid="request-tab-close" title={hint("tab-close", Action::CloseTab, &i18n)} onclick={clicked(&close)}>
                    { icon(Icon::Close) }
                </button>
            </div>
        }
    };
    let onnew = onaction.reform(|_| TabsAction::New);
    html! {
        <div class="request-tabs">
            <div class="request-tab-strip" role="tablist" aria-label={i18n.t("open-requests")} ref={strip}
                {onkeydown} {onwheel}>
                { for tabs.all().iter().enumerate().map(tab) }
            </div>
            <button type="button" class="icon-button" data-testid="new-tab" aria-label={i18n.t("tab-new")}
                title={hint("tab-new", Action::NewTab, &i18n)} onclick={onnew}>
                { icon(Icon::Plus) }
            </button>
            if tabs.all().len() > 1 {
                { list(props, &i18n) }
            }
        </div>
    }
}

/// All tabs in a menu, for when there are more than the strip shows.
fn list(props: &RequestTabsProps, i18n: &I18n) -> Html {
    let RequestTabsProps { tabs, onaction, .. } = props;
    let item = |tab: &std::rc::Rc<Tab>| MenuItem {
        id: format!("tab-list-{}", tab.id),
        label: seen(&format!("{} {}", tab.editor.draft.method, tab.title())).into(),
        detail: AttrValue::default(),
        chosen: Some(tab.id == tabs.front().id),
        apart: false,
    };
    let items: Vec<_> = tabs.all().iter().map(item).collect();
    let onchoose = onaction.reform(|id: String| {
        let id = id.strip_prefix("tab-list-").and_then(|id| id.parse().ok());
        TabsAction::Show(id.unwrap_or_default())
    });
    html! {
        <Menu id="tab-list" label={i18n.t("tab-list")} {items} {onchoose} small={true}>
            { icon(Icon::Down) }
        </Menu>
    }
}

/// What a button does, with the keys that do the same.
fn hint(key: &str, action: Action, i18n: &I18n) -> String {
    format!("{} ({})", i18n.t(key), action.keys(is_mac()))
}

/// What a screen reader says of a tab.
fn name_of(tab: &Tab, running: bool, i18n: &I18n) -> AttrValue {
    let draft = &tab.editor.draft;
    let request = format!("{} {}", short(&draft.method), seen(tab.title()));
    let key = match (running, tab.is_changed()) {
        (true, _) => "tab-name-running",
        (false, true) => "tab-name-changed",
        (false, false) => "tab-name",
    };
    i18n.with(key, &[("request", request.into())])
}

fn action_of(key: &str, front: TabId) -> Option<TabsAction> {
    match key {
        "ArrowRight" => Some(TabsAction::Step(1)),
        "ArrowLeft" => Some(TabsAction::Step(-1)),
        "Home" => Some(TabsAction::ShowAt(0)),
        "End" => Some(TabsAction::ShowLast),
        "Delete" => Some(TabsAction::Close(front)),
        _ => None,
    }
}

/// Once the tab is drawn as the one that can have the focus.
fn focus_later(tab: TabId) {
    #[cfg(target_arch = "wasm32")]
    gloo::timers::callback::Timeout::new(0, move || focus_on(&request_tab_id(tab))).forget();
    #[cfg(not(target_arch = "wasm32"))]
    focus_on(&request_tab_id(tab));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_strip_move_choose_and_close() {
        let front = |key| {
            action_of(key, 7).map(|action| {
                OpenTabs::default()
                    .apply(TabsAction::New)
                    .apply(action)
                    .front()
                    .id
            })
        };
        assert_eq!(front("ArrowRight"), Some(1));
        assert_eq!(front("ArrowLeft"), Some(1));
        assert_eq!(front("Home"), Some(1));
        assert_eq!(front("End"), Some(2));
        assert_eq!(front("a"), None);
        assert!(matches!(action_of("Delete", 7), Some(TabsAction::Close(7))));
    }
}
