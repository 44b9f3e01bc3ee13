//! The variables of an environment. A secret's value goes to the shell and never comes back.

use latchkey_ipc::{EnvironmentDraft, IpcError, VariableDraft};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::clicked::clicked;
use super::dialog::Dialog;
use super::field::{Field, field_error};
use super::icons::{Icon, icon};
use crate::effect::use_effect_with;
use crate::held::use_state;
use crate::i18n::{I18n, use_i18n};

/// Properties of [`EnvironmentDialog`].
#[derive(Properties, PartialEq)]
pub struct EnvironmentDialogProps {
    /// The environment as it is.
    pub environment: EnvironmentDraft,
    /// Why it could not be saved.
    pub refused: Option<IpcError>,
    /// Called with what is to be saved.
    pub onsave: Callback<EnvironmentDraft>,
    /// Called when it is to be taken away.
    pub onremove: Callback<String>,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// The variables of an environment.
#[component]
pub fn EnvironmentDialog(props: &EnvironmentDialogProps) -> Html {
    let i18n = use_i18n();
    let draft = use_state(|| props.environment.clone());
    let change = {
        let draft = draft.clone();
        Callback::from(move |change: Box<dyn FnOnce(&mut EnvironmentDraft)>| {
            let mut next = (*draft).clone();
            change(&mut next);
            draft.set(next);
        })
    };
    let error_of = |field: &str| {
        let refused = props
            .refused
            .as_ref()
            .filter(|it| it.field.as_deref() == Some(field));
        refused.map(|error| i18n.error(error))
    };
    let onsubmit = {
        let (draft, onsave) = (draft.clone(), props.onsave.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            onsave.emit((*draft).clone());
        }
    };
    let onname = {
        let change = change.clone();
        Callback::from(move |name: String| change.emit(Box::new(move |draft| draft.name = name)))
    };
    let input = use_node_ref();
    use_effect_with((), {
        let input = input.clone();
        move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                drop(input.focus());
            }
        }
    });
    let blank = VariableDraft::default();
    let rows = draft.variables.iter().chain([&blank]).enumerate();
    let count = draft.variables.len();
    let other = props.refused.as_ref().filter(|it| it.field.is_none());
    let title = if props.environment.place.is_some() {
        "environment"
    } else {
        "environment-new"
    };
    html! {
        <Dialog id="environment-dialog" title={i18n.t(title)} wide={true} onclose={props.onclose.clone()}>
            <form class="dialog-form" {onsubmit} novalidate={true}>
                <div class="dialog-scroll">
                    <Field id="environment-name" label={i18n.t("saved-name")} value={draft.name.clone()} oninput={onname} {input}
                        error={error_of("name")} />
                    <p class="field-hint">{ i18n.t("environment-about") }</p>
                    <div class="rows rows-variables" role="table" aria-label={i18n.t("environment-variables")}>
                        <div class="rows-head" role="row">
                            <span role="columnheader">{ i18n.t("row-name") }</span>
                            <span role="columnheader">{ i18n.t("row-value") }</span>
                            <span role="columnheader">{ i18n.t("environment-secret") }</span>
                            <span role="columnheader"><span class="visually-hidden">{ i18n.t("row-remove") }</span></span>
                        </div>
                        <div role="rowgroup">
                        { for rows.map(|(at, variable)| {
                            let error = error_of(&format!("variables[{at}].name"));
                            row(at, variable, at == count, error, &change, &i18n)
                        }) }
                        </div>
                    </div>
                    if let Some(error) = other {
                        { field_error("environment", i18n.error(error)) }
                    }
                </div>
                <div class="dialog-buttons">
                    if let Some(place) = props.environment.place.clone() {
                        <button type="button" class="button button-danger dialog-apart" data-testid="environment-remove"
                            onclick={props.onremove.reform(move |_| place.clone())}>{ i18n.t("environment-remove") }</button>
                    }
                    <button type="button" class="button" data-testid="environment-no"
                        onclick={clicked(&props.onclose)}>{ i18n.t("cancel") }</button>
                    <button type="submit" class="button button-primary" data-testid="environment-save">{ i18n.t("settings-save") }</button>
                </div>
            </form>
        </Dialog>
    }
}

type Change = Callback<Box<dyn FnOnce(&mut EnvironmentDraft)>>;

fn row(
    at: usize,
    variable: &VariableDraft,
    is_new: bool,
    error: Option<AttrValue>,
    change: &Change,
    i18n: &I18n,
) -> Html {
    let number = [("row", (at + 1).into())];
    let edit = |edit: fn(&mut VariableDraft, HtmlInputElement)| {
        change.reform(move |input: HtmlInputElement| {
            let edit: Box<dyn FnOnce(&mut EnvironmentDraft)> =
                Box::new(move |draft: &mut EnvironmentDraft| {
                    if at == draft.variables.len() {
                        draft.variables.push(VariableDraft::default());
                    }
                    if let Some(variable) = draft.variables.get_mut(at) {
                        edit(variable, input);
                    }
                });
            edit
        })
    };
    let typed = |callback: Callback<HtmlInputElement>| {
        callback.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>())
    };
    let onname = typed(edit(|variable, input| variable.name = input.value()));
    let onvalue = typed(edit(|variable, input| variable.value = input.value()));
    let onsecret = edit(|variable, input| variable.secret = input.checked())
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>());
    let onremove = change.reform(move |_: MouseEvent| {
        let remove: Box<dyn FnOnce(&mut EnvironmentDraft)> = Box::new(move |draft: &mut EnvironmentDraft| {
            if at < draft.variables.len() {
                draft.variables.remove(at);
            }
        });
        remove
    });
    let field = |part: &str| format!("variable-{at}-{part}");
    let wrong = error.is_some();
    let kept = if variable.kept {
        "environment-kept"
    } else {
        "environment-not-kept"
    };
    html! {
        // A list of its own: keys only hold where every sibling has one.
        <div key={at}>
            <div class={classes!("row", is_new.then_some("row-new"))} role="row">
                <span role="cell">
                    <input type="text" data-testid={field("name")} value={variable.name.clone()} oninput={onname}
                        aria-label={i18n.with("row-name-number", &number)} spellcheck="false" autocomplete="off" autocapitalize="off"
                        placeholder={is_new.then(|| i18n.t("environment-new-variable"))} aria-invalid={wrong.then_some("true")}
                        aria-describedby={wrong.then(|| format!("{}-error", field("name")))} />
                </span>
                <span role="cell">
                    <input type={if variable.secret { "password" } else { "text" }} data-testid={field("value")}
                        value={variable.value.clone()} oninput={onvalue} aria-label={i18n.with("row-value-number", &number)}
                        spellcheck="false" autocomplete="off" autocapitalize="off"
                        placeholder={variable.secret.then(|| i18n.t(kept))} />
                </span>
                <span role="cell" class="row-switch">
                    if !is_new {
                        <input type="checkbox" data-testid={field("secret")} checked={variable.secret} onchange={onsecret}
                            aria-label={i18n.with("environment-secret-number", &number)} />
                    }
                </span>
                <span role="cell" class="row-remove">
                    if !is_new {
                        <button type="button" class="icon-button" data-testid={field("remove")}
                            aria-label={i18n.with("row-remove-number", &number)} onclick={onremove}>
                            { icon(Icon::Close) }
                        </button>
                    }
                </span>
            </div>
            if let Some(error) = error {
                { field_error(&field("name"), error) }
            }
        </div>
    }
}
