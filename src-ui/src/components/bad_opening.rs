//! A link or a file that cannot be used, with the reason.

use latchkey_ipc::IpcError;
use yew::prelude::*;

use super::clicked::clicked;
use super::dialog::Dialog;
use crate::i18n::use_i18n;

/// Properties of [`BadOpening`].
#[derive(Properties, PartialEq)]
pub struct BadOpeningProps {
    /// Where the file is; `None` for a link.
    #[prop_or_default]
    pub file: Option<AttrValue>,
    /// Why.
    pub error: IpcError,
    /// Called when the user has read it.
    pub onclose: Callback<()>,
}

/// A link or a file that cannot be used.
#[component]
pub fn BadOpening(props: &BadOpeningProps) -> Html {
    let i18n = use_i18n();
    let BadOpeningProps { file, error, .. } = props;
    let title = i18n.t(if file.is_some() { "bad-file" } else { "bad-link" });
    let fact = |key: &str, value: Option<AttrValue>| {
        value.filter(|value| !value.is_empty()).map(|value| {
            html! {
                <>
                    <dt>{ i18n.t(key) }</dt>
                    <dd><code>{ value }</code></dd>
                </>
            }
        })
    };
    let said = |value: &Option<String>| value.clone().map(AttrValue::from);
    // Its sentence says what is allowed.
    let allowed = said(&error.allowed).filter(|_| error.key != "link-secret");
    html! {
        <Dialog id="bad-opening" {title} wide={true} onclose={props.onclose.clone()}>
            <div class="dialog-scroll">
                <p data-testid="bad-opening-reason">{ i18n.error(error) }</p>
                <dl class="facts">
                    { fact("bad-opening-file", file.clone()) }
                    { fact("bad-opening-field", said(&error.field).filter(|it| it != "file")) }
                    { fact("bad-opening-found", said(&error.found)) }
                    { fact("bad-opening-allowed", allowed) }
                </dl>
            </div>
            <div class="dialog-buttons">
                <button type="button" class="button" autofocus={true} data-testid="bad-opening-done"
                    onclick={clicked(&props.onclose)}>{ i18n.t("close") }</button>
            </div>
        </Dialog>
    }
}
