//! Staying at the end of a text that grows.

use std::collections::VecDeque;

use gloo::events::EventListener;
use web_sys::Element;
use yew::prelude::*;

use crate::effect::use_effect_with;

use super::scroll_place::{ROW_HEIGHT, pixels};

/// How many places and heights are remembered. What is told of scrolling comes late: the text may have grown meanwhile.
const REMEMBERED: usize = 16;

/// Where the end of the text was, and whether its reader is there. In pixels.
#[derive(Debug, Clone, Default)]
struct End {
    /// Whether the text has ever been one that grows.
    live: bool,
    following: bool,
    /// To where the view was scrolled, the latest last.
    tops: VecDeque<u64>,
    /// How high the text was, the latest last.
    heights: VecDeque<u64>,
}

impl End {
    /// The text is so high now.
    fn grew(&mut self, height: u64) {
        remember(&mut self.heights, height);
    }

    /// The view was scrolled to the end.
    fn put(&mut self, top: u64) {
        // What fits into the view cannot be scrolled: its beginning says nothing of who goes back there later.
        if top > 0 {
            remember(&mut self.tops, top);
        }
    }

    /// Whether the reader of this place is at the end: it is one, or was one a moment ago, or was not left by scrolling but
    /// because the view became higher or lower.
    fn holds(&self, top: u64, view: u64) -> bool {
        let bottom = top + view;
        let at_end = self
            .heights
            .back()
            .is_none_or(|height| bottom + ROW_HEIGHT > *height);
        let was_end = top > 0
            && self
                .heights
                .iter()
                .any(|height| bottom.abs_diff(*height) < ROW_HEIGHT);
        let was_put = self.tops.iter().any(|it| it.abs_diff(top) <= 1);
        let behind = self.tops.back().is_none_or(|it| top + ROW_HEIGHT > *it);
        at_end || was_end || self.following && (was_put || behind)
    }
}

fn remember(list: &mut VecDeque<u64>, value: u64) {
    if list.len() == REMEMBERED {
        list.pop_front();
    }
    list.push_back(value);
}

/// Keeps the end of a text of so many rows in view while its reader is there, and leaves alone who is elsewhere. Begins at the
/// end where `live`; a text that does not grow is left alone.
#[hook]
pub(super) fn use_following(scroller: &NodeRef, total: u64, live: bool) {
    let end = use_mut_ref(|| End {
        following: live,
        ..End::default()
    });
    use_effect_with(scroller.clone(), {
        let end = end.clone();
        move |scroller| {
            let on_scroll = scroller.cast::<Element>().map(|element| {
                let scrolled = element.clone();
                EventListener::new(&element, "scroll", move |_| {
                    let (top, view) = (pixels(scrolled.scroll_top()), pixels(scrolled.client_height()));
                    let mut end = end.borrow_mut();
                    end.following = end.holds(top, view);
                })
            });
            move || drop(on_scroll)
        }
    });
    use_effect_with((scroller.clone(), total, live), move |(scroller, _, live)| {
        let mut end = end.borrow_mut();
        end.live |= *live;
        let Some(element) = scroller.cast::<Element>().filter(|_| end.live) else {
            return;
        };
        // An event of scrolling comes late: where the reader is now is what counts.
        let (top, view) = (pixels(element.scroll_top()), pixels(element.client_height()));
        if !end.heights.is_empty() {
            end.following = end.holds(top, view);
        }
        end.grew(pixels(element.scroll_height()));
        if end.following {
            element.set_scroll_top(element.scroll_height());
            end.put(pixels(element.scroll_top()));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(end: &mut End, top: u64, height: u64) {
        end.grew(height);
        end.put(top);
    }

    #[test]
    fn who_scrolls_up_is_no_longer_at_the_end_and_who_is_moved_by_the_view_is() {
        let mut end = End {
            following: true,
            ..End::default()
        };
        assert!(end.holds(0, 400), "at the beginning");
        after(&mut end, 0, 100);
        after(&mut end, 300, 700);
        after(&mut end, 600, 1_000);
        assert!(end.holds(600, 400));
        assert!(end.holds(500, 500), "a view that became higher");
        assert!(end.holds(600, 300), "a view that became lower");
        assert!(end.holds(300, 400), "an earlier place, shown once more");
        assert!(!end.holds(540, 400) && !end.holds(0, 400), "the reader went up");
        (0..30).for_each(|row| after(&mut end, 620 + row * 20, 1_020 + row * 20));
        assert!(!end.holds(300, 400), "long ago");
    }

    #[test]
    fn who_comes_back_to_the_end_is_there_though_the_text_has_grown_before_that_was_told() {
        let mut end = End::default();
        for height in [700, 1_000, 2_000] {
            end.grew(height);
        }
        assert!(!end.holds(0, 400) && !end.holds(900, 400));
        assert!(end.holds(1_600, 400), "the end");
        assert!(end.holds(600, 400), "the end of a moment ago");
    }
}
