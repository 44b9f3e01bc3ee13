//! The saved requests in the side bar: what is in the folder, to open, and to find.

use latchkey_ipc::CollectionView;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::icons::{Icon, icon};
use super::menu::{Menu, MenuItem};
use super::saved_line::{Drag, saved_line};
use super::seen::seen;
use crate::held::use_state;
use crate::i18n::{I18n, use_i18n};
use crate::state::collection::{CollectionAction, CollectionStore, Line};

/// From how many lines on there is a field to look for one.
const FIELD_FROM: usize = 12;

/// What the user wants with the collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedAct {
    /// Choose a folder.
    OpenFolder,
    /// Close the collection.
    Close,
    /// Open a request.
    Open(String),
    /// A new folder in this one.
    NewFolder(String),
    /// Another name.
    Rename(String, String),
    /// A copy.
    Duplicate(String),
    /// To before what is there so many-th in this folder.
    Move(String, String, usize),
    /// Take it away.
    Delete(String, String),
    /// Bring back what was taken away last.
    Restore,
    /// Send with this environment.
    Environment(Option<String>),
    /// Bring in what another tool has written.
    Import,
    /// Run what is in this folder.
    Run(String),
    /// Write this folder, or all of it, for another tool.
    Export(String),
    /// Put the request here on the clipboard as a curl command.
    CopyCurl(String),
    /// Edit this environment, or make one.
    EditEnvironment(Option<String>),
}

/// Properties of [`SavedList`].
#[derive(Properties, PartialEq)]
pub struct SavedListProps {
    /// The collection.
    pub store: CollectionStore,
    /// Where the request in front is.
    pub front: Option<String>,
    /// Called with what changes only what is shown.
    pub onstore: Callback<CollectionAction>,
    /// Called with what the user wants.
    pub onact: Callback<SavedAct>,
}

