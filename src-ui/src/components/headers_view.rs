//! The headers of an answer.

use latchkey_ipc::HeaderView;
use yew::prelude::*;

use super::seen::{seen, seen_in_place};
use crate::i18n::I18n;

/// Properties of [`headers_view`].
pub struct HeadersViewProps {
    /// The headers in the order of arrival.
    pub headers: Vec<HeaderView>,
}

/// The headers of an answer. A value that was replaced by its fingerprint says so.
pub fn headers_view(i18n: &I18n, props: &HeadersViewProps) -> Html {
    if props.headers.is_empty() {
        return html! { <p class="empty">{ i18n.t("headers-none") }</p> };
    }
    let line = |header: &HeaderView| {
        html! {
            <tr>
                <th scope="row">{ seen(&header.name) }</th>
                <td>
                    <span class="header-value">{ seen_in_place(&header.value) }</span>
                    if header.hidden {
                        <span class="tag" title={i18n.t("header-hidden-hint")}>{ i18n.t("header-hidden") }</span>
                    }
                </td>
            </tr>
        }
    };
    html! {
        <table class="headers-view" data-testid="answer-headers">
            <caption class="visually-hidden">{ i18n.t("answer-headers") }</caption>
            <tbody>{ for props.headers.iter().map(line) }</tbody>
        </table>
    }
}
