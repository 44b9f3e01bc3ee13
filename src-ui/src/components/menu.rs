//! A button with a menu, by the keyboard pattern of ARIA: arrows move, Enter chooses, Esc closes.

use wasm_bindgen::JsCast;
use web_sys::Node;
use yew::prelude::*;

use crate::effect::use_effect_with;
use crate::held::use_state;

use super::focus::focus_on;
use super::icons::{Icon, icon};

/// An entry of a menu.
#[derive(Debug, Clone, PartialEq)]
pub struct MenuItem {
    /// Stable name, also for tests.
    pub id: String,
    /// What it says.
    pub label: AttrValue,
    /// What it says beside that, more quietly.
    pub detail: AttrValue,
    /// Whether it is the chosen one of its kind; `None` where there is nothing to choose.
    pub chosen: Option<bool>,
    /// Whether a line separates it from the one before.
    pub apart: bool,
}

/// Properties of [`Menu`].
#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// Name for tests, and prefix of ids.
    pub id: &'static str,
    /// What the button is for.
    pub label: AttrValue,
    /// What the button shows.
    pub children: Children,
    /// The entries.
    pub items: Vec<MenuItem>,
    /// Whether its button is a single icon at the right end of a bar.
    #[prop_or_default]
    pub small: bool,
    /// Called with the id of the chosen entry.
    pub onchoose: Callback<String>,
}

/// A button with a menu.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let list_id = format!("{}-list", props.id);
    use_effect_with(*open, {
        let items = props.items.clone();
        move |open| {
            let first = items.iter().find(|it| it.chosen == Some(true)).or(items.first());
            if let Some(first) = first.filter(|_| *open) {
                focus_on(&first.id);
            }
        }
    });
    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    let onkeydown = {
        let (open, items, button) = (open.clone(), props.items.clone(), props.id);
        move |event: KeyboardEvent| {
            let key = event.key();
            if !*open {
                if key == "ArrowDown" {
                    event.prevent_default();
                    open.set(true);
                }
                return;
            }
            if key == "Escape" {
                event.prevent_default();
                open.set(false);
                focus_on(button);
            } else if let Some(next) = neighbour(&key, items.len(), focused(&items)) {
                event.prevent_default();
                if let Some(item) = items.get(next) {
                    focus_on(&item.id);
                }
            }
        }
    };
    // The focus that goes to another entry stays in the menu; any other takes the user away from it.
    let onfocusout = {
        let open = open.clone();
        move |event: FocusEvent| {
            let menu = event.current_target().and_then(|it| it.dyn_into::<Node>().ok());
            let to = event.related_target().and_then(|it| it.dyn_into::<Node>().ok());
            if !menu.is_some_and(|menu| menu.contains(to.as_ref()) && to.is_some()) {
                open.set(false);
            }
        }
    };
    let entry = |item: &MenuItem| {
        let onclick = {
            let (open, onchoose, id, button) =
                (open.clone(), props.onchoose.clone(), item.id.clone(), props.id);
            move |_| {
                open.set(false);
                focus_on(button);
                onchoose.emit(id.clone());
            }
        };
        let role = if item.chosen.is_some() {
            "menuitemradio"
        } else {
            "menuitem"
        };
        html! {
            <button type="button" {role} key={item.id.clone()} id={item.id.clone()} data-testid={item.id.clone()}
                class={classes!("menu-item", item.apart.then_some("menu-apart"))} tabindex="-1"
                aria-checked={item.chosen.map(|it| it.to_string())} {onclick}>
                <span class="menu-mark">
                    if item.chosen == Some(true) {
                        { icon(Icon::Check) }
                    }
                </span>
                <span class="menu-label">{ &item.label }</span>
                <span class="menu-detail">{ &item.detail }</span>
            </button>
        }
    };
    html! {
        <div class={classes!("menu", props.small.then_some("menu-small"))} {onkeydown} {onfocusout}>
            <button type="button" class={if props.small { "icon-button" } else { "menu-button" }} id={props.id}
                data-testid={props.id} aria-haspopup="menu" aria-label={props.label.clone()}
                title={props.small.then(|| props.label.clone())} aria-expanded={open.to_string()}
                aria-controls={list_id.clone()} onclick={toggle}>
                { for props.children.iter() }
                if !props.small {
                    { icon(Icon::Down) }
                }
            </button>
            if *open {
                <div class="menu-list" role="menu" id={list_id} aria-label={props.label.clone()}>
                    { for props.items.iter().map(entry) }
                </div>
            }
        </div>
    }
}

fn focused(items: &[MenuItem]) -> Option<usize> {
    let id = gloo::utils::document().active_element()?.id();
    items.iter().position(|item| item.id == id)
}

fn neighbour(key: &str, count: usize, at: Option<usize>) -> Option<usize> {
    if count == 0 {
        return None;
    }
    match (key, at) {
        ("ArrowDown", Some(at)) => Some((at + 1) % count),
        ("ArrowUp", Some(at)) => Some((at + count - 1) % count),
        ("ArrowDown" | "Home", _) => Some(0),
        ("ArrowUp" | "End", _) => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!(neighbour("ArrowDown", 3, Some(2)), Some(0));
        assert_eq!(neighbour("ArrowUp", 3, Some(0)), Some(2));
        assert_eq!(neighbour("ArrowDown", 3, None), Some(0));
        assert_eq!(neighbour("End", 3, Some(0)), Some(2));
        assert_eq!(neighbour("x", 3, Some(0)), None);
        assert_eq!(neighbour("End", 0, None), None);
    }
}
