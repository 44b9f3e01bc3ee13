//! The parts of a multipart body: text or files.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;
use yew::props;

use super::component::keyed_component;
use super::field::field_error;
use super::icons::{Icon, icon};
use super::row_table::RowProblem;
use crate::i18n::{I18n, use_i18n};
use crate::state::body::{PartRow, Row};
use crate::state::list::ListEdit;

/// Properties of [`parts_table`].
pub struct PartsTableProps {
    /// The parts.
    pub parts: Vec<PartRow>,
    /// What is wrong.
    pub problem: Option<RowProblem>,
    /// Called with every edit.
    pub onedit: Callback<ListEdit<PartRow>>,
    /// Called when the user wants to choose the file of a part.
    pub onchoose: Callback<usize>,
}

/// The parts of a multipart body.
pub fn parts_table(i18n: &I18n, props: &PartsTableProps) -> Html {
    let blank = PartRow {
        row: Row {
            enabled: true,
            ..Row::default()
        },
        is_file: false,
    };
    let parts = props.parts.iter().chain([&blank]).enumerate();
    html! {
        <div key="parts" class="rows rows-parts" role="table" aria-label={i18n.t("body-multipart")}>
            <div class="rows-head" role="row">
                <span role="columnheader"><span class="visually-hidden">{ i18n.t("row-enabled") }</span></span>
                <span role="columnheader">{ i18n.t("row-name") }</span>
                <span role="columnheader">{ i18n.t("part-kind") }</span>
                <span role="columnheader">{ i18n.t("row-value") }</span>
                <span role="columnheader"><span class="visually-hidden">{ i18n.t("row-remove") }</span></span>
            </div>
            // A list of its own: keys only hold where every sibling has one.
            <div role="rowgroup">
            { for parts.map(|(at, part)| keyed_component::<PartLine>(at, props!(PartLineProps {
                at, part: part.clone(), is_new: at == props.parts.len(), onedit: props.onedit.clone(),
                onchoose: props.onchoose.clone(),
                problem: props.problem.clone().filter(|problem| problem.row == at),
            }))) }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PartLineProps {
    at: usize,
    part: PartRow,
    is_new: bool,
    problem: Option<RowProblem>,
    onedit: Callback<ListEdit<PartRow>>,
    onchoose: Callback<usize>,
}

impl PartLineProps {
    /// A callback that changes the part and reports the edit.
    fn change<E: 'static>(&self, change: impl Fn(&mut PartRow, E) + 'static) -> Callback<E> {
        let (part, at) = (self.part.clone(), self.at);
        self.onedit.reform(move |event| {
            let mut part = part.clone();
            change(&mut part, event);
            ListEdit::Set(at, part)
        })
    }
}

fn typed(event: &InputEvent) -> String {
    event.target_unchecked_into::<HtmlInputElement>().value()
}

#[component]
fn PartLine(props: &PartLineProps) -> Html {
    let i18n = use_i18n();
    let PartLineProps { at, part, is_new, .. } = props;
    let (at, is_new) = (*at, *is_new);
    let number = [("row", (at + 1).into())];
    let onname = props.change(|part, event: InputEvent| part.row.name = typed(&event));
    let onvalue = props.change(|part, event: InputEvent| part.row.value = typed(&event));
    let onenable = props.change(|part, event: Event| {
        part.row.enabled = event.target_unchecked_into::<HtmlInputElement>().checked();
    });
    let onkind = props.change(|part, event: Event| {
        part.is_file = event.target_unchecked_into::<HtmlSelectElement>().value() == "file";
    });
    let field = |name: &str| format!("part-{at}-{name}");
    let wrong = |in_value: bool| {
        props
            .problem
            .as_ref()
            .is_some_and(|problem| problem.in_value == in_value)
    };
    let cell = |name: &'static str, key: &str, value: &str, in_value: bool, oninput: Callback<InputEvent>| {
        let id = field(name);
        html! {
            <input type="text" data-testid={id.clone()} value={value.to_owned()} {oninput}
                aria-label={i18n.with(key, &number)} spellcheck="false" autocomplete="off"
                placeholder={(is_new && !in_value).then(|| i18n.t("row-new-part"))}
                aria-invalid={wrong(in_value).then_some("true")}
                aria-describedby={wrong(in_value).then(|| format!("{id}-error"))} />
        }
    };
    html! {
        <>
            <div class={classes!("row", (!part.row.enabled).then_some("row-off"), is_new.then_some("row-new"))}
                role="row">
                <span role="cell" class="row-switch">
                    if !is_new {
                        <input type="checkbox" data-testid={field("enabled")} checked={part.row.enabled}
                            aria-label={i18n.with("row-enabled-number", &number)} onchange={onenable} />
                    }
                </span>
                <span role="cell">{ cell("name", "row-name-number", &part.row.name, false, onname) }</span>
                <span role="cell" class="row-kind">
                    <select data-testid={field("kind")} aria-label={i18n.t("part-kind")} onchange={onkind}>
                        <option value="text" selected={!part.is_file}>{ i18n.t("part-text") }</option>
                        <option value="file" selected={part.is_file}>{ i18n.t("part-file") }</option>
                    </select>
                </span>
                <span role="cell" class="row-value">
                    { cell("value", "row-value-number", &part.row.value, true, onvalue) }
                    if part.is_file {
                        <button type="button" class="button button-small" data-testid={field("choose")}
                            onclick={props.onchoose.reform(move |_| at)}>
                            { i18n.t("choose-file") }
                        </button>
                    }
                </span>
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
