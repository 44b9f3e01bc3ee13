//! The rules by which a refusal is recognised. The first that fits counts, so they have an order.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;
use yew::props;

use crate::components::component::keyed_component;
use crate::components::field::field_error;
use crate::components::icons::{Icon, icon};
use crate::i18n::use_i18n;
use crate::state::list::ListEdit;
use crate::state::profile::catalogue::RULE_CELLS;
use crate::state::profile::rows::RuleRow;
use crate::state::profile::spot::rule_id;

/// What is wrong with a cell: its rule, its name, and the words.
pub type CellError = (usize, &'static str, AttrValue);

/// Properties of [`Rules`].
#[derive(Properties, PartialEq)]
pub struct RulesProps {
    /// The rules, in their order.
    pub rules: Vec<RuleRow>,
    /// What is wrong.
    pub errors: Vec<CellError>,
    /// Called with every edit.
    pub onedit: Callback<ListEdit<RuleRow>>,
    /// Called with the rule that is to be looked at earlier.
    pub onup: Callback<usize>,
}

/// The rules.
#[component]
pub fn Rules(props: &RulesProps) -> Html {
    let i18n = use_i18n();
    let count = props.rules.len();
    html! {
        <div class="rules" data-testid="rules">
            <h3>{ i18n.t("pf-rules") }</h3>
            <p class="field-hint">{ i18n.t("pf-rules-about") }</p>
            { for props.rules.iter().enumerate().map(|(at, rule)| keyed_component::<RuleCard>(at, props!(RuleCardProps {
                at, rule: rule.clone(), onedit: props.onedit.clone(), onup: props.onup.clone(),
                errors: props.errors.iter().filter(|error| error.0 == at).cloned().collect::<Vec<_>>(),
            }))) }
            <button type="button" class="button button-small" data-testid="rule-add"
                onclick={props.onedit.reform(move |_| ListEdit::Set(count, RuleRow::default()))}>
                { icon(Icon::Plus) }
                { i18n.t("rule-add") }
            </button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RuleCardProps {
    at: usize,
    rule: RuleRow,
    errors: Vec<CellError>,
    onedit: Callback<ListEdit<RuleRow>>,
    onup: Callback<usize>,
}

#[component]
fn RuleCard(props: &RuleCardProps) -> Html {
    let i18n = use_i18n();
    let at = props.at;
    let number = [("row", (at + 1).into())];
    let set = |column: usize| {
        let rule = props.rule.clone();
        props.onedit.reform(move |text: String| {
            let mut rule = rule.clone();
            rule.0[column] = text;
            ListEdit::Set(at, rule)
        })
    };
    let cell = |column: usize, name: &'static str| {
        let id = rule_id(at, name);
        let words = format!("rule-{}", name.replace('_', "-"));
        let error = props.errors.iter().find(|(_, cell, _)| *cell == name);
        let invalid = error.map(|_| "true");
        let onset = set(column);
        let control = if name == "means" {
            let onchange =
                onset.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
            html! {
                <select id={id.clone()} data-testid={id.clone()} {onchange}>
                    for means in ["expired", "invalid"] {
                        <option value={means} selected={props.rule.0[column] == means}>
                            { i18n.t(&format!("rule-means-{means}")) }
                        </option>
                    }
                </select>
            }
        } else {
            let oninput =
                onset.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
            html! {
                <input type="text" class="code" id={id.clone()} data-testid={id.clone()} aria-invalid={invalid}
                    aria-describedby={error.map(|_| format!("{id}-error"))} value={props.rule.0[column].clone()}
                    spellcheck="false" autocomplete="off" {oninput} />
            }
        };
        html! {
            <div class={classes!("rule-cell", format!("cell-{name}"))} key={name}>
                <label for={id.clone()} title={i18n.t(&format!("{words}-about"))}>{ i18n.t(&words) }</label>
                { control }
                if let Some((.., text)) = error {
                    { field_error(&id, text.clone()) }
                }
            </div>
        }
    };
    html! {
        <fieldset class="rule">
            <legend>{ i18n.with("rule-number", &number) }</legend>
            <div class="rule-buttons">
                <button type="button" class="icon-button" disabled={at == 0} data-testid={rule_id(at, "up")}
                    aria-label={i18n.with("rule-up", &number)} title={i18n.with("rule-up", &number)}
                    onclick={props.onup.reform(move |_| at)}>{ icon(Icon::Up) }</button>
                <button type="button" class="icon-button" data-testid={rule_id(at, "remove")}
                    aria-label={i18n.with("rule-remove", &number)} title={i18n.with("rule-remove", &number)}
                    onclick={props.onedit.reform(move |_| ListEdit::Remove(at))}>{ icon(Icon::Close) }</button>
            </div>
            <div class="rule-cells">
                { for RULE_CELLS.into_iter().enumerate().map(|(column, name)| cell(column, name)) }
            </div>
        </fieldset>
    }
}
