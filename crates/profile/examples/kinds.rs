//! Prints the profile of every kind, as `docs/profiles.md` shows it.
use latchkey_profile::{Kind, file};

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn main() {
    for kind in Kind::ALL {
        println!(
            "## {}\n\n```toml\n{}```\n",
            kind.title(),
            file::write(&kind.description(kind.id(), "", "https://api.example.com"))
        );
    }
}
