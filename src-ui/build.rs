//! Makes the contents of the user guide into `guide.rs`, which `src/guide.rs` includes, and the words of each language
//! into one file for the tests. The pages of the guide, and the words in the window, are files beside its code.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use window_files::{Guide, LANGUAGES, Page};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    for folder in ["../docs/guide", "locales"] {
        println!("cargo:rerun-if-changed={}", root.join(folder).display());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut code = String::new();
    for language in LANGUAGES {
        fs::write(
            out.join(format!("words-{language}.ftl")),
            window_files::words(language)?,
        )?;
        let name = language.to_uppercase();
        write!(code, "static {name}: [Text; Page::ALL.len()] = [")?;
        for Page {
            id, title, sections, ..
        } in Guide::read(language)?.pages()
        {
            let sections: Vec<_> = sections.iter().map(|it| it.title.as_str()).collect();
            writeln!(
                code,
                "Text {{ id: {id:?}, title: {title:?}, sections: &{sections:?} }},"
            )?;
        }
        code.push_str("];\n");
    }
    fs::write(out.join("guide.rs"), code)?;
    Ok(())
}
