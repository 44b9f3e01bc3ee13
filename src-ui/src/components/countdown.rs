//! How long the access token still lives.

use gloo::timers::callback::Interval;
use latchkey_ipc::UnixMillis;
use yew::prelude::*;

use crate::effect::use_effect_with;
use crate::i18n::use_i18n;
use crate::{clock, format};

/// From how many seconds on it is told in days.
const DAYS: u64 = 172_800;

/// Properties of [`Countdown`].
#[derive(Properties, PartialEq)]
pub struct CountdownProps {
    /// When it ends; `None` where the token does not say.
    pub until: Option<UnixMillis>,
    /// The key of what it says of the time that is left.
    #[prop_or("countdown-left")]
    pub what: &'static str,
}

/// How long the access token still lives, by the second.
#[component]
pub fn Countdown(props: &CountdownProps) -> Html {
    let i18n = use_i18n();
    use_every_second();
    let (text, title) = match props.until.map(seconds_left) {
        None => ("–".to_owned(), i18n.t("countdown-unknown")),
        Some(0) => (format::clock(0), i18n.t("countdown-over")),
        // By the second says nothing to anybody where it is days.
        Some(left @ DAYS..) => (i18n.span(left), i18n.t(props.what)),
        Some(left) => (format::clock(left), i18n.t(props.what)),
    };
    html! {
        <span class="countdown" role="timer" aria-live="off" data-testid="countdown" title={title.clone()}
            aria-label={format!("{title}: {text}")}>
            { text }
        </span>
    }
}

/// Renders the component anew every second.
#[hook]
pub(super) fn use_every_second() {
    let tick = use_force_update();
    use_effect_with((), move |()| {
        let interval = Interval::new(1_000, move || tick.force_update());
        move || drop(interval)
    });
}

/// Whole seconds until then, the last one counted until it is over.
fn seconds_left(until: UnixMillis) -> u64 {
    u64::try_from(until - clock::now())
        .unwrap_or_default()
        .div_ceil(1_000)
}
