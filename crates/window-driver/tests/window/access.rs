//! Nobody is shut out: no view has a barrier that axe-core can find, in either theme and either language.

use std::{collections::BTreeMap, fs, time::Duration};

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use serde::Deserialize;
use serde_json::json;
use window_driver::{
    Window, folders,
    pages::{Console, Guide, ProfileEditor, SignIn},
};

use crate::{opened_links::open_in, stage::Stage};

const THEMES: [&str; 2] = ["light", "dark"];

/// What axe-core has against a view.
#[derive(Debug, Deserialize)]
struct Barrier {
    id: String,
    help: String,
    places: Vec<String>,
}

/// Looks at one view after the other, and remembers what it finds.
struct Inspector<'a> {
    window: &'a Window,
    axe: String,
    /// In which views each was found.
    found: BTreeMap<String, Vec<String>>,
    looked_at: usize,
}

impl<'a> Inspector<'a> {
    fn new(window: &'a Window) -> Result<Self> {
        let path = folders::target().join("window-driver/node/axe/node_modules/axe-core/axe.min.js");
        Ok(Self {
            window,
            axe: fs::read_to_string(&path)
                .with_context(|| format!("there is no {}: run `cargo xtask test`", path.display()))?,
            found: BTreeMap::new(),
            looked_at: 0,
        })
    }

    /// Looks at what the window shows, in both themes.
    async fn look(&mut self, view: &str) -> Result<()> {
        // Rules of WCAG 2.2 A and AA, and what axe-core itself calls best practice. Colours are looked at when nothing moves.
        const RUN: &str = "
            const [theme, done] = arguments;
            document.documentElement.dataset.theme = theme;
            document.getAnimations().forEach(it => { try { it.finish() } catch { it.cancel() } });
            axe.run(document, { resultTypes: ['violations'] }).then(
                it => done(it.violations.map(({id, help, nodes}) => ({
                    id, help, places: nodes.map(it => it.html.slice(0, 160) + ' ' + (it.any[0]?.message ?? '')),
                }))),
                problem => done([{ id: 'axe', help: String(problem), places: [] }]),
            )";
        let is_there: bool = self.window.script("return 'axe' in window", &[]).await?;
        if !is_there {
            self.window.script::<()>(&self.axe, &[]).await?;
        }
        for theme in THEMES {
            let barriers: Vec<Barrier> = self.window.script_async(RUN, &[json!(theme)]).await?;
            self.looked_at += 1;
            for Barrier { id, help, places } in barriers {
                for place in places {
                    let views = self
                        .found
                        .entry(format!("{id}: {help}\n    {place}"))
                        .or_default();
                    views.push(format!("{view} ({theme})"));
                }
            }
        }
        Ok(())
    }

    fn end(self) -> Result<()> {
        ensure!(self.looked_at > 0, "nothing was looked at");
        let found: Vec<_> = self
            .found
            .iter()
            .map(|(barrier, views)| format!("{barrier}\n    in {}", views.join(", ")))
            .collect();
        ensure!(
            found.is_empty(),
            "{} barriers:\n{}",
            found.len(),
            found.join("\n")
        );
        Ok(())
    }
}

/// At 200% in a window of 1280×900 nothing is cut off and nothing has to be scrolled sideways (WCAG 2.2, 1.4.10), and it is kept.
#[tokio::test(flavor = "multi_thread")]
async fn at_twice_the_size_nothing_is_lost() -> Result<()> {
    let mut stage = Stage::set("access_zoom").await?;
    let window = stage.open().await?;
    stage.sign_in(&window).await?;
    Console::shown(&window)
        .await?
        .call("GET", "/api/notes?limit=3")
        .await?;
    let usual = width(&window).await?;
    for _ in ["110%", "125%", "150%", "175%", "200%"] {
        window.press(&[Key::Control.into(), '=']).await?;
    }
    window
        .until("everything to be twice as large", async || {
            Ok((width(&window).await? == usual / 2).then_some(()))
        })
        .await?;
    nothing_is_cut_off(&window, "console").await?;
    for tab in [
        "params",
        "headers",
        "body",
        "settings",
        "answer-body",
        "answer-headers",
        "answer-trace",
    ] {
        choose(&window, &format!("tab-{tab}")).await?;
        nothing_is_cut_off(&window, tab).await?;
    }
    choose(&window, "session-menu").await?;
    nothing_is_cut_off(&window, "session menu").await?;
    choose(&window, "open-session").await?;
    window.until_shown("[data-testid='session-panel']").await?;
    nothing_is_cut_off(&window, "session panel").await?;
    choose(&window, "session-panel-close").await?;
    window.until_gone("[data-testid='session-panel']").await?;
    Guide::open(&window).await?;
    nothing_is_cut_off(&window, "guide").await?;
    choose(&window, "guide-close").await?;
    window.until_gone("[data-testid='guide']").await?;
    choose(&window, "sign-out").await?;
    SignIn::shown(&window).await?;
    nothing_is_cut_off(&window, "sign-in").await?;
    stage.kill(window).await?;

    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    window
        .until("the size to be kept", async || {
            Ok((width(&window).await? == usual / 2).then_some(()))
        })
        .await?;
    window.press(&[Key::Control.into(), '0']).await?;
    window
        .until("the usual size", async || {
            Ok((width(&window).await? == usual).then_some(()))
        })
        .await?;
    stage.end(window).await
}

