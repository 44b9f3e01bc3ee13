//! A profile as the text of its file.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::clicked::clicked;
use crate::i18n::I18n;
use crate::state::profile::editor::TextDraft;

/// Properties of [`profile_text`].
pub struct ProfileTextProps {
    /// The text; `None` while the shell writes it.
    pub text: Option<TextDraft>,
    /// Called with what is typed.
    pub ontype: Callback<String>,
    /// Called when the user gives the changes up.
    pub ondrop: Callback<()>,
    /// Where the profile was written to, since it was last changed.
    pub exported: Option<AttrValue>,
    /// Called when the user wants it in a file.
    pub onexport: Callback<()>,
}

/// A profile as text.
pub fn profile_text(i18n: &I18n, props: &ProfileTextProps) -> Html {
    let Some(text) = &props.text else {
        return html! { <p class="empty" role="status"><span class="spinner" aria-hidden="true"></span></p> };
    };
    let oninput = props
        .ontype
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    html! {
        <div key="text" class="profile-text">
            <div class="profile-text-head">
                <p class="field-hint">{ i18n.t("profile-text-about") }</p>
                <button type="button" class="button button-small" data-testid="profile-export"
                    disabled={text.unread || text.error.is_some()} onclick={clicked(&props.onexport)}>
                    { i18n.t("profile-export") }
                </button>
            </div>
            <textarea class="code" data-testid="profile-text" id="profile-text" value={text.content.clone()}
                aria-label={i18n.t("tab-profile-text")} spellcheck="false" autocomplete="off"
                aria-invalid={text.error.is_some().then_some("true")}
                aria-describedby={text.error.is_some().then_some("profile-text-error")} {oninput} />
            <div class="profile-text-state">
                if let Some(file) = &props.exported {
                    <p class="field-hint" role="status" data-testid="profile-exported">
                        { i18n.with("profile-exported", &[("file", file.to_string().into())]) }
                    </p>
                }
                if let Some(error) = &text.error {
                    <p class="field-error" role="alert" id="profile-text-error" data-testid="error-profile-text">
                        { i18n.error(error) }
                    </p>
                    <button type="button" class="button button-small" data-testid="profile-text-drop"
                        onclick={clicked(&props.ondrop)}>{ i18n.t("profile-text-drop") }</button>
                }
            </div>
        </div>
    }
}
