//! The file: reading what an earlier run left, adding lines, writing it anew.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use latchkey_keeping::{WriteError, write_durably};
use serde::{Deserialize, Serialize};

use crate::Entry;

/// Its name within the data folder.
pub const FILE: &str = "history.jsonl";
/// The format that this version reads and writes.
const FORMAT: u64 = 1;
/// The longest line that is read or written, in bytes.
pub(crate) const LINE_LIMIT: usize = 2 << 20;
/// How many files that could not be read are kept.
const ASIDE_LIMIT: usize = 100;

#[derive(Serialize, Deserialize)]
struct Head {
    format: u64,
}

/// What an earlier run left.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The entries with the lengths of their lines, the oldest first.
    pub(crate) entries: Vec<(Entry, usize)>,
    /// Whether the file must be written anew before anything is added.
    pub(crate) rewrite: bool,
    /// Where a file that could not be read as a whole is now.
    pub(crate) aside: Option<PathBuf>,
    /// Why the file cannot be used, nor be put aside.
    pub(crate) problem: Option<String>,
}

/// Reads the file, of which at most `limit` bytes are expected.
pub(crate) fn read(path: &Path, limit: u64) -> Found {
    let bytes = match read_bounded(path, limit) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::default(),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            return put_aside(path, Found::default(), &error);
        }
        Err(error) => {
            return Found {
                problem: Some(format!("{}: {error}", path.display())),
                ..Found::default()
            };
        }
    };
    let (found, trouble) = parse(&bytes);
    match trouble {
        Some(trouble) => put_aside(path, found, &trouble),
        None => found,
    }
}

fn read_bounded(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Whoever opened a pipe would wait for its other end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let message = format!("it is larger than {limit} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The entries, and what is wrong with the file if anything is. A message never repeats what the file holds.
fn parse(bytes: &[u8]) -> (Found, Option<String>) {
    let mut found = Found::default();
    let torn = bytes.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let whole = &bytes[..bytes.len() - torn.len()];
    // A crash has left the last line without its end.
    found.rewrite = !torn.is_empty();
    let mut lines = whole.split(|byte| *byte == b'\n');
    match lines.next().map(serde_json::from_slice::<Head>) {
        Some(Ok(Head { format: FORMAT })) => {}
        Some(Ok(Head { format })) => {
            let trouble = format!("it has format {format}; this version reads {FORMAT}");
            return (Found::default(), Some(trouble));
        }
        _ if bytes.is_empty() => {
            found.rewrite = true;
            return (found, None);
        }
        // It is put in place as a whole: no crash leaves half of it.
        _ => return (Found::default(), Some("its first line says no format".to_owned())),
    }
    let mut bad = Vec::new();
    for (at, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
        match read_line(line) {
            Some(entry) => found.entries.push((entry, line.len() + 1)),
            None => bad.push(at + 2),
        }
    }
    let trouble = bad.first().map(|first| {
        let count = bad.len();
        format!("{count} of its lines are not as expected, the first of them line {first}")
    });
    (found, trouble)
}

fn read_line(line: &[u8]) -> Option<Entry> {
    let entry: Entry = (line.len() < LINE_LIMIT).then(|| serde_json::from_slice(line).ok())??;
    entry.is_of_a_time().then_some(entry)
}

/// Keeps a file that cannot be used as it is, out of the way. What could be read of it is written anew.
fn put_aside(path: &Path, found: Found, trouble: &dyn std::fmt::Display) -> Found {
    let aside = (1..=ASIDE_LIMIT).map(|number| aside_name(path, number));
    let aside = aside.into_iter().find(|aside| !aside.exists());
    match aside.map(|aside| fs::rename(path, &aside).map(|()| aside)) {
        Some(Ok(aside)) => {
            tracing::warn!(%trouble, aside = %aside.display(), "the history could not be read as a whole");
            Found {
                rewrite: true,
                aside: Some(aside),
                ..found
            }
        }
        Some(Err(error)) => unmoved(path, found, trouble, &error),
        None => unmoved(path, found, trouble, &"too many unusable files are kept already"),
    }
}

/// What stays where it is is not written over.
fn unmoved(path: &Path, found: Found, trouble: &dyn std::fmt::Display, why: &dyn std::fmt::Display) -> Found {
    let problem = format!("{}: {trouble}; it cannot be put aside: {why}", path.display());
    Found {
        problem: Some(problem),
        ..found
    }
}

fn aside_name(path: &Path, number: usize) -> PathBuf {
    path.with_file_name(format!("history.unusable-{number}.jsonl"))
}

/// Removes what was put aside.
pub(crate) fn remove_aside(path: &Path) -> io::Result<()> {
    for number in 1..=ASIDE_LIMIT {
        match fs::remove_file(aside_name(path, number)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// An entry as its line.
pub(crate) fn line(entry: &Entry) -> Vec<u8> {
    // What is in an entry has no way to fail: no map has keys that are no texts.
    let mut line = serde_json::to_vec(entry).unwrap_or_default();
    line.push(b'\n');
    line
}

fn head() -> Vec<u8> {
    format!("{{\"format\":{FORMAT}}}\n").into_bytes()
}

/// Adds lines at the end of a file that is there.
pub(crate) fn append(path: &Path, lines: &[u8]) -> io::Result<()> {
    OpenOptions::new().append(true).open(path)?.write_all(lines)
}

/// Writes the file anew, beside, and puts it in place in one step.
pub(crate) fn rewrite<'a>(path: &Path, entries: impl Iterator<Item = &'a Entry>) -> Result<u64, WriteError> {
    let mut text = head();
    for entry in entries {
        text.extend_from_slice(&line(entry));
    }
    write_durably(path, |beside| {
        fs::write(beside, &text).map_err(|error| WriteError::at(beside, &error))
    })?;
    Ok(text.len() as u64)
}
