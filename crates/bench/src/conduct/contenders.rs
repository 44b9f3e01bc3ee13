//! Who takes part.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::Result;

/// Name of the contender that the aims are about.
pub(crate) const PIPELINE: &str = "Latchkey";
/// Name of the floor.
pub(crate) const RAW: &str = "reqwest";
/// Name of the contender that is to be three times slower.
pub(crate) const AXIOS: &str = "axios, copied interceptor";

/// A contender.
#[derive(Debug, Clone)]
pub(crate) struct Contender {
    /// As the report names it.
    pub(crate) name: &'static str,
    /// The word that it is started with.
    word: &'static str,
    node: Option<Node>,
    /// Whether it takes part where sessions can be lost: the floor has none, and one more floor tells nothing new.
    pub(crate) has_session: bool,
    /// Whether it is there for comparison in steady state alone.
    pub(crate) steady_only: bool,
}

impl Contender {
    /// All that can run here.
    pub(crate) fn all(node: Option<&Node>) -> Vec<Self> {
        let rust = |name, word, has_session, steady_only| Self {
            name,
            word,
            node: None,
            has_session,
            steady_only,
        };
        let mut all = vec![
            rust(RAW, "raw", false, false),
            rust(PIPELINE, "pipeline", true, false),
            rust("reqwest with time-outs", "raw-timed", false, true),
            rust("reqwest-middleware, naive refresh", "middleware", true, false),
        ];
        let axios = [
            (AXIOS, "copy-paste"),
            ("axios, copied interceptor with queue", "copy-paste-queue"),
            ("axios-auth-refresh", "auth-refresh"),
            (
                "axios-auth-refresh, deduplicateRefresh: false",
                "auth-refresh-each",
            ),
        ];
        if let Some(node) = node {
            all.extend(axios.map(|(name, word)| Self {
                node: Some(node.clone()),
                ..rust(name, word, true, false)
            }));
        }
        all
    }

    pub(crate) fn is_node(&self) -> bool {
        self.node.is_some()
    }

    /// The command that starts it against the server at `url`.
    pub(super) fn command(&self, url: &str) -> Result<Command> {
        let mut command = if let Some(node) = &self.node {
            let mut command = Command::new("node");
            command.arg(node.folder.join("contend.mjs"));
            command
        } else {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("contend");
            command
        };
        command.args([self.word, url]);
        Ok(command)
    }
}

/// Node, and the folder where the packages are installed.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    folder: PathBuf,
    pub(crate) version: String,
}

impl Node {
    /// `None` where Node or the packages are missing.
    pub(crate) fn find(folder: &Path) -> Option<Self> {
        let mut command = Command::new("node");
        let output = command.arg("--version").stderr(Stdio::null()).output().ok()?;
        let version = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        let node = Self {
            folder: folder.to_owned(),
            version,
        };
        node.version_of("axios-auth-refresh").map(|_| node)
    }

    /// The version of an installed package.
    pub(crate) fn version_of(&self, package: &str) -> Option<String> {
        let path = self
            .folder
            .join("node_modules")
            .join(package)
            .join("package.json");
        let package: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
        Some(package.get("version")?.as_str()?.to_owned())
    }
}
