//! The refreshes of a session: when, why, and what came of each.

use latchkey_ipc::RefreshView;
use yew::prelude::*;

use super::seen::seen;
use crate::clock;
use crate::i18n::I18n;

/// Properties of [`refresh_list`].
pub struct RefreshListProps {
    /// The refreshes, the newest last.
    pub refreshes: Vec<RefreshView>,
}

/// The refreshes of a session, the newest first.
pub fn refresh_list(i18n: &I18n, props: &RefreshListProps) -> Html {
    if props.refreshes.is_empty() {
        return Html::default();
    }
    let entry = |refresh: &RefreshView| {
        html! {
            <li class={classes!("refresh-entry", refresh.failure.is_some().then_some("refresh-failed"))}>
                <time>{ clock::time_of_day(refresh.at) }</time>
                <span>{ i18n.t(&format!("refresh-cause-{}", refresh.cause.slug())) }</span>
                if let Some(token) = &refresh.token {
                    <code>{ token }</code>
                }
                if let Some(failure) = &refresh.failure {
                    <span class="refresh-why">{ seen(failure) }</span>
                }
            </li>
        }
    };
    html! {
        <section>
            <h3>{ i18n.t("panel-log") }</h3>
            <ol class="refresh-list" data-testid="refresh-list">
                { for props.refreshes.iter().rev().map(entry) }
            </ol>
        </section>
    }
}
