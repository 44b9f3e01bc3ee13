//! The palette: whatever can be done or opened, found by a few letters. By ARIA's combobox with a list: the keyboard
//! stays in the field, arrows choose, Enter does it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog::use_modal;
use super::focus::keep_in_view;
use super::seen::seen;
use crate::effect::use_effect_with;
use crate::held::use_state;
use crate::i18n::use_i18n;
use crate::state::fuzzy::fits;

/// How many are listed at most.
const SHOWN: usize = 50;

/// Something that can be done or opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stable name, also for tests.
    pub id: String,
    /// What it says.
    pub label: String,
    /// Of what kind it is.
    pub kind: AttrValue,
    /// The keys that do the same.
    pub keys: String,
}

/// Properties of [`Palette`].
#[derive(Properties, PartialEq)]
pub struct PaletteProps {
    /// All there is, in the order in which it is listed while nothing is typed.
    pub entries: Vec<Entry>,
    /// Called with the place of what was chosen.
    pub onchoose: Callback<usize>,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// The palette.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let i18n = use_i18n();
    let dialog = use_modal();
    let typed = use_state(String::new);
    let at = use_state(|| 0_usize);
    let found = found(&typed, &props.entries);
    let chosen = (*at).min(found.len().saturating_sub(1));
    use_effect_with(chosen, |chosen| keep_in_view(&option_id(*chosen)));
    let oninput = {
        let (typed, at) = (typed.setter(), at.setter());
        move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
            at.set(0);
        }
    };
    let choose = {
        let (onchoose, found) = (props.onchoose.clone(), found.clone());
        Callback::from(move |place: usize| {
            if let Some(entry) = found.get(place) {
                onchoose.emit(*entry);
            }
        })
    };
    let onkeydown = {
        let (at, count, choose) = (at.setter(), found.len(), choose.clone());
        move |event: KeyboardEvent| {
            // Enter that ends a Korean syllable chooses nothing.
            if event.is_composing() || count == 0 {
                return;
            }
            match event.key().as_str() {
                "ArrowDown" => at.set((chosen + 1) % count),
                "ArrowUp" => at.set((chosen + count - 1) % count),
                "PageDown" => at.set((chosen + 10).min(count - 1)),
                "PageUp" => at.set(chosen.saturating_sub(10)),
                "Enter" if !event.repeat() => choose.emit(chosen),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let option = |(place, entry): (usize, &usize)| {
        let entry = &props.entries[*entry];
        html! {
            <li key={entry.id.clone()} role="option" id={option_id(place)} data-testid={entry.id.clone()}
                class="palette-option" aria-selected={(place == chosen).to_string()}
                onclick={choose.reform(move |_| place)}>
                <span class="palette-label">{ seen(&entry.label) }</span>
                <span class="palette-kind">{ &entry.kind }</span>
                if !entry.keys.is_empty() {
                    <kbd>{ &entry.keys }</kbd>
                }
            </li>
        }
    };
    html! {
        <dialog ref={dialog} class="dialog palette" data-testid="palette" aria-label={i18n.t("action-palette")}
            onclose={props.onclose.reform(|_: Event| ())}>
            <input class="palette-field" data-testid="palette-field" type="text" role="combobox" autofocus={true}
                aria-label={i18n.t("palette-hint")} placeholder={i18n.t("palette-hint")} aria-expanded="true"
                aria-controls="palette-list" aria-autocomplete="list"
                aria-activedescendant={(!found.is_empty()).then(|| option_id(chosen))} spellcheck="false"
                autocomplete="off" value={(*typed).clone()} {oninput} {onkeydown} />
            <ul class="palette-list" role="listbox" id="palette-list" aria-label={i18n.t("action-palette")}>
                { for found.iter().enumerate().map(option) }
            </ul>
            <p class={classes!("palette-none", (!found.is_empty()).then_some("visually-hidden"))} role="status">
                { if found.is_empty() { i18n.t("palette-none") } else { i18n.with("palette-count", &[("count", found.len().into())]) } }
            </p>
        </dialog>
    }
}

fn option_id(place: usize) -> String {
    format!("palette-option-{place}")
}

/// The places of what fits, the best first.
fn found(typed: &str, entries: &[Entry]) -> Vec<usize> {
    let mut fitting = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        if let Some(score) = fits(typed, &entry.label) {
            // The order of the entries decides among those that fit alike.
            let at = fitting.partition_point(|(other, _)| *other >= score);
            fitting.insert(at, (score, place));
        }
    }
    fitting.into_iter().map(|(_, place)| place).take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_best_comes_first_and_what_does_not_fit_is_left_out() {
        let entries: Vec<_> = ["Restore notes", "List notes", "Sign out"]
            .map(|label| Entry {
                id: label.to_owned(),
                label: label.to_owned(),
                kind: AttrValue::default(),
                keys: String::new(),
            })
            .into();
        assert_eq!(found("", &entries), [0, 1, 2]);
        assert_eq!(found("notes", &entries), [1, 0]);
        assert_eq!(found("zzz", &entries), [0; 0]);
    }
}
