//! The settings: how the window looks, how connections are made, and where things are kept.

use latchkey_ipc::{IpcError, NetworkSettings, ProxyChoice, SettingsView};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::dialog::Dialog;
use super::field::Field;
use super::seen::seen;
use crate::format;
use crate::i18n::{I18n, use_i18n};
use crate::state::preferences::{Density, Language, Preferences, PreferencesAction, Theme};

/// How saving went.
pub type Saved = Result<(), IpcError>;

/// Properties of [`SettingsDialog`].
#[derive(Properties, PartialEq)]
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
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// The settings.
#[component]
pub fn SettingsDialog(props: &SettingsDialogProps) -> Html {
    let i18n = use_i18n();
    let rest = match &props.view {
        None => html! { <p class="dialog-text" role="status">{ i18n.t("settings-wait") }</p> },
        Some(Err(error)) => html! { <Banner tone={Tone::Danger} title={i18n.error(error)} /> },
        Some(Ok(view)) => html! {
            <>
                <NetworkForm settings={view.network.clone()} saved={props.saved.clone()} onsave={props.onsave.clone()} />
                <section class="settings-group" aria-labelledby="settings-folder-title">
                    <h3 id="settings-folder-title">{ i18n.t("settings-folder") }</h3>
                    <p><code class="settings-path" data-testid="settings-folder">{ seen(&view.folder) }</code></p>
                    <p class="field-hint">
                        { i18n.with("settings-folder-size", &[("size", format::size(view.folder_bytes).into())]) }
                    </p>
                </section>
            </>
        },
    };
    html! {
        <Dialog id="settings" title={i18n.t("help-settings")} wide={true} onclose={props.onclose.clone()}>
            <div class="dialog-scroll app-settings">
                { appearance(props, &i18n) }
                { rest }
            </div>
        </Dialog>
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

fn select(
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

#[derive(Properties, PartialEq)]
struct NetworkFormProps {
    settings: NetworkSettings,
    saved: Option<Saved>,
    onsave: Callback<NetworkSettings>,
}

/// How connections are made.
#[component]
fn NetworkForm(props: &NetworkFormProps) -> Html {
    let i18n = use_i18n();
    let form = use_state(|| props.settings.clone());
    // What is said of saving concerns what was saved.
    let edited = use_state(|| false);
    use_effect_with(props.saved.clone(), {
        let edited = edited.setter();
        move |_| edited.set(false)
    });
    let change = |change: fn(&mut NetworkSettings, String)| {
        let (form, edited) = (form.clone(), edited.setter());
        Callback::from(move |text: String| {
            let mut next = (*form).clone();
            change(&mut next, text);
            form.set(next);
            edited.set(true);
        })
    };
    let saved = props.saved.as_ref().filter(|_| !*edited);
    let failed = saved.and_then(|saved| saved.as_ref().err());
    let at = |field: &str| {
        let error = failed.filter(|error| error.field.as_deref() == Some(field));
        error.map(|error| i18n.error(error))
    };
    let elsewhere = failed.filter(|it| !matches!(it.field.as_deref(), Some("proxy_url" | "ca_file")));
    let proxies = [
        ("system", ProxyChoice::System),
        ("none", ProxyChoice::None),
        ("manual", ProxyChoice::Manual),
    ]
    .map(|(slug, choice)| {
        (
            slug,
            i18n.t(&format!("settings-proxy-{slug}")),
            choice == form.proxy,
        )
    });
    let to_proxy = change(|settings, slug| {
        settings.proxy = match slug.as_str() {
            "none" => ProxyChoice::None,
            "manual" => ProxyChoice::Manual,
            _ => ProxyChoice::System,
        };
    });
    let onhttp2 = {
        let (form, edited) = (form.clone(), edited.setter());
        move |event: Event| {
            let http2 = event.target_unchecked_into::<HtmlInputElement>().checked();
            form.set(NetworkSettings {
                http2,
                ..(*form).clone()
            });
            edited.set(true);
        }
    };
    let onsubmit = {
        let (form, onsave) = (form.clone(), props.onsave.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            onsave.emit((*form).clone());
        }
    };
    html! {
        <form class="settings-group" novalidate={true} aria-labelledby="settings-network-title" {onsubmit}>
            <h3 id="settings-network-title">{ i18n.t("settings-network") }</h3>
            <p class="field-hint">{ i18n.t("settings-network-about") }</p>
            { select("settings-proxy", i18n.t("settings-proxy"), &proxies, to_proxy) }
            if form.proxy == ProxyChoice::Manual {
                <Field id="settings-proxy-url" label={i18n.t("settings-proxy-url")} value={form.proxy_url.clone()}
                    placeholder="http://proxy.example.com:3128" error={at("proxy_url")}
                    hint={i18n.t("settings-proxy-url-about")}
                    oninput={change(|settings, text| settings.proxy_url = text)} />
                <Field id="settings-proxy-exceptions" label={i18n.t("settings-proxy-exceptions")}
                    value={form.proxy_exceptions.clone()} placeholder="intranet.example.com, 10.0.0.0/8"
                    hint={i18n.t("settings-proxy-exceptions-about")}
                    oninput={change(|settings, text| settings.proxy_exceptions = text)} />
            }
            <Field id="settings-ca-file" label={i18n.t("settings-ca-file")} value={form.ca_file.clone()}
                error={at("ca_file")} hint={i18n.t("settings-ca-file-about")}
                oninput={change(|settings, text| settings.ca_file = text)} />
            <label class="settings-check">
                <input type="checkbox" data-testid="settings-http2" checked={form.http2} onchange={onhttp2} />
                <span>{ i18n.t("settings-http2") }</span>
            </label>
            if let Some(error) = elsewhere {
                <Banner tone={Tone::Danger} title={i18n.error(error)} test_id="settings-failed" />
            }
            <div class="settings-save">
                <button type="submit" class="button button-primary" data-testid="settings-save">
                    { i18n.t("settings-save") }
                </button>
                <span role="status" data-testid="settings-saved">
                    if saved.is_some_and(Result::is_ok) {
                        { i18n.t("settings-saved") }
                    }
                </span>
            </div>
            <p class="field-hint">{ i18n.t("settings-profile-about") }</p>
        </form>
    }
}
