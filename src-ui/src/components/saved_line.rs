//! A line among the saved requests: opened by a click, put in order by mouse and keyboard, with a menu of its own.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::icons::{Icon, icon};
use super::menu::{Menu, MenuItem};
use super::request_line::method_class;
use super::saved_list::{SavedAct, SavedListProps};
use super::seen::seen;
use super::sidebar::short;
use crate::held::UseStateHandle;
use crate::i18n::I18n;
use crate::state::collection::{CollectionAction, Line};

/// What is dragged, and what it is over.
pub(super) struct Drag {
    pub(super) dragged: Rc<RefCell<Option<Line>>>,
    pub(super) over: UseStateHandle<Option<String>>,
}

/// One line of the list: a request or a folder, with its menu where it is pointed at.
pub(super) fn saved_line(
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
