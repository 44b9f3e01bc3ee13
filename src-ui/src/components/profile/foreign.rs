//! What the user should know of a profile that came from a file.

use yew::prelude::*;

use crate::components::banner::{Banner, Tone};
use crate::i18n::I18n;
use crate::state::profile::editor::{ProfileAction, ProfileEditor};
use crate::state::profile::foreign::{PATH_FIELDS, other_servers};

/// Properties of [`foreign_notice`].
pub struct ForeignNoticeProps {
    /// The editor.
    pub editor: ProfileEditor,
    /// Called with what the user wants.
    pub onaction: Callback<ProfileAction>,
}

/// Where the profile came from, and what in it concerns this computer or other servers.
pub fn foreign_notice(i18n: &I18n, props: &ForeignNoticeProps) -> Html {
    let form = &props.editor.form;
    let used: Vec<_> = PATH_FIELDS
        .into_iter()
        .map(|path| form.text(path))
        .filter(|path| !path.is_empty())
        .collect();
    let reads = (!used.is_empty()).then(|| {
        let title = i18n.with("profile-reads", &[("files", used.join(", ").into())]);
        html! { <Banner tone={Tone::Neutral} {title} test_id="profile-reads" /> }
    });
    let Some(foreign) = &props.editor.foreign else {
        return html! { { for reads } };
    };
    let allow = |field: &str, path: &str| {
        let onclick = {
            let field = field.to_owned();
            props
                .onaction
                .reform(move |_: MouseEvent| ProfileAction::UsePath(field.clone()))
        };
        let key = if field == PATH_FIELDS[0] {
            "pf-tls-ca"
        } else {
            "pf-tls-client"
        };
        html! {
            <li class="foreign-path">
                <span>{ i18n.t(key) }{ ": " }<code>{ path }</code></span>
                <button type="button" class="button button-small" data-testid={format!("use-{field}")} {onclick}>
                    { i18n.t("profile-path-use") }
                </button>
            </li>
        }
    };
    let others = other_servers(form);
    let elsewhere = (!others.is_empty()).then(|| {
        let title = i18n.with("profile-elsewhere", &[("servers", others.join(", ").into())]);
        html! { <Banner tone={Tone::Warning} {title} test_id="profile-elsewhere" /> }
    });
    let unchecked = !form.flag("tls.verify");
    html! {
        <>
            <Banner tone={Tone::Neutral} test_id="profile-from-file"
                title={i18n.with("profile-from-file", &[("file", foreign.file.to_string().into())])} />
            if !foreign.paths.is_empty() {
                <Banner tone={Tone::Warning} title={i18n.t("profile-paths")} test_id="profile-paths">
                    <ul class="foreign-paths">
                        { for foreign.paths.iter().map(|it| allow(&it.field, &it.path)) }
                    </ul>
                </Banner>
            }
            { for elsewhere }
            if form.flag("allow_plain_http") {
                <Banner tone={Tone::Warning} title={i18n.t("allow-plain-http-hint")} test_id="profile-plain-http" />
            }
            if unchecked {
                <Banner tone={Tone::Warning} title={i18n.t("profile-unchecked")} test_id="profile-unchecked" />
            }
            { for reads }
        </>
    }
}
