//! The files that the window reads while it runs, so that its code need not hold them: the pages of the user guide.
//!
//! [`write()`] puts them beside the window's code. The window's build script asks [`Guide`] for the contents, which the
//! code does hold.

mod guide;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

pub use guide::{Guide, Page, Section};

/// The languages of the window, as their folders are called.
pub const LANGUAGES: [&str; 2] = ["en", "ko"];

/// Writes all of them into the folder that the window is served from.
pub fn write(into: &Path) -> Result<()> {
    for language in LANGUAGES {
        let guide = Guide::read(language)?;
        for page in guide.pages() {
            // Text by its name: of what is called HTML, Tauri makes whole documents.
            let file = into.join(format!("guide/{language}/{}.txt", page.id));
            write_file(&file, &guide.markup(page)?)?;
        }
    }
    Ok(())
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
