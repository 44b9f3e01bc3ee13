//! Whether a history is kept, in the settings. What is chosen holds at once.

use latchkey_ipc::{HistorySettings, IpcError};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::clicked::clicked;
use super::dialog::{QuestionProps, question};
use crate::held::use_state;
use crate::i18n::use_i18n;

/// Properties of [`HistoryForm`].
#[derive(Properties, PartialEq)]
pub struct HistoryFormProps {
    /// What is in force.
    pub settings: HistorySettings,
    /// How many calls are kept.
    pub count: u64,
    /// What went wrong last.
    pub failed: Option<IpcError>,
    /// Called with what is to be in force from now on.
    pub onkeep: Callback<HistorySettings>,
    /// Called when all calls are to be taken away.
    pub onclear: Callback<()>,
}

/// Whether a history is kept.
#[component]
pub fn HistoryForm(props: &HistoryFormProps) -> Html {
    let i18n = use_i18n();
    let asking = use_state(|| false);
    let ask = |ask: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(ask))
    };
    let settings = props.settings;
    let to = |change: fn(&mut HistorySettings, bool)| {
        props.onkeep.reform(move |event: Event| {
            let mut next = settings;
            let checked = event.target_unchecked_into::<HtmlInputElement>().checked();
            change(&mut next, checked);
            next
        })
    };
    let check = |id: &'static str, checked: bool, disabled: bool, onchange: Callback<Event>| {
        let about = match id {
            "settings-history" => "settings-history-about",
            _ => "settings-bodies-about",
        };
        html! {
            <div class="settings-choice">
                <label class="settings-check">
                    <input type="checkbox" data-testid={id} aria-describedby={about} {checked} {disabled}
                        {onchange} />
                    <span>{ i18n.t(id) }</span>
                </label>
                <p class="field-hint" id={about}>{ i18n.t(about) }</p>
            </div>
        }
    };
    let onyes = {
        let (onclear, done) = (props.onclear.clone(), ask(false));
        Callback::from(move |()| {
            done.emit(());
            onclear.emit(());
        })
    };
    let count = [("count", props.count.into())];
    html! {
        <section class="settings-group" aria-labelledby="settings-history-title">
            <h3 id="settings-history-title">{ i18n.t("history") }</h3>
            { check("settings-history", settings.keep, false, to(|it, keep| it.keep = keep)) }
            { check("settings-bodies", settings.bodies, !settings.keep, to(|it, bodies| it.bodies = bodies)) }
            if let Some(error) = &props.failed {
                <Banner tone={Tone::Danger} title={i18n.error(error)} test_id="settings-history-failed" />
            }
            <div class="settings-save">
                <button type="button" class="button" data-testid="settings-history-clear" disabled={props.count == 0}
                    onclick={clicked(&ask(true))}>{ i18n.t("history-clear") }</button>
                <span role="status" data-testid="settings-history-count">{ i18n.with("settings-history-count", &count) }</span>
            </div>
            if *asking {
                { question(&i18n, &QuestionProps {
                    id: "settings-history-clearing", title: i18n.t("history-clear-ask"),
                    yes: i18n.t("history-clear"), text: i18n.with("history-clear-about", &count), onyes,
                    onno: ask(false),
                }) }
            }
        </section>
    }
}
