//! How connections are made: the part of the settings that is saved by a button.

use std::rc::Rc;

use latchkey_ipc::{ClientCertificate, NetworkSettings, ProxyChoice};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::field::Field;
use super::focus::{focus_in_view, focus_on};
use super::settings_dialog::{Saved, select};
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, use_reducer};
use crate::i18n::{I18n, use_i18n};

/// Properties of [`NetworkForm`].
#[derive(Properties, PartialEq)]
pub(super) struct NetworkFormProps {
    /// What is in force.
    pub(super) settings: NetworkSettings,
    /// How the last saving went.
    pub(super) saved: Option<Saved>,
    /// Called with what is to be in force from now on.
    pub(super) onsave: Callback<NetworkSettings>,
    /// Called when a file is to be chosen; what it is given hears the path.
    pub(super) onchoose: Callback<Callback<String>>,
}

/// What is being written. What is said of saving concerns what was saved, and no longer what was changed since.
#[derive(Clone, PartialEq)]
struct Form {
    settings: NetworkSettings,
    edited: bool,
}

enum Step {
    Edit(Box<dyn FnOnce(&mut NetworkSettings)>),
    Told,
}

impl Reducible for Form {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut next = (*self).clone();
        next.edited = matches!(step, Step::Edit(_));
        if let Step::Edit(edit) = step {
            edit(&mut next.settings);
        }
        next.into()
    }
}

/// What the parts of the form are made with.
struct Making<'a> {
    i18n: &'a I18n,
    form: UseReducerHandle<Form>,
    onchoose: &'a Callback<Callback<String>>,
    failed: Option<&'a latchkey_ipc::IpcError>,
}

impl Making<'_> {
    fn edit<T: 'static>(&self, edit: impl Fn(&mut NetworkSettings, T) + Clone + 'static) -> Callback<T> {
        let form = self.form.dispatcher();
        Callback::from(move |value: T| {
            let edit = edit.clone();
            form.dispatch(Step::Edit(Box::new(move |settings| edit(settings, value))));
        })
    }

    fn error(&self, field: &str) -> Option<AttrValue> {
        let error = self.failed.filter(|error| error.field.as_deref() == Some(field));
        error.map(|error| self.i18n.error(error))
    }

    /// A field for a path, which can be typed or chosen.
    fn file(
        &self,
        (id, key, field): (&str, &str, &str),
        value: &str,
        edit: impl Fn(&mut NetworkSettings, String) + Clone + 'static,
    ) -> Html {
        let label = self.i18n.t(key);
        let onpath = self.edit(edit);
        let choose = self.i18n.t("choose-file");
        let trailing = html! {
            <button type="button" class="button" data-testid={format!("{id}-choose")}
                aria-label={format!("{label}: {choose}")}
                onclick={self.onchoose.reform({
                    let onpath = onpath.clone();
                    move |_| onpath.clone()
                })}>{ choose }</button>
        };
        html! {
            <Field id={id.to_owned()} {label} value={value.to_owned()} error={self.error(field)}
                hint={self.i18n.t(&format!("{key}-about"))} {trailing} oninput={onpath} />
        }
    }
}

