//! What another tool has written: pasted or chosen, shown, and taken over.

use latchkey_ipc::{ImportNote, ImportPreview, NAME_LIMIT};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;
use yew::props;

use super::clicked::clicked;
use super::component::keyed_component;
use super::dialog::Dialog;
use super::field::{Field, field_error};
use super::request_line::method_class;
use super::seen::seen;
use super::sidebar::short;
use crate::held::{UseStateHandle, use_state};
use crate::i18n::{I18n, use_i18n};
use crate::state::collection::is_name;

/// Properties of [`ImportDialog`].
#[derive(Properties, PartialEq)]
pub struct ImportDialogProps {
    /// What would come in, once something was read.
    pub preview: Option<ImportPreview>,
    /// Whether a document is being read.
    pub reading: bool,
    /// What went wrong.
    pub problem: Option<AttrValue>,
    /// Called with a document to read, or its address; `None` lets the user choose a file.
    pub onread: Callback<Option<String>>,
    /// Called when what is being read is waited for no longer.
    pub onstop: Callback<()>,
    /// Called with the name of the folder that takes it in.
    pub ontake: Callback<String>,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// What another tool has written.
#[component]
pub fn ImportDialog(props: &ImportDialogProps) -> Html {
    let i18n = use_i18n();
    let text = use_state(String::new);
    let body = match &props.preview {
        None => source(props, &text, &i18n),
        Some(preview) => keyed_component::<Take>(
            "take",
            props!(TakeProps {
                preview: preview.clone(),
                problem: props.problem.clone(),
                ontake: props.ontake.clone(),
                onclose: props.onclose.clone()
            }),
        ),
    };
    html! {
        <Dialog id="import" title={i18n.t("import")} wide={true} onclose={props.onclose.clone()}>{ body }</Dialog>
    }
}

fn source(props: &ImportDialogProps, text: &UseStateHandle<String>, i18n: &I18n) -> Html {
    let oninput = {
        let text = text.setter();
        move |event: InputEvent| text.set(event.target_unchecked_into::<HtmlTextAreaElement>().value())
    };
    let onsubmit = {
        let (text, onread) = (text.clone(), props.onread.clone());
        let reading = props.reading;
        move |event: SubmitEvent| {
            event.prevent_default();
            if !reading {
                onread.emit(Some((*text).clone()));
            }
        }
    };
    let reading = props.reading;
    // A first no stops what is under way, and leaves what was typed.
    let (no, onno) = if reading {
        ("import-stop", &props.onstop)
    } else {
        ("cancel", &props.onclose)
    };
    let wrong = props.problem.is_some();
    html! {
        <form key="source" class="dialog-form" {onsubmit} novalidate={true}>
            <div class="dialog-scroll">
                <p class="field-hint">{ i18n.t("import-about") }</p>
                <div class="field">
                    <label for="import-text">{ i18n.t("import-text") }</label>
                    <textarea id="import-text" data-testid="import-text" class="code import-text" spellcheck="false"
                        autocomplete="off" autofocus={true} placeholder="https://api.example.com/openapi.json" readonly={reading} {oninput} aria-invalid={wrong.then_some("true")}
                        aria-describedby={wrong.then_some("import-text-error")} />
                    if let Some(problem) = &props.problem {
                        { field_error("import-text", problem.clone()) }
                    }
                </div>
            </div>
            <div class="dialog-buttons">
                <button type="button" class="button dialog-apart" data-testid="import-file" disabled={reading}
                    onclick={props.onread.reform(|_| None)}>{ i18n.t("import-file") }</button>
                <button type="button" class="button" data-testid="import-no"
                    onclick={clicked(onno)}>{ i18n.t(no) }</button>
                <button type="submit" class="button button-primary" data-testid="import-read" aria-busy={reading.to_string()}
                    disabled={reading || text.trim().is_empty()}>
                    { i18n.t("import-read") }
                    if reading {
                        <span class="spinner" aria-hidden="true"></span>
                    }
                </button>
            </div>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct TakeProps {
    preview: ImportPreview,
    problem: Option<AttrValue>,
    ontake: Callback<String>,
    onclose: Callback<()>,
}

/// What would come in, and under which name.
#[component]
fn Take(props: &TakeProps) -> Html {
    let i18n = use_i18n();
    let preview = &props.preview;
    let name = use_state(|| preview.name.clone());
    let oninput = {
        let name = name.setter();
        Callback::from(move |typed| name.set(typed))
    };
    let bad = (!is_name(&name)).then(|| i18n.with("saved-name-bad", &[("limit", NAME_LIMIT.into())]));
    let onsubmit = {
        let (name, ontake) = (name.clone(), props.ontake.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            if is_name(&name) {
                ontake.emit(name.trim().to_owned());
            }
        }
    };
    let found = i18n.with(
        "import-found",
        &[
            ("format", preview.format.clone().into()),
            ("requests", preview.requests.into()),
            ("folders", preview.folders.into()),
            ("environments", preview.environments.len().into()),
        ],
    );
    let rest = preview.requests + preview.folders - preview.lines.len();
    let notes = preview.notes.len() as u64 + preview.more_notes;
    html! {
        <form class="dialog-form" {onsubmit} novalidate={true}>
            <div class="dialog-scroll">
                <p data-testid="import-found" role="status">{ found }</p>
                <Field id="import-name" label={i18n.t("import-name")} value={(*name).clone()} {oninput}
                    error={bad.or_else(|| props.problem.clone())} />
                <ul class="import-lines" data-testid="import-lines" tabindex="0" aria-label={i18n.t("import-lines")}>
                    { for preview.lines.iter().enumerate().map(|(at, line)| html! {
                        <li key={at} class={format!("saved-depth-{}", line.depth.min(6))}>
                            if let Some(method) = &line.method {
                                <span class={classes!("side-method", method_class(method))}>{ short(method) }</span>
                            }
                            <span class={classes!("side-text", line.method.is_none().then_some("import-folder"))}>{ seen(&line.name) }</span>
                        </li>
                    }) }
                </ul>
                if rest > 0 {
                    <p class="field-hint">{ i18n.with("import-rest", &[("count", rest.into())]) }</p>
                }
                if !preview.base_urls.is_empty() {
                    <p class="field-hint">{ i18n.with("import-urls", &[("urls", seen(&preview.base_urls.join(", ")).into())]) }</p>
                }
                if notes > 0 {
                    <details class="import-notes" data-testid="import-notes">
                        <summary>{ i18n.with("import-notes", &[("count", notes.into())]) }</summary>
                        <ul>{ for preview.notes.iter().map(|note| html! { <li>{ line(note, &i18n) }</li> }) }</ul>
                        if preview.more_notes > 0 {
                            <p>{ i18n.with("import-rest", &[("count", preview.more_notes.into())]) }</p>
                        }
                    </details>
                }
            </div>
            <div class="dialog-buttons">
                <button type="button" class="button" data-testid="import-no"
                    onclick={clicked(&props.onclose)}>{ i18n.t("cancel") }</button>
                <button type="submit" class="button button-primary" data-testid="import-take">{ i18n.t("import-take") }</button>
            </div>
        </form>
    }
}

/// Where it is, and why it does not come in as it was.
fn line(note: &ImportNote, i18n: &I18n) -> AttrValue {
    let about = note.about.as_deref().unwrap_or_default();
    let found = note.found.as_deref().unwrap_or_default();
    let key = match note.reason.strip_prefix("curl-") {
        Some(kind) => format!("curl-note-{kind}"),
        None => format!("import-note-{}", note.reason),
    };
    let found = if note.reason.starts_with("unexpected-") {
        i18n.with(&format!("import-found-{found}"), &[("about", about.into())])
    } else {
        found.to_owned().into()
    };
    let why = i18n.with(
        &key,
        &[
            ("about", about.into()),
            ("what", about.into()),
            ("found", found.to_string().into()),
        ],
    );
    format!("{}: {why}", seen(&note.place)).into()
}
