//! The bar for looking for a text: Enter goes on, Shift and Enter back, Esc closes it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::icons::{Icon, icon};
use crate::effect::use_effect_with;
use crate::i18n::use_i18n;
use crate::state::find::{Find, FindAction, Progress};

/// The id of the field in the page.
const FIELD: &str = "find";

/// Properties of [`FindBar`].
#[derive(Properties, PartialEq)]
pub struct FindBarProps {
    /// The search.
    pub find: Find,
    /// What the user does with it.
    pub onaction: Callback<FindAction>,
}

/// The bar.
#[component]
pub fn FindBar(props: &FindBarProps) -> Html {
    let i18n = use_i18n();
    let FindBarProps { find, onaction } = props;
    let field = use_node_ref();
    use_effect_with((find.asked_for, field.clone()), |(_, field)| {
        if let Some(field) = field.cast::<HtmlInputElement>() {
            drop(field.focus());
            field.select();
        }
    });
    let oninput = onaction.reform(|event: InputEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        FindAction::Pattern(field.value())
    });
    let onkeydown = {
        let onaction = onaction.clone();
        move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let action = match event.key().as_str() {
                "Enter" if !event.ctrl_key() && !event.meta_key() => FindAction::Step {
                    back: event.shift_key(),
                },
                "Escape" => FindAction::Close,
                _ => return,
            };
            event.prevent_default();
            onaction.emit(action);
        }
    };
    let switch = |id: &'static str, sign: &'static str, on: bool, action: fn(bool) -> FindAction| {
        let label = i18n.t(id);
        html! {
            <label class="chip" title={label.clone()}>
                <input type="checkbox" data-testid={id} aria-label={label} checked={on}
                    onchange={onaction.reform(move |_: Event| action(!on))} />
                <span aria-hidden="true">{ sign }</span>
            </label>
        }
    };
    let count = find.count();
    let step = |id: &'static str, image: Icon, back: bool| {
        let label = i18n.t(id);
        html! {
            <button type="button" class="icon-button" data-testid={id} title={label.clone()} aria-label={label}
                disabled={count.is_none_or(|count| count == 0)}
                onclick={onaction.reform(move |_: MouseEvent| FindAction::Step { back })}>
                { icon(image) }
            </button>
        }
    };
    let bad = matches!(find.progress, Progress::Failed(_)) || count == Some(0);
    let said = match &find.progress {
        Progress::Idle => AttrValue::default(),
        Progress::Searching => i18n.t("find-searching"),
        Progress::Found(found) if found.count == 0 => i18n.t("find-none"),
        Progress::Found(found) => {
            let values = [("at", (find.number + 1).into()), ("count", found.count.into())];
            i18n.with(
                if found.more {
                    "find-count-more"
                } else {
                    "find-count"
                },
                &values,
            )
        }
        Progress::Failed(error) => i18n.error(error),
    };
    html! {
        <div class="find-bar" role="search" aria-label={i18n.t("find")} {onkeydown}>
            <input ref={field} id={FIELD} class="find-field" type="text" data-testid="find-field"
                aria-label={i18n.t("find-label")} placeholder={i18n.t("find-label")}
                aria-invalid={matches!(find.progress, Progress::Failed(_)).to_string()} spellcheck="false"
                autocomplete="off" autocapitalize="off" maxlength={latchkey_ipc::PATTERN_LIMIT.to_string()}
                value={find.pattern.clone()} {oninput} />
            <div class="chips">
                { switch("find-case", "Aa", find.match_case, FindAction::MatchCase) }
                { switch("find-regex", ".*", find.regex, FindAction::Regex) }
            </div>
            <span class={classes!("find-said", bad.then_some("find-bad"))} role="status" data-testid="find-said">
                { said }
            </span>
            { step("find-previous", Icon::Up, true) }
            { step("find-next", Icon::Below, false) }
            <button type="button" class="icon-button" data-testid="find-close" title={i18n.t("find-close")}
                aria-label={i18n.t("find-close")} onclick={onaction.reform(|_: MouseEvent| FindAction::Close)}>
                { icon(Icon::Close) }
            </button>
        </div>
    }
}
