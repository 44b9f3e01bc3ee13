//! The user guide: read over whatever the user is doing, and nothing of that is lost.

use anyhow::Result;
use fantoccini::key::Key;
use practice_api::DEMO_USER;
use window_driver::pages::{Console, Guide, ProfileEditor, SignIn};

use crate::{by_keyboard::tab_to, stage::Stage};

/// More than the guide has pages.
const PAGES: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_read_by_keyboard_and_the_work_is_still_there() -> Result<()> {
    let stage = Stage::set("guide").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/me").await?;
    console.edit("DELETE", "/api/notes/7?why=draft").await?;
    tab_to(&window, "send").await?;

    let guide = Guide::open(&window).await?;
    assert_eq!(window.focus().await?, "guide-page", "the arrows scroll at once");
    let mut titles = vec![guide.title().await?];
    let mut pictures = guide.pictures().await?;
    while window.shows("[data-testid='guide-after']").await? && titles.len() < PAGES {
        tab_to(&window, "guide-after").await?;
        let next = window.text("guide-after").await?;
        window.press(&[Key::Enter.into()]).await?;
        guide.until_at(next.trim()).await?;
        assert_eq!(
            window.focus().await?,
            "guide-page",
            "reading goes on from the top"
        );
        pictures += guide.pictures().await?;
        titles.push(guide.title().await?);
    }
    assert_eq!(titles.first().map(String::as_str), Some("First steps"));
    assert_eq!(titles.last().map(String::as_str), Some("Keyboard"));
    assert_eq!(titles.len(), guide.pages().await?, "{titles:?}");
    assert!(pictures >= 5, "{pictures} pictures are seen");

    window.press(&[Key::Alt.into(), Key::Left.into()]).await?;
    guide.until_at(&titles[titles.len() - 2]).await?;
    // What sends in the console sends nothing from here.
    window.press(&[Key::Control.into(), Key::Enter.into()]).await?;
    guide.close().await?;

    assert_eq!(window.focus().await?, "send", "the keyboard is where it was");
    assert_eq!(window.value("target").await?, "/api/notes/7?why=draft");
    assert_eq!(window.value("method").await?, "DELETE");
    assert_eq!(console.answers().await?, 1);
    window.until_text("answer-status", "200").await?;

    // It opens again where it was left.
    let guide = Guide::choose(&window).await?;
    assert_eq!(guide.title().await?, titles[titles.len() - 2]);
    guide.close().await?;
    assert_eq!(window.focus().await?, "help-menu");
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_speaks_the_other_language_at_a_click_and_keeps_a_sign_in_that_was_begun() -> Result<()> {
    let stage = Stage::set("guide_language").await?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    sign_in.fill(stage.api.url(), DEMO_USER, "half a pass").await?;

    let guide = Guide::choose(&window).await?;
    assert_eq!(guide.title().await?, "First steps");
    window.click("guide-to-own-server").await?;
    guide.until_at("Your own server").await?;
    guide.other_language().await?;
    guide.until_at("내 서버에 연결하기").await?;
    assert!(guide.pictures().await? > 0);
    let lang: String = window
        .script("return document.querySelector('.guide').lang", &[])
        .await?;
    assert_eq!(lang, "ko");
    guide.close().await?;

    assert_eq!(window.value("user").await?, DEMO_USER);
    assert_eq!(window.value("password").await?, "half a pass");
    assert_eq!(window.value("base-url").await?, stage.api.url());
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn views_that_need_explaining_lead_to_their_page() -> Result<()> {
    let stage = Stage::set("guide_links").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("POST", "/__control/revoke").await?;
    console.edit("GET", "/api/me").await?;
    let sign_in = console.send_into_end().await?;
    window.click("guide-session-ends").await?;
    let guide = Guide::shown(&window).await?;
    assert_eq!(guide.title().await?, "When a session ends");
    // A link in a page leads to another page, and there is a way back.
    window.click("#guide [data-page='own-server']").await?;
    guide.until_at("Your own server").await?;
    window.click("guide-back").await?;
    guide.until_at("When a session ends").await?;
    guide.close().await?;
    assert!(sign_in.waiting().await?.contains("GET /api/me"));

    let editor = ProfileEditor::begin(sign_in, "simplejwt", "Team API", stage.api.url()).await?;
    window.fill("tokens.access", "json:/elsewhere").await?;
    let guide = Guide::choose(&window).await?;
    guide.close().await?;
    assert_eq!(window.value("tokens.access").await?, "json:/elsewhere");
    editor.back().await?;
    window.click("leave-profile-yes").await?;
    SignIn::shown(&window).await?;
    window.click("describe-server").await?;
    window.click("guide-own-server").await?;
    let guide = Guide::shown(&window).await?;
    assert_eq!(guide.title().await?, "Your own server");
    guide.close().await?;
    stage.end(window).await
}
