use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context as _, Result, bail};
use fantoccini::{
    Client, Locator,
    actions::{InputSource as _, KeyAction, KeyActions, MouseActions, PointerAction},
    elements::Element,
    key::Key,
};
use latchkey_ipc::{Command, IpcError};
use rustix::process::Signal;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

use crate::{IpcRecord, group::Group, pictures};

/// How long the window may take to show what is expected. Far more than it needs: a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long between two looks.
const PACE: Duration = Duration::from_millis(25);

/// The running app. Elements are named by their `data-testid`, or by their `id` with `#` before it.
#[derive(Debug)]
pub struct Window {
    client: Client,
    failure_picture: PathBuf,
    log: PathBuf,
    driver: Group,
}

impl Window {
    pub(crate) fn new(client: Client, driver: Group, failure_picture: PathBuf, log: PathBuf) -> Self {
        Self {
            client,
            failure_picture,
            log,
            driver,
        }
    }

    /// Ends the app at once, as a crash or a power cut would.
    pub async fn kill(self) -> Result<()> {
        self.client.close().await.context("the app did not end")
    }

    /// Halts the app, as one that hangs; its page goes on.
    pub fn halt_app(&self) -> Result<()> {
        anyhow::ensure!(
            self.driver.signal("latchkey", Signal::STOP) > 0,
            "there is no app"
        );
        Ok(())
    }

    /// Lets a halted app go on.
    pub fn let_app_go_on(&self) -> Result<()> {
        anyhow::ensure!(
            self.driver.signal("latchkey", Signal::CONT) > 0,
            "there is no app"
        );
        Ok(())
    }

    /// Whether the app's process is there, with or without its window.
    pub fn is_app_there(&self) -> bool {
        self.driver.runs("latchkey")
    }

    /// What the app printed.
    pub fn printed(&self) -> Result<String> {
        fs::read_to_string(&self.log).with_context(|| format!("cannot read {}", self.log.display()))
    }

    /// Looks again and again until there is something, and tells what. In vain: an error that says what was
    /// expected and what the window shows instead.
    pub async fn until<T>(&self, expected: &str, look: impl AsyncFn() -> Result<Option<T>>) -> Result<T> {
        let started = Instant::now();
        let mut last = Ok(None);
        while started.elapsed() < PATIENCE {
            // An element may vanish between two commands: the next look finds its successor.
            last = look().await;
            if let Ok(Some(found)) = last {
                return Ok(found);
            }
            sleep(PACE).await;
        }
        let problem = last
            .err()
            .map(|problem| format!(" ({problem:#})"))
            .unwrap_or_default();
        let shown = self
            .script::<String>("return document.body.innerText", &[])
            .await
            .unwrap_or_default();
        if let Ok(Ok(picture)) = timeout(PATIENCE, self.picture_now()).await {
            fs::write(&self.failure_picture, picture)?;
        }
        bail!(
            "expected {expected}{problem}; picture: {}, log: {}; the window shows:\n{shown}",
            self.failure_picture.display(),
            self.log.display(),
        )
    }

    /// Waits until an element that matches the selector is visible.
    pub async fn until_shown(&self, selector: &str) -> Result<()> {
        self.until(&format!("`{selector}` to be shown"), async || {
            Ok(self.shows(selector).await?.then_some(()))
        })
        .await
    }

    /// Waits until no element that matches the selector is visible.
    pub async fn until_gone(&self, selector: &str) -> Result<()> {
        self.until(&format!("`{selector}` to be gone"), async || {
            Ok((!self.shows(selector).await?).then_some(()))
        })
        .await
    }

    /// Waits until the text of an element holds `part`, and tells the whole text.
    pub async fn until_text(&self, id: &str, part: &str) -> Result<String> {
        self.until(&format!("`{id}` to say «{part}»"), async || {
            Ok(self.text_now(id).await?.filter(|text| text.contains(part)))
        })
        .await
    }

