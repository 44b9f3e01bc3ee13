//! A server is described in the editor, tried out, saved, and signed in to.

use anyhow::Result;
use fantoccini::key::Key;
use practice_api::{DEMO_USER, Dialect, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAuth2Client, PASSWORD};
use window_driver::pages::{Console, ProfileEditor, SignIn, Step};

use crate::{
    by_keyboard::tab_to,
    stage::{Stage, files_with},
};

fn refreshes(trace: &[Step]) -> usize {
    trace.iter().filter(|step| step.kind == "refresh").count()
}

/// From nothing to a call that is refreshed: a server that none of us has seen, without touching code.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_described_tried_saved_and_used() -> Result<()> {
    let stage = Stage::set_as(Dialect::SimpleJwt { rotate: true }, "described").await?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    let editor = ProfileEditor::begin(sign_in, "simplejwt", "Team API", stage.api.url()).await?;
    assert_eq!(window.value("id").await?, "team-api", "proposed from the name");

    // What cannot be used is named beside its field, and goes when it is put right.
    window.fill("tokens.access", "somewhere").await?;
    let problem = editor.error("tokens.access").await?;
    assert!(problem.contains("json:/POINTER"), "{problem}");
    window.fill("tokens.access", "json:/access").await?;
    window.until_gone("[data-testid='error-tokens.access']").await?;

    // Trying it out tells each step, and keeps nothing.
    let steps = editor.test_sign_in(DEMO_USER, PASSWORD, None).await?;
    window.until_shown("[data-testid='trial-fits']").await?;
    assert_eq!(refreshes(&steps), 1, "{steps:#?}");
    assert!(
        steps.iter().any(|step| step.says("POST /api/token/")),
        "{steps:#?}"
    );
    assert_eq!(
        files_with(stage.data(), &stage.api.issued_tokens())?,
        Vec::<String>::new()
    );

    let sign_in = editor.save_and_sign_in().await?;
    window
        .until_shown("[data-testid='server-profile-team-api']:checked")
        .await?;
    let console = sign_in.fill_user(DEMO_USER, PASSWORD).await?.submit().await?;
    window.until_text("session-menu", "Team API").await?;
    stage.api.expire_access_tokens();
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    let trace = console.trace().await?;
    assert_eq!(refreshes(&trace), 1, "{trace:#?}");
    stage.end(window).await
}

/// An OAuth 2.0 client's secret is asked for where it is needed, and is in no profile.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_secret_is_asked_for_and_never_in_the_profile() -> Result<()> {
    let client = OAuth2Client::Basic;
    let stage = Stage::set_as(Dialect::OAuth2 { client }, "client_secret").await?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    let editor = ProfileEditor::begin(sign_in, "oauth2-basic", "OAuth", stage.api.url()).await?;
    editor.toggle("client").await?;
    window.fill("client.id", OAUTH2_CLIENT_ID).await?;
    editor
        .test_sign_in(DEMO_USER, PASSWORD, Some(OAUTH2_CLIENT_SECRET))
        .await?;
    window.until_shown("[data-testid='trial-fits']").await?;

    let sign_in = editor.save_and_sign_in().await?;
    window.until_shown("#client-secret").await?;
    sign_in.fill_user(DEMO_USER, PASSWORD).await?;
    let problem = sign_in.refused("client-secret").await?;
    assert!(!problem.is_empty());
    window.fill("client-secret", OAUTH2_CLIENT_SECRET).await?;
    let console = sign_in.submit().await?;
    stage.api.expire_access_tokens();
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    let secret = [OAUTH2_CLIENT_SECRET.to_owned()];
    assert_eq!(
        files_with(&stage.data().join("profiles"), &secret)?,
        Vec::<String>::new()
    );
    stage.end(window).await
}

/// The text of the file and the fields are one: what is typed in the one is in the other, and an error has its line.
#[tokio::test(flavor = "multi_thread")]
async fn a_profile_can_be_written_as_text_and_leaving_asks_first() -> Result<()> {
    let stage = Stage::set("as_text").await?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    let editor = ProfileEditor::begin(sign_in, "default", "Text", stage.api.url()).await?;
    window.click("tab-profile-text").await?;
    let text = window.value("profile-text").await?;
    assert!(text.contains("id = \"text\""), "{text}");
    window.fill("profile-text", "id = 7").await?;
    let problem = window.until_text("error-profile-text", "line 1").await?;
    assert!(problem.contains("id"), "{problem}");
    window.click("profile-text-drop").await?;
    assert_eq!(window.value("name").await?, "Text", "the fields are as before");

    editor.back().await?;
    window.click("leave-profile-no").await?;
    assert_eq!(window.value("name").await?, "Text");
    editor.back().await?;
    window.click("leave-profile-yes").await?;
    SignIn::shown(&window).await?;
    stage.end(window).await
}

