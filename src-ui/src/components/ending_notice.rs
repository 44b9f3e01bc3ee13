//! Says in time that a session is about to end for good: with its refresh token, no call can renew it any more.

use std::rc::Rc;

use latchkey_ipc::{Fingerprint, SessionView, UnixMillis};
use yew::prelude::*;
use yew::props;

use super::banner::{Banner, Tone};
use super::clicked::clicked;
use super::component::component;
use super::countdown::{Countdown, CountdownProps, use_every_second};
use crate::clock;
use crate::held::use_state;
use crate::i18n::use_i18n;

/// How long before the end it is said, in milliseconds; where the refresh token lives less than twice as long, at half
/// its life.
const AHEAD: UnixMillis = 5 * 60 * 1_000;

/// Properties of [`EndingNotice`].
#[derive(Properties, PartialEq)]
pub struct EndingNoticeProps {
    /// The session at work.
    pub session: Rc<SessionView>,
    /// Called when the user wants new tokens.
    pub onrefresh: Callback<()>,
    /// Called when the user wants to sign in anew.
    pub onsignin: Callback<()>,
}

/// Says in time that a session is about to end for good.
#[component]
pub fn EndingNotice(props: &EndingNoticeProps) -> Html {
    let i18n = use_i18n();
    let read = use_state(|| None::<Fingerprint>);
    use_every_second();
    let token = &props.session.refresh;
    let until = ends_soon(&props.session, clock::now()).filter(|_| read.as_ref() != Some(&token.fingerprint));
    let Some(until) = until else {
        return Html::default();
    };
    let ondismiss = {
        let (read, token) = (read.setter(), token.fingerprint.clone());
        move |()| read.set(Some(token.clone()))
    };
    html! {
        <Banner tone={Tone::Warning} title={i18n.t("ending")} test_id="ending" {ondismiss}>
            <p>
                { i18n.t("ending-about") }{ " " }
                { component::<Countdown>(props!(CountdownProps { until: Some(until), what: "ending-left" })) }
            </p>
            <div class="banner-buttons">
                <button type="button" class="button button-small" data-testid="ending-refresh"
                    onclick={clicked(&props.onrefresh)}>{ i18n.t("refresh-now") }</button>
                <button type="button" class="button button-small" data-testid="ending-sign-in"
                    onclick={clicked(&props.onsignin)}>{ i18n.t("ending-sign-in") }</button>
            </div>
        </Banner>
    }
}

/// When the session ends, if that is soon.
fn ends_soon(session: &SessionView, now: UnixMillis) -> Option<UnixMillis> {
    let until = session.refresh.expires_at?;
    let renewed = session.refresh_log.iter().rev().find(|it| it.token.is_some());
    let since = renewed.map_or(session.signed_in_at, |it| it.at);
    let ahead = AHEAD.min((until - since) / 2);
    (until > now && until - now <= ahead).then_some(until)
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::{RefreshCause, RefreshView};

    use super::*;
    use crate::fixtures::session;

    fn lives_until(expires_at: Option<UnixMillis>) -> SessionView {
        let mut view = session("practice", "http://a");
        view.refresh.expires_at = expires_at;
        view
    }

    #[test]
    fn it_is_said_five_minutes_ahead_and_not_after_the_end() {
        let hour = lives_until(Some(3_600_000));
        assert_eq!(ends_soon(&hour, 0), None);
        assert_eq!(ends_soon(&hour, 3_300_000 - 1), None);
        assert_eq!(ends_soon(&hour, 3_300_000), Some(3_600_000));
        assert_eq!(ends_soon(&hour, 3_600_000), None);
        assert_eq!(ends_soon(&lives_until(None), 0), None);
    }

    #[test]
    fn a_short_life_is_halved_and_counts_from_the_last_refresh() {
        let minute = lives_until(Some(60_000));
        assert_eq!(ends_soon(&minute, 29_000), None);
        assert_eq!(ends_soon(&minute, 30_000), Some(60_000));
        let mut renewed = lives_until(Some(90_000));
        renewed.refresh_log.push(RefreshView {
            at: 30_000,
            cause: RefreshCause::Asked,
            token: Some("7e9f0a1b".into()),
            failure: None,
        });
        assert_eq!(ends_soon(&renewed, 59_000), None);
        assert_eq!(ends_soon(&renewed, 60_000), Some(90_000));
    }
}
