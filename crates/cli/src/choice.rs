//! Whose session a command is for. Nothing of one user is ever used for another: where it is not clear, it is asked.

use latchkey_pipeline::{Profile, SessionKey};

use crate::{
    arguments::Whose,
    failure::Failure,
    home::{Home, is_address},
};

/// The session that a command is for. It may have ended.
pub(crate) async fn choose(home: &Home, whose: &Whose) -> Result<SessionKey, Failure> {
    let profile = match &whose.profile {
        Some(named) if is_address(named) => Some(Profile::at_address(named, true)?.id().to_owned()),
        named => named.clone(),
    };
    let active = home.active().await?;
    let fits = |key: &SessionKey| {
        profile.as_ref().is_none_or(|profile| key.profile == *profile)
            && whose.user.as_ref().is_none_or(|user| key.user == *user)
    };
    let keys: Vec<_> = home.keys().await?.into_iter().filter(fits).collect();
    if let Some(active) = active.filter(fits) {
        // One that has ended is not replaced by somebody else's behind the caller's back.
        return Ok(active);
    }
    match keys.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(match (&whose.profile, &whose.user) {
            (Some(named), user) => {
                let who = user.as_deref().unwrap_or("nobody");
                let is = if user.is_some() { "is not" } else { "is" };
                let command = home.login_command(named, user.as_deref()).await;
                Failure::SignedOut(format!(
                    "{who} {is} signed in to {named}; sign in with: {command}"
                ))
            }
            (None, Some(user)) => Failure::SignedOut(format!("{user} is not signed in anywhere")),
            (None, None) => Failure::SignedOut(
                "nobody is signed in; sign in with: latchkey-cli login PROFILE --user USER".to_owned(),
            ),
        }),
        several => {
            let names: Vec<_> = several
                .iter()
                .map(|key| format!("{}/{}", key.profile, key.user))
                .collect();
            let allowed = format!(
                "--profile and --user, or `latchkey-cli use` with one of: {}",
                names.join(", ")
            );
            Err(Failure::usage("session", "several that fit", allowed))
        }
    }
}
