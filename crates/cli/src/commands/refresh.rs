//! `refresh`

use crate::{
    arguments::Whose,
    choice,
    exit::Exit,
    failure::Failure,
    home::Home,
    interrupt::until_interrupted,
    output::{Terminal, from_now},
};

pub(crate) async fn run(home: &Home, terminal: Terminal, whose: &Whose) -> Result<Exit, Failure> {
    let key = choice::choose(home, whose).await?;
    let pipeline = home.take_up(&key).await?;
    let refreshed = until_interrupted(terminal, &pipeline, async { Ok(pipeline.refresh_now().await?) }).await;
    let view = match refreshed {
        Ok(view) => view,
        Err(failure) => return Err(super::with_way_back(home, &key, failure).await),
    };
    let expiry = view
        .access
        .expires_at_ms
        .map(|at| format!(", expires {}", from_now(at)));
    terminal.note(&format!(
        "refreshed; access token {}{}",
        view.access.fingerprint,
        expiry.unwrap_or_default()
    ));
    super::warn_of_store(terminal, &pipeline);
    Ok(Exit::Done)
}
