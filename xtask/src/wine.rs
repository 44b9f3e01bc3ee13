//! The tests as on Windows, by Wine: what stands behind a `cfg` runs too, and files behave as they do there.
//!
//! No window: Wine has no web view. What else it lacks is skipped, and named in [`CANNOT`].

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    other_systems::{WINDOWS, WINDOWS_C},
    process::{self, cargo, on_path, program},
    workspace,
};

/// What people get, and what its tests talk to.
const PACKAGES: [&str; 13] = [
    "latchkey",
    "latchkey-cli",
    "latchkey-collection",
    "latchkey-curl",
    "latchkey-exporting",
    "latchkey-history",
    "latchkey-importing",
    "latchkey-ipc",
    "latchkey-keeping",
    "latchkey-link",
    "latchkey-pipeline",
    "latchkey-profile",
    "latchkey-running",
];

/// Tests, by a part of their names, and why Wine 8 cannot run them.
const CANNOT: [(&str, &str); 7] = [
    ("client_certificates::", NO_AUTHORITIES),
    ("tls::", NO_AUTHORITIES),
    (
        "what_was_asked_encrypted_is_not_taken_in_the_open",
        NO_AUTHORITIES,
    ),
    (
        "an_authority_that_is_set_counts_for_every_profile",
        NO_AUTHORITIES,
    ),
    ("http_2_is_offered_unless_it_is_turned_off", NO_AUTHORITIES),
    ("ten_thousand_calls", TOO_MANY_SOCKETS),
    ("thousands_of_calls", TOO_MANY_SOCKETS),
];
const NO_AUTHORITIES: &str = "it verifies no certificate by authorities of the program's own";
const TOO_MANY_SOCKETS: &str = "it does not get through thousands of sockets in time";

/// Rust's standard library asks Windows for random numbers in a way that Wine knows from version 9 on.
const RANDOM: &str = "\
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return RtlGenRandom(data, (ULONG)size); }
";

/// Builds the tests for Windows and runs them.
pub(crate) fn run() -> Result<()> {
    let wine = wine().context("there is no Wine: Debian and Ubuntu have it as wine64")?;
    if let Some(missing) = WINDOWS.missing() {
        bail!(
            "the tests cannot be built for {}: {missing}; `cargo xtask setup` installs what they need",
            WINDOWS.name
        );
    }
    let prefix = workspace::target().join("wine");
    let built = workspace::target().join(WINDOWS.target).join("debug");
    let library = prefix.join("drive_c/windows/system32/bcryptprimitives.dll");
    let at_home = [
        ("WINEPREFIX", prefix.clone().into_os_string()),
        ("WINEDEBUG", "-all".into()),
        // Where the loader of WebView2 lies, which the app is linked to.
        ("WINEPATH", in_wine(&built)),
        (
            "CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER",
            wine.clone().into_os_string(),
        ),
        // Asked for it, Cargo would have to be started from within Wine.
        ("INSTA_WORKSPACE_ROOT", in_wine(workspace::root())),
    ];
    fs::create_dir_all(&prefix).with_context(|| format!("cannot make {}", prefix.display()))?;
    let mut begin = program(wine, &["wineboot", "--init"]);
    process::run(begin.envs(at_home.clone()).env_remove("DISPLAY"))?;
    if !library.exists() {
        let source = prefix.join("random.c");
        fs::write(&source, RANDOM).with_context(|| format!("cannot write {}", source.display()))?;
        let mut compile = program(WINDOWS_C, &["-shared", "-o"]);
        process::run(compile.arg(&library).arg(&source).arg("-ladvapi32"))?;
    }

    let mut tests = cargo(&["test", "--no-fail-fast", "--target", WINDOWS.target]);
    tests.args(PACKAGES.iter().flat_map(|package| ["--package", package]));
    tests.arg("--");
    tests.args(CANNOT.iter().flat_map(|(name, _)| ["--skip", name]));
    process::run(tests.envs(at_home).env_remove("DISPLAY"))?;
    for (name, why) in CANNOT {
        println!("not run, for Wine cannot ({why}): {name}");
    }
    Ok(())
}

/// A path of this system, as a program in Wine knows it.
fn in_wine(path: &Path) -> OsString {
    format!("Z:{}", path.display()).replace('/', "\\").into()
}

/// Debian puts it beside the PATH.
fn wine() -> Option<PathBuf> {
    let beside = PathBuf::from("/usr/lib/wine/wine64");
    ["wine64", "wine"]
        .into_iter()
        .find_map(on_path)
        .or_else(|| beside.is_file().then_some(beside))
}
