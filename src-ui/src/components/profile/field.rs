//! A field of a profile: what it is, what it means, what it holds, what is wrong with it.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::field::field_error;
use crate::i18n::{I18n, use_i18n};
use crate::state::profile::catalogue::{Field, FieldKind};

/// Properties of [`ProfileField`].
#[derive(Properties, PartialEq)]
pub struct ProfileFieldProps {
    /// Which field.
    pub field: &'static Field,
    /// What it holds.
    pub value: AttrValue,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Called with what it is to hold.
    pub onset: Callback<(&'static str, String)>,
    /// Called when the user wants to choose a file.
    pub onchoose: Callback<&'static str>,
}

/// A field that is one value. Its `id` is its path in the file.
#[component]
pub fn ProfileField(props: &ProfileFieldProps) -> Html {
    let i18n = use_i18n();
    let field = props.field;
    let label = i18n.t(&format!("pf-{}", field.words));
    let is_tick = matches!(field.kind, FieldKind::Flag | FieldKind::Part);
    let described = if props.error.is_some() {
        format!("{0}-error {0}-about", field.path)
    } else {
        format!("{}-about", field.path)
    };
    html! {
        <div class={classes!("profile-field", is_tick.then_some("profile-tick"))}>
            if is_tick {
                <span></span>
            } else {
                <label for={field.path}>{ label.clone() }</label>
            }
            <div class="profile-value">
                { control(&i18n, props, &label, &described) }
                if let Some(error) = &props.error {
                    { field_error(field.path, error.clone()) }
                }
                <p class="field-hint" id={format!("{}-about", field.path)}>
                    { i18n.t(&format!("pf-{}-about", field.words)) }
                </p>
            </div>
        </div>
    }
}

fn options(i18n: &I18n, props: &OptionsProps) -> Html {
    let key = |choice: &str| format!("pf-{}-{}", props.words, choice.replace('_', "-"));
    html! {
        for choice in props.choices {
            <option value={*choice} selected={props.value == **choice}>{ i18n.t(&key(choice)) }</option>
        }
    }
}

struct OptionsProps {
    words: &'static str,
    choices: &'static [&'static str],
    value: AttrValue,
}

fn control(i18n: &I18n, props: &ProfileFieldProps, label: &AttrValue, described: &str) -> Html {
    let field = props.field;
    let path = field.path;
    let invalid = props.error.is_some().then_some("true");
    let described = described.to_owned();
    let oninput = props
        .onset
        .reform(move |event: InputEvent| (path, event.target_unchecked_into::<HtmlInputElement>().value()));
    let text = |placeholder: &'static str, class: &'static str| {
        html! {
            <input type="text" id={path} data-testid={path} {class} value={props.value.clone()} {placeholder}
                spellcheck="false" autocomplete="off" autocapitalize="off" aria-invalid={invalid}
                aria-describedby={described.clone()} oninput={oninput.clone()} />
        }
    };
    match field.kind {
        FieldKind::Optional(placeholder) => text(placeholder, ""),
        FieldKind::Number(..) => text("", "profile-number"),
        FieldKind::File => html! {
            <div class="profile-file">
                { text("", "") }
                { choose_file(i18n, &ChooseFileProps { path, onchoose: props.onchoose.clone() }) }
            </div>
        },
        FieldKind::Choice(choices) => {
            let onchange = props.onset.reform(move |event: Event| {
                (path, event.target_unchecked_into::<HtmlSelectElement>().value())
            });
            html! {
                <select id={path} data-testid={path} aria-invalid={invalid} aria-describedby={described} {onchange}>
                    { options(i18n, &OptionsProps { words: field.words, choices, value: props.value.clone() }) }
                </select>
            }
        }
        FieldKind::Flag | FieldKind::Part => {
            let onchange = props.onset.reform(move |event: Event| {
                let checked = event.target_unchecked_into::<HtmlInputElement>().checked();
                (path, checked.to_string())
            });
            html! {
                <label class="check">
                    <input type="checkbox" id={path} data-testid={path} checked={props.value == "true"}
                        aria-invalid={invalid} aria-describedby={described} {onchange} />
                    <span>{ label }</span>
                </label>
            }
        }
        FieldKind::Text | FieldKind::Pairs | FieldKind::Values | FieldKind::Rules => text("", ""),
    }
}

struct ChooseFileProps {
    path: &'static str,
    onchoose: Callback<&'static str>,
}

fn choose_file(i18n: &I18n, props: &ChooseFileProps) -> Html {
    let path = props.path;
    html! {
        <button type="button" class="button" data-testid={format!("{path}-choose")}
            onclick={props.onchoose.reform(move |_| path)}>{ i18n.t("choose-file") }</button>
    }
}
