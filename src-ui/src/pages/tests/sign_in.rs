//! The sign-in view: labels, errors, reasons.

use latchkey_ipc::EndReason;

use super::{has, render, tag};
use crate::fixtures::{ended, error, error_at};
use crate::pages::placeholder::PlaceholderProps;
use crate::pages::sign_in_view::SignInViewProps;
use crate::pages::{Placeholder, SignInView};
use crate::state::sign_in::{ServerChoice, SignInAction, SignInForm};

fn sign_in(form: SignInForm) -> SignInViewProps {
    yew::props!(SignInViewProps { form })
}

#[tokio::test]
async fn the_sign_in_view_has_labels_and_names() {
    let html = render::<SignInView>(|| sign_in(SignInForm::default())).await;
    for id in [
        "sign-in-view",
        "server-practice",
        "server-custom",
        "sign-in",
        "try-practice",
    ] {
        assert!(has(&html, id), "{id}");
    }
    for id in ["user", "password"] {
        assert!(html.contains(&format!("for=\"{id}\"")), "{id} has a label");
        assert!(tag(&html, id).contains(&format!("id=\"{id}\"")));
    }
    assert!(tag(&html, "password").contains("type=\"password\""));
    assert!(tag(&html, "user").contains("autocomplete=\"username\""));
    assert!(!has(&html, "base-url"));
    assert!(!has(&html, "ended-banner"));
    assert!(has(&html, "theme-toggle") && has(&html, "language-toggle"));
}

#[tokio::test]
async fn an_error_stands_beside_its_field_and_is_tied_to_it() {
    let html = render::<SignInView>(|| {
        let form = SignInForm::default()
            .apply(SignInAction::Choose(ServerChoice::Custom))
            .apply(SignInAction::BaseUrl("nonsense".into()))
            .apply(SignInAction::Failed(error_at(
                "base-url-invalid",
                "server.base_url",
            )));
        sign_in(form)
    })
    .await;
    let field = tag(&html, "base-url");
    assert!(field.contains("aria-invalid=\"true\""), "{field}");
    assert!(field.contains("aria-describedby=\"base-url-error\""), "{field}");
    assert!(tag(&html, "error-base-url").contains("id=\"base-url-error\""));
    assert!(html.contains("This is not a URL."));
    assert!(!has(&html, "error-banner"));
    assert!(!tag(&html, "user").contains("aria-invalid"));
}

#[tokio::test]
async fn a_link_that_waits_is_told_with_a_way_to_be_rid_of_it() {
    let html = render::<SignInView>(|| SignInViewProps {
        offered: Some("GET /<script>".into()),
        offered_more: 2,
        ..sign_in(SignInForm::default())
    })
    .await;
    assert!(tag(&html, "offered-later").contains("role=\"status\""));
    assert!(html.contains("GET /&lt;script&gt;") && html.contains("2 more are waiting."));
    assert!(has(&html, "offered-later-discard"));
    assert!(!html.contains("<script>"));
}

#[tokio::test]
async fn an_error_of_no_field_stands_above_the_button() {
    let html =
        render::<SignInView>(|| sign_in(SignInForm::default().apply(SignInAction::Failed(error("connect")))))
            .await;
    assert!(tag(&html, "error-banner").contains("role=\"alert\""));
    assert!(html.find("error-banner") < html.find("data-testid=\"sign-in\""));
}

#[tokio::test]
async fn plain_http_to_another_computer_asks_first() {
    let html = render::<SignInView>(|| {
        let form = SignInForm::default().apply(SignInAction::Choose(ServerChoice::Custom));
        sign_in(form.apply(SignInAction::BaseUrl("http://api.example.com".into())))
    })
    .await;
    assert!(tag(&html, "allow-plain-http").contains("aria-describedby=\"allow-plain-http-hint\""));
}

#[tokio::test]
async fn an_ended_session_tells_why_and_offers_the_request() {
    let html = render::<SignInView>(|| {
        yew::props!(SignInViewProps {
            form: SignInForm::default(),
            ended: Some(ended(EndReason::RefreshRefused)),
            waiting: Some("GET /api/notes".to_owned()),
        })
    })
    .await;
    assert!(tag(&html, "ended-banner").contains("role=\"alert\""));
    assert!(html.contains("The server no longer accepts your refresh token."));
    assert!(html.contains("Your request GET /api/notes will be sent after you sign in."));
    assert!(tag(&html, "resend-pending").contains("checked"));
}

#[tokio::test]
async fn another_server_than_its_own_is_not_offered_the_request() {
    let html = render::<SignInView>(|| SignInViewProps {
        waiting: Some("GET /api/notes".to_owned()),
        waiting_for: Some("Practice API".to_owned()),
        ..sign_in(SignInForm::default())
    })
    .await;
    assert!(has(&html, "waiting-elsewhere") && !has(&html, "resend-pending"));
    assert!(html.contains("belongs to Practice API. It will not be sent here"));
}

#[tokio::test]
async fn what_the_system_says_of_the_profiles_is_no_title() {
    let html = render::<SignInView>(|| SignInViewProps {
        profiles_error: Some(error("profile-unwritable")),
        ..sign_in(SignInForm::default())
    })
    .await;
    assert!(html.contains("<p class=\"banner-title\">The saved profiles could not be read.</p>"));
    assert!(html.contains("<p class=\"banner-detail\">plain words for profile-unwritable</p>"));
}

#[tokio::test]
async fn who_signed_out_gets_a_quiet_notice() {
    let html = render::<SignInView>(|| {
        yew::props!(SignInViewProps {
            form: SignInForm::default(),
            ended: Some(ended(EndReason::SignedOut))
        })
    })
    .await;
    assert!(tag(&html, "ended-banner").contains("role=\"status\""));
    assert!(html.contains("You signed out of Practice API"));
}

#[tokio::test]
async fn outside_of_the_app_a_sentence_says_so() {
    let html = render::<Placeholder>(|| PlaceholderProps {
        failure: Some(String::new()),
    })
    .await;
    assert!(html.contains("This page is the window of the Latchkey app."));
}
