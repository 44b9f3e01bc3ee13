//! What stands in a row of a body: coloured where it is JSON, with the matches of a search.

use latchkey_ipc::{Fold, Match};
use yew::prelude::*;

use super::icons::{Icon, icon};
use super::seen::seen_in_place;
use crate::i18n::I18n;
use crate::json::{Carry, event_tokens, tokens};
use crate::state::rows::Row;

/// What the colours of a text are those of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Colours {
    /// Of nothing that is known.
    #[default]
    None,
    /// JSON, or JSON line by line.
    Json,
    /// Server-sent events.
    Events,
}

/// The text of a row, and how the next one begins.
pub(super) fn coloured(
    text: &str,
    colours: Colours,
    carry: Carry,
    marks: &[Match],
    front: Option<Match>,
) -> (Html, Carry) {
    let (pieces, next) = match colours {
        Colours::None => return (marked(text, 0, marks, front), carry),
        Colours::Json => tokens(text, carry),
        Colours::Events => event_tokens(text, carry),
    };
    let mut at = 0;
    let content = pieces
        .iter()
        .map(|piece| {
            let content = marked(piece.text, at, marks, front);
            at += piece.text.len();
            match piece.kind.class() {
                Some(class) => html! { <span {class}>{ content }</span> },
                None => content,
            }
        })
        .collect();
    (content, next)
}

/// What stands for the rows that are folded, and ends them.
pub(super) fn folded(row: &Row, i18n: &I18n) -> Html {
    let Fold::Closed { items } = row.fold else {
        return Html::default();
    };
    let end = if row.text.ends_with('[') { "]" } else { "}" };
    html! {
        <>
            <span class="fold-rest" data-act="fold">{ i18n.with("fold-items", &[("count", items.into())]) }</span>
            <span class="json-mark">{ end }</span>
        </>
    }
}

/// The mark in the gutter that folds and unfolds by the mouse; the keyboard has its arrows.
pub(super) fn fold_mark(fold: Fold) -> Html {
    match fold {
        Fold::None => html! { <span class="row-fold" aria-hidden="true"></span> },
        Fold::Open => {
            html! { <span class="row-fold" data-act="fold" aria-hidden="true">{ icon(Icon::Down) }</span> }
        }
        Fold::Closed { .. } => {
            html! { <span class="row-fold row-folded" data-act="fold" aria-hidden="true">{ icon(Icon::Down) }</span> }
        }
    }
}

/// What can be copied of a row. Only those of the active row are reached by the keyboard, and told to a screen reader.
pub(super) fn row_tools(active: bool, i18n: &I18n) -> Html {
    let tool = |act: &'static str, label: &'static str| {
        let tab_index = if active { "0" } else { "-1" };
        html! {
            <button type="button" class="row-tool" data-act={act} tabindex={tab_index}
                data-testid={active.then(|| format!("row-{act}"))}>{ i18n.t(label) }</button>
        }
    };
    html! {
        <span class="row-tools" aria-hidden={(!active).then_some("true")}>
            { tool("copy-path", "copy-path") }
            { tool("copy-value", "copy-value") }
        </span>
    }
}

/// A piece of a row, which begins at `at`, with the matches in it.
pub(super) fn marked(text: &str, at: usize, marks: &[Match], front: Option<Match>) -> Html {
    if marks.is_empty() {
        return seen_in_place(text);
    }
    parts(text, at, marks)
        .into_iter()
        .map(|(part, mark)| match mark {
            None => seen_in_place(part),
            Some(mark) => {
                let class = if front == Some(mark) {
                    "mark mark-front"
                } else {
                    "mark"
                };
                html! { <mark {class}>{ seen_in_place(part) }</mark> }
            }
        })
        .collect()
}

/// A piece of a row, cut where matches begin and end.
fn parts<'a>(text: &'a str, at: usize, marks: &[Match]) -> Vec<(&'a str, Option<Match>)> {
    let within = |place: u32| {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        place.saturating_sub(at).min(text.len())
    };
    let mut found = Vec::new();
    let mut done = 0;
    for mark in marks {
        let (start, end) = (within(mark.start).max(done), within(mark.end));
        // What is not the text that was searched is shown without marks.
        let (Some(before), Some(inside)) = (text.get(done..start), text.get(start..end)) else {
            continue;
        };
        if inside.is_empty() {
            continue;
        }
        if !before.is_empty() {
            found.push((before, None));
        }
        found.push((inside, Some(*mark)));
        done = end;
    }
    if done < text.len() {
        found.push((&text[done..], None));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_cut_where_matches_begin_and_end() {
        let mark = |start, end| Match { row: 0, start, end };
        let (one, two) = (mark(1, 3), mark(3, 9));
        assert_eq!(
            parts("abcdef", 0, &[one, two]),
            [("a", None), ("bc", Some(one)), ("def", Some(two))]
        );
        assert_eq!(parts("cd", 2, &[one, two]), [("c", Some(one)), ("d", Some(two))]);
        assert_eq!(parts("ab", 9, &[one, two]), [("ab", None)]);
        assert_eq!(
            parts("가나", 0, &[mark(1, 4)]),
            [("가나", None)],
            "never inside a character"
        );
    }
}
