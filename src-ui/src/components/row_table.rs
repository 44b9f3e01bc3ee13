//! A table of names and values, each with a switch. The last row is always a blank one to begin in.

use web_sys::HtmlInputElement;
use yew::prelude::*;
use yew::props;

use super::completing::{Completing, CompletingProps, Known};
use super::component::{component, keyed_component};
use super::field::field_error;
use super::icons::{Icon, icon};
use crate::i18n::{I18n, use_i18n};
use crate::state::body::Row;
use crate::state::known::{header_names, header_values};
use crate::state::list::ListEdit;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowProblem {
    /// Which row.
    pub row: usize,
    /// Whether it is the value; otherwise the name.
    pub in_value: bool,
    /// What.
    pub text: AttrValue,
}

/// Properties of [`row_table`].
pub struct RowTableProps {
    /// Prefix of ids and names for tests.
    pub prefix: &'static str,
    /// Whether they are header fields: names and usual values are offered.
    pub of_header: bool,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is wrong.
    pub problem: Option<RowProblem>,
    /// Called with every edit.
    pub onedit: Callback<ListEdit<Row>>,
}

/// A table of names and values.
pub fn row_table(i18n: &I18n, props: &RowTableProps) -> Html {
    let blank = Row {
        enabled: true,
        ..Row::default()
    };
    let rows = props.rows.iter().chain([&blank]).enumerate();
    html! {
        <div key={props.prefix} class="rows" role="table" aria-label={i18n.t(&format!("tab-{}", props.prefix))}>
            <div class="rows-head" role="row">
                <span role="columnheader"><span class="visually-hidden">{ i18n.t("row-enabled") }</span></span>
                <span role="columnheader">{ i18n.t("row-name") }</span>
                <span role="columnheader">{ i18n.t("row-value") }</span>
                <span role="columnheader"><span class="visually-hidden">{ i18n.t("row-remove") }</span></span>
            </div>
            // A list of its own: keys only hold where every sibling has one.
            <div role="rowgroup">
            { for rows.map(|(at, row)| keyed_component::<RowLine>(at, props!(RowLineProps {
                prefix: props.prefix, of_header: props.of_header, at, row: row.clone(),
                is_new: at == props.rows.len(), onedit: props.onedit.clone(),
                problem: props.problem.clone().filter(|problem| problem.row == at),
            }))) }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowLineProps {
    prefix: &'static str,
    of_header: bool,
    at: usize,
    row: Row,
    is_new: bool,
    problem: Option<RowProblem>,
    onedit: Callback<ListEdit<Row>>,
}

#[component]
fn RowLine(props: &RowLineProps) -> Html {
    let i18n = use_i18n();
    let RowLineProps {
        prefix,
        at,
        row,
        is_new,
        of_header,
        ..
    } = props;
    let (at, is_new) = (*at, *is_new);
    let change = |change: fn(&mut Row, String)| {
        let row = row.clone();
        props.onedit.reform(move |text: String| {
            let mut row = row.clone();
            change(&mut row, text);
            ListEdit::Set(at, row)
        })
    };
    let onname = change(|row, name| row.name = name);
    let onvalue = change(|row, value| row.value = value);
    let onenable = {
        let row = row.clone();
        props.onedit.reform(move |event: Event| {
            let enabled = event.target_unchecked_into::<HtmlInputElement>().checked();
            ListEdit::Set(
                at,
                Row {
                    enabled,
                    ..row.clone()
                },
            )
        })
    };
    let (names, values) = if *of_header {
        (header_names(), header_values(&row.name))
    } else {
        (Known::default(), Known::default())
    };
    let number = [("row", (at + 1).into())];
    let wrong = |in_value: bool| {
        props
            .problem
            .as_ref()
            .filter(|problem| problem.in_value == in_value)
    };
    let field = |part: &str| format!("{prefix}-{at}-{part}");
    let cell = |part: &'static str,
                key: &str,
                value: &str,
                in_value: bool,
                known: Known,
                oninput: Callback<String>| {
        let id = field(part);
        let wrong = wrong(in_value).is_some();
        component::<Completing>(props!(CompletingProps {
            id: id.clone(),
            value: value.to_owned(),
            known,
            oninput,
            label: i18n.with(key, &number),
            placeholder: (is_new && !in_value).then(|| i18n.t(&format!("row-new-{prefix}"))),
            error: wrong.then(|| AttrValue::from(format!("{id}-error")))
        }))
    };
    html! {
        <>
            <div class={classes!("row", (!row.enabled).then_some("row-off"), is_new.then_some("row-new"))} role="row">
                <span role="cell" class="row-switch">
                    if !is_new {
                        <input type="checkbox" data-testid={field("enabled")} checked={row.enabled}
                            aria-label={i18n.with("row-enabled-number", &number)} onchange={onenable} />
                    }
                </span>
                <span role="cell">{ cell("name", "row-name-number", &row.name, false, names, onname) }</span>
                <span role="cell">{ cell("value", "row-value-number", &row.value, true, values, onvalue) }</span>
                <span role="cell" class="row-remove">
                    if !is_new {
                        <button type="button" class="icon-button" data-testid={field("remove")}
                            aria-label={i18n.with("row-remove-number", &number)}
                            onclick={props.onedit.reform(move |_| ListEdit::Remove(at))}>
                            { icon(Icon::Close) }
                        </button>
                    }
                </span>
            </div>
            if let Some(problem) = &props.problem {
                { field_error(&field(if problem.in_value { "value" } else { "name" }), problem.text.clone()) }
            }
        </>
    }
}