/// Chooses what the driver cannot click: it takes places for what they would be at the usual size.
async fn choose(window: &Window, id: &str) -> Result<()> {
    window.until_shown(&format!("[data-testid='{id}']")).await?;
    let click = "document.querySelector(`[data-testid='${arguments[0]}']`).click()";
    window.script(click, &[json!(id)]).await
}

async fn width(window: &Window) -> Result<u32> {
    window.script("return innerWidth", &[]).await
}

/// Nothing that can be used lies outside the window, unless what it lies in can be scrolled to it; and no page moves sideways.
async fn nothing_is_cut_off(window: &Window, view: &str) -> Result<()> {
    const LOOK: &str = "
        const over = document.querySelector('dialog[open]') ?? document;
        const scrolls = it => {
            for (let up = it.parentElement; up; up = up.parentElement) {
                if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth) return true;
            }
            return false;
        };
        const outside = [...over.querySelectorAll('button, input, select, textarea, a, [tabindex]')].filter(it => {
            const { left, right, width } = it.getBoundingClientRect();
            return it.checkVisibility() && width > 1 && (left < -1 || right > innerWidth + 1) && !scrolls(it);
        });
        const page = document.scrollingElement;
        const wide = page.scrollWidth > page.clientWidth ? ['the page scrolls sideways'] : [];
        return outside.map(it => it.outerHTML.slice(0, 160)).concat(wide)";
    let lost: Vec<String> = window.script(LOOK, &[]).await?;
    ensure!(lost.is_empty(), "{view}: {lost:#?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_barriers_in_english() -> Result<()> {
    no_barriers("en").await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_barriers_in_korean() -> Result<()> {
    no_barriers("ko").await
}

/// Looks at answers that are on their way, at what there is when they were cancelled, and at a call that cannot be made.
async fn look_at_calls(inspector: &mut Inspector<'_>, console: Console<'_>) -> Result<()> {
    let window = inspector.window;
    for (target, shown) in [
        ("/api/download?bytes=50000000&ms=600000", "receiving"),
        ("/api/stream/events?every_ms=60000", "stop-stream"),
    ] {
        let before = console.answers().await?;
        console.edit("GET", target).await?;
        window.click("send").await?;
        window.until_shown(&format!("[data-testid='{shown}']")).await?;
        inspector.look(&format!("answer: {shown}")).await?;
        window.click("cancel").await?;
        console.answered_after(before).await?;
        inspector.look(&format!("answer: {shown}, cancelled")).await?;
    }
    console.edit("GET", "ftp://nowhere").await?;
    console.refused("target").await?;
    inspector.look("request, refused").await
}

/// The palette and the list of keys.
async fn found_by_name(inspector: &mut Inspector<'_>) -> Result<()> {
    let window = inspector.window;
    window.press(&[Key::Control.into(), 'k']).await?;
    window.until_shown("[data-testid='palette']").await?;
    inspector.look("palette").await?;
    window.enter("zzqx").await?;
    inspector.look("palette without a match").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='palette']").await?;
    window.press(&[Key::Control.into(), '/']).await?;
    window.until_shown("[data-testid='shortcuts']").await?;
    inspector.look("shortcuts").await?;
    window.click("shortcuts-close").await?;
    window.until_gone("[data-testid='shortcuts']").await
}

