//! Updates: each step has its words and its buttons.

use std::rc::Rc;

use latchkey_ipc::{ErrorCode, IpcError, ReleaseView, UpdateStep, UpdateView};
use yew::Callback;

use super::{has, render, tag};
use crate::components::update_dialog::{UpdateDialog, UpdateDialogProps};

const BUTTONS: [&str; 5] = [
    "update-check",
    "update-cancel",
    "update-later",
    "update-download",
    "update-install",
];

fn found(step: UpdateStep) -> UpdateView {
    UpdateView {
        version: "1.0.0".into(),
        automatic: true,
        checked_at: Some(1_000),
        installs: true,
        release: Some(ReleaseView {
            version: "2.0.0".into(),
            published_at: Some(86_400_000),
            notes: "<b>bold</b>".into(),
        }),
        step,
        problem: None,
    }
}

async fn shown(view: UpdateView) -> String {
    render::<UpdateDialog>(move || UpdateDialogProps {
        view: Rc::new(view),
        onact: Callback::noop(),
        onclose: Callback::noop(),
    })
    .await
}

/// The dialog of `view` has these buttons and no others.
async fn has_buttons(view: UpdateView, expected: &[&str]) -> String {
    let html = shown(view).await;
    let there: Vec<_> = BUTTONS.into_iter().filter(|id| has(&html, id)).collect();
    assert_eq!(there, expected, "{html}");
    assert!(has(&html, "check-automatically"));
    html
}

#[tokio::test]
async fn every_step_has_its_buttons() {
    let nothing = UpdateView {
        release: None,
        ..found(UpdateStep::Idle)
    };
    let html = has_buttons(nothing, &["update-check"]).await;
    assert!(html.contains("is the newest version"), "{html}");
    has_buttons(found(UpdateStep::Checking), &["update-cancel"]).await;
    let html = has_buttons(found(UpdateStep::Idle), &["update-later", "update-download"]).await;
    assert!(
        html.contains("&lt;b&gt;bold") && !html.contains("<b>"),
        "notes are text: {html}"
    );
    let half = UpdateStep::Downloading {
        received: 5_000,
        total: Some(10_000),
    };
    let html = has_buttons(found(half), &["update-cancel"]).await;
    assert!(tag(&html, "update-progress").contains("value=\"50\""), "{html}");
    assert!(html.contains("5.0 KB of 10.0 KB"), "{html}");
    has_buttons(found(UpdateStep::Ready), &["update-later", "update-install"]).await;
    has_buttons(found(UpdateStep::Installing), &[]).await;
}

#[tokio::test]
async fn what_a_package_manager_installed_is_not_offered_a_download() {
    let package = UpdateView {
        installs: false,
        ..found(UpdateStep::Idle)
    };
    let html = has_buttons(package, &["update-check"]).await;
    assert!(html.contains("installed as a package"), "{html}");
}

#[tokio::test]
async fn a_failure_says_that_nothing_was_changed_and_offers_another_look() {
    let failed = UpdateView {
        problem: Some(IpcError {
            code: ErrorCode::Protocol,
            key: "update-forged".into(),
            message: "the file does not carry the publisher's signature".into(),
            field: None,
            found: None,
            allowed: None,
            trace: None,
        }),
        ..found(UpdateStep::Idle)
    };
    let html = has_buttons(failed, &["update-check", "update-download"]).await;
    assert!(
        html.contains("Nothing was changed: Latchkey 1.0.0 goes on."),
        "{html}"
    );
}