    /// Waits until the keyboard is at an element.
    pub async fn until_focused(&self, id: &str) -> Result<()> {
        self.until(&format!("the keyboard at `{id}`"), async || {
            Ok((self.focus().await? == id).then_some(()))
        })
        .await
    }

    /// Waits until a field holds a text.
    pub async fn until_value(&self, id: &str, value: &str) -> Result<()> {
        self.until(&format!("`{id}` to hold «{value}»"), async || {
            Ok((self.value(id).await? == value).then_some(()))
        })
        .await
    }

    /// Whether an element that matches the selector is visible now.
    pub async fn shows(&self, selector: &str) -> Result<bool> {
        const SEEN: &str = "return [...document.querySelectorAll(arguments[0])].some(found => \
                            found.getClientRects().length > 0 && getComputedStyle(found).visibility === 'visible')";
        self.script(SEEN, &[json!(selector)]).await
    }

    /// How many elements there are with this name.
    pub async fn count(&self, id: &str) -> Result<usize> {
        self.script(
            "return document.querySelectorAll(arguments[0]).length",
            &[json!(by_id(id))],
        )
        .await
    }

    /// The text of an element, once it is there.
    pub async fn text(&self, id: &str) -> Result<String> {
        self.until(&format!("`{id}`"), async || self.text_now(id).await)
            .await
    }

    /// The text of an element; `None` where it is not there.
    pub async fn text_now(&self, id: &str) -> Result<Option<String>> {
        self.script(
            "return document.querySelector(arguments[0])?.innerText ?? null",
            &[json!(by_id(id))],
        )
        .await
    }

