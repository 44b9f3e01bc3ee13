//! The tabs under the request line: Params, Headers, Body, Settings.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::body_editor::{BodyEditorProps, FileFor, body_editor};
use super::field::Field;
use super::path_table::{PathTableProps, path_table};
use super::row_table::{RowProblem, RowTableProps, row_table};
use super::tabs::{TabItem, TabsProps, panel_id, tab_id, tabs};
use crate::i18n::{I18n, use_i18n};
use crate::state::body::{BodyMode, Row};
use crate::state::draft::Draft;
use crate::state::editor::{Editor, EditorAction};
use crate::state::fields::{Place, RequestTab};

/// Properties of [`RequestEditor`].
#[derive(Properties, PartialEq)]
pub struct RequestEditorProps {
    /// The request.
    pub editor: Editor,
    /// Called with every edit.
    pub onaction: Callback<EditorAction>,
    /// Called when the user wants to choose a file.
    pub onchoose: Callback<FileFor>,
}

/// The tabs under the request line.
#[component]
pub fn RequestEditor(props: &RequestEditorProps) -> Html {
    let i18n = use_i18n();
    let editor = &props.editor;
    let wrong = editor.problem.as_ref().and_then(|problem| problem.place.tab());
    let items = RequestTab::ALL
        .into_iter()
        .map(|tab| TabItem {
            slug: tab.slug(),
            label: i18n.t(&format!("tab-{}", tab.slug())),
            note: note(&editor.draft, tab),
            alert: wrong == Some(tab),
        })
        .collect::<Vec<_>>();
    let onselect = props.onaction.reform(|slug: &'static str| {
        let tab = RequestTab::ALL.into_iter().find(|tab| tab.slug() == slug);
        EditorAction::Tab(tab.unwrap_or_default())
    });
    html! {
        <section class="request-editor" aria-label={i18n.t("request-details")}>
            { tabs(&TabsProps {
                prefix: "tab", label: i18n.t("request-details"), items, selected: editor.tab.slug(), onselect,
            }) }
            <div class="panel request-panel" role="tabpanel" id={panel_id("tab")}
                aria-labelledby={tab_id("tab", editor.tab.slug())}>
                { panel(props, &i18n) }
            </div>
        </section>
    }
}

fn panel(props: &RequestEditorProps, i18n: &I18n) -> Html {
    let editor = &props.editor;
    let draft = &editor.draft;
    match editor.tab {
        RequestTab::Params => {
            let onedit = props.onaction.reform(EditorAction::Params);
            let rows: Vec<_> = draft.params.iter().map(Row::from).collect();
            let problem = editor.problem.as_ref().and_then(|problem| match problem.place {
                Place::PathParam(row) => Some((row, i18n.error(&problem.error))),
                _ => None,
            });
            let onpath = props
                .onaction
                .reform(|(at, value)| EditorAction::PathParam(at, value));
            html! {
                <>
                    if !draft.path_params.is_empty() {
                        { path_table(i18n, &PathTableProps {
                            rows: draft.path_params.clone(), problem, onvalue: onpath,
                        }) }
                    }
                    { row_table(i18n, &RowTableProps {
                        prefix: "params", rows, onedit, of_header: false, problem: None,
                    }) }
                </>
            }
        }
        RequestTab::Headers => {
            let onedit = props.onaction.reform(EditorAction::Headers);
            let problem = editor.problem.as_ref().and_then(|problem| {
                let (row, in_value) = match problem.place {
                    Place::HeaderName(row) => (row, false),
                    Place::HeaderValue(row) => (row, true),
                    _ => return None,
                };
                Some(RowProblem {
                    row,
                    in_value,
                    text: i18n.error(&problem.error),
                })
            });
            row_table(
                i18n,
                &RowTableProps {
                    prefix: "headers",
                    of_header: true,
                    rows: draft.headers.clone(),
                    onedit,
                    problem,
                },
            )
        }
        RequestTab::Body => body_editor(
            i18n,
            &BodyEditorProps {
                body: draft.body.clone(),
                problem: editor.problem.clone(),
                onchange: props.onaction.reform(EditorAction::Body),
                onchoose: props.onchoose.clone(),
            },
        ),
        RequestTab::Settings => {
            let onchange = props.onaction.reform(|event: Event| {
                EditorAction::Redirects(event.target_unchecked_into::<HtmlInputElement>().checked())
            });
            let error = editor
                .problem
                .as_ref()
                .filter(|problem| problem.place == Place::Timeout);
            html! {
                <div class="settings">
                    <label class="check">
                        <input type="checkbox" data-testid="redirects" checked={draft.redirects} {onchange}
                            aria-describedby="redirects-hint" />
                        <span>{ i18n.t("redirects") }</span>
                    </label>
                    <p class="field-hint" id="redirects-hint">{ i18n.t("redirects-hint") }</p>
                    <Field id="timeout_ms" label={i18n.t("timeout")} hint={i18n.t("timeout-hint")}
                        value={draft.timeout.clone()} placeholder="30000"
                        oninput={props.onaction.reform(EditorAction::Timeout)}
                        error={error.map(|problem| i18n.error(&problem.error))} />
                </div>
            }
        }
    }
}

/// How much a tab holds that is sent.
fn note(draft: &Draft, tab: RequestTab) -> Option<AttrValue> {
    let count = |count: usize| (count > 0).then(|| AttrValue::from(count.to_string()));
    let dot = |there: bool| there.then_some(AttrValue::Static("•"));
    match tab {
        RequestTab::Params => {
            let query = draft.params.iter().filter(|param| Row::from(*param).counts());
            count(draft.path_params.len() + query.count())
        }
        RequestTab::Headers => count(draft.headers.iter().filter(|row| row.counts()).count()),
        RequestTab::Body => dot(draft.body.mode != BodyMode::None),
        RequestTab::Settings => dot(!draft.timeout.trim().is_empty() || !draft.redirects),
    }
}
