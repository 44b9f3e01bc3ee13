//! The settings: how the window looks, whether a history is kept, how connections are made, and where things are kept.

use latchkey_ipc::{HistorySettings, IpcError, NetworkSettings, SettingsView};
use web_sys::HtmlSelectElement;
use yew::prelude::*;
use yew::props;

use super::banner::{Banner, Tone};
use super::clicked::clicked;
use super::component::component;
use super::copy_text::{CopyText, CopyTextProps};
use super::dialog::Dialog;
use super::field::field_error;
use super::history_settings::{HistoryForm, HistoryFormProps};
use super::network_form::{NetworkForm, NetworkFormProps};
use super::seen::seen;
use crate::format;
use crate::i18n::I18n;
use crate::state::preferences::{Density, Language, Preferences, PreferencesAction, Theme};

/// How saving went.
pub type Saved = Result<(), IpcError>;

/// Properties of [`settings_dialog`].
pub struct SettingsDialogProps {
    /// How the window looks.
    pub preferences: Preferences,
    /// Called with what is chosen for the window: it holds at once.
    pub onpreference: Callback<PreferencesAction>,
    /// The settings in force; `None` until they are known.
    pub view: Option<Result<SettingsView, IpcError>>,
    /// How the last saving went.
    pub saved: Option<Saved>,
    /// Called with what is to be in force from now on.
    pub onsave: Callback<NetworkSettings>,
    /// Called when a file is to be chosen for a field; what it is given hears the path.
    pub onchoose: Callback<Callback<String>>,
    /// Called when the data folder is to be shown.
    pub onfolder: Callback<()>,
    /// Why it could not be shown.
    pub unopened: Option<IpcError>,
    /// What went wrong last with the history.
    pub history_failed: Option<IpcError>,
    /// Called with whether a history is kept from now on.
    pub onhistory: Callback<HistorySettings>,
    /// Called when the history is to be taken away.
    pub onclear: Callback<()>,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// The settings.
pub fn settings_dialog(i18n: &I18n, props: &SettingsDialogProps) -> Html {
    let rest = match &props.view {
        None => html! { <p class="dialog-text" role="status">{ i18n.t("settings-wait") }</p> },
        Some(Err(error)) => html! { <Banner tone={Tone::Danger} title={i18n.error(error)} /> },
        Some(Ok(view)) => html! {
            <>
                { component::<HistoryForm>(props!(HistoryFormProps {
                    settings: view.history, count: view.history_calls, failed: props.history_failed.clone(),
                    onkeep: props.onhistory.clone(), onclear: props.onclear.clone(),
                })) }
                { component::<NetworkForm>(props!(NetworkFormProps {
                    settings: view.network.clone(), saved: props.saved.clone(), onsave: props.onsave.clone(),
                    onchoose: props.onchoose.clone(),
                })) }
                { folder(view, props, i18n) }
            </>
        },
    };
    html! {
        <Dialog id="settings" title={i18n.t("help-settings")} wide={true} onclose={props.onclose.clone()}>
            <div class="dialog-scroll app-settings">
                { appearance(props, i18n) }
                { rest }
            </div>
        </Dialog>
    }
}

/// Where things are kept.
fn folder(view: &SettingsView, props: &SettingsDialogProps, i18n: &I18n) -> Html {
    let path = view.folder.clone();
    html! {
        <section class="settings-group" aria-labelledby="settings-folder-title">
            <h3 id="settings-folder-title">{ i18n.t("settings-folder") }</h3>
            <p><code class="settings-path" data-testid="settings-folder">{ seen(&view.folder) }</code></p>
            <p class="field-hint">
                { i18n.with("settings-folder-size", &[("size", format::size(view.folder_bytes).into())]) }
            </p>
            <div class="settings-save">
                <button type="button" class="button button-small" data-testid="settings-folder-open"
                    onclick={clicked(&props.onfolder)}>{ i18n.t("settings-folder-open") }</button>
                { component::<CopyText>(props!(CopyTextProps {
                    test_id: "settings-folder-copy", label: i18n.t("settings-folder-copy"), about: "",
                    text: Callback::from(move |()| path.clone()),
                })) }
            </div>
            if let Some(error) = &props.unopened {
                { field_error("settings-folder", i18n.error(error)) }
            }
        </section>
    }
}

/// Theme, language and density.
fn appearance(props: &SettingsDialogProps, i18n: &I18n) -> Html {
    let Preferences { theme, density, .. } = props.preferences;
    let themes = [Theme::System, Theme::Light, Theme::Dark].map(|it| {
        let label = i18n.t(&format!("settings-theme-{}", it.slug()));
        (it.slug(), label, it == theme)
    });
    let languages = [(Language::En, "English"), (Language::Ko, "한국어")]
        .map(|(it, name)| (it.tag(), AttrValue::from(name), it == i18n.language()));
    let densities = [Density::Comfortable, Density::Compact].map(|it| {
        let label = i18n.t(&format!("settings-density-{}", it.slug()));
        (it.slug(), label, it == density)
    });
    let to_theme = props.onpreference.reform(|slug: String| {
        PreferencesAction::Theme(match slug.as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        })
    });
    let to_language = props.onpreference.reform(|tag: String| {
        PreferencesAction::Language(if tag == "ko" { Language::Ko } else { Language::En })
    });
    let to_density = props.onpreference.reform(|slug: String| {
        PreferencesAction::Density(if slug == "compact" {
            Density::Compact
        } else {
            Density::Comfortable
        })
    });
    html! {
        <section class="settings-group" aria-labelledby="settings-look-title">
            <h3 id="settings-look-title">{ i18n.t("settings-look") }</h3>
            <div class="settings-row">
                { select("settings-theme", i18n.t("settings-theme"), &themes, to_theme) }
                { select("settings-language", i18n.t("settings-language"), &languages, to_language) }
                { select("settings-density", i18n.t("settings-density"), &densities, to_density) }
            </div>
        </section>
    }
}

pub(super) fn select(
    id: &'static str,
    label: AttrValue,
    options: &[(&'static str, AttrValue, bool)],
    onchoose: Callback<String>,
) -> Html {
    let onchange =
        move |event: Event| onchoose.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
    let option = |(value, label, selected): &(&'static str, AttrValue, bool)| {
        html! { <option value={*value} selected={*selected}>{ label }</option> }
    };
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            <select {id} data-testid={id} {onchange}>{ for options.iter().map(option) }</select>
        </div>
    }
}
