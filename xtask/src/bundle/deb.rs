//! The deb, packed tighter: the bundler knows gzip alone, and with xz a package is a third smaller.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use super::overlay::set_mode;
use crate::process::{answer_of, program, run};

/// Packs it anew where Debian's own tool is there. Elsewhere it stays as it is: as good, and larger.
pub(super) fn pack_tighter(deb: &Path) -> Result<()> {
    if answer_of(&mut program("dpkg-deb", &["--version"])).is_none() {
        println!("There is no dpkg-deb to pack the deb with xz: it stays packed with gzip, and larger.");
        return Ok(());
    }
    let tree = deb.with_extension("tree");
    let packed = deb.with_extension("packed");
    run(program("dpkg-deb", &["--raw-extract"]).arg(deb).arg(&tree))?;
    // It stands for the root of the system.
    set_mode(&tree, 0o755)?;
    let mut build = program("dpkg-deb", &["--root-owner-group", "-Zxz", "--build"]);
    run(build.arg(&tree).arg(&packed))?;
    fs::rename(&packed, deb).with_context(|| format!("cannot replace {}", deb.display()))?;
    fs::remove_dir_all(&tree).with_context(|| format!("cannot remove {}", tree.display()))
}
