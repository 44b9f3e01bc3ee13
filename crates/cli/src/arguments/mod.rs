//! The command line's words.

mod call;
mod export;
mod import;
mod login;
mod profile;
mod run;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

pub(crate) use self::{
    call::Call,
    export::{Export, ExportAs},
    import::{Import, ReportAs},
    login::Login,
    profile::{Add, ProfileCommand, Try},
    run::{Format, Run},
};

/// The heading of the options that every command has.
const EVERYWHERE: &str = "Options of every command";
/// The heading of the options that say whose session.
const SESSION: &str = "Session";

/// Calls APIs behind short-lived tokens, and stays signed in.
///
/// Sign in once; from then on `call` refreshes the tokens when they expire, keeps the new ones, and sends your call
/// again. Sessions and profiles are those of the Latchkey app: whoever is signed in there is signed in here.
#[derive(Debug, Parser)]
#[command(name = "latchkey-cli", version, after_help = EXAMPLES, after_long_help = MORE, max_term_width = 110)]
pub(crate) struct Cli {
    /// Where sessions and profiles are kept. Default: `LATCHKEY_DATA_DIR`, or where the app keeps them.
    #[arg(long, global = true, value_name = "FOLDER", help_heading = EVERYWHERE, display_order = 100,
        value_hint = ValueHint::DirPath)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Say nothing but errors.
    #[arg(long, short, global = true, help_heading = EVERYWHERE, display_order = 101)]
    pub(crate) quiet: bool,
    /// Colours on standard error: auto, always or never. Auto: at a terminal, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = EVERYWHERE,
        display_order = 102, hide_possible_values = true, hide_default_value = true)]
    pub(crate) color: When,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sign in. The password is asked for, or comes from standard input.
    Login(Login),
    /// Make a call in a session. The answer's body goes to standard output, everything else to standard error.
    Call(Box<Call>),
    /// Send the saved requests of a folder in their order, and hold the answers to their checks.
    Run(Run),
    /// Show who is signed in, where, and until when. Asks no server.
    Status {
        /// As JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Refresh the tokens now, whether they have expired or not.
    Refresh(Whose),
    /// Sign out: forget the session here, and in the app.
    Logout(Logout),
    /// Choose whose session is at work, here and in the app.
    Use {
        /// The profile, and the user where several are signed in there.
        #[arg(value_name = "PROFILE[/USER]")]
        whose: String,
    },
    /// Describe servers: how they sign in, refresh and refuse.
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Show what comes in from `OpenAPI`, Postman, Insomnia, Bruno, HAR or curl; with --into, take it over.
    Import(Import),
    /// Write a folder of saved requests as a Postman collection, or as curl commands. No secret comes along.
    Export(Export),
    /// Print a script that completes commands in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages: one for each command.
    Man {
        /// The folder to write them to.
        #[arg(value_hint = ValueHint::DirPath)]
        folder: PathBuf,
    },
}

/// Whose session. Without either, the one at work.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Whose {
    /// The profile's id, or its address.
    #[arg(long, short, value_name = "PROFILE", help_heading = SESSION)]
    pub(crate) profile: Option<String>,
    /// The user, where several are signed in.
    #[arg(long, short, value_name = "USER", help_heading = SESSION)]
    pub(crate) user: Option<String>,
}

/// `logout`
#[derive(Debug, Args)]
pub(crate) struct Logout {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// Tell the server, too, so that the tokens are worth nothing any more.
    #[arg(long)]
    pub(crate) revoke: bool,
    /// Every session.
    #[arg(long, conflicts_with_all = ["profile", "user"])]
    pub(crate) all: bool,
}

const EXAMPLES: &str = "\
First steps:
  latchkey-cli login https://api.example.com --user me@example.com
  latchkey-cli call /api/notes
  latchkey-cli call /api/notes --json '{\"title\": \"Hello\"}' --trace
  latchkey-cli logout --revoke

Exit codes: 0 the answer's status is below 400, 22 it is 400 or above, 2 wrong
usage, 3 nobody is signed in or the session ended, 4 no answer from the network,
5 a check of a run failed, 1 anything else. `latchkey-cli --help` says more.";

const MORE: &str = "\
First steps:
  latchkey-cli login https://api.example.com --user me@example.com
  latchkey-cli call /api/notes
  latchkey-cli call /api/notes --json '{\"title\": \"Hello\"}' --trace
  latchkey-cli logout --revoke

Other kinds of servers:
  latchkey-cli profile kinds
  latchkey-cli profile add --kind oauth2 --id team --base-url https://a.example
  latchkey-cli profile try team --user me
  latchkey-cli login team --user me

Exit codes:
  0    done; the answer's status is below 400
  1    anything that has no code of its own
  2    wrong usage: an argument, a profile, a file to send
  3    nobody is signed in: signed out, session ended, or sign-in refused
  4    no answer from the network, or no refresh just now; the session stays
  5    a run's answers are not all as its checks want them
  22   the answer's status is 400 or above
  130  interrupted (143: terminated); a refresh under way is stored first

Environment:
  LATCHKEY_DATA_DIR       where sessions and profiles are kept
  LATCHKEY_CLIENT_SECRET  the OAuth 2.0 client's secret, for login
  LATCHKEY_VAR_NAME       the value of a run's variable NAME, taken for secret
  LATCHKEY_KEYCHAIN=off   leave the system's keychain alone: tokens are kept in a
                          file that only the owner can read
  NO_COLOR                no colours";
