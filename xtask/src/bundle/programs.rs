//! What goes into an installer: the window's code, the app, and the command line beside it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::json;

use super::relative;
use crate::{
    process::{self, answer_of, cargo, program},
    setup::{Tools, ensure_target},
    ui, workspace,
};

/// One file for all processors of that system.
pub(crate) const UNIVERSAL: &str = "universal-apple-darwin";
const PROCESSORS: [&str; 2] = ["aarch64-apple-darwin", "x86_64-apple-darwin"];

/// How thoroughly the programs are optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// As they are published.
    Full,
    /// The same programs, a little larger and there in a fraction of the time: without optimisation across crates.
    Quick,
}

impl Care {
    pub(crate) fn environment(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Full => &[],
            Self::Quick => &[
                ("CARGO_PROFILE_RELEASE_LTO", "off"),
                ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
            ],
        }
    }
}

/// Built programs.
pub(crate) struct Programs {
    /// Where they and the bundles are.
    pub(crate) folder: PathBuf,
    /// What Cargo calls the system and processor they run on.
    pub(crate) target: String,
    /// The window's code.
    pub(crate) ui: PathBuf,
}

impl Programs {
    /// Builds everything.
    pub(crate) fn build(tools: &Tools, care: Care) -> Result<Self> {
        let ui = ui::build_for_release(tools, care.environment())?;
        if !cfg!(target_os = "macos") {
            compile(&ui, care, None)?;
            let target = answer_of(&mut program("rustc", &["--print", "host-tuple"]))
                .context("rustc does not name this system")?;
            let folder = workspace::target().join("release");
            return Ok(Self { folder, target, ui });
        }
        for processor in PROCESSORS {
            ensure_target(processor)?;
            compile(&ui, care, Some(processor))?;
        }
        let folder = workspace::target().join(UNIVERSAL).join("release");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for name in ["latchkey", "latchkey-cli"] {
            let mut lipo = program("lipo", &["-create", "-output"]);
            lipo.arg(folder.join(name));
            lipo.args(
                PROCESSORS.map(|processor| workspace::target().join(processor).join("release").join(name)),
            );
            process::run(&mut lipo)?;
        }
        Ok(Self {
            folder,
            target: UNIVERSAL.to_owned(),
            ui,
        })
    }

    /// What Cargo compiled them for.
    pub(crate) fn targets(&self) -> Vec<&str> {
        if self.target == UNIVERSAL {
            PROCESSORS.to_vec()
        } else {
            vec![&self.target]
        }
    }

    /// One of them.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Both programs in one go, so that what they share is compiled once.
fn compile(ui: &Path, care: Care, target: Option<&str>) -> Result<()> {
    let mut build = cargo(&["build", "--release"]);
    build.args(["--package", "latchkey", "--package", "latchkey-cli"]);
    build.args(["--features", "latchkey/custom-protocol"]);
    if let Some(target) = target {
        build.args(["--target", target]);
    }
    // The window's code of this build, in place of that of development.
    let config = json!({ "build": { "frontendDist": relative(ui) } });
    build.env("TAURI_CONFIG", config.to_string());
    build.envs(care.environment().iter().copied());
    process::run(&mut build)
}
