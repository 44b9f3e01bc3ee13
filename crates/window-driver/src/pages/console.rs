use anyhow::Result;
use serde::Deserialize;

use crate::{Window, pages::SignIn, window::by_id};

/// The console: where calls are made.
#[derive(Debug, Clone, Copy)]
pub struct Console<'a>(&'a Window);

/// A call's answer, as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// For example `200 OK`.
    pub status: String,
    /// How long it took, with its unit; empty where that is not said.
    pub time: String,
}

/// A step of the Trace tab.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Step {
    /// What kind of step, for example `refresh`.
    pub kind: String,
    /// The columns of its line, as a person reads them: when, what, how, and how long it took.
    pub columns: Vec<String>,
}

impl Step {
    /// Whether any column holds this text.
    pub fn says(&self, text: &str) -> bool {
        self.columns.iter().any(|column| column.contains(text))
    }
}

impl<'a> Console<'a> {
    /// Waits for the view.
    pub async fn shown(window: &'a Window) -> Result<Self> {
        window.until_shown(&by_id("console-view")).await?;
        Ok(Self(window))
    }

    /// Puts method and target into the editor.
    pub async fn edit(&self, method: &str, target: &str) -> Result<()> {
        self.0.choose("method", method).await?;
        self.0.fill("target", target).await
    }

    /// Makes a call and waits for its answer.
    pub async fn call(&self, method: &str, target: &str) -> Result<Answered> {
        self.edit(method, target).await?;
        self.send().await
    }

    /// Sends what stands in the editor and waits for the answer.
    pub async fn send(&self) -> Result<Answered> {
        let before = self.answers().await?;
        self.0.click("send").await?;
        self.answered_after(before).await
    }

    /// Sends what stands in the editor and waits for what it says of a field, for example `target`.
    pub async fn refused(&self, field: &str) -> Result<String> {
        self.0.click("send").await?;
        self.0.text(&format!("error-{field}")).await
    }

    /// Sends what stands in the editor, for a call that ends the session, and waits for the sign-in view.
    pub async fn send_into_end(&self) -> Result<SignIn<'a>> {
        self.0.click("send").await?;
        SignIn::shown(self.0).await
    }

    /// How many calls the history knows. A call enters it when it is over.
    pub async fn answers(&self) -> Result<usize> {
        self.0.count("history-item").await
    }

    /// Waits for the answer of the call that follows `before` others.
    pub async fn answered_after(&self, before: usize) -> Result<Answered> {
        self.0
            .until("an answer", async || {
                if self.answers().await? == before {
                    return Ok(None);
                }
                let status = self.0.text_now("answer-status").await?;
                let time = self.0.text_now("answer-time").await?.unwrap_or_default();
                Ok(status.map(|status| Answered { status, time }))
            })
            .await
    }

    /// The steps of the last call, from the Trace tab.
    pub async fn trace(&self) -> Result<Vec<Step>> {
        self.0.click("tab-answer-trace").await?;
        Self::steps(self.0).await
    }

    /// The steps of the waterfall that is shown, once there is one.
    pub(crate) async fn steps(window: &Window) -> Result<Vec<Step>> {
        const STEPS: &str = "return [...document.querySelectorAll(arguments[0])].map(step => ({ \
            kind: step.dataset.kind, columns: [...step.children].map(column => column.innerText.trim()) \
            .filter(text => text) }))";
        window.until_shown(&by_id("trace-step")).await?;
        window.script(STEPS, &[by_id("trace-step").into()]).await
    }

    /// Opens the menu of the session bar and chooses an entry, for example `add-session`.
    pub async fn menu(&self, entry: &str) -> Result<()> {
        self.0.click("session-menu").await?;
        self.0.click(entry).await
    }

    /// Switches to the session of a user, by the menu, and waits until it is at work.
    pub async fn switch_to(&self, user: &str) -> Result<()> {
        const FIND: &str = "return [...document.querySelectorAll('[role=menuitemradio]')] \
            .find(entry => entry.innerText.includes(arguments[0]))?.id ?? null";
        self.0.click("session-menu").await?;
        let entry: String = self
            .0
            .until(&format!("a session of {user}"), async || {
                self.0.script(FIND, &[user.into()]).await
            })
            .await?;
        self.0.click(&entry).await?;
        self.0.until_text("session-menu", user).await?;
        Ok(())
    }

    /// Signs out and waits for the sign-in view.
    pub async fn sign_out(&self) -> Result<SignIn<'a>> {
        self.0.click("sign-out").await?;
        SignIn::shown(self.0).await
    }
}
