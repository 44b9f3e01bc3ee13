//! The command that begins a session again, as it can be typed or pasted.

use std::path::Path;

use latchkey_keeping::PRACTICE_ID as PRACTICE;
use latchkey_pipeline::{Profile, SessionKey};

use crate::{
    failure::Failure,
    home::{Home, is_address},
};

/// What a failure adds, and how to sign in again. The error's own words end with or without a full stop.
pub(crate) fn after(error: &str, way_back: &str) -> String {
    match error.strip_suffix('.') {
        Some(_) => format!("{error} Sign in again with: {way_back}"),
        None => format!("{error}; sign in again with: {way_back}"),
    }
}

impl Home {
    /// The command that signs in with that key.
    pub(crate) async fn way_back(&self, key: &SessionKey) -> String {
        self.login_command(&key.profile, Some(&key.user)).await
    }

    /// That nobody is signed in under that key.
    pub(crate) async fn signed_out(&self, key: &SessionKey) -> Failure {
        let text = format!("{} is not signed in to {}", key.user, key.profile);
        if key.profile == PRACTICE {
            return Failure::SignedOut(format!(
                "{text}; it lives inside the app, and is signed in to there"
            ));
        }
        Failure::SignedOut(format!("{text}; sign in with: {}", self.way_back(key).await))
    }

    /// The command that signs in to a profile, named by its id or its address.
    pub(crate) async fn login_command(&self, named: &str, user: Option<&str>) -> String {
        let known = self.kept.profile_at_address(named).await.ok().flatten();
        let is_saved = self.profiles.exists(named);
        let address = known
            .filter(|_| !is_saved)
            .map(|profile| profile.base_url().to_string());
        let server = address.as_deref().unwrap_or(named);
        let mut words = vec!["latchkey-cli login".to_owned()];
        if is_address(server) {
            words.push(quoted(server.trim_end_matches('/')));
            if Profile::at_address(server, false).is_err() {
                words.push("--allow-plain-http".to_owned());
            }
        } else {
            words.push(quoted(server));
        }
        if let Some(user) = user {
            words.push(format!("--user {}", quoted(user)));
        }
        if let Some(folder) = &self.named_folder {
            words.push(format!("--data-dir {}", quoted_path(folder)));
        }
        words.join(" ")
    }
}

fn quoted_path(path: &Path) -> String {
    quoted(&path.display().to_string())
}

/// A word as the shells of this system take it.
fn quoted(word: &str) -> String {
    let harmless = if cfg!(windows) {
        "@%+=:,./_-\\[]"
    } else {
        "@%+=:,./_-"
    };
    let plain = |c: char| c.is_alphanumeric() || harmless.contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if cfg!(windows) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::quoted;

    #[test]
    fn a_word_is_quoted_where_a_shell_would_take_it_apart() {
        for plain in ["me@example.com", "https://a.example:8443/v1", "서연", "a+b"] {
            assert_eq!(quoted(plain), plain);
        }
        assert_eq!(quoted("Seo Yeon"), "'Seo Yeon'");
        assert_eq!(quoted("o'hara"), "'o'\\''hara'");
        assert_eq!(quoted("$(true)"), "'$(true)'");
        assert_eq!(quoted("http://[::1]:8080"), "'http://[::1]:8080'");
    }
}
