//! The editor of the body.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;
use yew::props;

use super::component::component;
use super::field::{Field, field_error};
use super::json_area::{JsonArea, JsonAreaProps, go_to};
use super::parts_table::{PartsTableProps, parts_table};
use super::row_table::{RowProblem, RowTableProps, row_table};
use crate::i18n::I18n;
use crate::json::{self, JsonFault, JsonProblem};
use crate::state::body::{BodyDraft, BodyMode};
use crate::state::fields::{Place, Problem};

/// Whose file the user wants to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFor {
    /// The body is a file.
    Body,
    /// A part of it is.
    Part(usize),
    /// Each of several is a new part.
    NewParts,
}

/// Properties of [`body_editor`].
pub struct BodyEditorProps {
    /// The body.
    pub body: BodyDraft,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// Called with every edit.
    pub onchange: Callback<BodyDraft>,
    /// Called when the user wants to choose a file.
    pub onchoose: Callback<FileFor>,
}

/// The editor of the body.
pub fn body_editor(i18n: &I18n, props: &BodyEditorProps) -> Html {
    let body = &props.body;
    let kind = |mode: BodyMode| {
        let onchange = {
            let (body, onchange) = (body.clone(), props.onchange.clone());
            move |_| onchange.emit(BodyDraft { mode, ..body.clone() })
        };
        html! {
            <label class="chip" key={mode.slug()}>
                <input type="radio" name="body-mode" data-testid={format!("body-{}", mode.slug())}
                    checked={body.mode == mode} {onchange} />
                <span>{ i18n.t(&format!("body-{}", mode.slug())) }</span>
            </label>
        }
    };
    let format_json = (body.mode == BodyMode::Json).then(|| {
        let (body, onchange) = (body.clone(), props.onchange.clone());
        let disabled = json::check(&body.json).is_err();
        let onclick = move |_| {
            if let Ok(json) = json::indent(&body.json) {
                onchange.emit(BodyDraft { json, ..body.clone() });
            }
        };
        html! {
            <button type="button" class="button button-small" data-testid="format-json" {disabled} {onclick}>
                { i18n.t("format-json") }
            </button>
        }
    });
    let add_files = (body.mode == BodyMode::Multipart).then(|| {
        html! {
            <button type="button" class="button button-small" data-testid="add-files" title={i18n.t("add-files-hint")}
                onclick={props.onchoose.reform(|_| FileFor::NewParts)}>
                { i18n.t("add-files") }
            </button>
        }
    });
    html! {
        <div key="body" class="body-editor">
            <div class="body-modes">
                <div class="chips" role="radiogroup" aria-label={i18n.t("body-kind")}>
                    { for BodyMode::ALL.into_iter().map(kind) }
                </div>
                { format_json }
                { add_files }
            </div>
            { content(props, i18n) }
        </div>
    }
}

fn content(props: &BodyEditorProps, i18n: &I18n) -> Html {
    let body = &props.body;
    match body.mode {
        BodyMode::None => html! { <p class="empty">{ i18n.t("body-none-hint") }</p> },
        BodyMode::Json => {
            let problem = json::check(&body.json).err().filter(|_| !body.json.is_empty());
            json_area(props, i18n, problem)
        }
        BodyMode::Text => text_area(props, i18n),
        BodyMode::Form => {
            let onedit = with_body(props, |body, edit: crate::state::list::ListEdit<_>| {
                let form = edit.apply(&body.form);
                BodyDraft { form, ..body }
            });
            row_table(
                i18n,
                &RowTableProps {
                    prefix: "form",
                    rows: body.form.clone(),
                    onedit,
                    of_header: false,
                    problem: None,
                },
            )
        }
        BodyMode::Multipart => {
            let onedit = with_body(props, |body, edit: crate::state::list::ListEdit<_>| {
                let parts = edit.apply(&body.parts);
                BodyDraft { parts, ..body }
            });
            let problem = props.problem.as_ref().and_then(|problem| {
                let (row, in_value) = match problem.place {
                    Place::PartPath(row) => (row, true),
                    Place::PartName(row) => (row, false),
                    _ => return None,
                };
                Some(RowProblem {
                    row,
                    in_value,
                    text: i18n.error(&problem.error),
                })
            });
            let onchoose = props.onchoose.reform(FileFor::Part);
            parts_table(
                i18n,
                &PartsTableProps {
                    parts: body.parts.clone(),
                    problem,
                    onedit,
                    onchoose,
                },
            )
        }
        BodyMode::File => {
            let oninput = with_body(props, |body, file| BodyDraft { file, ..body });
            let choose = html! {
                <button type="button" class="button button-small" data-testid="choose-file"
                    onclick={props.onchoose.reform(|_| FileFor::Body)}>
                    { i18n.t("choose-file") }
                </button>
            };
            html! {
                <Field id="body-path" label={i18n.t("body-path")} value={body.file.clone()} {oninput}
                    error={error_at(props, i18n, Place::BodyPath)} trailing={choose} />
            }
        }
    }
}

