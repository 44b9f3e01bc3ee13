//! The lints of every package for the systems that this one is not: what stands behind a `cfg` is compiled too.
//!
//! Nothing is linked, so that little is needed: for Windows a C compiler and a resource compiler, for macOS neither.

use anyhow::Result;

use crate::{
    process::{self, cargo, on_path},
    setup,
};

/// A system to check for from Linux.
pub(crate) struct System {
    /// Its name, as the report shows it.
    pub(crate) name: &'static str,
    pub(crate) target: &'static str,
    /// A program without which it cannot be checked.
    needs: Option<&'static str>,
    environment: &'static [(&'static str, &'static str)],
}

/// Build scripts compile C even where nothing is linked. Debian has a compiler for Windows. Apple's headers are not to
/// be had elsewhere, so a compiler and an archiver that do nothing take their place: the lints look at no object file.
pub(crate) const SYSTEMS: [System; 2] = [
    WINDOWS,
    System {
        name: "macOS",
        target: "aarch64-apple-darwin",
        needs: None,
        environment: &[
            ("CC_aarch64_apple_darwin", "true"),
            ("AR_aarch64_apple_darwin", "true"),
            ("SDKROOT", "/"),
        ],
    },
];

/// The one whose tests can run here too.
pub(crate) const WINDOWS: System = System {
    name: "Windows",
    target: "x86_64-pc-windows-gnu",
    needs: Some(WINDOWS_C),
    environment: &[],
};
/// The C compiler for it.
pub(crate) const WINDOWS_C: &str = "x86_64-w64-mingw32-gcc";

impl System {
    /// Why it cannot be checked here, if it cannot. Adds the Rust target where that is missing.
    pub(crate) fn missing(&self) -> Option<String> {
        if let Some(needed) = self.needs.filter(|needed| on_path(needed).is_none()) {
            return Some(format!("there is no {needed}"));
        }
        let added = setup::ensure_target(self.target);
        added
            .err()
            .map(|problem| format!("the Rust target {} cannot be had: {problem:#}", self.target))
    }

    /// Checks every package, its tests included: those that people get, and those by which the tests run on that system.
    /// All but the window's code, which is wasm everywhere.
    pub(crate) fn check(&self) -> Result<()> {
        let packages = ["--workspace", "--exclude", "latchkey-ui", "--all-targets"];
        let mut lints = cargo(&["clippy", "--target", self.target]);
        lints.args(packages);
        lints.args(["--", "-D", "warnings"]);
        lints.envs(self.environment.iter().copied());
        process::run(&mut lints)
    }
}
