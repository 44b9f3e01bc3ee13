//! The saved requests in the side bar: what is in the folder, to open, to put in order, and to find.

use std::rc::Rc;

use latchkey_ipc::CollectionView;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::icons::{Icon, icon};
use super::menu::{Menu, MenuItem};
use super::request_line::method_class;
use super::seen::seen;
use super::sidebar::short;
use crate::held::{UseStateHandle, use_state};
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
        self::line(line, props, &pointed, &drag, &i18n)
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

/// What is dragged, and what it is over.
struct Drag {
    dragged: Rc<std::cell::RefCell<Option<Line>>>,
    over: UseStateHandle<Option<String>>,
}

fn line(
    line: &Line,
    props: &SavedListProps,
    pointed: &UseStateHandle<Option<String>>,
    drag: &Drag,
    i18n: &I18n,
) -> Html {
    let is_front = props.front.as_ref() == Some(&line.place);
    let point = {
        let (pointed, place) = (pointed.setter(), line.place.clone());
        Callback::from(move |()| pointed.set(Some(place.clone())))
    };
    let place = line.place.clone();
    let onclick: Callback<MouseEvent> = if line.request.is_some() {
        props.onact.reform(move |_| SavedAct::Open(place.clone()))
    } else {
        props
            .onstore
            .reform(move |_| CollectionAction::Toggle(place.clone()))
    };
    let onkeydown = {
        let (onact, line) = (props.onact.clone(), line.clone());
        move |event: KeyboardEvent| {
            if let Some(act) = act_of(&event.key(), event.alt_key(), &line) {
                event.prevent_default();
                onact.emit(act);
            }
        }
    };
    let onpointerdown = {
        let (dragged, line) = (drag.dragged.clone(), line.clone());
        move |event: PointerEvent| {
            if event.button() == 0 {
                *dragged.borrow_mut() = Some(line.clone());
            }
        }
    };
    let onpointerenter = {
        let (dragged, over, place, point) = (
            drag.dragged.clone(),
            drag.over.setter(),
            line.place.clone(),
            point.clone(),
        );
        move |event: PointerEvent| {
            point.emit(());
            // The button was let go somewhere else.
            if event.buttons() & 1 == 0 {
                *dragged.borrow_mut() = None;
            }
            let moves = dragged.borrow().as_ref().is_some_and(|it| it.place != place);
            over.set(moves.then(|| place.clone()));
        }
    };
    let onpointerup = {
        let (dragged, over, onact, line) = (
            drag.dragged.clone(),
            drag.over.setter(),
            props.onact.clone(),
            line.clone(),
        );
        move |_: PointerEvent| {
            over.set(None);
            let moved = dragged.borrow_mut().take().filter(|it| it.place != line.place);
            if let Some(act) = moved.and_then(|moved| dropped(&moved, &line)) {
                onact.emit(act);
            }
        }
    };
    // Deeper ones are not moved in any further: there is no room for that.
    let depth = format!("saved-depth-{}", line.depth.min(6));
    let is_over = drag.over.as_ref() == Some(&line.place);
    let has_menu = pointed.as_ref() == Some(&line.place);
    let inner = match &line.request {
        Some((method, target)) => html! {
            <button type="button" class="side-item" data-testid="saved-item" title={seen(&format!("{method} {target}"))}
                aria-current={is_front.then_some("true")} aria-keyshortcuts="F2 Delete Alt+ArrowUp Alt+ArrowDown"
                {onclick} {onkeydown} {onpointerdown} onfocus={point.reform(|_: FocusEvent| ())}>
                <span class={classes!("side-method", method_class(method))}>{ short(method) }</span>
                { " " }
                <span class="side-text">{ seen(&line.name) }</span>
            </button>
        },
        None => html! {
            <button type="button" class="side-item saved-folder" data-testid="saved-folder"
                aria-expanded={line.open.to_string()} aria-keyshortcuts="F2 Delete Alt+ArrowUp Alt+ArrowDown"
                {onclick} {onkeydown} {onpointerdown} onfocus={point.reform(|_: FocusEvent| ())}>
                <span class={classes!("saved-angle", line.open.then_some("saved-angle-open"))}>{ icon(Icon::Down) }</span>
                <span class="side-text">{ seen(&line.name) }</span>
            </button>
        },
    };
    html! {
        <li key={line.place.clone()} class={classes!("saved-line", depth, is_over.then_some("saved-over"), is_front.then_some("saved-front"))}
            {onpointerenter} {onpointerup}>
            { inner }
            if has_menu {
                { line_menu(line, props, i18n) }
            }
        </li>
    }
}

