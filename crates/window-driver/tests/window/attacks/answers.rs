//! Whatever an API answers is text. Nothing in it runs, loads or leads away.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use anyhow::{Context as _, Result};
use window_driver::{Window, pages::Console, pictures};

use super::{
    Page,
    canary::Canary,
    hostile::{Hostile, whole},
    signed_in, unharmed,
};
use crate::stage::Stage;

/// A script in every form that has ever run somewhere it should not, with a canary behind each.
fn page(canary: &str) -> String {
    let run = format!(
        "window.__pwned=1;fetch('{canary}/fetch');window.__TAURI__.core.invoke('logout',{{request:{{}}}})"
    );
    format!(
        r#"<!doctype html><html><head><base href="{canary}/"><meta http-equiv="refresh" content="0;url={canary}/meta">
<link rel="stylesheet" href="{canary}/style.css"><link rel="preload" as="image" href="{canary}/preload">
<style>@import url("{canary}/import.css"); body {{ background: url({canary}/background) }}</style>
<script>{run}</script><script src="{canary}/script.js"></script><script type="module">{run}</script></head>
<body onload="{run}"><img src="{canary}/image" onerror="{run}"><svg onload="{run}"><script>{run}</script></svg>
<iframe src="javascript:{run}"></iframe><iframe srcdoc="<script>parent.{run}</script>"></iframe>
<object data="{canary}/object"></object><embed src="{canary}/embed"><video src="{canary}/video" autoplay></video>
<form action="{canary}/form"><input autofocus onfocus="{run}"><button>send</button></form>
<details open ontoggle="{run}"><summary>more</summary></details><marquee onstart="{run}">x</marquee>
<a href="javascript:{run}" ping="{canary}/ping">a link</a></textarea></title></script>--><img src=x onerror="{run}">
</body></html>"#
    )
}

/// A call, and the text of its body once it is shown.
async fn body_of(
    console: &Console<'_>,
    window: &window_driver::Window,
    path: &str,
    part: &str,
) -> Result<String> {
    let answered = console.call("GET", path).await?;
    anyhow::ensure!(answered.status == "200 OK", "{path}: {answered:?}");
    window.until_text("body-rows", part).await
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_a_body_is_shown_as_text_whatever_it_says_it_is() -> Result<()> {
    let stage = Stage::set("attack_bodies").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let html = page(canary.url());
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" onload="window.__pwned=1"><script>window.__pwned=1</script>
<image href="{0}/image"/><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="{0}"/></foreignObject></svg>"#,
        canary.url()
    );
    let json = r#"{"</script><script>window.__pwned=1</script>":"<img src=x onerror=window.__pwned=1>","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"url":"javascript:window.__pwned=1"}"#;
    let texts = [
        ("/html", "text/html", html.as_str(), "<script src="),
        ("/xhtml", "application/xhtml+xml", html.as_str(), "<script src="),
        ("/svg", "image/svg+xml", svg.as_str(), "<script>"),
        ("/json", "application/json", json, "</script><script>"),
        (
            "/utf-7",
            "text/html; charset=utf-7",
            "+ADw-script+AD4-window.__pwned=1+ADw-/script+AD4-",
            "+ADw-",
        ),
        ("/lie", "application/json", html.as_str(), "<script src="),
        (
            "/multiple",
            "multipart/x-mixed-replace; boundary=x",
            html.as_str(),
            "<script src=",
        ),
    ];
    for (path, content_type, body, _) in texts {
        let answer = whole("200 OK", &[("Content-Type", content_type)], body.as_bytes());
        api.answer(path, answer);
    }
    // What says that it is a picture is drawn as one, from its bytes, and a picture runs nothing.
    for (path, body) in [("/svg-as-png", svg.as_bytes()), ("/html-as-gif", html.as_bytes())] {
        let kind = if path.ends_with("png") {
            "image/png"
        } else {
            "image/gif"
        };
        api.answer(path, whole("200 OK", &[("Content-Type", kind)], body));
    }
    // Neither text nor a picture: its type is the server's word, and shown.
    let odd_type = "application/<img/src=x onerror=window.__pwned=1>";
    api.answer(
        "/odd-type",
        whole("200 OK", &[("Content-Type", odd_type)], b"\0\x01\x02\xff"),
    );

    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    for (path, _, _, part) in texts {
        let shown = body_of(&console, &window, path, part).await?;
        let whole =
            path != "/html" || (shown.contains("onerror=") && shown.contains("http-equiv=\"refresh\""));
        assert!(whole, "{shown}");
        if path == "/json" {
            window.click("view-raw").await?;
            window.until_text("body-rows", "javascript:").await?;
            window.click("view-pretty").await?;
        }
    }
    for path in ["/svg-as-png", "/html-as-gif"] {
        console.call("GET", path).await?;
        window.until_shown("[data-testid='body-image'] img").await?;
    }
    console.call("GET", "/odd-type").await?;
    let told = window.text("body-binary").await?;
    assert!(told.contains("<img/src=x"), "{told}");
    let polluted: bool = window.script("return 'polluted' in {}", &[]).await?;
    assert!(!polluted);
    unharmed(stage, window, &before, &api, &canary).await
}

