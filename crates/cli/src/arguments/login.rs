//! `login`

use clap::Args;

/// `login`
#[derive(Debug, Args)]
#[command(after_help = "\
There is no option for the password itself: what stands on a command line can be read by others and stays in the \
shell's history. In scripts: printf '%s' \"$PASSWORD\" | latchkey-cli login team --user ci --password-stdin")]
pub(crate) struct Login {
    /// A profile's id (see `profile list`), or the address of a server of the default kind. Without it: the profile
    /// that is at work, or the only one.
    pub(crate) profile: Option<String>,
    /// The user's name at the server. Without it: asked for.
    #[arg(long, short)]
    pub(crate) user: Option<String>,
    /// Read the password from the first line of standard input.
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// Read the OAuth 2.0 client's secret from standard input: its first line, or the second one after the password.
    /// Without it: from `LATCHKEY_CLIENT_SECRET`, or asked for.
    #[arg(long)]
    pub(crate) client_secret_stdin: bool,
    /// Send password and tokens over plain http to an address that is not this computer's. Anybody on the way can
    /// read them.
    #[arg(long)]
    pub(crate) allow_plain_http: bool,
}
