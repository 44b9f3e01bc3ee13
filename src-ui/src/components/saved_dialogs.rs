//! What the user is asked about the collection: names, both sides of a conflict.

use latchkey_ipc::NAME_LIMIT;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::clicked::clicked;
use super::dialog::Dialog;
use super::field::Field;
use super::seen::seen;
use crate::effect::use_effect_with;
use crate::held::use_state;
use crate::i18n::{I18n, use_i18n};
use crate::state::collection::is_name;

/// Properties of [`NameDialog`].
#[derive(Properties, PartialEq)]
pub struct NameDialogProps {
    /// What it is about.
    pub title: AttrValue,
    /// What its yes says.
    pub yes: AttrValue,
    /// The name that is offered.
    pub name: String,
    /// Where it can go: place, name and depth of each folder. Without any there is no choice.
    #[prop_or_default]
    pub folders: Vec<(String, String, usize)>,
    /// What went wrong.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// Called with the name and the folder.
    pub onyes: Callback<(String, String)>,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// Asks for a name, and where something of that name goes.
#[component]
pub fn NameDialog(props: &NameDialogProps) -> Html {
    let i18n = use_i18n();
    let name = use_state(|| props.name.clone());
    let folder = use_state(String::new);
    let input = use_node_ref();
    let tried = use_state(|| false);
    // What is offered can be typed over at once.
    use_effect_with((), {
        let input = input.clone();
        move |()| {
            if let Some(input) = input.cast::<web_sys::HtmlInputElement>() {
                drop(input.focus());
                input.select();
            }
        }
    });
    let onsubmit = {
        let (name, folder, onyes, tried) =
            (name.clone(), folder.clone(), props.onyes.clone(), tried.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if is_name(&name) {
                onyes.emit((name.trim().to_owned(), (*folder).clone()));
            }
        }
    };
    let onfolder = {
        let folder = folder.setter();
        move |event: Event| folder.set(event.target_unchecked_into::<HtmlSelectElement>().value())
    };
    let bad =
        (*tried && !is_name(&name)).then(|| i18n.with("saved-name-bad", &[("limit", NAME_LIMIT.into())]));
    let oninput = {
        let name = name.setter();
        Callback::from(move |typed| name.set(typed))
    };
    html! {
        <Dialog id="name-dialog" title={props.title.clone()} onclose={props.onclose.clone()}>
            <form class="dialog-form" {onsubmit} novalidate={true}>
                <Field id="saved-name" label={i18n.t("saved-name")} value={(*name).clone()} {oninput} {input}
                    error={bad.or_else(|| props.problem.clone())} />
                if props.folders.len() > 1 {
                    <div class="field">
                        <label for="saved-folder-of">{ i18n.t("saved-folder-of") }</label>
                        <select id="saved-folder-of" data-testid="saved-folder-of" onchange={onfolder}>
                            { for props.folders.iter().map(|(place, name, depth)| html! {
                                <option value={place.clone()} selected={*place == *folder}>
                                    { format!("{}{}", "\u{2003}".repeat(*depth), seen(name)) }
                                </option>
                            }) }
                        </select>
                    </div>
                }
                <div class="dialog-buttons">
                    <button type="button" class="button" data-testid="name-dialog-no"
                        onclick={clicked(&props.onclose)}>{ i18n.t("cancel") }</button>
                    <button type="submit" class="button button-primary" data-testid="name-dialog-yes">{ &props.yes }</button>
                </div>
            </form>
        </Dialog>
    }
}

/// What becomes of the two sides of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The user's is saved beside the other.
    Both,
    /// The user's is saved over the other.
    Mine,
    /// The other one is taken.
    Theirs,
}

/// Properties of [`conflict_dialog`].
pub struct ConflictDialogProps {
    /// What the request is called.
    pub name: String,
    /// Whether there is another side; otherwise its file is gone.
    pub theirs: bool,
    /// Called with the choice.
    pub onchoose: Callback<Side>,
    /// Called when nothing is to be done now.
    pub onclose: Callback<()>,
}

/// Asks what to do with a request that somebody else has changed too. The keyboard begins with what loses neither side.
pub fn conflict_dialog(i18n: &I18n, props: &ConflictDialogProps) -> Html {
    let text = if props.theirs {
        "conflict-changed"
    } else {
        "conflict-gone"
    };
    let button = |side: Side, id: &'static str, class: &'static str| {
        html! {
            <button type="button" class={classes!("button", class)} data-testid={id}
                autofocus={side == Side::Both} onclick={props.onchoose.reform(move |_| side)}>{ i18n.t(id) }</button>
        }
    };
    html! {
        <Dialog key="conflict" id="conflict" title={i18n.t("conflict")} onclose={props.onclose.clone()}>
            <p class="dialog-text">{ i18n.with(text, &[("name", seen(&props.name).into())]) }</p>
            <div class="dialog-buttons dialog-three">
                if props.theirs {
                    { button(Side::Theirs, "conflict-theirs", "") }
                    { button(Side::Mine, "conflict-mine", "") }
                }
                { button(Side::Both, "conflict-both", "button-primary") }
            </div>
        </Dialog>
    }
}
