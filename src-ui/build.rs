//! Makes the contents of the user guide into `guide.rs`, which `src/guide.rs` includes. The pages themselves are files
//! beside the window's code.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use window_files::{Guide, LANGUAGES, Page};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../docs/guide");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut code = String::new();
    for language in LANGUAGES {
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
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("guide.rs"), code)?;
    Ok(())
}
