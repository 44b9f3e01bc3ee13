//! A link is offered, as text, and never sent by itself.

use anyhow::Result;
use fantoccini::key::Key;
use window_driver::{
    Window,
    pages::{Console, Offered, SignIn},
};

use crate::{by_keyboard::tab_to, stage::Stage};

/// Starts the app a second time, with this to open: it ends at once, and the open window has it.
pub(crate) async fn open_in(stage: &Stage, argument: &str) -> Result<()> {
    let status = stage.app().argument(argument).run_to_end(&stage.desktop).await?;
    anyhow::ensure!(status.success(), "the second start ended with {status}");
    Ok(())
}

/// Waits for the notice that something cannot be opened, reads it and closes it.
pub(crate) async fn refused(window: &Window) -> Result<String> {
    window.until_shown("[data-testid='bad-opening']").await?;
    let text = window.text("bad-opening").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_gone("[data-testid='bad-opening']").await?;
    Ok(text)
}

/// Waits until the editor has a request to this target.
async fn until_target(window: &Window, target: &str) -> Result<()> {
    let expected = format!("a request to {target}");
    let look = async || Ok((window.value("target").await? == target).then_some(()));
    window.until(&expected, look).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_at_the_start_waits_behind_the_sign_in_and_is_never_sent_by_itself() -> Result<()> {
    let stage = Stage::set("link_at_start").await?;
    let link = "latchkey://request?method=POST&url=/api/echo%3Fa=1&header=X-Note:%20from%20a%20link\
                &body=%7B%22hello%22:1%7D";
    let window = stage.app().argument(link).open(&stage.desktop).await?;
    SignIn::shown(&window).await?;
    let waits = window.until_text("offered-later", "POST /api/echo?a=1").await?;
    assert!(waits.contains("after you sign in"), "{waits}");
    assert_eq!(
        window.count("offered").await?,
        0,
        "nobody is signed in to open it for"
    );

    stage.sign_in(&window).await?;
    let offered = Offered::shown(&window, "/api/echo?a=1").await?;
    assert_eq!(offered.part("method").await?, "POST");
    assert!(offered.part("server").await?.contains(stage.api.url()));
    assert_eq!(offered.part("headers").await?, "X-Note: from a link");
    assert_eq!(offered.part("body").await?, "{\"hello\":1}");
    assert_eq!(window.focus().await?, "offered-discard");

    // A page that is loaded anew, as after a crash of the web view, has lost nothing.
    window
        .script::<Option<()>>("window.isOld = true; location.reload()", &[])
        .await?;
    let is_new = async || {
        let old: Option<bool> = window.script("return window.isOld ?? null", &[]).await?;
        Ok(old.is_none().then_some(()))
    };
    window.until("a page that was loaded anew", is_new).await?;
    Offered::shown(&window, "/api/echo?a=1").await?;

    // A press that was meant for something else is a no at most. The yes takes a way, and Enter once more sends nothing.
    assert_eq!(window.focus().await?, "offered-discard");
    window.press(&[Key::Enter.into()]).await?;
    window.until_gone("[data-testid='offered']").await?;
    assert_ne!(window.value("target").await?, "/api/echo?a=1");
    open_in(&stage, link).await?;
    Offered::shown(&window, "/api/echo?a=1").await?;
    tab_to(&window, "offered-open").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("from-link", "has not been sent").await?;
    assert_eq!(window.focus().await?, "from-link");
    window.press(&[Key::Enter.into()]).await?;
    until_target(&window, "/api/echo?a=1").await?;
    assert_eq!(stage.api.stats().calls, 0);

    let console = Console::shown(&window).await?;
    assert_eq!(console.send().await?.status, "200 OK");
    assert_eq!(stage.api.stats().calls, 1, "what was sent is what the user sent");
    window.until_gone("[data-testid='from-link']").await?;
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn links_of_a_second_start_queue_up_and_what_was_written_is_kept() -> Result<()> {
    let stage = Stage::set("link_second_start").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.edit("DELETE", "/api/notes/7").await?;

    // A no leaves everything as it was.
    open_in(&stage, "latchkey://request?url=/api/first").await?;
    Offered::shown(&window, "/api/first").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='offered']").await?;
    assert_eq!(window.value("target").await?, "/api/notes/7");

    // Several wait for one another, and the same twice is one.
    let second = "latchkey://request?url=/api/second&profile=team";
    let start = stage
        .app()
        .argument(second)
        .argument("latchkey://request?url=/api/third");
    assert!(start.run_to_end(&stage.desktop).await?.success());
    open_in(&stage, second).await?;
    let offered = Offered::shown(&window, "/api/second").await?;
    window.until_text("offered", "1 more is waiting").await?;
    assert!(window.text("offered-profile").await?.contains("team"));
    offered.open().await?;
    let offered = Offered::shown(&window, "/api/third").await?;
    offered.open().await?;
    until_target(&window, "/api/third").await?;

    // What was written has its tab still. The second link was only looked at, and made room.
    let names = "return [...document.querySelectorAll('[data-testid=request-tab]')].map(tab => tab.title)";
    let names: Vec<String> = window.script(names, &[]).await?;
    assert_eq!(names, ["DELETE /api/notes/7", "GET /api/third"]);
    assert_eq!(stage.api.stats().calls, 0);
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_link_is_text_or_is_refused_with_a_reason() -> Result<()> {
    let stage = Stage::set("link_hostile").await?;
    let window = stage.open_signed_in().await?;

    // Script in every field is text, and another server is named for what it is.
    let evil = "%3Cimg%20src=x%20onerror=%22window.hit=1%22%3E%3Cscript%3Ewindow.hit=1%3C/script%3E";
    let link = format!(
        "latchkey://request?url=https://evil.example/%3Cscript%3Ewindow.hit=1%3C/script%3E&header=X-A:{evil}\
         &body={evil}&content-type=text/html"
    );
    open_in(&stage, &link).await?;
    let offered = Offered::shown(&window, "<script>window.hit=1</script>").await?;
    let elsewhere = offered.part("elsewhere").await?;
    assert!(
        elsewhere.contains("https://evil.example") && elsewhere.contains("does not go along"),
        "{elsewhere}"
    );
    assert!(offered.part("body").await?.contains("<img src=x onerror="));
    assert!(offered.part("headers").await?.contains("<script>"));
    let inside = "return document.querySelectorAll('[data-testid=offered] :is(img, script, iframe)').length";
    assert_eq!(window.script::<usize>(inside, &[]).await?, 0);
    offered.open().await?;
    assert_eq!(
        window
            .script::<Option<u32>>("return window.hit ?? null", &[])
            .await?,
        None
    );
    until_target(&window, "https://evil.example/<script>window.hit=1</script>").await?;

    let long = format!("url=/{}", "a".repeat(100_000));
    let refusals = [
        (
            "url=/&header=Authorization:%20Bearer%20swordfish",
            "cannot bring a token",
            "header[0]",
        ),
        (
            "url=/&header=Cookie:%20a=swordfish",
            "cannot bring a token",
            "header[0]",
        ),
        ("url=file:///etc/passwd", "https:// or http://", "url"),
        ("url=//evil.example/", "neither a path nor a URL", "url"),
        ("url=/&send=now", "does not know", "send"),
        ("url=/%0d%0aX:1", "cannot be seen", "url"),
        (
            "url=/&body=x&content-type=multipart/form-data",
            "JSON, text or a form",
            "content-type",
        ),
        (long.as_str(), "too long", "100024 bytes"),
    ];
    for (query, reason, place) in refusals {
        open_in(&stage, &format!("latchkey://request?{query}")).await?;
        let text = refused(&window).await?;
        assert!(
            text.contains(reason) && text.contains(place),
            "{query:.60}: {text}"
        );
        assert!(!text.contains("swordfish"), "{text}");
    }
    assert_eq!(stage.api.stats().calls, 0);

    // What is no link and no profile's file is refused by the second start itself.
    let status = stage
        .app()
        .argument("https://evil.example/")
        .run_to_end(&stage.desktop)
        .await?;
    assert_eq!(status.code(), Some(2));
    stage.end(window).await
}