/// The saved requests.
#[component]
pub fn SavedList(props: &SavedListProps) -> Html {
    let i18n = use_i18n();
    let pointed = use_state(|| None::<String>);
    let dragged = use_mut_ref(|| None::<Line>);
    let over = use_state(|| None::<String>);
    let Some(view) = props.store.view.clone() else {
        return none_open(props, &i18n);
    };
    let (lines, count) = props.store.lines();
    let rest = count - lines.len();
    let onfilter = props.onstore.reform(|event: InputEvent| {
        CollectionAction::Filter(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let has_field = count >= FIELD_FROM || !props.store.filter.is_empty();
    let line = |line: &Line| {
        let drag = Drag {
            dragged: dragged.clone(),
            over: over.clone(),
        };
        saved_line(line, props, &pointed, &drag, &i18n)
    };
    html! {
        <section class="saved" data-testid="saved-requests">
            <header class="saved-head">
                <h2 title={seen(&view.folder)}>{ seen(&view.name) }</h2>
                { menu(&view, props, &i18n) }
            </header>
            { environments(&view, props, &i18n) }
            if has_field {
                <input class="saved-filter" type="search" data-testid="saved-filter" aria-label={i18n.t("saved-filter")}
                    placeholder={i18n.t("saved-filter")} spellcheck="false" autocomplete="off"
                    value={props.store.filter.clone()} oninput={onfilter} />
            }
            if view.items.is_empty() {
                <p class="empty">{ i18n.t("saved-empty") }</p>
            } else if lines.is_empty() {
                <p class="empty" role="status">{ i18n.t("saved-none") }</p>
            }
            <ul class="saved-list" data-testid="saved-list">{ for lines.iter().map(line) }</ul>
            if rest > 0 {
                <button type="button" class="link-button" data-testid="saved-more"
                    onclick={props.onstore.reform(|_| CollectionAction::More)}>
                    { i18n.with("saved-more", &[("count", rest.into())]) }
                </button>
            }
            { told(&view, props, &i18n) }
        </section>
    }
}

fn none_open(props: &SavedListProps, i18n: &I18n) -> Html {
    html! {
        <section class="saved" data-testid="saved-requests">
            <h2>{ i18n.t("saved") }</h2>
            <p class="empty">{ i18n.t("saved-about") }</p>
            <button type="button" class="button saved-open" data-testid="saved-open-folder"
                onclick={props.onact.reform(|_| SavedAct::OpenFolder)}>{ i18n.t("saved-open-folder") }</button>
            { problem(props, i18n) }
        </section>
    }
}

fn menu(view: &CollectionView, props: &SavedListProps, i18n: &I18n) -> Html {
    let entry = |id: &str, apart| MenuItem {
        id: id.to_owned(),
        label: i18n.t(id),
        detail: AttrValue::default(),
        chosen: None,
        apart,
    };
    let mut items = vec![
        entry("saved-run", false),
        entry("saved-new-folder", true),
        entry("saved-new-environment", false),
        entry("saved-import", false),
        entry("saved-export", false),
    ];
    if view.can_restore {
        items.push(entry("saved-restore", false));
    }
    items.push(entry("saved-open-folder", true));
    items.push(entry("saved-close", false));
    let onchoose = props.onact.reform(|id: String| match id.as_str() {
        "saved-run" => SavedAct::Run(String::new()),
        "saved-new-folder" => SavedAct::NewFolder(String::new()),
        "saved-new-environment" => SavedAct::EditEnvironment(None),
        "saved-restore" => SavedAct::Restore,
        "saved-import" => SavedAct::Import,
        "saved-export" => SavedAct::Export(String::new()),
        "saved-open-folder" => SavedAct::OpenFolder,
        _ => SavedAct::Close,
    });
    html! {
        <Menu id="saved-menu" label={i18n.t("saved-menu")} {items} {onchoose} small={true}>{ icon(Icon::Down) }</Menu>
    }
}

fn environments(view: &CollectionView, props: &SavedListProps, i18n: &I18n) -> Html {
    if view.environments.is_empty() {
        return Html::default();
    }
    let chosen = view.environment.clone();
    let onchoose = props.onact.reform(SavedAct::Environment);
    html! {
        <div class="saved-environment">
            { environment_choice("environment", view, false, &onchoose, i18n) }
            if chosen.is_some() {
                <button type="button" class="icon-button" data-testid="environment-edit" aria-label={i18n.t("environment-edit")}
                    title={i18n.t("environment-edit")}
                    onclick={props.onact.reform(move |_| SavedAct::EditEnvironment(chosen.clone()))}>
                    { icon(Icon::Edit) }
                </button>
            }
        </div>
    }
}

/// The choice among a collection's environments.
pub fn environment_choice(
    id: &'static str,
    view: &CollectionView,
    disabled: bool,
    onchoose: &Callback<Option<String>>,
    i18n: &I18n,
) -> Html {
    let onchange = onchoose.reform(|event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
        Some(chosen).filter(|place| !place.is_empty())
    });
    let chosen = view.environment.as_ref();
    html! {
        <select data-testid={id} aria-label={i18n.t("environment")} title={i18n.t("environment")} {disabled} {onchange}>
            <option value="" selected={chosen.is_none()}>{ i18n.t("environment-none") }</option>
            { for view.environments.iter().map(|it| html! {
                <option value={it.place.clone()} selected={chosen == Some(&it.place)}>{ seen(&it.name) }</option>
            }) }
        </select>
    }
}

fn told(view: &CollectionView, props: &SavedListProps, i18n: &I18n) -> Html {
    let count = view.problems.len();
    html! {
        <>
            if let Some(name) = props.store.deleted.as_ref().filter(|_| view.can_restore) {
                <div class="saved-note" role="status" data-testid="saved-deleted">
                    <span>{ i18n.with("saved-deleted", &[("name", seen(name).into())]) }</span>
                    <button type="button" class="link-button" data-testid="saved-undo"
                        onclick={props.onact.reform(|_| SavedAct::Restore)}>{ i18n.t("saved-undo") }</button>
                </div>
            }
            if count > 0 {
                <details class="saved-note" data-testid="saved-problems">
                    <summary>{ i18n.with("saved-problems", &[("count", count.into())]) }</summary>
                    <ul>{ for view.problems.iter().take(20).map(|it| html! { <li>{ seen(it) }</li> }) }</ul>
                </details>
            }
            { problem(props, i18n) }
        </>
    }
}

fn problem(props: &SavedListProps, i18n: &I18n) -> Html {
    let Some(error) = &props.store.problem else {
        return Html::default();
    };
    html! {
        <div class="saved-note saved-problem" role="alert" data-testid="saved-problem">
            <span>{ i18n.error(error) }</span>
            <button type="button" class="icon-button" aria-label={i18n.t("close")} title={i18n.t("close")}
                onclick={props.onstore.reform(|_| CollectionAction::Problem(None))}>{ icon(Icon::Close) }</button>
        </div>
    }
}
