//! Trying a profile out: who signs in, and what happened.

use latchkey_ipc::{Rehearsal, RehearsalStep};
use yew::prelude::*;
use yew::props;

use crate::components::banner::{Banner, Tone};
use crate::components::component::component;
use crate::components::field::Field;
use crate::components::seen::seen;
use crate::components::waterfall::{Line, Waterfall, WaterfallProps};
use crate::i18n::{I18n, rehearsal_sentence};
use crate::state::profile::trial::{Trial, TrialAction};

/// Properties of [`trial_pane`].
pub struct TrialPaneProps {
    /// What is typed, and how the last one went.
    pub trial: Trial,
    /// Whether the profile has a client with a secret.
    pub wants_secret: bool,
    /// Called with every change.
    pub onaction: Callback<TrialAction>,
    /// Called when the user wants to try.
    pub ontry: Callback<()>,
}

/// Trying a profile out.
pub fn trial_pane(i18n: &I18n, props: &TrialPaneProps) -> Html {
    let TrialPaneProps { trial, onaction, .. } = props;
    let at = |field: &str| {
        let error = trial
            .error
            .as_ref()
            .filter(|it| it.field.as_deref() == Some(field));
        error.map(|error| i18n.error(error))
    };
    let elsewhere = trial.error.as_ref().filter(|error| {
        !matches!(
            error.field.as_deref(),
            Some("user" | "password" | "client_secret")
        )
    });
    html! {
        <div key="trial" class="trial">
            <p class="field-hint">{ i18n.t("trial-about") }</p>
            <form class="trial-form" novalidate={true}
                onsubmit={props.ontry.reform(|event: SubmitEvent| event.prevent_default())}>
                <Field id="trial-user" label={i18n.t("user")} value={trial.user.clone()} error={at("user")}
                    oninput={onaction.reform(TrialAction::User)} />
                <Field id="trial-password" label={i18n.t("password")} value={trial.password.clone()} kind="password"
                    error={at("password")} oninput={onaction.reform(TrialAction::Password)} />
                if props.wants_secret {
                    <Field id="trial-secret" label={i18n.t("client-secret")} value={trial.client_secret.clone()}
                        kind="password" error={at("client_secret")}
                        oninput={onaction.reform(TrialAction::ClientSecret)} />
                }
                <div class="trial-buttons">
                    <button type="submit" class="button button-primary" data-testid="trial-go" disabled={trial.busy}
                        aria-busy={trial.busy.to_string()}>
                        { i18n.t("trial-go") }
                        if trial.busy {
                            <span class="spinner" aria-hidden="true"></span>
                        }
                    </button>
                    <button type="button" class="button" data-testid="trial-cancel" disabled={!trial.busy}
                        onclick={onaction.reform(|_| TrialAction::Cancel)}>{ i18n.t("cancel") }</button>
                </div>
            </form>
            if let Some(error) = elsewhere {
                <Banner tone={Tone::Danger} title={i18n.error(error)} test_id="trial-error" />
            }
            if let Some(result) = &trial.result {
                { outcome(i18n, &OutcomeProps { result: result.clone() }) }
            }
        </div>
    }
}

struct OutcomeProps {
    result: Rehearsal,
}

/// What happened, and whether the profile fits.
fn outcome(i18n: &I18n, props: &OutcomeProps) -> Html {
    let line = |step: &RehearsalStep| {
        let (kind, sentence, bad) = rehearsal_sentence(i18n, &step.event);
        Line {
            at_us: step.at_us,
            took_us: step.took_us,
            kind,
            name: i18n.t(&format!("trial-step-{kind}")),
            sentence,
            bad,
            parts: Vec::new(),
            note: None,
        }
    };
    let ends = props.result.steps.iter().map(|step| step.at_us + step.took_us);
    let total_us = ends.max().unwrap_or_default();
    let lines: Vec<_> = props.result.steps.iter().map(line).collect();
    html! {
        <section class="trial-outcome" aria-label={i18n.t("tab-profile-trial")}>
            if let Some(error) = &props.result.error {
                <Banner tone={Tone::Danger} title={i18n.error(error)} test_id="trial-failed">
                    if *i18n.error(error) != *error.message {
                        <p class="banner-detail">{ seen(&error.message) }</p>
                    }
                </Banner>
            } else {
                <Banner tone={Tone::Good} title={i18n.t("trial-fits")} test_id="trial-fits" />
            }
            { component::<Waterfall>(props!(WaterfallProps { label: i18n.t("tab-profile-trial"), lines, total_us })) }
        </section>
    }
}
