//! Passwords and client secrets: from a prompt or from standard input, never from an argument.

use std::io::{BufRead, IsTerminal, Read, stdin};

use latchkey_pipeline::{ClientSecret, Credentials, Profile};
use zeroize::Zeroizing;

use crate::{failure::Failure, output::Terminal};

/// Environment variable with the OAuth 2.0 client's secret.
const CLIENT_SECRET: &str = "LATCHKEY_CLIENT_SECRET";
/// The longest input that is taken for a password and a secret, in bytes.
const LIMIT: u64 = 64 * 1024;

/// Where secrets come from.
pub(crate) struct Sources {
    pub(crate) password_stdin: bool,
    pub(crate) client_secret_stdin: bool,
}

/// Collects what the profile's sign-in needs, and asks for what is missing. To be called before signals are listened
/// for: an interrupt at a prompt ends the process, and the shell sets the terminal right.
pub(crate) fn collect(
    terminal: Terminal,
    profile: &Profile,
    user: Option<String>,
    sources: &Sources,
) -> Result<Credentials, Failure> {
    let user = match user {
        Some(user) => user,
        None if sources.password_stdin || sources.client_secret_stdin => {
            return Err(Failure::usage("--user", "", "a user's name"));
        }
        None => ask_for_user(terminal)?,
    };
    let mut lines = Lines::default();
    let password = if sources.password_stdin {
        lines.next("--password-stdin")?
    } else {
        ask("Password", "--password-stdin")?
    };
    let credentials = Credentials::new(user, password.as_str());
    if !profile.wants_client_secret() {
        return Ok(credentials);
    }
    let secret = if sources.client_secret_stdin {
        lines.next("--client-secret-stdin")?
    } else if let Some(secret) = std::env::var_os(CLIENT_SECRET) {
        let secret = secret.into_string().map_err(|_| {
            Failure::usage(
                CLIENT_SECRET,
                "something that is not UTF-8",
                "the client's secret",
            )
        })?;
        Zeroizing::new(secret)
    } else {
        ask("Client secret", "LATCHKEY_CLIENT_SECRET, --client-secret-stdin")?
    };
    Ok(credentials.with_client_secret(ClientSecret::new(secret.as_str())))
}

fn ask_for_user(terminal: Terminal) -> Result<String, Failure> {
    if !stdin().is_terminal() {
        return Err(Failure::usage("--user", "", "a user's name"));
    }
    terminal.prompt("User: ");
    let mut line = String::new();
    let read = stdin().lock().take(LIMIT).read_line(&mut line);
    read.map_err(|error| Failure::System(error.to_string()))?;
    Ok(line.trim().to_owned())
}

/// Asks at the terminal without showing what is typed.
fn ask(what: &str, instead: &str) -> Result<Zeroizing<String>, Failure> {
    let no_terminal = || {
        let allowed = format!("a terminal to type it at, or {instead}");
        Failure::Usage {
            field: if what == "Password" {
                "password"
            } else {
                "client secret"
            },
            found: "nothing".to_owned(),
            allowed,
        }
    };
    if !stdin().is_terminal() {
        return Err(no_terminal());
    }
    let typed = rpassword::prompt_password(format!("{what}: ")).map_err(|_| no_terminal())?;
    Ok(Zeroizing::new(typed))
}

/// Standard input, line by line.
#[derive(Default)]
struct Lines {
    left: u64,
    begun: bool,
}

impl Lines {
    fn next(&mut self, field: &'static str) -> Result<Zeroizing<String>, Failure> {
        if !self.begun {
            self.begun = true;
            self.left = LIMIT;
        }
        // As large as it may get at once: a buffer that grows leaves copies behind.
        let mut line = Zeroizing::new(String::with_capacity(usize::try_from(LIMIT).unwrap_or_default()));
        let read = stdin().lock().take(self.left).read_line(&mut line);
        let read = read.map_err(|_| Failure::usage(field, "input that is not UTF-8", "a line of text"))?;
        self.left = self.left.saturating_sub(read as u64);
        let length = line.trim_end_matches(['\r', '\n']).len();
        line.truncate(length);
        if line.is_empty() {
            return Err(Failure::usage(field, "", "a line on standard input"));
        }
        Ok(line)
    }
}
