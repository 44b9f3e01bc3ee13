//! `login`

use latchkey_pipeline::{Profile, SessionKey, SessionView};

use crate::{
    arguments::Login,
    exit::Exit,
    failure::Failure,
    home::Home,
    interrupt::until_interrupted,
    output::{Terminal, from_now},
    secrets::{self, Sources},
};

pub(crate) async fn run(home: &Home, terminal: Terminal, login: Login) -> Result<Exit, Failure> {
    let active = home.active().await?;
    let profile = match (&login.profile, &active) {
        (Some(named), _) => home.profile(named, login.allow_plain_http).await?,
        (None, Some(active)) => home.profile(&active.profile, false).await?,
        (None, None) => home.only_profile().await?,
    };
    let user = login.user.or_else(|| usual_user(&profile, active.as_ref()));
    let sources = Sources {
        password_stdin: login.password_stdin,
        client_secret_stdin: login.client_secret_stdin,
    };
    if user.is_some() {
        let user = user.as_deref().unwrap_or_default();
        terminal.note(&format!("signing in to {} as {user}", profile.name()));
    }
    let credentials = secrets::collect(terminal, &profile, user, &sources)?;
    let key = SessionKey {
        profile: profile.id().to_owned(),
        user: credentials.user.clone(),
    };
    let pipeline = home.pipeline(&key);
    let view = until_interrupted(terminal, &pipeline, async {
        Ok(Box::pin(pipeline.sign_in(profile, credentials)).await?)
    })
    .await?;
    home.set_active(&key).await?;
    tell(home, terminal, &view).await?;
    Ok(Exit::Done)
}

/// Who signed in there last: a session that has ended is begun again without typing the name.
fn usual_user(profile: &Profile, active: Option<&SessionKey>) -> Option<String> {
    let active = active.filter(|active| active.profile == profile.id())?;
    Some(active.user.clone())
}

async fn tell(home: &Home, terminal: Terminal, view: &SessionView) -> Result<(), Failure> {
    let name = view.name.as_ref().unwrap_or(&view.user);
    let expiry = view
        .access
        .expires_at_ms
        .map(|at| format!(", expires {}", from_now(at)));
    terminal.note(&format!(
        "signed in to {} as {name}; access token {}{}; tokens are kept {}",
        view.profile.name(),
        view.access.fingerprint,
        expiry.unwrap_or_default(),
        home.protection().await?,
    ));
    if let Some(problem) = &view.store_problem {
        terminal.warning(&format!(
            "the session could not be kept, and ends with this command: {problem}"
        ));
    }
    Ok(())
}
