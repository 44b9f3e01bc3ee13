//! Updates: what there is, how far it is, and the user's word.

use std::rc::Rc;

use latchkey_ipc::{IpcError, ReleaseView, UpdateStep, UpdateView};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::clicked::clicked;
use super::dialog::Dialog;
use crate::clock;
use crate::format;
use crate::i18n::{I18n, use_i18n};
use crate::state::update::percent;

/// What the user wants of the updater.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateAct {
    /// Look for a newer version.
    Check,
    /// Fetch it.
    Download,
    /// Stop what is under way.
    Cancel,
    /// Put it in place and start it.
    Install,
    /// Look without being asked, or do not.
    Automatic(bool),
}

/// Properties of [`UpdateDialog`].
#[derive(Properties, PartialEq)]
pub struct UpdateDialogProps {
    /// How updates stand.
    pub view: Rc<UpdateView>,
    /// Called with what the user wants.
    pub onact: Callback<UpdateAct>,
    /// Called when the user is done.
    pub onclose: Callback<()>,
}

/// Updates.
#[component]
pub fn UpdateDialog(props: &UpdateDialogProps) -> Html {
    let i18n = use_i18n();
    let view = &props.view;
    let title = match &view.release {
        Some(release) => i18n.with("update-found", &[("version", release.version.clone().into())]),
        None => i18n.t("update-title"),
    };
    let onautomatic = props.onact.reform(|event: Event| {
        UpdateAct::Automatic(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! {
        <Dialog id="updates" {title} onclose={props.onclose.clone()}>
            <div class="update" aria-live="polite">
                { state_of(view, &i18n) }
                if let Some(release) = &view.release {
                    { notes(release, &i18n) }
                }
                { step(view, &i18n) }
                if let Some(problem) = &view.problem {
                    { failure(problem, view, &i18n) }
                }
            </div>
            <footer class="update-foot">
                <label class="check">
                    <input type="checkbox" data-testid="check-automatically" checked={view.automatic}
                        onchange={onautomatic} />
                    <span>{ i18n.t("update-automatic") }</span>
                </label>
                <div class="update-buttons">{ buttons(props, &i18n) }</div>
            </footer>
        </Dialog>
    }
}

/// Which version runs, and what is known of newer ones.
fn state_of(view: &UpdateView, i18n: &I18n) -> Html {
    let version = [("version", view.version.clone().into())];
    let known = match (&view.release, view.checked_at) {
        (Some(release), _) => release.published_at.map(|at| {
            let date = clock::date_and_time(at)
                .chars()
                .take_while(|it| *it != ' ')
                .collect::<String>();
            i18n.with("update-published", &[("date", date.into())])
        }),
        (None, Some(at)) => {
            let values = [("when", clock::date_and_time(at).into())];
            Some(i18n.with("update-checked", &values))
        }
        (None, None) => None,
    };
    let line = match (&view.release, view.step, view.checked_at, &view.problem) {
        (None, UpdateStep::Idle, Some(_), None) => i18n.with("update-none", &version),
        _ => i18n.with("update-running", &version),
    };
    html! {
        <p class="update-state" data-testid="update-state">
            { line }
            if let Some(known) = known {
                <small>{ known }</small>
            }
        </p>
    }
}

/// The publisher's words: text, whatever is in it.
fn notes(release: &ReleaseView, i18n: &I18n) -> Html {
    if release.notes.is_empty() {
        return Html::default();
    }
    html! {
        <section class="update-notes" aria-label={i18n.t("update-notes")}>
            <h3>{ i18n.t("update-notes") }</h3>
            <div class="update-text" data-testid="update-notes" tabindex="0">{ &release.notes }</div>
        </section>
    }
}

/// What is under way, or what the user can do.
fn step(view: &UpdateView, i18n: &I18n) -> Html {
    let busy = |key: &str| {
        html! {
            <p class="update-busy" data-testid="update-step">
                <span class="spinner" aria-hidden="true"></span>
                { i18n.t(key) }
            </p>
        }
    };
    let said = |key: &str| html! { <p data-testid="update-step">{ i18n.t(key) }</p> };
    match view.step {
        UpdateStep::Checking => busy("update-checking"),
        UpdateStep::Installing => busy("update-installing"),
        UpdateStep::Downloading { received, total } => progress(received, total, i18n),
        UpdateStep::Ready => said("update-ready"),
        UpdateStep::Idle if view.release.is_some() && !view.installs => said("update-package"),
        UpdateStep::Idle => Html::default(),
    }
}

fn progress(received: u64, total: Option<u64>, i18n: &I18n) -> Html {
    let received_text = format::size(received);
    let text = match total {
        Some(total) => {
            let values = [
                ("received", received_text.into()),
                ("total", format::size(total).into()),
            ];
            i18n.with("update-progress", &values)
        }
        None => i18n.with("update-progress-open", &[("received", received_text.into())]),
    };
    html! {
        <div class="update-progress">
            <progress max="100" value={percent(received, total).map(|it| it.to_string())}
                aria-label={i18n.t("update-fetching")} data-testid="update-progress"></progress>
            <p aria-live="off" data-testid="update-step">{ text }</p>
        </div>
    }
}

fn failure(problem: &IpcError, view: &UpdateView, i18n: &I18n) -> Html {
    let stays = i18n.with("update-stays", &[("version", view.version.clone().into())]);
    html! {
        <Banner tone={Tone::Danger} title={i18n.error(problem)} test_id="update-problem">
            <p>{ stays }</p>
            <p class="banner-detail">{ &problem.message }</p>
        </Banner>
    }
}

fn buttons(props: &UpdateDialogProps, i18n: &I18n) -> Html {
    let view = &props.view;
    let button = |act: UpdateAct, key: &str, class: &'static str| {
        html! {
            <button type="button" class={classes!("button", class)} data-testid={key.to_owned()}
                onclick={props.onact.reform(move |_| act)}>{ i18n.t(key) }</button>
        }
    };
    let later = html! {
        <button type="button" class="button" data-testid="update-later"
            onclick={clicked(&props.onclose)}>{ i18n.t("update-later") }</button>
    };
    match view.step {
        UpdateStep::Checking | UpdateStep::Downloading { .. } => {
            button(UpdateAct::Cancel, "update-cancel", "")
        }
        UpdateStep::Ready => html! {
            <>{ later }{ button(UpdateAct::Install, "update-install", "button-primary") }</>
        },
        UpdateStep::Installing => Html::default(),
        UpdateStep::Idle if view.release.is_some() && view.installs => html! {
            <>
                // What failed may have been put right since.
                if view.problem.is_some() {
                    { button(UpdateAct::Check, "update-check", "") }
                } else {
                    { later }
                }
                { button(UpdateAct::Download, "update-download", "button-primary") }
            </>
        },
        UpdateStep::Idle => button(UpdateAct::Check, "update-check", ""),
    }
}
