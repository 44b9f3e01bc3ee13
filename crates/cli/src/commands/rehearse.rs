//! `profile try`

use latchkey_pipeline::rehearsal::{Event, Step, TokenName, Which, rehearse};

use crate::{
    arguments::Try,
    exit::Exit,
    failure::Failure,
    home::Home,
    output::{Terminal, Tone, length, print, visible::visible},
    secrets::{self, Sources},
};

pub(crate) async fn run(home: &Home, terminal: Terminal, asked: Try) -> Result<Exit, Failure> {
    let profile = home.profile(&asked.profile, false).await?;
    let sources = Sources {
        password_stdin: asked.password_stdin,
        client_secret_stdin: asked.client_secret_stdin,
    };
    let credentials = secrets::collect(terminal, &profile, asked.user, &sources)?;
    let rehearsal = rehearse(&profile, &credentials).await;
    for step in &rehearsal.steps {
        print(&line(terminal, step))?;
    }
    if let Some(error) = rehearsal.error {
        return Err(error.into());
    }
    terminal.note("this profile fits the server");
    Ok(Exit::Done)
}

fn line(terminal: Terminal, step: &Step) -> String {
    let which = |request: &Which| match request {
        Which::SignIn => "sign in",
        Which::Refresh => "refresh",
        Which::SignOut => "sign out",
    };
    let (text, tone) = match &step.event {
        Event::Answered {
            request,
            line,
            status,
        } => {
            let tone = if *status < 400 { Tone::Good } else { Tone::Bad };
            (format!("{}: {line}: {status}", which(request)), tone)
        }
        Event::Unanswered {
            request,
            line,
            problem,
        } => (format!("{}: {line}: {problem}", which(request)), Tone::Bad),
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
            (
                format!("  {token} token {fingerprint} in {place}{expiry}"),
                Tone::Dim,
            )
        }
        Event::NotFound { problem } => (format!("  {problem}"), Tone::Bad),
        Event::NotRotated => (
            "  no new refresh token: the old one stays in use".to_owned(),
            Tone::Dim,
        ),
    };
    let text = visible(&text);
    // Standard output gets colours only where they were asked for.
    let _ = (terminal, tone);
    format!("{:>6} ms  {text}", step.at.as_millis())
}
