//! The files that the window reads while it runs, so that its code need not hold them: the words of each language, and the
//! pages of the user guide.
//!
//! [`write()`] puts them beside the window's code. The window's build script asks [`Guide`] for the contents, which the
//! code does hold, and [`words`] for the tests.

mod guide;

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context as _, Result};

pub use guide::{Guide, Page, Section};

/// The languages of the window, as their folders are called.
pub const LANGUAGES: [&str; 2] = ["en", "ko"];

/// Writes all of them into the folder that the window is served from.
pub fn write(into: &Path) -> Result<()> {
    for language in LANGUAGES {
        write_file(&into.join(format!("words/{language}.txt")), &words(language)?)?;
        let guide = Guide::read(language)?;
        for page in guide.pages() {
            // Text by its name: of what is called HTML, Tauri makes whole documents.
            let file = into.join(format!("guide/{language}/{}.txt", page.id));
            write_file(&file, &guide.markup(page)?)?;
        }
    }
    Ok(())
}

/// All messages of a language in the order of their keys, without what is written between them for people.
pub fn words(language: &str) -> Result<String> {
    let folder = root().join("src-ui/locales").join(language);
    let read = || -> io::Result<String> {
        let files = fs::read_dir(&folder)?.map(|file| Ok(file?.path()));
        let files = files.collect::<io::Result<Vec<_>>>()?;
        let mut messages = Vec::<String>::new();
        for file in files {
            for line in fs::read_to_string(file)?.lines() {
                match (line.chars().next(), messages.last_mut()) {
                    (None | Some('#'), _) => {}
                    // A message goes on where lines are indented.
                    (Some(' '), Some(message)) => message.extend([" ", line.trim_start(), "\n"]),
                    _ => messages.push(format!("{line}\n")),
                }
            }
        }
        messages.sort_unstable();
        Ok(messages.concat())
    };
    read().with_context(|| format!("cannot read {}", folder.display()))
}

fn write_file(file: &Path, text: &str) -> Result<()> {
    let written = file
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(file, text));
    written.with_context(|| format!("cannot write {}", file.display()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_language_are_one_file_and_hold_no_comments() -> Result<()> {
        let folder = tempfile::tempdir()?;
        write(folder.path())?;
        for (language, message) in [("en", "copy = Copy"), ("ko", "copy = 복사")] {
            let file = folder.path().join("words").join(language);
            let words = fs::read_to_string(file.with_extension("txt"))?;
            assert!(words.lines().any(|line| line == message), "{words}");
            assert!(!words.lines().any(|line| line.starts_with('#')), "{words}");
        }
        Ok(())
    }

    #[test]
    fn every_page_of_the_guide_is_a_file_that_begins_with_its_title() -> Result<()> {
        let folder = tempfile::tempdir()?;
        write(folder.path())?;
        for language in LANGUAGES {
            for page in Guide::read(language)?.pages() {
                let file = folder.path().join("guide").join(language).join(&page.id);
                let text = fs::read_to_string(file.with_extension("txt"))?;
                assert!(text.starts_with(&format!("<h1>{}</h1>", page.title)), "{text}");
            }
        }
        Ok(())
    }
}
