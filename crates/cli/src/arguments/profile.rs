//! `profile`

use std::path::PathBuf;

use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use latchkey_profile::Kind;

/// `profile`
#[derive(Debug, Subcommand)]
pub(crate) enum ProfileCommand {
    /// List the profiles.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print a profile as its file.
    Show {
        /// Its id.
        id: String,
    },
    /// List the built-in kinds.
    Kinds,
    /// Add a profile: a file, or a built-in kind with an address.
    Add(Add),
    /// Remove a profile. Sessions go on: each keeps the profile that it was begun with.
    Remove {
        /// Its id.
        id: String,
    },
    /// Check a file, and tell everything that is wrong with it.
    Check {
        /// The file, or - for standard input.
        file: PathBuf,
    },
    /// Print the JSON schema of profile files, for editors.
    Schema,
    /// Try a profile out: sign in, refresh, sign out, and show each step. Nothing is kept.
    Try(Try),
}

/// `profile add`
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The file, or - for standard input.
    #[arg(required_unless_present = "kind", conflicts_with_all = ["kind", "id", "base_url", "name", "client_id",
        "allow_plain_http"])]
    pub(crate) file: Option<PathBuf>,
    /// A built-in kind (see `profile kinds`).
    #[arg(long, requires_all = ["id", "base_url"], hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::id)).try_map(kind))]
    pub(crate) kind: Option<Kind>,
    /// Short name: lower-case letters, digits and -.
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// Scheme, host, port and path prefix of the API.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Name to show.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The OAuth 2.0 client's id, for the kinds that have one.
    #[arg(long)]
    pub(crate) client_id: Option<String>,
    /// Allow plain http with a host that is not this computer.
    #[arg(long)]
    pub(crate) allow_plain_http: bool,
    /// Take the place of a profile of the same id.
    #[arg(long)]
    pub(crate) replace: bool,
}

/// `profile try`
#[derive(Debug, Args)]
pub(crate) struct Try {
    /// A profile's id, or the address of a server of the default kind.
    pub(crate) profile: String,
    /// The user's name at the server. Without it: asked for.
    #[arg(long, short)]
    pub(crate) user: Option<String>,
    /// Read the password from the first line of standard input.
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// Read the OAuth 2.0 client's secret from standard input, as `login` does.
    #[arg(long)]
    pub(crate) client_secret_stdin: bool,
    /// Send password and tokens over plain http to an address that is not this computer's, as `login` does.
    #[arg(long)]
    pub(crate) allow_plain_http: bool,
}

fn kind(id: String) -> Result<Kind, String> {
    Kind::from_id(&id).ok_or(id)
}
