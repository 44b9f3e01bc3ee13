//! What differs by profile, for each kind of server that is built in, against a practice API of that kind.
//!
//! A scenario is one function of a [`case::Case`]; `each_kind!` makes a test of it for every kind, named
//! `ID_KIND_SCENARIO`. What sets a kind apart is in its case, never in the scenario.

pub(crate) mod case;
mod classification;
mod concurrency;
mod keeping;
mod leaving;
mod refresh_results;
mod time;

/// Makes a test of each scenario for each kind, or for the kinds that are named.
macro_rules! each_kind {
    ($($id:ident: $scenario:ident $(for $($only:ident)+)?;)+) => {
        $(each_kind!(@ $id $scenario $($($only)+)?);)+
    };
    (@ $id:ident $scenario:ident) => {
        each_kind!(@ $id $scenario
            default simplejwt simplejwt_keep flask atproto oauth2 oauth2_basic oauth2_body cookie both);
    };
    (@ $id:ident $scenario:ident $($kind:ident)+) => {
        pastey::paste! { $(
            #[tokio::test]
            async fn [<$id _ $kind _ $scenario>]() {
                $crate::support::soon($scenario($crate::kinds::case::[<$kind:upper>])).await;
            }
        )+ }
    };
}
use each_kind;
