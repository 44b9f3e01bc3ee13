//! What `cargo xtask bundle` built, in one flat folder, under the names of a release.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use super::artifact::{Artifact, Kind};
use crate::process::{program, run as run_program};

/// Gathers every bundle of this version below a target folder.
///
/// On macOS the app itself becomes a file too: it is what the updater installs.
pub(super) fn run(target: &Path, version: &str, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    let mut gathered = 0;
    for folder in bundle_folders(target) {
        for path in entries(&folder)? {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.extension().is_some_and(|end| end == "app") {
                pack(&path, &to.join(packed_name(&folder, version)?))?;
            } else if Artifact::of(&name).is_none() {
                continue;
            } else if !name.contains(version) {
                bail!(
                    "{}: expected version {version} in the name; build the bundles anew",
                    path.display()
                );
            } else {
                fs::copy(&path, to.join(&name)).with_context(|| format!("cannot copy {}", path.display()))?;
            }
            gathered += 1;
        }
    }
    if gathered == 0 {
        bail!(
            "no bundle below {}; run `cargo xtask bundle` first",
            target.display()
        );
    }
    Ok(())
}

/// The folders into which the bundler puts one kind each: `release/bundle/KIND`, of this system or of a target.
fn bundle_folders(target: &Path) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    let builds = entries(target).unwrap_or_default();
    for build in std::iter::once(target.to_owned()).chain(builds) {
        folders.extend(entries(&build.join("release").join("bundle")).unwrap_or_default());
    }
    folders.retain(|folder| folder.is_dir());
    folders
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder).with_context(|| format!("cannot look into {}", folder.display()))?;
    let mut paths = listed
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The name of the packed app: that of the disk image, which knows the processors.
fn packed_name(folder: &Path, version: &str) -> Result<String> {
    let images = folder
        .parent()
        .unwrap_or(folder)
        .join(Kind::Dmg.ending().trim_start_matches('.'));
    let image = entries(&images)?
        .into_iter()
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .find(|name| name.contains(version) && name.ends_with(Kind::Dmg.ending()));
    let image =
        image.with_context(|| format!("no disk image of version {version} in {}", images.display()))?;
    Ok(image.replace(Kind::Dmg.ending(), Kind::App.ending()))
}

/// Packs an app with the system's own tool, which knows its links and rights.
fn pack(app: &Path, to: &Path) -> Result<()> {
    let mut tar = program("tar", &["--create", "--gzip", "--file"]);
    // Without the files by which macOS would keep what only its own file system knows.
    tar.env("COPYFILE_DISABLE", "1").arg(std::path::absolute(to)?);
    tar.arg("--directory").arg(app.parent().unwrap_or(app));
    run_program(tar.arg(app.file_name().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::run;

    fn put(folder: &Path, path: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }

    #[test]
    fn bundles_of_this_system_and_of_targets_are_gathered() {
        let target = tempfile::tempdir().unwrap();
        for path in [
            "release/bundle/deb/Latchkey_1.2.3_amd64.deb",
            "release/bundle/deb/Latchkey_1.2.3_amd64/control.tar.gz",
            "release/latchkey",
            "universal-apple-darwin/release/bundle/dmg/Latchkey_1.2.3_universal.dmg",
            "universal-apple-darwin/release/bundle/dmg/bundle_dmg.sh",
            "universal-apple-darwin/release/bundle/macos/Latchkey.app/Contents/Info.plist",
        ] {
            put(target.path(), path);
        }
        let to = target.path().join("gathered");
        run(target.path(), "1.2.3", &to).unwrap();
        let names: BTreeSet<String> = fs::read_dir(&to)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(
            names.into_iter().collect::<Vec<_>>(),
            [
                "Latchkey_1.2.3_amd64.deb",
                "Latchkey_1.2.3_universal.app.tar.gz",
                "Latchkey_1.2.3_universal.dmg"
            ]
        );
    }

    #[test]
    fn no_bundle_and_one_of_another_version_are_errors() {
        let target = tempfile::tempdir().unwrap();
        let to = target.path().join("gathered");
        let problem = run(target.path(), "1.2.3", &to).unwrap_err().to_string();
        assert!(problem.contains("cargo xtask bundle"), "{problem}");
        put(target.path(), "release/bundle/rpm/Latchkey-1.2.2-1.x86_64.rpm");
        let problem = run(target.path(), "1.2.3", &to).unwrap_err().to_string();
        assert!(
            problem.contains("1.2.2") && problem.contains("expected version 1.2.3"),
            "{problem}"
        );
    }
}
