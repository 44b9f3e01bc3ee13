//! A table of a profile: names and values. The last row is always a blank one to begin in.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;
use yew::props;

use crate::components::component::keyed_component;
use crate::components::field::field_error;
use crate::components::icons::{Icon, icon};
use crate::i18n::use_i18n;
use crate::state::list::ListEdit;
use crate::state::profile::catalogue::{Field, FieldKind};
use crate::state::profile::rows::{PairRow, ValueKind};
use crate::state::profile::spot::pair_id;

/// Properties of [`Pairs`].
#[derive(Properties, PartialEq)]
pub struct PairsProps {
    /// Which field.
    pub field: &'static Field,
    /// Its rows.
    pub rows: Vec<PairRow>,
    /// What is wrong with rows; a row of `None` is the table.
    pub errors: Vec<(Option<usize>, AttrValue)>,
    /// Called with every edit.
    pub onedit: Callback<ListEdit<PairRow>>,
}

/// A table of names and values.
#[component]
pub fn Pairs(props: &PairsProps) -> Html {
    let i18n = use_i18n();
    let field = props.field;
    let blank = PairRow::default();
    let rows = props.rows.iter().chain([&blank]).enumerate();
    let label = i18n.t(&format!("pf-{}", field.words));
    let error_of = |row| {
        let mine = props.errors.iter().find(|(at, _)| *at == row);
        mine.map(|(_, text)| text.clone())
    };
    html! {
        <div class="profile-field">
            <span class="profile-label">{ label.clone() }</span>
            <div class="profile-value">
                <div class="pairs" role="group" aria-label={label}>
                    { for rows.map(|(at, row)| keyed_component::<PairLine>(at, props!(PairLineProps {
                        path: field.path, typed: field.kind == FieldKind::Values, at, row: row.clone(),
                        is_new: at == props.rows.len(), onedit: props.onedit.clone(), error: error_of(Some(at)),
                    }))) }
                </div>
                if let Some(error) = error_of(None) {
                    { field_error(field.path, error) }
                }
                <p class="field-hint">{ i18n.t(&format!("pf-{}-about", field.words)) }</p>
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PairLineProps {
    path: &'static str,
    typed: bool,
    at: usize,
    row: PairRow,
    is_new: bool,
    error: Option<AttrValue>,
    onedit: Callback<ListEdit<PairRow>>,
}

#[component]
fn PairLine(props: &PairLineProps) -> Html {
    let i18n = use_i18n();
    let PairLineProps { path, at, row, .. } = props;
    let at = *at;
    let number = [("row", (at + 1).into())];
    let change = |change: fn(&mut PairRow, String)| {
        let row = row.clone();
        props.onedit.reform(move |text: String| {
            let mut row = row.clone();
            change(&mut row, text);
            ListEdit::Set(at, row)
        })
    };
    let name_id = pair_id(path, at, "name");
    let wrong = props.error.is_some();
    let input = |part: &'static str, key: &str, value: &str, onchange: Callback<String>| {
        let oninput =
            onchange.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
        html! {
            <input type="text" class="code" id={pair_id(path, at, part)} data-testid={pair_id(path, at, part)}
                value={value.to_owned()} aria-label={i18n.with(key, &number)} spellcheck="false"
                autocomplete="off" autocapitalize="off" aria-invalid={wrong.then_some("true")}
                aria-describedby={wrong.then(|| format!("{name_id}-error"))}
                placeholder={(props.is_new && part == "name").then(|| i18n.t("pairs-new"))} {oninput} />
        }
    };
    let kind = props.typed.then(|| {
        let row = row.clone();
        let onchange = props.onedit.reform(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            let kind = ValueKind::ALL.into_iter().find(|kind| kind.slug() == chosen);
            ListEdit::Set(at, PairRow { kind: kind.unwrap_or_default(), ..row.clone() })
        });
        html! {
            <select data-testid={pair_id(path, at, "kind")} aria-label={i18n.with("value-kind-number", &number)}
                {onchange}>
                for kind in ValueKind::ALL {
                    <option value={kind.slug()} selected={props.row.kind == kind}>
                        { i18n.t(&format!("value-{}", kind.slug())) }
                    </option>
                }
            </select>
        }
    });
    html! {
        <>
            <div class={classes!("pair", props.typed.then_some("pair-typed"))}>
                { input("name", "row-name-number", &row.name, change(|row, text| row.name = text)) }
                { for kind }
                { input("value", "row-value-number", &row.value, change(|row, text| row.value = text)) }
                <span class="row-remove">
                    if !props.is_new {
                        <button type="button" class="icon-button" data-testid={pair_id(path, at, "remove")}
                            aria-label={i18n.with("row-remove-number", &number)}
                            onclick={props.onedit.reform(move |_| ListEdit::Remove(at))}>
                            { icon(Icon::Close) }
                        </button>
                    }
                </span>
            </div>
            if let Some(error) = &props.error {
                { field_error(&name_id, error.clone()) }
            }
        </>
    }
}
