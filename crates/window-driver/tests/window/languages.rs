//! English and Korean, light and dark.

use anyhow::Result;
use window_driver::{pages::SignIn, pictures};

use crate::stage::Stage;

fn has_hangul(text: &str) -> bool {
    text.chars().any(|letter| ('가'..='힣').contains(&letter))
}

#[tokio::test(flavor = "multi_thread")]
async fn korean_is_one_click_away_and_stays_over_a_restart() -> Result<()> {
    let mut stage = Stage::set("korean").await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    assert!(
        !has_hangul(&window.text("sign-in").await?),
        "a system that speaks English has an English window"
    );
    window.set_language("ko").await?;
    assert!(has_hangul(&window.text("sign-in").await?));

    // Errors and reasons speak it too.
    let sign_in = SignIn::shown(&window).await?;
    sign_in
        .fill(stage.api.url(), practice_api::DEMO_USER, "not-the-password")
        .await?;
    assert!(has_hangul(&sign_in.refused("password").await?));

    stage.kill(window).await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    assert!(has_hangul(&window.text("sign-in").await?));
    window.set_language("en").await?;
    assert!(!has_hangul(&window.text("sign-in").await?));
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn both_themes_colour_the_whole_page_and_stay_over_a_restart() -> Result<()> {
    let mut stage = Stage::set("themes").await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    window.set_theme("light").await?;
    let light = pictures::brightness(&window.picture().await?)?;
    window.set_theme("dark").await?;
    let dark = pictures::brightness(&window.picture().await?)?;
    assert!(light > 200 && dark < 60, "light {light}, dark {dark}");

    stage.kill(window).await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    let after_restart = pictures::brightness(&window.picture().await?)?;
    assert!(after_restart.abs_diff(dark) < 10, "{after_restart}, not {dark}");
    stage.end(window).await
}
