use anyhow::Result;

use crate::{
    Window,
    pages::{Console, SignIn, Step},
    window::by_id,
};

/// The profile editor.
#[derive(Debug, Clone, Copy)]
pub struct ProfileEditor<'a>(&'a Window);

impl<'a> ProfileEditor<'a> {
    /// Opens it from the sign-in view, for a new profile of a kind, for example `simplejwt`.
    pub async fn begin(sign_in: SignIn<'a>, kind: &str, name: &str, base_url: &str) -> Result<Self> {
        let window = sign_in.window();
        window.click("describe-server").await?;
        window.click(&format!("kind-{kind}")).await?;
        window.fill("new-name", name).await?;
        window.fill("new-base-url", base_url).await?;
        window.click("profile-go").await?;
        window.until_shown(&by_id("group-server")).await?;
        Ok(Self(window))
    }

    /// Opens or closes a group of fields, for example `tls`.
    pub async fn toggle(&self, group: &str) -> Result<()> {
        self.0.click(&format!("group-{group}")).await
    }

    /// What is wrong with a field, by its path in the file.
    pub async fn error(&self, path: &str) -> Result<String> {
        self.0.text(&format!("error-{path}")).await
    }

    /// Tries the profile out, and waits for what happened.
    pub async fn test_sign_in(&self, user: &str, password: &str, secret: Option<&str>) -> Result<Vec<Step>> {
        self.0.click("tab-profile-trial").await?;
        self.0.fill("trial-user", user).await?;
        self.0.fill("trial-password", password).await?;
        if let Some(secret) = secret {
            self.0.fill("trial-secret", secret).await?;
        }
        self.0.click("trial-go").await?;
        Console::steps(self.0).await
    }

    /// Saves, and waits for the sign-in view with the profile chosen.
    pub async fn save_and_sign_in(&self) -> Result<SignIn<'a>> {
        self.0.click("profile-save-sign-in").await?;
        SignIn::shown(self.0).await
    }

    /// Goes back without anything to lose.
    pub async fn back(&self) -> Result<()> {
        self.0.click("profile-back").await
    }
}
