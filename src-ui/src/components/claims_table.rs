//! What an access token says of itself, as a table. The token is not here: the shell sends the claims alone.

use latchkey_ipc::ClaimView;
use yew::prelude::*;

use super::seen::seen;
use crate::clock;
use crate::i18n::I18n;

/// The claims that are a point in time, in seconds since 1970 (RFC 7519 §4.1, and §2 of the core of `OpenID` Connect).
const TIMES: [&str; 4] = ["exp", "iat", "nbf", "auth_time"];

/// Properties of [`claims_table`].
pub struct ClaimsTableProps {
    /// The claims.
    pub claims: Vec<ClaimView>,
}

/// What an access token says of itself.
pub fn claims_table(i18n: &I18n, props: &ClaimsTableProps) -> Html {
    let row = |claim: &ClaimView| {
        html! {
            <tr>
                <th scope="row">{ seen(&claim.name) }</th>
                <td>
                    { seen(&claim.value) }
                    if let Some(at) = moment(claim) {
                        <small>{ clock::date_and_time(at) }</small>
                    }
                </td>
            </tr>
        }
    };
    html! {
        <section>
            <h3>{ i18n.t("panel-claims") }</h3>
            if props.claims.is_empty() {
                <p class="field-hint" data-testid="claims-none">{ i18n.t("panel-claims-none") }</p>
            } else {
                <table class="claims" data-testid="claims">
                    <tbody>{ for props.claims.iter().map(row) }</tbody>
                </table>
            }
        </section>
    }
}

/// The time that a claim names, in milliseconds since 1970; `None` where it names none, or none that a calendar has.
fn moment(claim: &ClaimView) -> Option<i64> {
    let seconds = TIMES
        .contains(&claim.name.as_str())
        .then(|| claim.value.parse::<i64>().ok())??;
    (0..=253_402_300_799).contains(&seconds).then(|| seconds * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_claims_of_time_are_read_as_times() {
        let of = |name: &str, value: &str| {
            moment(&ClaimView {
                name: name.into(),
                value: value.into(),
            })
        };
        assert_eq!(of("exp", "130"), Some(130_000));
        assert_eq!(of("exp", "soon"), None);
        assert_eq!(of("iat", "9223372036854775807"), None);
        assert_eq!(of("iat", "-1"), None);
        assert_eq!(of("level", "130"), None);
    }
}
