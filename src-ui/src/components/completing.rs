//! A text field that offers what is known to fit. By ARIA's combobox with a list: the keyboard stays in the field, and
//! as long as nothing is chosen with the arrows, Enter and Tab mean what they always do.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::effect::use_effect_with;
use crate::held::use_state;

use super::focus::keep_in_view;
use super::seen::seen;

/// How many are offered at most.
const OFFERED: usize = 12;
/// As in the style sheet: what a list needs, and as wide as it is at least.
const ROOM_BELOW: f64 = 120.0;
const NARROWEST: f64 = 224.0;

/// What a field offers.
pub type Known = Rc<[AttrValue]>;

/// Properties of [`Completing`].
#[derive(Properties, PartialEq)]
pub struct CompletingProps {
    /// Its id, and its name for tests.
    pub id: AttrValue,
    /// Class of the field.
    #[prop_or_default]
    pub class: Classes,
    /// What is in it.
    pub value: AttrValue,
    /// What it is for.
    pub label: AttrValue,
    /// What is shown while it is empty.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// What it offers, the likeliest first.
    pub known: Known,
    /// Id of what says that it is wrong, if it is.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Called with what is typed or chosen.
    pub oninput: Callback<String>,
    /// Called with what is pasted.
    #[prop_or_default]
    pub onpaste: Callback<Event>,
}

/// Whether the list is there, and which of its entries is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Shut,
    Open(Option<usize>),
}

