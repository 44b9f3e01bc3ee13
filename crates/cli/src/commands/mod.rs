//! What each command does.

mod call;
mod export;
mod fetch;
mod import;
mod login;
mod logout;
mod manual;
mod profile;
mod refresh;
mod rehearse;
mod repeat;
mod run;
mod status;

use clap::CommandFactory;

use crate::{
    arguments::{Cli, Command, Whose},
    choice,
    exit::Exit,
    failure::{self, Failure},
    home::{Home, is_address},
    output::Terminal,
};

/// Does what the command line says.
pub(crate) async fn run(cli: Cli, terminal: Terminal) -> Result<Exit, Failure> {
    if let Command::Completions { shell } = cli.command {
        clap_complete::generate(shell, &mut Cli::command(), "latchkey-cli", &mut Quietly);
        return Ok(Exit::Done);
    }
    if let Command::Man { folder } = cli.command {
        return manual::write(&folder);
    }
    if let Command::Import(asked) = cli.command {
        return import::run(cli.data_dir, terminal, &asked).await;
    }
    if let Command::Export(asked) = cli.command {
        return export::run(cli.data_dir, terminal, asked).await;
    }
    let home = Home::open(cli.data_dir)?;
    match cli.command {
        Command::Completions { .. } | Command::Man { .. } | Command::Import(_) | Command::Export(_) => {
            Ok(Exit::Done)
        }
        Command::Profile(command) => profile::run(&home, terminal, command).await,
        command => {
            home.seal(terminal).await;
            home.connect_as_set().await?;
            match command {
                Command::Login(login) => login::run(&home, terminal, login).await,
                Command::Call(call) => call::run(&home, terminal, *call).await,
                Command::Run(run) => run::run(&home, terminal, run).await,
                Command::Status { json } => status::run(&home, json).await,
                Command::Refresh(whose) => refresh::run(&home, terminal, &whose).await,
                Command::Logout(logout) => logout::run(&home, terminal, &logout).await,
                Command::Use { whose } => put_to_work(&home, terminal, &whose).await,
                Command::Completions { .. }
                | Command::Man { .. }
                | Command::Import(_)
                | Command::Export(_)
                | Command::Profile(_) => Ok(Exit::Done),
            }
        }
    }
}

/// `use`
async fn put_to_work(home: &Home, terminal: Terminal, named: &str) -> Result<Exit, Failure> {
    let whose = match named.split_once('/') {
        Some((profile, user)) if !is_address(named) => Whose {
            profile: Some(profile.to_owned()),
            user: Some(user.to_owned()),
        },
        _ => Whose {
            profile: Some(named.to_owned()),
            user: None,
        },
    };
    let key = choice::choose(home, &whose).await?;
    if !home.keys().await?.contains(&key) {
        return Err(home.signed_out(&key).await);
    }
    home.set_active(&key).await?;
    terminal.note(&format!("{} is at work in {}", key.user, key.profile));
    Ok(Exit::Done)
}

/// Standard output whose reader may have gone.
struct Quietly;

impl std::io::Write for Quietly {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = std::io::stdout().write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let _ = std::io::stdout().flush();
        Ok(())
    }
}

/// Adds the command that signs in again, where the session is over.
async fn with_way_back(home: &Home, key: &latchkey_pipeline::SessionKey, failure: Failure) -> Failure {
    match failure {
        Failure::Engine(error) if failure::of_engine(&error) == Exit::SignedOut => Failure::Over {
            error,
            way_back: home.way_back(key).await,
        },
        other => other,
    }
}

/// A new pair that could not be stored is gone when the process ends: nobody should learn of that by the next refusal.
fn warn_of_store(terminal: Terminal, session: &latchkey_pipeline::Pipeline) {
    if let Some(problem) = session.session().and_then(|session| session.store_problem) {
        terminal.warning(&format!(
            "the new tokens could not be stored, and are lost with this command: {problem}"
        ));
    }
}
