//! From the gathered files of every system to those that a release offers.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{
    artifact::{Artifact, Kind},
    sign::Key,
};

/// The updater's description of the release.
const LATEST: &str = "latest.json";
/// The checksums of all files, as `sha256sum --check` reads them.
const CHECKSUMS: &str = "SHA256SUMS";

/// A release that is to be assembled.
pub(super) struct Release {
    pub(super) version: String,
    /// The day of the release, as the changelog tells it.
    pub(super) date: String,
    pub(super) notes: String,
    /// Where the gathered files of all systems are.
    pub(super) from: PathBuf,
    /// Where the files of the release go: a folder that is empty or not there.
    pub(super) to: PathBuf,
    /// Where people will get them: the address that a file's name is put behind.
    pub(super) url: String,
    pub(super) key: Key,
}

/// Copies every file, signs what the updater installs, describes it in latest.json and takes the checksums of all.
pub(super) fn run(release: &Release) -> Result<()> {
    let artifacts = artifacts(&release.from, &release.version)?;
    if !release.url.starts_with("https://") {
        bail!(
            "--url is {:?}; expected an address that begins with https://",
            release.url
        );
    }
    fs::create_dir_all(&release.to).with_context(|| format!("cannot make {}", release.to.display()))?;
    if fs::read_dir(&release.to)?.next().is_some() {
        bail!("{} is not empty", release.to.display());
    }
    let mut platforms = BTreeMap::new();
    for artifact in &artifacts {
        let path = release.to.join(&artifact.name);
        fs::copy(release.from.join(&artifact.name), &path)
            .with_context(|| format!("cannot copy {}", artifact.name))?;
        if !artifact.is_update() {
            continue;
        }
        let signature = release.key.sign(&path, &release.version)?;
        fs::write(release.to.join(format!("{}.sig", artifact.name)), &signature)?;
        let url = format!("{}/{}", release.url.trim_end_matches('/'), artifact.name);
        for platform in artifact.platforms().map_err(anyhow::Error::msg)? {
            // Of several languages of one installer the first is offered: they differ in the installer's own words.
            platforms
                .entry(platform)
                .or_insert_with(|| json!({ "signature": &signature, "url": &url }));
        }
    }
    let latest = json!({
        "version": release.version,
        "notes": release.notes,
        "pub_date": format!("{}T00:00:00Z", release.date),
        "platforms": platforms,
    });
    fs::write(
        release.to.join(LATEST),
        serde_json::to_string_pretty(&latest)? + "\n",
    )?;
    fs::write(release.to.join(CHECKSUMS), checksums(&release.to)?)?;
    Ok(())
}

/// Everything in a folder, in order, or what is wrong with it: a release with a hole is none.
fn artifacts(folder: &Path, version: &str) -> Result<Vec<Artifact>> {
    let mut artifacts = Vec::new();
    let mut problems = Vec::new();
    let listed = fs::read_dir(folder).with_context(|| format!("cannot look into {}", folder.display()))?;
    for entry in listed {
        let name = entry?.file_name().to_string_lossy().into_owned();
        match Artifact::of(&name) {
            None => problems.push(format!("{name}: not a file of a release")),
            Some(artifact) => {
                if artifact.kind != Kind::Sbom && !name.contains(version) {
                    problems.push(format!("{name}: expected version {version} in the name"));
                }
                // GitHub puts dots for what it does not take in a name, and the address would lead nowhere.
                if !name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
                {
                    problems.push(format!(
                        "{name}: expected letters, digits, dots, hyphens and underscores alone"
                    ));
                }
                problems.extend(artifact.platforms().err());
                artifacts.push(artifact);
            }
        }
    }
    for kind in Kind::ALL {
        if !artifacts.iter().any(|artifact| artifact.kind == kind) {
            problems.push(format!("no file that ends with {}", kind.ending()));
        }
    }
    if !problems.is_empty() {
        problems.sort();
        bail!(
            "{} is not a whole release:\n  {}",
            folder.display(),
            problems.join("\n  ")
        );
    }
    artifacts.sort();
    Ok(artifacts)
}

/// The SHA-256 of every file in a folder, in the order of their names.
fn checksums(folder: &Path) -> Result<String> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    let mut lines = String::new();
    for path in paths {
        let mut file = fs::File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut state = Sha256::new();
        let mut piece = vec![0; 64 * 1024];
        loop {
            match file.read(&mut piece)? {
                0 => break,
                read => state.update(&piece[..read]),
            }
        }
        for byte in state.finalize() {
            let _ = write!(lines, "{byte:02x}");
        }
        let _ = writeln!(lines, "  {}", path.file_name().unwrap_or_default().display());
    }
    Ok(lines)
}

#[cfg(test)]
mod tests;