/// A saved profile is edited, and removed after a question; one whose file is wrong says why.
#[tokio::test(flavor = "multi_thread")]
async fn saved_profiles_are_listed_edited_and_removed() -> Result<()> {
    let stage = Stage::set("saved").await?;
    let folder = stage.data().join("profiles");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("broken.toml"), "id = 7")?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    let problem = window.text("problem-broken").await?;
    assert!(problem.contains("line 1"), "{problem}");

    let editor = ProfileEditor::begin(sign_in, "default", "Mine", stage.api.url()).await?;
    window.click("profile-save").await?;
    window.until_gone("[data-testid='profile-changed']").await?;
    editor.back().await?;
    window.click("profile-edit-mine").await?;
    window.fill("name", "Renamed").await?;
    window.click("profile-save").await?;
    window.until_gone("[data-testid='profile-changed']").await?;
    editor.back().await?;
    window.until_text("saved-profiles", "Renamed").await?;

    window.click("profile-remove-mine").await?;
    window.click("remove-profile-no").await?;
    window.until_text("saved-profiles", "Renamed").await?;
    window.click("profile-remove-mine").await?;
    window.click("remove-profile-yes").await?;
    window.until_gone("[data-testid='server-profile-mine']").await?;
    stage.end(window).await
}

/// The editor without a mouse, from the sign-in view to the console.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_described_by_keyboard_alone() -> Result<()> {
    let stage = Stage::set_as(Dialect::FlaskJwt, "editor_keyboard").await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    tab_to(&window, "describe-server").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_shown("#new-name").await?;
    window.enter("Keys").await?;
    tab_to(&window, "new-base-url").await?;
    window.enter(stage.api.url()).await?;
    tab_to(&window, "kind-default").await?;
    window.press(&[Key::Down.into()]).await?;
    window.press(&[Key::Down.into()]).await?;
    window
        .until_shown("[data-testid='kind-flask-jwt-extended']:checked")
        .await?;
    tab_to(&window, "profile-go").await?;
    window.press(&[Key::Enter.into()]).await?;

    tab_to(&window, "group-tls").await?;
    window.press(&[Key::Enter.into()]).await?;
    tab_to(&window, "tls.verify").await?;
    tab_to(&window, "tab-profile-fields").await?;
    window.press(&[Key::Right.into()]).await?;
    window.press(&[Key::Right.into()]).await?;
    tab_to(&window, "trial-user").await?;
    window.enter(DEMO_USER).await?;
    tab_to(&window, "trial-password").await?;
    window.enter(PASSWORD).await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_shown("[data-testid='trial-fits']").await?;

    tab_to(&window, "profile-save-sign-in").await?;
    window.press(&[Key::Enter.into()]).await?;
    SignIn::shown(&window).await?;
    tab_to(&window, "user").await?;
    window.enter(DEMO_USER).await?;
    tab_to(&window, "password").await?;
    window.enter(PASSWORD).await?;
    window.press(&[Key::Enter.into()]).await?;
    Console::shown(&window).await?;

    // The menu: arrows move, Esc closes, Enter chooses; the panel closes with Esc too.
    tab_to(&window, "session-menu").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_shown("[role='menu']").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[role='menu']").await?;
    assert_eq!(window.focus().await?, "session-menu");
    window.press(&[Key::Down.into()]).await?;
    window.until_shown("[role='menu']").await?;
    window.press(&[Key::End.into()]).await?;
    assert_eq!(window.focus().await?, "open-session");
    window.press(&[Key::Enter.into()]).await?;
    window.until_shown("[data-testid='session-panel']").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='session-panel']").await?;
    assert_eq!(
        window.focus().await?,
        "session-menu",
        "the keyboard is where it was"
    );
    stage.end(window).await
}

/// A profile that checks no certificate says so before the password is typed and for as long as its session is at work.
#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_not_checked_is_said_at_all_times() -> Result<()> {
    let stage = Stage::set("unchecked").await?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    let editor = ProfileEditor::begin(sign_in, "default", "Open", stage.api.url()).await?;
    editor.toggle("tls").await?;
    window.click("tls.verify").await?;
    let sign_in = editor.save_and_sign_in().await?;
    window.until_text("sign-in-unchecked", "certificate").await?;
    sign_in.fill_user(DEMO_USER, PASSWORD).await?;
    sign_in.submit().await?;
    window
        .until_text("tls-warning", "Certificate not checked")
        .await?;
    stage.end(window).await
}
