//! `cargo run -p icon-maker`: writes every icon beside `icons/icon.svg`.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use icon_maker::{ALL, Drawing};

fn main() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../icons");
    let source = folder.join("icon.svg");
    let svg = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let drawing = Drawing::parse(&svg)?;
    for icon in ALL {
        let path = folder.join(icon.name);
        let bytes = icon.make(&drawing)?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
