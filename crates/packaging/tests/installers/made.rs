//! Where the packages are.

use std::{
    env::consts::ARCH,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use packaging::{Deb, Rpm};
use tempfile::TempDir;

/// The version that is built.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

fn made(format: &str, name: &str) -> Result<PathBuf> {
    let release = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release");
    let path = release.join("bundle").join(format).join(name);
    ensure!(
        path.is_file(),
        "there is no {}: run `cargo xtask test`",
        path.display()
    );
    Ok(path)
}

/// The package for Debian.
pub(crate) fn deb() -> Result<Deb> {
    let name = format!("Latchkey_{VERSION}_{}.deb", debian_arch());
    Ok(Deb::at(made("deb", &name)?))
}

/// What Debian calls this processor.
pub(crate) fn debian_arch() -> &'static str {
    match ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

/// The package for Fedora.
pub(crate) fn rpm() -> Result<Rpm> {
    Ok(Rpm::at(made("rpm", &format!("Latchkey-{VERSION}-1.{ARCH}.rpm"))?))
}

/// What the package for Debian puts on the system, unpacked.
pub(crate) struct Unpacked(TempDir);

impl Unpacked {
    pub(crate) fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        deb()?.unpack(folder.path())?;
        Ok(Self(folder))
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path.trim_start_matches('/'))
    }

    pub(crate) fn text(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.path(path)).with_context(|| format!("cannot read {path}"))
    }
}
