//! Names, errors and traces come from others, too.

use std::fs;

use anyhow::Result;
use window_driver::pages::SignIn;

use super::{
    Page,
    canary::Canary,
    hostile::{self, Hostile, MARKUP, whole},
    signed_in, unharmed,
};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn names_of_profiles_and_users_are_text_and_show_what_hides_in_them() -> Result<()> {
    let stage = Stage::set("attack_names").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let profiles = stage.data().join("profiles");
    fs::create_dir_all(&profiles)?;
    let file = |id: &str, name: &str| {
        let kind = latchkey_ipc::profiles::Kind::HeaderPair;
        let text = latchkey_profile::file::write(&kind.description(id, name, api.url()));
        fs::write(profiles.join(format!("{id}.toml")), text)
    };
    file("markup", MARKUP)?;
    // Names that look like another one, and a file whose faults quote markup.
    file("turned", "\u{202e}ipA maeT")?;
    file("hidden", "Team\u{200b} API")?;
    file("practice", "Practice API")?;
    fs::write(
        profiles.join("broken.toml"),
        format!("id = \"broken\"\n\"{MARKUP}\" = 1\n"),
    )?;

    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    let list = window.until_text("saved-profiles", MARKUP).await?;
    let (turned, hidden) = (list.contains("\\u{202e}"), list.contains("\\u{200b}"));
    assert!(turned && hidden, "{list}");
    for refused in ["turned", "hidden", "practice", "broken"] {
        let usable = format!("[data-testid='server-profile-{refused}']:enabled");
        assert!(!window.shows(&usable).await?, "{refused}");
        assert!(
            window
                .shows(&format!("[data-testid='problem-{refused}']"))
                .await?,
            "{refused}"
        );
    }
    window.click("server-profile-markup").await?;
    let user = format!("{MARKUP}\u{202e}nimda");
    let sign_in = SignIn::shown(&window).await?;
    let console = sign_in
        .fill_user(&user, hostile::PASSWORD)
        .await?
        .submit()
        .await?;
    let before = Page::of(&window).await?;
    let shown = window.until_text("session-menu", MARKUP).await?;
    assert!(shown.contains("\\u{202e}nimda"), "{shown}");

    // In the menu, the panel, the history, and what a sign-out says.
    console.call("GET", &format!("/fine?{MARKUP}")).await?;
    window.click("session-menu").await?;
    window.until_text("switch-0", MARKUP).await?;
    window.click("open-session").await?;
    window.until_text("panel-user", "\\u{202e}nimda").await?;
    window.until_text("panel-profile", MARKUP).await?;
    // What the token says of itself is the server's word too, in the names of claims as in their values.
    let claims = window.until_text("claims", MARKUP).await?;
    assert!(
        claims.contains("\\u{202e}nimda") && claims.matches(MARKUP).count() == 2,
        "{claims}"
    );
    window.click("session-panel-close").await?;
    window.until_gone("[data-testid='session-panel']").await?;
    let sign_in = console.sign_out().await?;
    let said = sign_in.reason().await?;
    assert!(said.contains(MARKUP), "{said}");
    sign_in
        .fill_user(&user, hostile::PASSWORD)
        .await?
        .submit()
        .await?;
    unharmed(stage, window, &before, &api, &canary).await
}

/// What a server says of an error or a refusal is quoted, not obeyed.
#[tokio::test(flavor = "multi_thread")]
async fn errors_traces_and_reasons_quote_and_obey_nothing() -> Result<()> {
    let stage = Stage::set("attack_errors").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let location = "/fine?<script>window.__pwned=1</script>&u=\u{202e}";
    api.answer(
        "/redirect",
        whole(
            "302 Found",
            &[("Location", "/fine?a=<script>window.__pwned=1</script>")],
            b"",
        ),
    );
    api.answer(
        "/turned-redirect",
        whole("302 Found", &[("Location", location)], b""),
    );
    let code = format!("{{\"error\":\"{MARKUP}\",\"code\":\"{MARKUP}\"}}");
    let challenge = format!("Bearer error=\"{MARKUP}\", error_description=\"{MARKUP}\"");
    let refusal = [
        ("Content-Type", "application/json"),
        ("WWW-Authenticate", challenge.as_str()),
    ];
    api.answer("/forbidden", whole("403 Forbidden", &refusal, code.as_bytes()));
    api.answer("/over", whole("401 Unauthorized", &refusal, MARKUP.as_bytes()));
    api.answer(
        "/bad-gzip",
        whole("200 OK", &[("Content-Encoding", "gzip")], MARKUP.as_bytes()),
    );
    for path in [
        "/fine?a=%3Cscript%3Ewindow.__pwned=1%3C/script%3E",
        "/fine?a=<script>window.__pwned=1</script>",
    ] {
        api.answer(path, whole("200 OK", &[("Content-Type", "text/plain")], b"fine"));
    }

    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    console.call("GET", "/redirect").await?;
    let trace = console.trace().await?;
    assert!(trace.iter().any(|step| step.says("script")), "{trace:#?}");
    console.call("GET", "/turned-redirect").await?;
    assert_eq!(console.call("GET", "/forbidden").await?.status, "403 Forbidden");
    window.click("tab-answer-body").await?;
    window.until_text("body-rows", MARKUP).await?;
    console.trace().await?;
    console.call("GET", "/bad-gzip").await?;
    // A field's own error quotes what was typed.
    console.edit("GET", &format!("ftp://{MARKUP}")).await?;
    console.refused("target").await?;
    // The end of a session, with a refusal full of markup.
    console.edit("GET", "/over").await?;
    let sign_in = console.send_into_end().await?;
    sign_in.reason().await?;
    window.click("resend-pending").await?;
    window.fill("password", hostile::PASSWORD).await?;
    sign_in.submit().await?;
    unharmed(stage, window, &before, &api, &canary).await
}