/// A text field that offers what is known to fit.
#[component]
pub fn Completing(props: &CompletingProps) -> Html {
    let list = use_state(|| List::Shut);
    let field = use_node_ref();
    let offered = offered(&props.value, &props.known);
    let chosen = match *list {
        List::Open(chosen) if !offered.is_empty() => Some(chosen.filter(|at| *at < offered.len())),
        _ => None,
    };
    let list_id = format!("{}-known", props.id);
    let option_id = |at: usize| format!("{list_id}-{at}");
    use_effect_with((chosen, props.value.clone()), {
        let (field, list_id) = (field.clone(), list_id.clone());
        move |(chosen, _)| {
            if chosen.is_some() {
                place(&field, &list_id);
            }
            if let Some(at) = chosen.flatten() {
                keep_in_view(&format!("{list_id}-{at}"));
            }
        }
    });
    // It follows its field where the window becomes another size, and is gone where the field moves away below it.
    use_effect_with(chosen.is_some(), {
        let (field, list_id, list) = (field.clone(), list_id.clone(), list.setter());
        move |open| {
            let listening = open.then(|| stay(field, list_id, move || list.set(List::Shut)));
            move || drop(listening)
        }
    });
    let take = {
        let (list, oninput) = (list.setter(), props.oninput.clone());
        Callback::from(move |text: AttrValue| {
            list.set(List::Shut);
            oninput.emit(text.to_string());
        })
    };
    let onkeydown = {
        let (list, offered, take) = (list.setter(), offered.clone(), take.clone());
        move |event: KeyboardEvent| {
            // What ends a Korean syllable chooses nothing.
            if event.is_composing() || offered.is_empty() {
                return;
            }
            let count = offered.len();
            match (event.key().as_str(), chosen) {
                ("ArrowDown", None) => list.set(List::Open(Some(0))),
                ("ArrowDown", Some(at)) => list.set(List::Open(Some(at.map_or(0, |at| (at + 1) % count)))),
                ("ArrowUp", Some(at)) => list.set(List::Open(
                    Some(at.map_or(0, |at| at + count) - 1).map(|at| at % count),
                )),
                ("Enter", Some(Some(at))) => take.emit(offered[at].clone()),
                // It is taken, and the keyboard goes on to the next field.
                ("Tab", Some(Some(at))) => return take.emit(offered[at].clone()),
                ("Escape", Some(_)) => list.set(List::Shut),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let oninput = {
        let (list, oninput) = (list.setter(), props.oninput.clone());
        move |event: InputEvent| {
            list.set(List::Open(None));
            oninput.emit(event.target_unchecked_into::<HtmlInputElement>().value());
        }
    };
    let shut = {
        let list = list.setter();
        move |_: FocusEvent| list.set(List::Shut)
    };
    let option = |(at, text): (usize, &AttrValue)| {
        let (take, text) = (take.clone(), text.clone());
        let shown = seen(&text);
        // Before the field loses the keyboard to it.
        let onmousedown = move |event: MouseEvent| {
            event.prevent_default();
            take.emit(text.clone());
        };
        html! {
            <li key={at} role="option" id={option_id(at)} class="palette-option"
                aria-selected={(chosen == Some(Some(at))).to_string()} {onmousedown}>
                <span class="palette-label">{ shown }</span>
            </li>
        }
    };
    html! {
        <>
            <input ref={field} type="text" role="combobox" id={props.id.clone()} data-testid={props.id.clone()} class={props.class.clone()}
                value={props.value.clone()} aria-label={props.label.clone()} placeholder={props.placeholder.clone()}
                aria-autocomplete="list" aria-expanded={chosen.is_some().to_string()}
                aria-controls={chosen.is_some().then(|| list_id.clone())}
                aria-activedescendant={chosen.flatten().map(option_id)} spellcheck="false" autocomplete="off"
                autocapitalize="off" aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={props.error.clone()} {oninput} {onkeydown} onpaste={props.onpaste.clone()}
                onblur={shut} />
            if chosen.is_some() {
                <ul role="listbox" id={list_id.clone()} data-testid={list_id.clone()} class="known-list"
                    aria-label={props.label.clone()}>
                    { for offered.iter().enumerate().map(option) }
                </ul>
            }
        </>
    }
}

/// What fits what is typed: what begins with it before what only holds it.
fn offered(typed: &str, known: &[AttrValue]) -> Rc<[AttrValue]> {
    let typed = typed.to_ascii_lowercase();
    let place = |text: &AttrValue| text.to_ascii_lowercase().find(&typed);
    let fitting = known.iter().filter_map(|text| Some((place(text)?, text)));
    let (begins, holds): (Vec<_>, Vec<_>) = fitting.partition(|(place, _)| *place == 0);
    let fitting = begins.into_iter().chain(holds).map(|(_, text)| text.clone());
    // Who has typed all of one has no need of it.
    fitting
        .filter(|text| text.to_ascii_lowercase() != typed)
        .take(OFFERED)
        .collect()
}

/// Keeps the list where it belongs, for as long as the listeners are there.
fn stay(field: NodeRef, list_id: String, shut: impl Fn() + 'static) -> [EventListener; 2] {
    let window = gloo::utils::window();
    let own = list_id.clone();
    let resized = EventListener::new(&window, "resize", move |_| place(&field, &list_id));
    let options = EventListenerOptions::run_in_capture_phase();
    let scrolled = EventListener::new_with_options(&window, "scroll", options, move |event| {
        let scrolled = event.target().and_then(|it| it.dyn_into::<HtmlElement>().ok());
        if scrolled.is_none_or(|it| it.id() != own) {
            shut();
        }
    });
    [resized, scrolled]
}

/// Puts the list below its field, or above where there is more room: in the window's own measures, because what the field
/// lies in may be too small for a list and cut it off.
fn place(field: &NodeRef, list: &str) {
    let list = gloo::utils::document().get_element_by_id(list);
    let (Some(field), Some(list)) = (
        field.cast::<HtmlElement>(),
        list.and_then(|it| it.dyn_into::<HtmlElement>().ok()),
    ) else {
        return;
    };
    let field = field.get_bounding_client_rect();
    let height = gloo::utils::window()
        .inner_height()
        .ok()
        .and_then(|it| it.as_f64());
    let (above, below) = (field.top(), height.unwrap_or_default() - field.bottom());
    let (side, off) = if below < ROOM_BELOW && above > below {
        (["bottom", "top"], below + field.height())
    } else {
        (["top", "bottom"], field.bottom())
    };
    let style = list.style();
    for (name, value) in [
        (side[0], format!("{off}px")),
        (side[1], "auto".to_owned()),
        ("left", format!("{}px", field.left())),
        ("width", format!("{}px", field.width().max(NARROWEST))),
        ("max-height", format!("{}px", above.max(below) - 8.0)),
    ] {
        // It is ours, and the names are the style sheet's: there is nothing to refuse.
        drop(style.set_property(name, &value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(typed: &str) -> Vec<String> {
        let known = ["/api/notes", "/api/notes/:id", "/v2/api/notes", "/health"].map(AttrValue::from);
        offered(typed, &known).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_begins_with_it_comes_before_what_holds_it() {
        assert_eq!(offers("/API"), ["/api/notes", "/api/notes/:id", "/v2/api/notes"]);
        assert_eq!(offers("heal"), ["/health"]);
        assert_eq!(offers("").len(), 4);
    }

    #[test]
    fn what_is_typed_in_full_is_not_offered() {
        assert_eq!(offers("/health"), [""; 0]);
        assert_eq!(offers("/api/notes"), ["/api/notes/:id", "/v2/api/notes"]);
    }
}