/// A callback that changes the body and reports it.
fn with_body<E: 'static>(
    props: &BodyEditorProps,
    change: impl Fn(BodyDraft, E) -> BodyDraft + 'static,
) -> Callback<E> {
    let body = props.body.clone();
    props.onchange.reform(move |event| change(body.clone(), event))
}

fn error_at(props: &BodyEditorProps, i18n: &I18n, place: Place) -> Option<AttrValue> {
    props
        .problem
        .as_ref()
        .filter(|problem| problem.place == place)
        .map(|problem| i18n.error(&problem.error))
}

/// A field for JSON, with what is wrong with it while it is typed.
fn json_area(props: &BodyEditorProps, i18n: &I18n, problem: Option<JsonProblem>) -> Html {
    let json = &props.body.json;
    let oninput = with_body(props, |body, json| BodyDraft { json, ..body });
    let refused = error_at(props, i18n, Place::BodyText);
    let while_typing = problem.map(|problem| {
        let key = match problem.fault {
            JsonFault::Unfinished => "json-unfinished",
            JsonFault::Syntax => "json-syntax",
        };
        let place = [("line", problem.line.into()), ("column", problem.column.into())];
        let onclick = {
            let json = json.clone();
            move |_| go_to(&json, problem.line, problem.column)
        };
        html! {
            <p class="field-note" id="body-text-note" aria-live="polite">
                <span data-testid="json-note">{ i18n.with(key, &place) }</span>
                <button type="button" class="link" data-testid="json-go-to" {onclick}>{ i18n.t("json-go-to") }</button>
            </p>
        }
    });
    let described = if refused.is_some() {
        Some("body-text-error")
    } else {
        while_typing.as_ref().map(|_| "body-text-note")
    };
    html! {
        <div class="text-area">
            { component::<JsonArea>(props!(JsonAreaProps {
                value: json.clone(), described: described.map(AttrValue::Static), oninput,
            })) }
            if let Some(text) = refused {
                { field_error("body-text", text) }
            } else {
                { while_typing.unwrap_or_default() }
            }
        </div>
    }
}

fn text_area(props: &BodyEditorProps, i18n: &I18n) -> Html {
    let oninput = with_body(props, |body, event: InputEvent| BodyDraft {
        text: event.target_unchecked_into::<HtmlTextAreaElement>().value(),
        ..body
    });
    let refused = error_at(props, i18n, Place::BodyText);
    let described = refused.as_ref().map(|_| "body-text-error");
    html! {
        <div class="text-area">
            <textarea id="body-text" data-testid="body-content" class="code" spellcheck="false" autocomplete="off"
                autocapitalize="off" aria-label={i18n.t("body-content")} value={props.body.text.clone()} {oninput}
                aria-invalid={described.is_some().then_some("true")} aria-describedby={described} />
            if let Some(text) = refused {
                { field_error("body-text", text) }
            }
        </div>
    }
}