/// The colour of the window in the middle of an element: the one way to see what a frame without scripts shows.
async fn colour_of(window: &Window, id: &str) -> Result<[u8; 3]> {
    let [left, top, width, height] = window.place(&format!("[data-testid='{id}']"), 0).await?;
    pictures::colour_at(&window.picture().await?, left + width / 2, top + height / 2)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_as_a_page_runs_nothing_loads_nothing_and_leads_nowhere() -> Result<()> {
    let stage = Stage::set("attack_pages").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let url = canary.url();
    let head = format!(
        r#"<link rel="preconnect" href="{url}"><link rel="dns-prefetch" href="{url}"><link rel="prefetch" href="{url}/prefetch">
<link rel="icon" href="{url}/icon"><link rel="manifest" href="{url}/manifest"><link rel="modulepreload" href="{url}/module">
<style>@font-face {{ font-family: x; src: url({url}/font) }} p {{ font-family: x }}</style>"#
    );
    let ways = ["_top", "_parent", "_self", "_blank"];
    for way in ways {
        let cover = format!(
            r#"<p>text</p><a href="{url}/link" target="{way}" style="position: fixed; inset: 0; background: rgb(18 171 52)">away</a></body>"#
        );
        let html = page(url)
            .replacen("<head>", &format!("<head>{head}"), 1)
            .replacen("</body>", &cover, 1);
        let answer = whole("200 OK", &[("Content-Type", "text/html")], html.as_bytes());
        api.answer(&format!("/page{way}"), answer);
    }
    let script = "<html xmlns='http://www.w3.org/1999/xhtml'><body style='background: rgb(18 171 52)'><script>window.__pwned=1</script></body></html>";
    let xhtml = [("Content-Type", "application/xhtml+xml")];
    api.answer("/page-x", whole("200 OK", &xhtml, script.as_bytes()));

    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    let paths = ways.iter().map(|way| format!("/page{way}"));
    for (number, path) in paths.chain(["/page-x".to_owned()]).enumerate() {
        console.call("GET", &path).await?;
        if number == 0 {
            window.click("view-page").await?;
        }
        let green = async || Ok((colour_of(&window, "answer-page").await? == [18, 171, 52]).then_some(()));
        window
            .until(&format!("the page of {path} to be drawn"), green)
            .await?;
        // Onto the link, which lies over all of it.
        window.click("answer-page").await?;
        window.until("the page to stay", green).await?;
    }
    window.click("view-raw").await?;
    window.until_text("body-rows", "xhtml").await?;
    unharmed(stage, window, &before, &api, &canary).await
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_status_lines_and_redirects_lead_nowhere() -> Result<()> {
    let stage = Stage::set("attack_heads").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let markup = format!(
        "<script>window.__pwned=1</script><img src={}/header onerror=window.__pwned=1>",
        canary.url()
    );
    let refresh = format!("0; url={}/refresh", canary.url());
    let link = format!(
        "<{}/link>; rel=preload; as=image, <{}/style.css>; rel=stylesheet",
        canary.url(),
        canary.url()
    );
    let cookie = format!("sid={markup}; Path=/");
    api.answer(
        "/headers",
        whole(
            "299 <img src=x onerror=window.__pwned=1>",
            &[
                ("X-Markup", &markup),
                ("Refresh", &refresh),
                ("Link", &link),
                ("Set-Cookie", &cookie),
                ("Content-Disposition", "attachment; filename=\"../../../../etc/cron.d/latchkey\"; filename*=UTF-8''%2e%2e%2fx.desktop"),
                ("Content-Security-Policy", "default-src * 'unsafe-inline' 'unsafe-eval'"),
                ("Access-Control-Allow-Origin", "*"),
                ("Service-Worker-Allowed", "/"),
                ("X-Turned", "moc.\u{202e}elgoog\u{202c} ad\u{200b}min"),
            ],
            b"{}",
        ),
    );
    let elsewhere = [
        "javascript:window.__pwned=1",
        "file:///etc/passwd",
        "tauri://localhost/index.html",
        "ipc://localhost/logout",
        "asset://localhost/etc/passwd",
        "data:text/html,<script>window.__pwned=1</script>",
        "latchkey://open?method=GET",
        "//",
        "\u{202e}http://",
    ];
    for (number, location) in elsewhere.iter().enumerate() {
        let answer = whole(
            "302 Found",
            &[("Location", location), ("Content-Type", "text/plain")],
            b"go away",
        );
        api.answer(&format!("/redirect-{number}"), answer);
    }
    api.answer(
        "/huge-header",
        whole("200 OK", &[("X-Huge", &"h".repeat(10 << 20))], b""),
    );
    let many: Vec<_> = (0..20_000).map(|_| ("X-Many", "m")).collect();
    api.answer("/many-headers", whole("200 OK", &many, b""));
    api.answer(
        "/no-http",
        b"SSH-2.0-OpenSSH\r\n<script>window.__pwned=1</script>\r\n".to_vec(),
    );

    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    let answered = console.call("GET", "/headers").await?;
    assert_eq!(
        answered.status, "299",
        "the server's own words for a status are not shown"
    );
    window.click("tab-answer-headers").await?;
    let shown = window
        .until_text("answer-headers", "<script>window.__pwned=1</script>")
        .await?;
    assert!(
        shown.contains("etc/cron.d") && shown.contains("unsafe-inline"),
        "{shown}"
    );
    let codes = "return [...document.querySelectorAll('[data-testid=answer-headers] .unseen')].map(it => it.dataset.code)";
    let codes: Vec<String> = window.script(codes, &[]).await?;
    assert_eq!(
        codes,
        ["U+202E", "U+202C", "U+200B"],
        "what turns or hides text is shown by its number"
    );

    for (number, location) in elsewhere.iter().enumerate() {
        let answered = console.call("GET", &format!("/redirect-{number}")).await?;
        assert_eq!(
            answered.status, "302 Found",
            "{location}: not followed, but shown"
        );
    }
    for path in ["/huge-header", "/many-headers", "/no-http"] {
        console.call("GET", path).await?;
        window.until_shown("[data-testid='answer-failure']").await?;
    }
    unharmed(stage, window, &before, &api, &canary).await
}

#[tokio::test(flavor = "multi_thread")]
async fn text_that_is_no_text_or_turns_itself_round_is_shown_as_what_it_is() -> Result<()> {
    let stage = Stage::set("attack_text").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let plain = &[("Content-Type", "text/plain; charset=utf-8")];
    let turned = "user: ad\u{200b}min\naccess: \u{202e}nimda\u{202c} denied\nesc: \u{1b}[31m\u{7}\nzero:\0\nemoji: 👩\u{200d}💻\n";
    api.answer("/turned", whole("200 OK", plain, turned.as_bytes()));
    api.answer(
        "/no-utf-8",
        whole(
            "200 OK",
            plain,
            b"caf\xe9 \xff\xfe\xfd <script>window.__pwned=1</script>",
        ),
    );
    let json = "{\"role\":\"\u{202e}nimda\u{202c}\",\"zero\":\"\\u0000\",\"tag\":\"a\u{e0041}b\"}";
    api.answer(
        "/turned-json",
        whole("200 OK", &[("Content-Type", "application/json")], json.as_bytes()),
    );
    let deep = [b"[".repeat(1_000_000), b"]".repeat(1_000_000)].concat();
    api.answer(
        "/deep",
        whole("200 OK", &[("Content-Type", "application/json")], &deep),
    );
    let long = format!("[\"{}\"]", "<b>".repeat(1_000_000));
    api.answer(
        "/long",
        whole("200 OK", &[("Content-Type", "application/json")], long.as_bytes()),
    );

    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    let codes = async || -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('.unseen')].map(it => it.dataset.code)";
        window.script(script, &[]).await
    };
    body_of(&console, &window, "/turned", "emoji").await?;
    assert_eq!(
        codes().await?,
        ["U+200B", "U+202E", "U+202C", "U+001B", "U+0007", "U+0000"]
    );
    // The number can be seen, and the text after it is not turned round.
    let seen =
        "return [...document.querySelectorAll('.unseen')].every(it => it.getBoundingClientRect().width > 20)";
    assert!(window.script::<bool>(seen, &[]).await?);
    // What is copied is what was received.
    let text: String = window
        .script(
            "return document.querySelectorAll('.row-text')[0].textContent",
            &[],
        )
        .await?;
    assert_eq!(text, "user: ad\u{200b}min");
    body_of(&console, &window, "/turned-json", "role").await?;
    assert_eq!(codes().await?, ["U+202E", "U+202C", "U+E0041"]);
    body_of(&console, &window, "/no-utf-8", "caf\u{fffd}").await?;
    // A million brackets deep: no JSON to anybody, and shown as text.
    body_of(&console, &window, "/deep", "[[[").await?;
    window.until_gone("[data-testid='view-pretty']").await?;
    body_of(&console, &window, "/long", "<b><b>").await?;
    unharmed(stage, window, &before, &api, &canary).await
}

