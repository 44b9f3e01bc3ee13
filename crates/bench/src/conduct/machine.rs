//! What the measurements were made on and with. No names of hosts or people, no paths.

use std::{collections::BTreeMap, path::Path, process::Command};

use serde::Serialize;

use super::contenders::Node;

/// The computer.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) processor: String,
    pub(crate) cores: usize,
    pub(crate) memory_gib: Option<f64>,
    pub(crate) system: String,
}

impl Machine {
    #[expect(clippy::cast_precision_loss, reason = "memory in KiB is far below 2^52")]
    pub(crate) fn this() -> Self {
        let processor =
            field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
        let memory_kib: Option<u64> =
            field("/proc/meminfo", "MemTotal").and_then(|text| text.split_whitespace().next()?.parse().ok());
        let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Self {
            processor,
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_gib: memory_kib.map(|kib| kib as f64 / f64::from(1 << 20)),
            system: format!(
                "{} {} ({})",
                std::env::consts::OS,
                kernel.trim(),
                std::env::consts::ARCH
            ),
        }
    }
}

/// Runnable processes, averaged over the last minute.
pub(super) fn load() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// The first `name : value` line of a file of the system.
fn field(path: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let (_, value) = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim() == name)?;
    Some(value.trim().to_owned())
}

/// Versions of what was measured, by name.
#[derive(Debug, Serialize)]
pub(crate) struct Versions(pub(crate) BTreeMap<&'static str, String>);

impl Versions {
    pub(crate) fn of(node: Option<&Node>) -> Self {
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
        let lock = std::fs::read_to_string(lock).unwrap_or_default();
        let mut versions = BTreeMap::from([("Latchkey", env!("CARGO_PKG_VERSION").to_owned())]);
        for package in ["reqwest", "reqwest-middleware", "hyper", "tokio"] {
            versions.extend(newest_in(&lock, package).map(|version| (package, version)));
        }
        let output = Command::new("rustc").arg("--version").output();
        if let Ok(text) = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
            && let Some(version) = text.split_whitespace().nth(1)
        {
            versions.insert("rustc", version.to_owned());
        }
        if let Some(node) = node {
            versions.insert("Node", node.version.trim_start_matches('v').to_owned());
            for package in ["axios", "axios-auth-refresh"] {
                versions.extend(node.version_of(package).map(|version| (package, version)));
            }
        }
        Self(versions)
    }
}

/// The last version of a package in a lock file: where there are two, the one that this crate uses is the newer.
fn newest_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let lines: Vec<&str> = lock.lines().collect();
    let at = lines.iter().rposition(|line| *line == name)?;
    let version = lines.get(at + 1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::newest_in;

    #[test]
    fn of_two_versions_the_newer_one_is_told() {
        let lock = "name = \"a\"\nversion = \"0.9.0\"\n\nname = \"a\"\nversion = \"1.0.0\"\n\nname = \"ab\"\nversion = \"3.0.0\"\n";
        assert_eq!(newest_in(lock, "a").as_deref(), Some("1.0.0"));
        assert_eq!(newest_in(lock, "b"), None);
    }
}
