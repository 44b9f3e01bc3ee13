//! `logout`

use latchkey_pipeline::{Revoked, SessionKey, store::SessionStores as _};

use crate::{
    arguments::Logout, choice, exit::Exit, failure::Failure, home::Home, interrupt::until_interrupted,
    output::Terminal,
};

pub(crate) async fn run(home: &Home, terminal: Terminal, logout: &Logout) -> Result<Exit, Failure> {
    let keys = if logout.all {
        home.keys().await?
    } else {
        match choice::choose(home, &logout.whose).await {
            Ok(key) => vec![key],
            Err(Failure::SignedOut(_)) => Vec::new(),
            Err(failure) => return Err(failure),
        }
    };
    if keys.is_empty() {
        terminal.note("nobody was signed in");
    }
    let mut exit = Exit::Done;
    for key in keys {
        if let Err(failure) = one(home, terminal, &key, logout.revoke).await {
            if matches!(failure, Failure::Cancelled(_)) || !logout.all {
                return Err(failure);
            }
            terminal.failure(&failure);
            exit = exit.graver(failure.exit());
        }
    }
    Ok(exit)
}

async fn one(home: &Home, terminal: Terminal, key: &SessionKey, revoke: bool) -> Result<(), Failure> {
    let SessionKey { profile, user } = key;
    let pipeline = match home.take_up(key).await {
        Ok(pipeline) => pipeline,
        Err(Failure::SignedOut(_)) => {
            terminal.note(&format!("{user} was not signed in to {profile}"));
            return Ok(());
        }
        Err(failure) => {
            // What cannot be opened can be forgotten all the same.
            home.kept.of(key).remove().await?;
            if revoke {
                return Err(failure);
            }
            terminal.note(&format!("{user} is signed out of {profile}"));
            return Ok(());
        }
    };
    if !revoke {
        pipeline.sign_out().await;
        terminal.note(&format!("{user} is signed out of {profile}"));
        return Ok(());
    }
    let told = until_interrupted(terminal, &pipeline, async {
        Ok(pipeline.sign_out_everywhere().await?)
    });
    let told = match told.await? {
        Revoked::Told => "the server has been told",
        Revoked::NotOffered => "this profile knows no way to tell the server",
        Revoked::NobodySignedIn => "nobody was signed in",
    };
    terminal.note(&format!("{user} is signed out of {profile}; {told}"));
    Ok(())
}
