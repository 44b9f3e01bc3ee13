//! A text of any length: only the rows in view are in the page.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use latchkey_ipc::{Fold, PartOfBody, TreeChange};
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::follow_tail::use_following;
use super::scroll_place::{HIGHEST, Place, ROW_HEIGHT, pixels, window};
use super::style::use_style;
pub use super::text_row::Colours;
use super::text_row::{coloured, fold_mark, folded, row_tools};
use super::tree_input::{Wish, key_wish, pointer_wish};
use crate::effect::use_effect_with;
use crate::held::use_state_eq;
use crate::i18n::use_i18n;
use crate::json::Carry;
use crate::state::find::Find;
use crate::state::rows::{Row, RowCache};

/// The id of the rows in the page.
pub const ROWS: &str = "body-rows";
/// How many rows are shown before the height of the view is known.
const FIRST_ROWS: u64 = 60;

/// Properties of [`RowsView`].
#[derive(Properties, PartialEq)]
pub struct RowsViewProps {
    /// How many rows there are.
    pub total: u64,
    /// The rows that have been read.
    pub cache: RowCache,
    /// How they are coloured.
    pub colours: Colours,
    /// Whether more may come: then the end is in view at first, and stays so for as long as the user is there.
    #[prop_or_default]
    pub live: bool,
    /// Whether they are numbered.
    #[prop_or(true)]
    pub numbered: bool,
    /// Where they are a tree: what is done with it.
    #[prop_or_default]
    pub tree: Option<TreeView>,
    /// What is looked for in them.
    #[prop_or_default]
    pub find: Find,
    /// Called with the rows that come into view, first and last (exclusive).
    pub onlook: Callback<(u64, u64)>,
}

/// A tree of rows, and what the user does with it.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeView {
    /// The place of the row that the keyboard is at.
    pub active: u64,
    /// The keyboard goes to another row.
    pub onactive: Callback<u64>,
    /// Something is to be folded or unfolded.
    pub onchange: Callback<TreeChange>,
    /// Something is to be copied.
    pub oncopy: Callback<PartOfBody>,
}

/// A text of any length.
#[component]
pub fn RowsView(props: &RowsViewProps) -> Html {
    let i18n = use_i18n();
    let scroller = use_node_ref();
    let total = props.total;
    let range = use_state_eq(|| (0, FIRST_ROWS.min(total), 0));
    let place = use_mut_ref(Place::default);
    use_effect_with((scroller.clone(), total), {
        let (range, place) = (range.setter(), place.clone());
        move |(scroller, total)| {
            let look = {
                let (scroller, total, place) = (scroller.clone(), *total, place.clone());
                move || {
                    if let Some(element) = scroller.cast::<Element>() {
                        let (top, height) = (pixels(element.scroll_top()), pixels(element.client_height()));
                        let now = place.borrow().moved(top, height, total);
                        *place.borrow_mut() = now;
                        let (first, last) = window(now.at, height, total);
                        range.set((first, last, now.shift(first)));
                    }
                }
            };
            look();
            let on_scroll = scroller.cast::<Element>().map(|element| {
                let look = look.clone();
                EventListener::new(&element, "scroll", move |_| look())
            });
            let on_resize = EventListener::new(&gloo::utils::window(), "resize", move |_| look());
            move || drop((on_scroll, on_resize))
        }
    });
    use_effect_with(
        (range.0, range.1, props.onlook.clone()),
        |(first, last, onlook)| {
            onlook.emit((*first, *last));
        },
    );

    use_scrolling(props, &scroller, &place);

    let (first, last, shift) = *range;
    let digits = total.to_string().len();
    let mut carry = Carry::Between;
    let front = props.find.front.map(|front| front.place);
    let rows = (first..last.min(total)).map(|at| {
        let Some(row) = props.cache.row(at) else {
            carry = Carry::Between;
            return html! {
                <div class="text-row" key={at}>
                    <span class="row-number" aria-hidden="true">{ at + 1 }</span>
                    <span class="row-text"><span class="row-pending">{ "·" }</span></span>
                </div>
            };
        };
        let marks = props.find.marks_in(row.number);
        let (content, next) = coloured(&row.text, props.colours, carry, marks, front);
        carry = next;
        let Some(tree) = &props.tree else {
            return html! {
                <div class="text-row" key={at}>
                    if props.numbered {
                        <span class="row-number" aria-hidden="true">{ at + 1 }</span>
                    }
                    <span class="row-text">{ content }</span>
                </div>
            };
        };
        let active = tree.active == at;
        let level = row.text.bytes().take_while(|byte| *byte == b' ').count() / 2 + 1;
        let expanded = match row.fold {
            Fold::None => None,
            Fold::Open => Some("true"),
            Fold::Closed { .. } => Some("false"),
        };
        html! {
            <div class={classes!("text-row", active.then_some("row-active"))} key={at} id={row_id(at)} role="treeitem"
                aria-level={level.to_string()} aria-expanded={expanded} data-at={at.to_string()}>
                <span class="row-number" aria-hidden="true">{ row.number + 1 }{ fold_mark(row.fold) }</span>
                <span class="row-text">{ content }{ folded(row, &i18n) }</span>
                { row_tools(active, &i18n) }
            </div>
        }
    });
    let rows: Html = rows.collect();
    let (canvas, in_view) = (use_node_ref(), use_node_ref());
    let widest = props.cache.widest;
    use_style(&scroller, vec![("--digits", format!("{digits}ch"))]);
    let size = vec![
        ("height", format!("{}px", (total * ROW_HEIGHT).min(HIGHEST))),
        (
            "min-width",
            format!("calc({widest}ch + var(--row-gutter) + {digits}ch)"),
        ),
    ];
    use_style(&canvas, size);
    use_following(&scroller, total, props.live);
    use_style(&in_view, vec![("transform", format!("translateY({shift}px)"))]);
    let (onkeydown, onclick) = use_tree_input(props, &scroller);
    let canvas = html! {
        <div class="text-canvas" ref={canvas}>
            <div class="text-window" ref={in_view}>
                { rows }
            </div>
        </div>
    };
    let label = i18n.t("answer-body");
    let rows = total.to_string();
    match &props.tree {
        // All of the tree is one stop of the keyboard, which goes from row to row inside of it.
        Some(tree) => {
            let active = (first..last).contains(&tree.active).then(|| row_id(tree.active));
            html! {
                <div class="text-rows text-tree" id={ROWS} ref={scroller} tabindex="0" role="tree" aria-label={label}
                    aria-activedescendant={active} data-testid="body-rows" data-rows={rows} {onkeydown} {onclick}>
                    { canvas }
                </div>
            }
        }
        None => html! {
            <div class={classes!("text-rows", (!props.numbered).then_some("text-hex"))} id={ROWS} ref={scroller} tabindex="0" role="region" aria-label={label}
                data-testid="body-rows" data-rows={rows}>
                { canvas }
            </div>
        },
    }
}