/// The views of saved requests.
async fn saved_requests(stage: &Stage, inspector: &mut Inspector<'_>) -> Result<()> {
    let window = inspector.window;
    let folder = crate::saved::collection()?;
    for (name, text) in [
        ("Wrong", "target = '/api/me'\n[[checks]]\nstatus = 201\n"),
        ("Z wait", "target = '/api/slow?ms=60000'\n"),
    ] {
        let text = format!("name = '{name}'\nmethod = 'GET'\n{text}");
        fs::write(folder.path().join(format!("{name}.request.toml")), text)?;
    }
    let start = stage.app().argument("--collection");
    let start = start.argument(&folder.path().display().to_string());
    ensure!(
        start.run_to_end(&stage.desktop).await?.success(),
        "the second start failed"
    );
    window.until_shown("[data-testid='saved-item']").await?;
    window
        .choose("environment", "environments/staging.environment.toml")
        .await?;
    window.click("saved-item").await?;
    window.until_shown("[data-testid='saved-line-menu']").await?;
    window.fill("target", "/api/notes/:id").await?;
    window.click("tab-params").await?;
    inspector.look("saved requests").await?;
    window.click("environment-edit").await?;
    window.until_value("environment-name", "Staging").await?;
    inspector.look("environment").await?;
    window.click("environment-no").await?;
    window.until_gone("[data-testid='environment-dialog']").await?;
    run_of_saved(inspector).await?;
    window.click("new-tab").await?;
    window.click("save-request").await?;
    window.until_shown("[data-testid='name-dialog']").await?;
    inspector.look("saving a request").await?;
    window.click("name-dialog-no").await?;
    window.until_gone("[data-testid='name-dialog']").await?;
    in_and_out(stage, inspector).await
}

/// The views of imports and exports.
async fn in_and_out(stage: &Stage, inspector: &mut Inspector<'_>) -> Result<()> {
    const DOCUMENT: &str = r#"{"openapi": "3.1.0", "info": {"title": "Far"}, "paths": {"/a": {"get": {"summary": "All", "security": [{"key": []}], "callbacks": {"x": {}}}}}}"#;
    let window = inspector.window;
    window.click("saved-menu").await?;
    window.click("saved-import").await?;
    window.fill("import-text", "nonsense").await?;
    window.click("import-read").await?;
    window.until_shown("[data-testid='error-import-text']").await?;
    inspector.look("an import that cannot be read").await?;
    window.fill("import-text", DOCUMENT).await?;
    window.click("import-read").await?;
    window.until_text("import-found", "OpenAPI").await?;
    inspector.look("an import").await?;
    window.click("import-no").await?;
    window.until_gone("[data-testid='import']").await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("out.json");
    window.click("saved-menu").await?;
    window.click("saved-export").await?;
    stage.desktop.answer_dialog(&file).await?;
    window.until_shown("[data-testid='export-notes']").await?;
    inspector.look("an export").await?;
    window.click("export-ok").await?;
    window.until_gone("[data-testid='export']").await
}

/// A run that is planned, under way, and over with all that can come of a request.
async fn run_of_saved(inspector: &mut Inspector<'_>) -> Result<()> {
    let window = inspector.window;
    window.click("saved-menu").await?;
    window.click("saved-run").await?;
    window.until_shown("[data-testid='run-start']").await?;
    inspector.look("run, planned").await?;
    window.click("run-start").await?;
    window
        .until_shown("[data-mark='runs'][data-testid='run-line']")
        .await?;
    inspector.look("run, under way").await?;
    window.click("run-cancel").await?;
    window.until_shown("[data-testid='run-save-json']").await?;
    inspector.look("run, over").await?;
    window.click("run-close").await?;
    window.until_gone("[data-testid='run']").await
}

/// The tabs of a request, what its fields offer, and the kinds of bodies.
async fn look_at_the_composer(inspector: &mut Inspector<'_>) -> Result<()> {
    let window = inspector.window;
    for tab in ["params", "headers", "body", "settings"] {
        window.click(&format!("tab-{tab}")).await?;
        inspector.look(&format!("request: {tab}")).await?;
    }
    window.click("tab-headers").await?;
    window.click("headers-0-name").await?;
    window.press(&[Key::Down.into()]).await?;
    window.until_shown("[data-testid='headers-0-name-known']").await?;
    inspector.look("request: header fields offered").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.click("tab-body").await?;
    for body in ["json", "form", "multipart", "file"] {
        window.click(&format!("body-{body}")).await?;
        inspector.look(&format!("body: {body}")).await?;
    }
    window.click("body-none").await
}

