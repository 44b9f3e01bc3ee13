//! What is said about a request that was taken from a curl command.

use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::seen::seen;
use crate::i18n::I18n;
use crate::state::editor::EditorAction;
use crate::state::pasted::Pasted;

/// Properties of [`pasted_note`].
pub struct PastedNoteProps {
    /// What is to be said.
    pub pasted: Pasted,
    /// Called with what the user decides.
    pub onaction: Callback<EditorAction>,
}

/// What is said about a request that was taken from a curl command.
pub fn pasted_note(i18n: &I18n, props: &PastedNoteProps) -> Html {
    let pasted = &props.pasted;
    let mut notes = Vec::new();
    if !pasted.attached.is_empty() {
        let names = [("names", seen(&pasted.attached.join(", ")).into())];
        notes.push(i18n.with("curl-attached", &names));
    }
    notes.extend(pasted.notes.iter().map(|(kind, what)| {
        let what = [("what", seen(what).into())];
        i18n.with(&format!("curl-note-{}", kind.slug()), &what)
    }));
    let act = |action: EditorAction| props.onaction.reform(move |_: MouseEvent| action.clone());
    let held = (!pasted.held.is_empty()).then(|| {
        let names = [("names", seen(&pasted.held_names()).into())];
        html! {
            <p class="banner-detail" data-testid="curl-held">{ i18n.with("curl-held", &names) }</p>
        }
    });
    html! {
        <Banner tone={Tone::Neutral} title={i18n.t("curl-taken")} test_id="curl-pasted"
            ondismiss={props.onaction.reform(|()| EditorAction::PasteRead)}>
            if !notes.is_empty() {
                <ul class="pasted-notes">
                    { for notes.into_iter().map(|note| html! { <li>{ note }</li> }) }
                </ul>
            }
            { held }
            <p class="pasted-actions">
                if !pasted.held.is_empty() {
                    <button type="button" class="button button-small" data-testid="curl-take-held"
                        onclick={act(EditorAction::TakeHeld)}>
                        { i18n.t("curl-take-held") }
                    </button>
                }
                <button type="button" class="button button-small" data-testid="curl-undo"
                    onclick={act(EditorAction::Undo)}>
                    { i18n.t("undo") }
                </button>
            </p>
        </Banner>
    }
}