/// The id of the row in this place.
fn row_id(at: u64) -> String {
    format!("body-row-{at}")
}

/// Brings the match in front, and the row that the keyboard is at, into view.
#[hook]
fn use_scrolling(props: &RowsViewProps, scroller: &NodeRef, place: &Rc<RefCell<Place>>) {
    let total = props.total;
    let go = {
        let (scroller, shown) = (scroller.clone(), place.clone());
        move |to: &dyn Fn(Place, u64) -> Option<Place>| {
            if let Some(element) = scroller.cast::<Element>() {
                let before = *shown.borrow();
                if let Some(wanted) = to(before, pixels(element.client_height())) {
                    *shown.borrow_mut() = wanted;
                    element.set_scroll_top(i32::try_from(wanted.top).unwrap_or(i32::MAX));
                }
            }
        }
    };
    use_effect_with(props.find.front, {
        let go = go.clone();
        move |front| {
            if let Some(front) = front {
                go(&|place, height| place.to_row(front.at, height, total));
            }
        }
    });
    use_effect_with(props.tree.as_ref().map(|tree| tree.active), move |active| {
        if let Some(active) = *active {
            go(&|place, height| place.near_row(active, height, total));
        }
    });
    // Its row may have to be read first: what stands far to the right is brought into view when it is there.
    let is_there = props.find.front.is_some_and(|front| {
        let row = props.cache.row(front.at);
        row.is_some_and(|row| row.number == front.place.row)
            && props.find.marks_in(front.place.row).contains(&front.place)
    });
    use_effect_with(
        (is_there, props.find.front, scroller.clone()),
        move |(is_there, _, scroller)| {
            let mark = scroller
                .cast::<Element>()
                .filter(|_| *is_there)
                .and_then(|it| it.query_selector(".mark-front").ok().flatten());
            if let Some(mark) = mark {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                options.set_inline(ScrollLogicalPosition::Nearest);
                mark.scroll_into_view_with_scroll_into_view_options(&options);
            }
        },
    );
}

/// What keys and the pointer mean in a tree.
#[hook]
fn use_tree_input(
    props: &RowsViewProps,
    scroller: &NodeRef,
) -> (Callback<KeyboardEvent>, Callback<MouseEvent>) {
    let (tree, cache, total) = (props.tree.clone(), props.cache.clone(), props.total);
    let row = tree.as_ref().and_then(|tree| cache.row(tree.active)).cloned();
    let perform = {
        let tree = tree.clone();
        move |wish: Wish, row: Option<&Row>| {
            let Some(tree) = &tree else { return };
            match (wish, row) {
                (Wish::Go(at), _) => tree.onactive.emit(at.min(total.saturating_sub(1))),
                (Wish::Toggle, Some(row)) => match row.fold {
                    Fold::None => {}
                    Fold::Open => tree.onchange.emit(TreeChange::Fold(row.number)),
                    Fold::Closed { .. } => tree.onchange.emit(TreeChange::Unfold(row.number)),
                },
                (Wish::Parent, Some(row)) => tree.onchange.emit(TreeChange::Parent(row.number)),
                (Wish::CopyPath, Some(row)) => tree.oncopy.emit(PartOfBody::Path(row.number)),
                (Wish::CopyValue, Some(row)) => tree.oncopy.emit(PartOfBody::Value(row.number)),
                (_, None) => {}
            }
        }
    };
    let onkeydown = {
        let (perform, scroller) = (perform.clone(), scroller.clone());
        let at = tree.as_ref().map_or(0, |tree| tree.active);
        Callback::from(move |event: KeyboardEvent| {
            let height = scroller
                .cast::<Element>()
                .map_or(0, |it| pixels(it.client_height()));
            let page = (height / ROW_HEIGHT).saturating_sub(1).max(1);
            if let Some(wish) = key_wish(&event, at, row.as_ref().map(|row| row.fold), page) {
                event.prevent_default();
                perform(wish, row.as_ref());
            }
        })
    };
    let onclick = Callback::from(move |event: MouseEvent| {
        let Some((at, wish)) = pointer_wish(&event) else {
            return;
        };
        perform(Wish::Go(at), None);
        if let Some(wish) = wish {
            perform(wish, cache.row(at));
        }
    });
    (onkeydown, onclick)
}