/// What the help menu leads to: diagnostics, and the settings with what is wrong in them.
async fn look_at_the_help_menu(inspector: &mut Inspector<'_>) -> Result<()> {
    let window = inspector.window;
    window.click("help-menu").await?;
    inspector.look("help menu").await?;
    window.click("help-diagnostics").await?;
    window.until_shown("[data-testid='diagnostics-text']").await?;
    inspector.look("diagnostics").await?;
    window.click("diagnostics-close").await?;
    window.click("help-menu").await?;
    window.click("help-settings").await?;
    window.until_shown("[data-testid='settings-save']").await?;
    inspector.look("settings").await?;
    window.click("settings-history-clear").await?;
    window
        .until_shown("[data-testid='settings-history-clearing']")
        .await?;
    inspector.look("clearing the history").await?;
    window.click("settings-history-clearing-no").await?;
    window
        .until_gone("[data-testid='settings-history-clearing']")
        .await?;
    window.choose("settings-proxy", "manual").await?;
    window.click("client-add").await?;
    window.fill("client-0-host", "no host").await?;
    window.click("settings-save").await?;
    window
        .until_shown("[data-testid='error-settings-proxy-url']")
        .await?;
    inspector.look("settings with errors").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='settings-save']").await
}

async fn no_barriers(language: &str) -> Result<()> {
    let stage = Stage::set(&format!("access_{language}")).await?;
    // Its tokens live for longer than the test: a refresh ahead of time would end the session before its turn.
    let config = Config {
        access_ttl: Duration::from_hours(1),
        remember_issued: true,
        ..Config::default()
    };
    let other = PracticeApi::start(config).await?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    window.set_language(language).await?;
    let mut inspector = Inspector::new(&window)?;
    inspector.look("sign-in").await?;
    sign_in.fill(stage.api.url(), DEMO_USER, "wrong").await?;
    sign_in.refused("password").await?;
    inspector.look("sign-in, refused").await?;
    sign_in
        .fill(other.url(), DEMO_USER, PASSWORD)
        .await?
        .submit()
        .await?;

    let console = Console::shown(&window).await?;
    inspector.look("console").await?;
    console.call("GET", "/api/notes?limit=3").await?;
    look_at_the_composer(&mut inspector).await?;
    for tab in ["body", "headers", "trace"] {
        window.click(&format!("tab-answer-{tab}")).await?;
        inspector.look(&format!("answer: {tab}")).await?;
    }
    window.click("tab-answer-body").await?;
    window.click("fold-all").await?;
    window.until_shown(".fold-rest").await?;
    window
        .script::<()>("document.querySelector('[role=tree]').focus(); return null", &[])
        .await?;
    window.until_shown("[data-testid='row-copy-path']").await?;
    inspector.look("answer: folded").await?;
    window.click("view-hex").await?;
    window.until_text("body-rows", "00000000").await?;
    inspector.look("answer: hex").await?;
    look_at_calls(&mut inspector, console).await?;

    console.menu("open-session").await?;
    window.until_shown("[data-testid='session-panel']").await?;
    inspector.look("session panel").await?;
    window.click("session-panel-close").await?;
    window.click("session-menu").await?;
    inspector.look("session menu").await?;
    window.click("session-menu").await?;
    look_at_the_help_menu(&mut inspector).await?;
    found_by_name(&mut inspector).await?;
    let guide = Guide::open(&window).await?;
    inspector.look("guide").await?;
    guide.close().await?;
    open_in(&stage, "latchkey://request?url=/api/me&header=X-A:%201").await?;
    window.until_shown("[data-testid='offered']").await?;
    inspector.look("a link").await?;
    window.click("offered-discard").await?;
    window.until_gone("[data-testid='offered']").await?;

    saved_requests(&stage, &mut inspector).await?;

    other.revoke_refresh_tokens();
    other.invalidate_access_tokens();
    console.edit("GET", "/api/me").await?;
    let sign_in = console.send_into_end().await?;
    inspector.look("a session that ended").await?;
    let editor = ProfileEditor::begin(sign_in, "simplejwt", "Team", "https://api.example.com").await?;
    inspector.look("profile editor").await?;
    for group in ["refresh", "tokens"] {
        editor.toggle(group).await?;
    }
    inspector.look("profile editor, opened").await?;
    inspector.end()?;
    stage.end_without(window, &other.issued_tokens(), &[]).await
}