    /// What a field holds, once it is there.
    pub async fn value(&self, id: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0])?.value ?? null";
        self.until(&format!("the field `{id}`"), async || {
            self.script(script, &[json!(by_id(id))]).await
        })
        .await
    }

    /// Clicks an element, once it can be clicked.
    pub async fn click(&self, id: &str) -> Result<()> {
        self.until(&format!("`{id}` to be clickable"), async || {
            Ok(self.click_if_there(id).await?.then_some(()))
        })
        .await
    }

    /// Clicks what is there and enabled at this moment, and tells whether it was: for a wait of its own, in which the
    /// element may be gone for good.
    pub async fn click_if_there(&self, id: &str) -> Result<bool> {
        let element = self.element(id).await?;
        if !element.is_enabled().await? {
            return Ok(false);
        }
        element.click().await?;
        Ok(true)
    }

    /// Replaces what a text field holds, by keyboard.
    pub async fn fill(&self, id: &str, text: &str) -> Result<()> {
        // As with a click, the driver may lose the element between two commands: what was typed is then typed anew.
        self.until(&format!("`{id}` to be typed into"), async || {
            if !self.click_if_there(id).await? {
                return Ok(None);
            }
            self.press(&[Key::Control.into(), 'a']).await?;
            self.press(&[Key::Delete.into()]).await?;
            let typed = self.element(id).await?.send_keys(text).await;
            typed.map(Some).with_context(|| format!("typing into `{id}`"))
        })
        .await?;
        let now = self.value(id).await?;
        anyhow::ensure!(now == text, "`{id}` was to hold «{text}» and holds «{now}»");
        // Whoever knows what they want shuts what the field offers: it would lie over what is clicked next.
        if self.count(&format!("{id}-known")).await? > 0 {
            self.press(&[Key::Escape.into()]).await?;
        }
        Ok(())
    }

    /// Types a text into whatever has the focus.
    pub async fn enter(&self, text: &str) -> Result<()> {
        let keys = text
            .chars()
            .fold(KeyActions::new("keyboard".into()), |keys, key| {
                keys.then(KeyAction::Down { value: key })
                    .then(KeyAction::Up { value: key })
            });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Presses keys together, for example Ctrl and Enter, on whatever has the focus.
    pub async fn press(&self, chord: &[char]) -> Result<()> {
        let down = chord.iter().map(|key| KeyAction::Down { value: *key });
        let up = chord.iter().rev().map(|key| KeyAction::Up { value: *key });
        let keys = down
            .chain(up)
            .fold(KeyActions::new("keyboard".into()), |keys, action| {
                keys.then(action)
            });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Chooses an option of a drop-down by its value.
    pub async fn choose(&self, id: &str, value: &str) -> Result<()> {
        self.until(&format!("`{id}` to be chosen from"), async || {
            Ok(Some(self.element(id).await?.select_by_value(value).await?))
        })
        .await
    }

    /// The name of the element that has the focus; empty where it has none.
    pub async fn focus(&self) -> Result<String> {
        self.script("return document.activeElement?.dataset?.testid ?? ''", &[])
            .await
    }

    /// Calls commands of the shell from the page, all at the same time, past the controls of the window.
    pub async fn invoke_all<C: Command>(
        &self,
        requests: &[C::Request],
    ) -> Result<Vec<Result<C::Response, IpcError>>> {
        const CALL: &str = "const [name, requests, done] = arguments; \
            Promise.all(requests.map(request => window.__TAURI__.core.invoke(name, {request}) \
                .then(answer => ({Ok: answer}), problem => ({Err: problem})))).then(done)";
        let arguments = vec![json!(C::NAME), serde_json::to_value(requests)?];
        Ok(serde_json::from_value(
            self.client.execute_async(CALL, arguments).await?,
        )?)
    }

    /// Collects the events of that name from now on, for [`events`](Self::events).
    pub async fn listen(&self, event: &str) -> Result<()> {
        const LISTEN: &str = "const [name, done] = arguments; const heard = []; \
            (window.__heard ??= {})[name] = heard; \
            window.__TAURI__.event.listen(name, event => heard.push(event.payload)).then(() => done(null))";
        self.client.execute_async(LISTEN, vec![json!(event)]).await?;
        Ok(())
    }

    /// What the events brought that were heard since [`listen`](Self::listen).
    pub async fn events<T: DeserializeOwned>(&self, event: &str) -> Result<Vec<T>> {
        self.script("return window.__heard[arguments[0]]", &[json!(event)])
            .await
    }

    /// Runs a script in the page and reads what it returns.
    pub async fn script<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> Result<T> {
        Ok(serde_json::from_value(
            self.client.execute(script, arguments.to_vec()).await?,
        )?)
    }

    /// Runs a script that calls its last argument with what it has found out, and reads that.
    pub async fn script_async<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> Result<T> {
        Ok(serde_json::from_value(
            self.client.execute_async(script, arguments.to_vec()).await?,
        )?)
    }

    /// How much memory the app has, in bytes, with the processes of its web view.
    pub fn memory(&self) -> Result<u64> {
        self.driver.memory()
    }

    /// Every message between shell and window since the app was opened with [`App::recording_ipc`].
    ///
    /// [`App::recording_ipc`]: crate::App::recording_ipc
    pub async fn ipc_record(&self) -> Result<IpcRecord> {
        let messages = self
            .script::<Option<Vec<String>>>("return window.__ipcRecord ?? null", &[])
            .await?;
        messages
            .map(IpcRecord::new)
            .context("this build of the app does not record its messages")
    }

    /// Takes the pointer to the left edge, where it is over nothing that would light up.
    pub async fn rest_pointer(&self) -> Result<()> {
        let pointer = MouseActions::new("mouse".into());
        let rest = PointerAction::MoveTo {
            duration: None,
            x: 0.0,
            y: 300.0,
        };
        Ok(self.client.perform_actions(pointer.then(rest)).await?)
    }

    /// Gives the page of the window this size.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client.set_window_rect(0, 0, width, height).await?;
        self.until(&format!("a page of {width}×{height}"), async || {
            let size: (u32, u32) = self.script("return [innerWidth, innerHeight]", &[]).await?;
            Ok((size == (width, height)).then_some(()))
        })
        .await
    }

    /// Presses the theme's button until the window has this theme: `system`, `light` or `dark`.
    pub async fn set_theme(&self, theme: &str) -> Result<()> {
        self.press_until(
            "theme-toggle",
            "return document.documentElement.dataset.theme ?? 'system'",
            theme,
        )
        .await
    }

    /// Presses the language's button until the window speaks this language: `en` or `ko`.
    pub async fn set_language(&self, language: &str) -> Result<()> {
        self.press_until(
            "language-toggle",
            "return document.documentElement.lang",
            language,
        )
        .await
    }

    /// Presses a button that goes round its choices. Each press shows before the next: two would lead too far.
    async fn press_until(&self, button: &str, script: &str, wanted: &str) -> Result<()> {
        let mut now: String = self.script(script, &[]).await?;
        while now != wanted {
            self.click(button).await?;
            let changed =
                async || Ok(Some(self.script::<String>(script, &[]).await?).filter(|later| *later != now));
            now = self
                .until(&format!("`{button}` to change something"), changed)
                .await?;
        }
        Ok(())
    }

    /// Where the elements that match the selector are together, with so many pixels around them, within the page:
    /// left, top, width and height.
    pub async fn place(&self, selector: &str, around: u32) -> Result<[u32; 4]> {
        const PLACE: &str = "const [selector, around] = arguments; \
            const found = [...document.querySelectorAll(selector)].map(it => it.getBoundingClientRect()); \
            if (found.length === 0) return null; \
            const left = Math.max(0, Math.floor(Math.min(...found.map(it => it.left)) - around)); \
            const top = Math.max(0, Math.floor(Math.min(...found.map(it => it.top)) - around)); \
            const right = Math.min(innerWidth, Math.ceil(Math.max(...found.map(it => it.right)) + around)); \
            const bottom = Math.min(innerHeight, Math.ceil(Math.max(...found.map(it => it.bottom)) + around)); \
            return [left, top, right - left, bottom - top]";
        self.until(&format!("`{selector}`"), async || {
            self.script(PLACE, &[json!(selector), json!(around)]).await
        })
        .await
    }

    /// What the window shows, as a PNG, once everything that changed has been painted.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        self.until("a picture that is not empty", async || {
            // Before the web view has painted for the first time the driver takes one of nothing.
            let picture = self.picture_now().await?;
            Ok((pictures::brightness(&picture)? > 0).then_some(picture))
        })
        .await
    }

    async fn picture_now(&self) -> Result<Vec<u8>> {
        // The second frame begins after the first one has been painted. Where the web view draws by itself, the driver takes the
        // picture at the next painting, and waits for ever on a page at rest: a dot that nobody sees keeps it from resting.
        const PAINTED: &str = "const [done] = arguments; const dot = document.createElement('i'); \
            dot.id = 'never-at-rest'; \
            Object.assign(dot.style, { position: 'fixed', inset: 'auto 0 0 auto', width: '1px', height: '1px' }); \
            document.body.append(dot); let frames = 0; const turn = () => { if (!dot.isConnected) return; \
                frames += 1; dot.style.background = frames % 2 ? '#00000000' : '#00000001'; \
                if (frames === 2) done(null); requestAnimationFrame(turn); }; requestAnimationFrame(turn)";
        const REST: &str = "document.getElementById('never-at-rest')?.remove()";
        self.client.execute_async(PAINTED, Vec::new()).await?;
        let picture = self.client.screenshot().await;
        self.client.execute(REST, Vec::new()).await?;
        Ok(picture?)
    }

    async fn element(&self, id: &str) -> Result<Element> {
        Ok(self.client.find(Locator::Css(&by_id(id))).await?)
    }
}

/// The selector of an element's name: its `data-testid`, or its `id` when the name begins with `#`.
pub(crate) fn by_id(id: &str) -> String {
    if id.starts_with('#') {
        id.to_owned()
    } else {
        format!("[data-testid='{id}']")
    }
}