fn line_menu(line: &Line, props: &SavedListProps, i18n: &I18n) -> Html {
    let entry = |id: &str, keys: &'static str, apart| MenuItem {
        id: id.to_owned(),
        label: i18n.t(id),
        detail: AttrValue::Static(keys),
        chosen: None,
        apart,
    };
    let rename = entry("saved-rename", "F2", false);
    let mut items = match line.request {
        Some(_) => vec![
            rename,
            entry("saved-duplicate", "", false),
            entry("saved-copy-curl", "", false),
        ],
        None => vec![
            entry("saved-run-folder", "", false),
            rename,
            entry("saved-new-folder-in", "", false),
            entry("saved-export-folder", "", false),
        ],
    };
    if line.index > 0 {
        items.push(entry("saved-up", "Alt+↑", true));
    }
    if line.index + 1 < line.siblings {
        items.push(entry("saved-down", "Alt+↓", line.index == 0));
    }
    items.push(entry("saved-delete", "Delete", true));
    let onchoose = {
        let line = line.clone();
        props.onact.reform(move |id: String| {
            let Line { place, name, .. } = line.clone();
            match id.as_str() {
                "saved-run-folder" => SavedAct::Run(place),
                "saved-rename" => SavedAct::Rename(place, name),
                "saved-duplicate" => SavedAct::Duplicate(place),
                "saved-copy-curl" => SavedAct::CopyCurl(place),
                "saved-new-folder-in" => SavedAct::NewFolder(place),
                "saved-export-folder" => SavedAct::Export(place),
                "saved-up" => SavedAct::Move(place, line.folder.clone(), line.index.saturating_sub(1)),
                "saved-down" => SavedAct::Move(place, line.folder.clone(), line.index + 1),
                _ => SavedAct::Delete(place, name),
            }
        })
    };
    let label = i18n.with("saved-line-menu", &[("name", seen(&line.name).into())]);
    html! {
        <Menu id="saved-line-menu" {label} {items} {onchoose} small={true}>{ icon(Icon::More) }</Menu>
    }
}

/// What a key does with the line that has the keyboard.
fn act_of(key: &str, alt: bool, line: &Line) -> Option<SavedAct> {
    let Line {
        place, name, folder, ..
    } = line.clone();
    match (key, alt) {
        ("F2", false) => Some(SavedAct::Rename(place, name)),
        ("Delete", false) => Some(SavedAct::Delete(place, name)),
        ("ArrowUp", true) if line.index > 0 => Some(SavedAct::Move(place, folder, line.index - 1)),
        ("ArrowDown", true) if line.index + 1 < line.siblings => {
            Some(SavedAct::Move(place, folder, line.index + 1))
        }
        _ => None,
    }
}

/// What becomes of a line that is let go over another one: a folder takes it in, a request makes room for it.
fn dropped(moved: &Line, on: &Line) -> Option<SavedAct> {
    // A folder does not go into itself.
    if on.folder == moved.place || on.folder.starts_with(&format!("{}/", moved.place)) {
        return None;
    }
    if on.request.is_none() && on.place != moved.folder {
        return Some(SavedAct::Move(moved.place.clone(), on.place.clone(), usize::MAX));
    }
    // Among the others, without itself.
    Some(SavedAct::Move(moved.place.clone(), on.folder.clone(), on.index))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(place: &str, folder: &str, index: usize, is_folder: bool) -> Line {
        Line {
            place: place.into(),
            folder: folder.into(),
            index,
            name: place.into(),
            depth: 0,
            request: (!is_folder).then(|| ("GET".into(), "/".into())),
            open: true,
            siblings: 3,
        }
    }

    #[test]
    fn what_is_dropped_goes_into_a_folder_or_to_the_place_of_a_request() {
        let (folder, inner) = (at("f", "", 0, true), at("f/a", "f", 0, false));
        let (one, two) = (at("1", "", 1, false), at("2", "", 2, false));
        let moved =
            |place: &str, folder: &str, index| Some(SavedAct::Move(place.into(), folder.into(), index));
        assert_eq!(dropped(&one, &folder), moved("1", "f", usize::MAX));
        assert_eq!(dropped(&two, &one), moved("2", "", 1));
        assert_eq!(dropped(&one, &two), moved("1", "", 2));
        assert_eq!(dropped(&inner, &one), moved("f/a", "", 1));
        assert_eq!(dropped(&folder, &inner), None);
    }

    #[test]
    fn keys_rename_move_and_take_away() {
        let line = at("1", "", 1, false);
        let act = |key, alt| act_of(key, alt, &line);
        assert_eq!(act("F2", false), Some(SavedAct::Rename("1".into(), "1".into())));
        assert_eq!(
            act("ArrowUp", true),
            Some(SavedAct::Move("1".into(), String::new(), 0))
        );
        assert_eq!(
            act("ArrowDown", true),
            Some(SavedAct::Move("1".into(), String::new(), 2))
        );
        assert_eq!(act("ArrowUp", false), None);
        assert_eq!(act_of("ArrowUp", true, &at("0", "", 0, false)), None);
    }
}
