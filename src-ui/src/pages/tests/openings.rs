//! What cannot be opened: the reason and the facts.

use latchkey_ipc::IpcError;

use super::render;
use crate::components::bad_opening::{BadOpening, BadOpeningProps};
use crate::fixtures::error_at;

async fn refused(key: &'static str) -> String {
    render::<BadOpening>(move || {
        let error = IpcError {
            found: Some("Authorization".into()),
            allowed: Some("other headers".into()),
            ..error_at(key, "header[0]")
        };
        yew::props!(BadOpeningProps {
            error,
            onclose: |()| ()
        })
    })
    .await
}

#[tokio::test]
async fn what_is_allowed_in_a_link_is_told_once() {
    let html = refused("link-secret").await;
    assert!(html.contains("cannot bring a token"));
    assert!(html.contains("<code>Authorization</code>") && !html.contains("other headers"));
    assert!(
        refused("link-header")
            .await
            .contains("<code>other headers</code>")
    );
}
