//! A request that a link offers: everything it says, as text, and the question what is to become of it.

use std::rc::Rc;

use latchkey_ipc::{NameValue, OfferedBody, OfferedRequest, SessionView};
use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::clicked::clicked;
use super::dialog::Dialog;
use super::request_line::method_class;
use crate::i18n::I18n;
use crate::state::openings::goes_home;
use crate::state::session::SessionId;

/// Properties of [`offered`].
pub struct OfferedProps {
    /// The request.
    pub request: OfferedRequest,
    /// The session at work.
    pub session: Rc<SessionView>,
    /// The other sessions.
    pub others: Vec<SessionView>,
    /// How many wait behind this one.
    pub behind: usize,
    /// Called with a yes: it may go into the editor.
    pub onopen: Callback<()>,
    /// Called with a no.
    pub ondiscard: Callback<()>,
    /// Called with the session to switch to.
    pub onswitch: Callback<SessionId>,
}

/// A request that a link offers. The keyboard stands on the no: what was typed for something else says no at most.
pub fn offered(i18n: &I18n, props: &OfferedProps) -> Html {
    let OfferedProps { request, session, .. } = props;
    let home = goes_home(request, &session.profile.base_url);
    let whose = [
        ("server", session.profile.name.clone().into()),
        ("user", session.user.clone().into()),
    ];
    let goes_to = if home {
        session.profile.base_url.clone()
    } else {
        request.origin.clone().unwrap_or_default()
    };
    html! {
        <Dialog id="offered" title={i18n.t("offered-title")} wide={true} onclose={props.ondiscard.clone()}>
            <div class="dialog-scroll">
                <p class="offered-line">
                    <span class={classes!("offered-method", method_class(&request.method))}
                        data-testid="offered-method">{ &request.method }</span>
                    <code data-testid="offered-target">{ &request.target }</code>
                </p>
                if home {
                    { other_profile(props, i18n) }
                } else {
                    <Banner tone={Tone::Warning} test_id="offered-elsewhere"
                        title={i18n.with("offered-elsewhere", &[("server", goes_to.clone().into())])}>
                        <p>{ i18n.with("offered-no-token", &whose) }</p>
                    </Banner>
                }
                <dl class="facts">
                    <dt>{ i18n.t("offered-server") }</dt>
                    <dd data-testid="offered-server">
                        <code>{ goes_to }</code>
                        if home {
                            <br />
                            { i18n.with("offered-as", &whose) }
                        }
                    </dd>
                    <dt>{ i18n.t("tab-headers") }</dt>
                    <dd data-testid="offered-headers">{ pairs(&request.headers, ": ", i18n) }</dd>
                    <dt>{ i18n.t("tab-body") }</dt>
                    <dd data-testid="offered-body">{ body(&request.body, i18n) }</dd>
                </dl>
            </div>
            <p class="dialog-text">
                { i18n.t("offered-not-sent") }
                if props.behind > 0 {
                    { " " }
                    { i18n.with("offered-behind", &[("count", props.behind.into())]) }
                }
            </p>
            <div class="dialog-buttons">
                <button type="button" class="button" autofocus={true} data-testid="offered-discard"
                    onclick={clicked(&props.ondiscard)}>{ i18n.t("offered-discard") }</button>
                <button type="button" class="button button-primary" data-testid="offered-open"
                    onclick={clicked(&props.onopen)}>{ i18n.t("offered-open") }</button>
            </div>
        </Dialog>
    }
}

/// That the link is meant for another profile than that of the session at work, with a way to a session of that.
fn other_profile(props: &OfferedProps, i18n: &I18n) -> Option<Html> {
    let wanted = props.request.profile.as_ref()?;
    if *wanted == props.session.profile.id {
        return None;
    }
    let values = [
        ("profile", wanted.clone().into()),
        ("server", props.session.profile.name.clone().into()),
    ];
    let button = |session: &SessionView| {
        let to = SessionId::from(session);
        let values = [
            ("profile", session.profile.name.clone().into()),
            ("user", session.user.clone().into()),
        ];
        html! {
            <button type="button" class="button button-small" data-testid="offered-switch"
                onclick={props.onswitch.reform(move |_| to.clone())}>{ i18n.with("switch-to", &values) }</button>
        }
    };
    let fitting = props.others.iter().filter(|it| it.profile.id == *wanted);
    Some(html! {
        <Banner tone={Tone::Warning} title={i18n.with("offered-profile", &values)} test_id="offered-profile">
            { for fitting.map(button) }
        </Banner>
    })
}

fn body(body: &OfferedBody, i18n: &I18n) -> Html {
    match body {
        OfferedBody::None => html! { <span class="offered-none">{ i18n.t("offered-none") }</span> },
        OfferedBody::Json { text } | OfferedBody::Text { text } => {
            html! { <pre class="offered-text">{ text }</pre> }
        }
        OfferedBody::Form { fields } => pairs(fields, " = ", i18n),
    }
}

fn pairs(pairs: &[NameValue], between: &str, i18n: &I18n) -> Html {
    if pairs.is_empty() {
        return html! { <span class="offered-none">{ i18n.t("offered-none") }</span> };
    }
    let line = |pair: &NameValue| format!("{}{between}{}", pair.name, pair.value);
    let lines: Vec<_> = pairs.iter().map(line).collect();
    html! { <pre class="offered-text">{ lines.join("\n") }</pre> }
}
