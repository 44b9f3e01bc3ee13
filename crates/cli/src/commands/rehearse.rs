//! `profile try`

use latchkey_pipeline::{
    clock::SystemClock,
    rehearsal::{Event, Step, TokenName, Which, rehearse_with},
};

use crate::{
    arguments::Try,
    exit::Exit,
    failure::Failure,
    home::Home,
    output::{Terminal, length, print, visible::visible},
    secrets::{self, Sources},
};

pub(crate) async fn run(home: &Home, terminal: Terminal, asked: Try) -> Result<Exit, Failure> {
    let profile = home.profile(&asked.profile, asked.allow_plain_http).await?;
    let sources = Sources {
        password_stdin: asked.password_stdin,
        client_secret_stdin: asked.client_secret_stdin,
    };
    let credentials = secrets::collect(terminal, &profile, asked.user, &sources)?;
    home.connect_as_set().await?;
    let rehearsal = rehearse_with(&profile, &credentials, &SystemClock::new(), &home.network).await;
    for step in &rehearsal.steps {
        print(&line(step))?;
    }
    if let Some(error) = rehearsal.error {
        return Err(error.into());
    }
    terminal.note("this profile fits the server");
    Ok(Exit::Done)
}

fn line(step: &Step) -> String {
    let which = |request: &Which| match request {
        Which::SignIn => "sign in",
        Which::Refresh => "refresh",
        Which::SignOut => "sign out",
    };
    let text = match &step.event {
        Event::Answered {
            request,
            line,
            status,
        } => format!("{}: {line}: {status}", which(request)),
        Event::Unanswered {
            request,
            line,
            problem,
        } => format!("{}: {line}: {problem}", which(request)),
        Event::Found {
            token,
            place,
            fingerprint,
            expires_in_s,
        } => {
            let token = match token {
                TokenName::Access => "access",
                TokenName::Refresh => "refresh",
            };
            let expiry = match expires_in_s {
                Some(seconds) if *seconds >= 0 => format!(", expires in {}", length(seconds.unsigned_abs())),
                Some(_) => ", has expired already".to_owned(),
                None => String::new(),
            };
            format!("  {token} token {fingerprint} in {place}{expiry}")
        }
        Event::NotFound { problem } => format!("  {problem}"),
        Event::NotRotated => "  no new refresh token: the old one stays in use".to_owned(),
    };
    format!("{:>6} ms  {}", step.at.as_millis(), visible(&text))
}
