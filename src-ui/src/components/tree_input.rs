//! What keys and the pointer mean in a tree of rows (WAI-ARIA Authoring Practices, tree view).

use latchkey_ipc::Fold;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// What the user wants of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// To the row in this place, or the last one.
    Go(u64),
    /// Fold what is unfolded, or the other way round.
    Toggle,
    /// To the row in which what this row stands in begins.
    Parent,
    /// Copy where the value is.
    CopyPath,
    /// Copy the value.
    CopyValue,
}

/// What a key means while the keyboard is at the row in place `at`.
pub(super) fn key_wish(event: &KeyboardEvent, at: u64, fold: Option<Fold>, page: u64) -> Option<Wish> {
    // The buttons in a row have keys of their own.
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok())?;
    if target.get_attribute("role").as_deref() != Some("tree") || event.shift_key() || event.alt_key() {
        return None;
    }
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        return (key.eq_ignore_ascii_case("c") && !is_selected()).then_some(Wish::CopyValue);
    }
    meant(&key, at, fold, page)
}

fn meant(key: &str, at: u64, fold: Option<Fold>, page: u64) -> Option<Wish> {
    Some(match (key, fold.unwrap_or_default()) {
        ("ArrowDown", _) | ("ArrowRight", Fold::Open) => Wish::Go(at + 1),
        ("ArrowUp", _) => Wish::Go(at.saturating_sub(1)),
        ("PageDown", _) => Wish::Go(at.saturating_add(page)),
        ("PageUp", _) => Wish::Go(at.saturating_sub(page)),
        ("Home", _) => Wish::Go(0),
        ("End", _) => Wish::Go(u64::MAX),
        ("ArrowRight", Fold::Closed { .. }) | ("ArrowLeft", Fold::Open) | ("Enter" | " ", _) => Wish::Toggle,
        ("ArrowLeft", Fold::Closed { .. } | Fold::None) => Wish::Parent,
        _ => return None,
    })
}

/// Whether a piece of text is selected: copying is about that.
fn is_selected() -> bool {
    let selection = gloo::utils::window().get_selection().ok().flatten();
    selection.is_some_and(|it| !it.is_collapsed())
}

/// The row that was clicked, and what a click on that piece of it means beyond going there.
pub(super) fn pointer_wish(event: &MouseEvent) -> Option<(u64, Option<Wish>)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let row = target.closest(".text-row").ok().flatten()?;
    let at = row.get_attribute("data-at")?.parse().ok()?;
    let act = target.closest("[data-act]").ok().flatten();
    let act = act.and_then(|it| it.get_attribute("data-act"));
    let wish = match act.as_deref() {
        Some("fold") => Some(Wish::Toggle),
        Some("copy-path") => Some(Wish::CopyPath),
        Some("copy-value") => Some(Wish::CopyValue),
        _ => None,
    };
    Some((at, wish))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_fold_and_lead_as_in_any_tree() {
        let closed = Some(Fold::Closed { items: 3 });
        assert_eq!(meant("ArrowRight", 4, closed, 20), Some(Wish::Toggle));
        assert_eq!(meant("ArrowRight", 4, Some(Fold::Open), 20), Some(Wish::Go(5)));
        assert_eq!(meant("ArrowRight", 4, Some(Fold::None), 20), None);
        assert_eq!(meant("ArrowLeft", 4, Some(Fold::Open), 20), Some(Wish::Toggle));
        assert_eq!(meant("ArrowLeft", 4, closed, 20), Some(Wish::Parent));
        assert_eq!(meant("ArrowLeft", 4, None, 20), Some(Wish::Parent));
        assert_eq!(meant("ArrowUp", 0, None, 20), Some(Wish::Go(0)));
        assert_eq!(meant("PageDown", 4, None, 20), Some(Wish::Go(24)));
        assert_eq!(meant("End", 4, None, 20), Some(Wish::Go(u64::MAX)));
        assert_eq!(meant("a", 4, None, 20), None);
    }
}
