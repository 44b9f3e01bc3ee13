//! Data folders that earlier versions left: `fixtures/` has one of each format.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::Value;
use window_driver::pages::{Console, SignIn};

use crate::stage::Stage;

fn fixture(format: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures")
        .join(format)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_of_every_earlier_version_opens_signed_in() -> Result<()> {
    for format in ["format-1", "format-2"] {
        let mut stage = Stage::set(&format!("earlier_{format}")).await?;
        let window = stage.open_signed_in().await?;
        stage.kill(window).await?;
        leave(&stage, format)?;

        let window = stage.open().await?;
        let console = Console::shown(&window).await?;
        assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK", "{format}");
        stage.api.expire_access_tokens();
        assert_eq!(console.send().await?.status, "200 OK", "{format}");
        assert_eq!(stage.api.stats().sign_ins, 1, "{format}");
        assert_eq!(read(&stage)?["format"], 2, "{format}");
        // The form offers who signed in with the earlier version.
        let sign_in = console.sign_out().await?;
        sign_in.reason().await?;
        assert_eq!(window.value("base-url").await?, stage.api.url(), "{format}");
        assert_eq!(window.value("user").await?, "demo@latchkey.dev", "{format}");
        stage.end(window).await?;
    }
    Ok(())
}

/// Puts the files of that format into the data folder, with the session that the server knows.
fn leave(stage: &Stage, format: &str) -> Result<()> {
    let id = read(stage)?["active"]["profile"].clone();
    let (access, refresh) = stage.api.last_issued().context("nothing was issued")?;
    let text = fs::read_to_string(fixture(format).join("latchkey.json"))?;
    let text = text
        .replace("{{base_url}}", stage.api.url())
        .replace("{{profile_id}}", id.as_str().context("no profile is at work")?)
        .replace("{{access_token}}", &access)
        .replace("{{refresh_token}}", &refresh);
    fs::write(stage.data().join("latchkey.json"), text)?;
    Ok(())
}

fn read(stage: &Stage) -> Result<Value> {
    let text = fs::read_to_string(stage.data().join("latchkey.json"))?;
    Ok(serde_json::from_str(&text)?)
}

/// A profile and the practice API's notes, as earlier versions wrote them.
#[tokio::test(flavor = "multi_thread")]
async fn profiles_and_notes_of_earlier_versions_are_there() -> Result<()> {
    let stage = Stage::set("earlier_rest").await?;
    let profiles = stage.data().join("profiles");
    fs::create_dir(&profiles)?;
    fs::copy(
        fixture("format-2").join("profiles/team.toml"),
        profiles.join("team.toml"),
    )?;
    let notes = "practice-api.json";
    fs::copy(fixture("format-1").join(notes), stage.data().join(notes))?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    window.until_text("sign-in-view", "Team API").await?;
    let console = sign_in.try_practice().await?;
    assert_eq!(console.call("GET", "/api/notes/9").await?.status, "200 OK");
    window
        .until_text("body-rows", "Written before the update")
        .await?;
    stage.end(window).await
}
