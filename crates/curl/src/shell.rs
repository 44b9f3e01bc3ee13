//! Takes a command line apart as a shell does, without running anything in it.

mod bash;
mod cmd;

use crate::error::CurlError;

/// A command line in words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// The words of the first command, without their quotes.
    pub(crate) words: Vec<String>,
    /// What the shell would have put something else in the place of, for example `$TOKEN`. It stays in the words.
    pub(crate) expansions: Vec<String>,
    /// Whether something follows the first command: a pipe, a redirection, another command.
    pub(crate) more: bool,
}

/// Takes a command line apart. Which shell it was written for shows in it.
pub(crate) fn split(text: &str) -> Result<Line, CurlError> {
    if is_for_cmd(text) {
        cmd::split(text)
    } else {
        bash::split(text)
    }
}

/// Whether carets stand where only `cmd.exe` has a use for them: before a quote that begins a word, or at the end of a
/// line. Behind an apostrophe, which quotes nothing there, they may be a part of what bash is given.
fn is_for_cmd(text: &str) -> bool {
    let before = text.split('\'').next().unwrap_or_default();
    before.contains(" ^\"") || before.lines().any(|line| line.ends_with(" ^"))
}
