//! A text of any length: only the rows in view are in the page.

use gloo::events::EventListener;
use web_sys::Element;
use yew::prelude::*;

use super::seen::seen_in_place;
use super::style::use_style;
use crate::i18n::use_i18n;
use crate::json::{Carry, Kind, tokens};
use crate::state::rows::RowCache;

/// The height of a row in pixels; the style sheet's `--row-height` is the same.
const ROW_HEIGHT: u64 = 20;
/// How many rows beyond the edges are kept ready, so that a quick scroll does not show blank ones.
const MARGIN: u64 = 30;
/// How many rows are shown before the height of the view is known.
const FIRST_ROWS: u64 = 60;

/// Properties of [`RowsView`].
#[derive(Properties, PartialEq)]
pub struct RowsViewProps {
    /// How many rows there are.
    pub total: u64,
    /// The rows that have been read.
    pub cache: RowCache,
    /// Whether they are indented JSON, to be coloured.
    pub json: bool,
    /// Called with the rows that come into view, first and last (exclusive).
    pub onlook: Callback<(u64, u64)>,
}

/// A text of any length.
#[component]
pub fn RowsView(props: &RowsViewProps) -> Html {
    let i18n = use_i18n();
    let scroller = use_node_ref();
    let total = props.total;
    let range = use_state_eq(|| (0, FIRST_ROWS.min(total)));
    use_effect_with((scroller.clone(), total), {
        let range = range.setter();
        move |(scroller, total)| {
            let look = {
                let (scroller, total) = (scroller.clone(), *total);
                move || {
                    if let Some(element) = scroller.cast::<Element>() {
                        range.set(rows_in_view(&element, total));
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
    use_effect_with((*range, props.onlook.clone()), |(range, onlook)| {
        onlook.emit(*range);
    });

    let (first, last) = *range;
    let digits = total.to_string().len();
    let mut carry = Carry::Between;
    let rows = (first..last.min(total)).map(|row| {
        let text = props.cache.row(row);
        let content = match text {
            Some(text) if props.json => {
                let (pieces, next) = tokens(text, carry);
                carry = next;
                pieces
                    .iter()
                    .map(|piece| match class_of(piece.kind) {
                        Some(class) => html! { <span {class}>{ seen_in_place(piece.text) }</span> },
                        None => seen_in_place(piece.text),
                    })
                    .collect::<Html>()
            }
            Some(text) => seen_in_place(text),
            None => {
                carry = Carry::Between;
                html! { <span class="row-pending">{ "·" }</span> }
            }
        };
        html! {
            <div class="text-row" key={row}>
                <span class="row-number" aria-hidden="true">{ row + 1 }</span>
                <span class="row-text">{ content }</span>
            </div>
        }
    });
    let rows: Html = rows.collect();
    let (canvas, in_view) = (use_node_ref(), use_node_ref());
    let widest = props.cache.widest;
    use_style(&scroller, vec![("--digits", format!("{digits}ch"))]);
    let size = vec![
        ("height", format!("{}px", total * ROW_HEIGHT)),
        (
            "min-width",
            format!("calc({widest}ch + var(--row-gutter) + {digits}ch)"),
        ),
    ];
    use_style(&canvas, size);
    use_style(
        &in_view,
        vec![("transform", format!("translateY({}px)", first * ROW_HEIGHT))],
    );
    html! {
        <div class="text-rows" ref={scroller} tabindex="0" role="region" aria-label={i18n.t("answer-body")}
            data-testid="body-rows" data-rows={total.to_string()}>
            <div class="text-canvas" ref={canvas}>
                <div class="text-window" ref={in_view}>
                    { rows }
                </div>
            </div>
        </div>
    }
}

fn rows_in_view(element: &Element, total: u64) -> (u64, u64) {
    let pixels = |value: i32| u64::try_from(value).unwrap_or_default();
    window(
        pixels(element.scroll_top()),
        pixels(element.client_height()),
        total,
    )
}

/// The rows for a scroll position, with a margin on both sides.
fn window(top: u64, height: u64, total: u64) -> (u64, u64) {
    let first = (top / ROW_HEIGHT).saturating_sub(MARGIN).min(total);
    let last = ((top + height).div_ceil(ROW_HEIGHT) + MARGIN).min(total);
    (first, last)
}

fn class_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Key => Some("json-key"),
        Kind::Text => Some("json-text"),
        Kind::Number => Some("json-number"),
        Kind::Word => Some("json-word"),
        Kind::Mark => Some("json-mark"),
        Kind::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_covers_the_view_and_stays_inside() {
        assert_eq!(window(0, 400, 10), (0, 10));
        assert_eq!(window(0, 400, 1_000), (0, 50));
        assert_eq!(window(2_000, 400, 1_000), (70, 150));
        assert_eq!(window(u64::from(u32::MAX), 400, 1_000), (1_000, 1_000));
    }
}