/// How connections are made.
#[component]
pub(super) fn NetworkForm(props: &NetworkFormProps) -> Html {
    let i18n = use_i18n();
    let form = use_reducer(|| Form {
        settings: props.settings.clone(),
        edited: false,
    });
    use_effect_with(props.saved.clone(), {
        let form = form.dispatcher();
        move |saved| {
            form.dispatch(Step::Told);
            if let Some(Err(error)) = saved
                && let Some(id) = error.field.as_deref().and_then(id_of)
            {
                focus_in_view(&id);
            }
        }
    });
    let saved = props.saved.as_ref().filter(|_| !form.edited);
    let failed = saved.and_then(|saved| saved.as_ref().err());
    let elsewhere = failed.filter(|error| error.field.as_deref().and_then(id_of).is_none());
    let making = Making {
        i18n: &i18n,
        form: form.clone(),
        onchoose: &props.onchoose,
        failed,
    };
    let onsubmit = {
        let (form, onsave) = (form.clone(), props.onsave.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            onsave.emit(form.settings.clone());
        }
    };
    html! {
        <form class="settings-group" novalidate={true} aria-labelledby="settings-network-title" {onsubmit}>
            <h3 id="settings-network-title">{ i18n.t("settings-network") }</h3>
            <p class="field-hint">{ i18n.t("settings-network-about") }</p>
            { proxy(&making) }
            { making.file(("settings-ca-file", "settings-ca-file", "ca_file"), &form.settings.ca_file,
                |settings, path| settings.ca_file = path) }
            { certificates(&making) }
            <div class="settings-row">
                { time_out(&making, "connect_ms", &form.settings.connect_ms, "10000",
                    |settings, typed| settings.connect_ms = typed) }
                { time_out(&making, "answer_ms", &form.settings.answer_ms, "60000",
                    |settings, typed| settings.answer_ms = typed) }
            </div>
            <label class="settings-check">
                <input type="checkbox" data-testid="settings-http2" checked={form.settings.http2}
                    onchange={making.edit(|settings, event: Event| {
                        settings.http2 = event.target_unchecked_into::<HtmlInputElement>().checked();
                    })} />
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

fn proxy(making: &Making<'_>) -> Html {
    let (i18n, settings) = (making.i18n, &making.form.settings);
    let proxies = [
        ("system", ProxyChoice::System),
        ("none", ProxyChoice::None),
        ("manual", ProxyChoice::Manual),
    ]
    .map(|(slug, choice)| {
        let label = i18n.t(&format!("settings-proxy-{slug}"));
        (slug, label, choice == settings.proxy)
    });
    let to_proxy = making.edit(|settings, slug: String| {
        settings.proxy = match slug.as_str() {
            "none" => ProxyChoice::None,
            "manual" => ProxyChoice::Manual,
            _ => ProxyChoice::System,
        };
    });
    html! {
        <>
            { select("settings-proxy", i18n.t("settings-proxy"), &proxies, to_proxy) }
            if settings.proxy == ProxyChoice::Manual {
                <Field id="settings-proxy-url" label={i18n.t("settings-proxy-url")} value={settings.proxy_url.clone()}
                    placeholder="http://proxy.example.com:3128" error={making.error("proxy_url")}
                    hint={i18n.t("settings-proxy-url-about")}
                    oninput={making.edit(|settings, text| settings.proxy_url = text)} />
                <Field id="settings-proxy-exceptions" label={i18n.t("settings-proxy-exceptions")}
                    value={settings.proxy_exceptions.clone()} placeholder="intranet.example.com, 10.0.0.0/8"
                    hint={i18n.t("settings-proxy-exceptions-about")}
                    oninput={making.edit(|settings, text| settings.proxy_exceptions = text)} />
            }
        </>
    }
}

fn time_out(
    making: &Making<'_>,
    field: &'static str,
    value: &str,
    placeholder: &'static str,
    edit: impl Fn(&mut NetworkSettings, String) + Clone + 'static,
) -> Html {
    let key = format!("settings-{}", field.replace('_', "-"));
    html! {
        <Field id={key.clone()} label={making.i18n.t(&key)} value={value.to_owned()} {placeholder}
            error={making.error(field)} hint={making.i18n.t(&format!("{key}-about"))} oninput={making.edit(edit)} />
    }
}

/// Certificates for hosts that ask for one.
fn certificates(making: &Making<'_>) -> Html {
    let i18n = making.i18n;
    let entries = &making.form.settings.client_certificates;
    let next = entries.len();
    let onadd = making.edit(move |settings, _: MouseEvent| {
        settings.client_certificates.push(ClientCertificate::default());
        // It is there when the page has been drawn.
        gloo::timers::callback::Timeout::new(0, move || focus_in_view(&format!("client-{next}-host")))
            .forget();
    });
    html! {
        <fieldset class="client-certificates" aria-describedby="client-certificates-about">
            <legend>{ i18n.t("client-certificates") }</legend>
            <p class="field-hint" id="client-certificates-about">{ i18n.t("client-certificates-about") }</p>
            { for entries.iter().enumerate().map(|(at, entry)| certificate(making, at, entry)) }
            <button type="button" class="button button-small" id="client-add" data-testid="client-add" onclick={onadd}>
                { i18n.t("client-add") }
            </button>
        </fieldset>
    }
}

fn certificate(making: &Making<'_>, at: usize, entry: &ClientCertificate) -> Html {
    let i18n = making.i18n;
    let field = |name: &str| format!("client_certificates[{at}].{name}");
    let edit = move |edit: fn(&mut ClientCertificate, String)| {
        move |settings: &mut NetworkSettings, text: String| {
            if let Some(entry) = settings.client_certificates.get_mut(at) {
                edit(entry, text);
            }
        }
    };
    let id = |name: &str| format!("client-{at}-{name}");
    let onremove = making.edit(move |settings, _: MouseEvent| {
        if at < settings.client_certificates.len() {
            settings.client_certificates.remove(at);
        }
        focus_on("client-add");
    });
    let name = i18n.with("client-remove", &[("row", (at + 1).into())]);
    html! {
        <div class="client-certificate">
            <Field id={id("host")} label={i18n.t("client-host")} value={entry.host.clone()}
                placeholder="api.example.com:8443" error={making.error(&field("host"))}
                oninput={making.edit(edit(|entry, text| entry.host = text))} />
            { making.file((&id("certificate"), "client-file", &field("certificate_file")), &entry.certificate_file,
                edit(|entry, text| entry.certificate_file = text)) }
            { making.file((&id("key"), "client-key", &field("key_file")), &entry.key_file,
                edit(|entry, text| entry.key_file = text)) }
            <button type="button" class="button button-small" data-testid={id("remove")} aria-label={name}
                onclick={onremove}>{ i18n.t("row-remove") }</button>
        </div>
    }
}

/// The `id` of the input for a field of the settings; `None` where it has none.
fn id_of(field: &str) -> Option<String> {
    if let Some(rest) = field.strip_prefix("client_certificates[") {
        let (at, name) = rest.split_once("].")?;
        let name = name.strip_suffix("_file").unwrap_or(name);
        return Some(format!("client-{at}-{name}"));
    }
    ["proxy_url", "ca_file", "connect_ms", "answer_ms"]
        .contains(&field)
        .then(|| format!("settings-{}", field.replace('_', "-")))
}

#[cfg(test)]
mod tests {
    use super::id_of;

    #[test]
    fn every_field_that_the_shell_names_has_an_input() {
        assert_eq!(id_of("connect_ms").as_deref(), Some("settings-connect-ms"));
        assert_eq!(
            id_of("client_certificates[3].key_file").as_deref(),
            Some("client-3-key")
        );
        assert_eq!(
            id_of("client_certificates[0].certificate_file").as_deref(),
            Some("client-0-certificate")
        );
        assert_eq!(
            id_of("client_certificates[0].host").as_deref(),
            Some("client-0-host")
        );
        assert_eq!(id_of("client_certificates"), None);
    }
}