/// A copy of a document is given to the system's program, under a name of ours.
#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_opened_as_a_copy_whatever_its_address_says() -> Result<()> {
    let stage = Stage::set("attack_document").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let path = "/..%2f..%2f.config/autostart/-evil.desktop";
    let document = [("Content-Type", "application/pdf")];
    api.answer(path, whole("200 OK", &document, b"%PDF-1.7\nof nobody"));
    api.answer(
        "/none",
        whole("200 OK", &[("Content-Type", "application/x-sh")], b"\0touch it"),
    );
    let programs = tempfile::tempdir()?;
    let opened = programs.path().join("opened");
    let program = programs.path().join("xdg-open");
    fs::write(
        &program,
        format!("#!/bin/sh\nprintf %s \"$1\" > {}\n", opened.display()),
    )?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;

    let all = std::env::var("PATH").unwrap_or_default();
    let app = stage.app();
    let app = app.environment("PATH", format!("{}:{all}", programs.path().display()));
    let window = app.open(&stage.desktop).await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    console.call("GET", path).await?;
    window.click("open-body").await?;
    let copy = window
        .until("a copy to be opened", async || {
            Ok(fs::read_to_string(&opened).ok().filter(|it| !it.is_empty()))
        })
        .await?;
    let copy = Path::new(&copy);
    assert_eq!(fs::read(copy)?, b"%PDF-1.7\nof nobody");
    let folder = copy.parent().context("it lies in a folder")?;
    assert_eq!(
        folder.parent(),
        Some(stage.data().join("viewed").as_path()),
        "{}",
        copy.display()
    );
    assert_eq!(
        fs::metadata(folder)?.permissions().mode() & 0o077,
        0,
        "nobody else looks into it"
    );
    assert_eq!(copy.extension(), Some("pdf".as_ref()), "{}", copy.display());

    console.call("GET", "/none").await?;
    window.until_text("body-binary", "application/x-sh").await?;
    assert!(
        !window.shows("[data-testid='open-body']").await?,
        "nothing that runs is opened"
    );
    unharmed(stage, window, &before, &api, &canary).await
}
