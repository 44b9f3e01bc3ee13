//! `cargo xtask release`: what a release needs beside the build, as code that is tested, not as shell in a workflow.

mod artifact;
mod assemble;
pub(crate) mod changelog;
mod check;
mod collect;
mod sbom;
mod sign;

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::workspace;

/// The help of these chores.
pub(crate) const HELP: &str = "\
Usage: cargo xtask release <COMMAND>

Commands:
  check     Do version, changelog, licence and metadata agree?  [--tag vX.Y.Z]: are they ready for that tag, too?
            [--pubkey KEY]: is that a public key of the updater?
  notes     Print what the changelog says of a version           --tag vX.Y.Z
  collect   Gather the bundles that `cargo xtask bundle` built    --to FOLDER
  sbom      List all that the app and the command line are made of, as CycloneDX  --to FOLDER
  assemble  From the gathered files of every system make those of a release: signatures, latest.json, SHA256SUMS
            --tag vX.Y.Z --from FOLDER --to FOLDER --url https://…/vX.Y.Z
            Reads TAURI_SIGNING_PRIVATE_KEY, TAURI_SIGNING_PRIVATE_KEY_PASSWORD and LATCHKEY_UPDATE_PUBKEY

docs/releasing.md tells how a release is made.
";

/// Does one of the chores of a release.
#[expect(clippy::print_stdout, reason = "a chore tells what it does")]
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let Some((chore, words)) = words.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    match *chore {
        "check" => {
            let mut given = Given::read(words, &["--tag", "--pubkey"])?;
            check::run(workspace::root(), given.take("--tag").as_deref())?;
            if let Some(key) = given.take("--pubkey") {
                sign::public_key(&key)?;
            }
            println!("Version, changelog, licence and metadata agree.");
            Ok(())
        }
        "notes" => {
            let mut given = Given::read(words, &["--tag"])?;
            println!("{}", notes(&given.wanted("--tag")?)?.1);
            Ok(())
        }
        "collect" => {
            let mut given = Given::read(words, &["--to"])?;
            let to = PathBuf::from(given.wanted("--to")?);
            collect::run(&workspace::target(), &version()?, &to)
        }
        "sbom" => {
            let mut given = Given::read(words, &["--to"])?;
            sbom::run(&PathBuf::from(given.wanted("--to")?))
        }
        "assemble" => {
            let mut given = Given::read(words, &["--tag", "--from", "--to", "--url"])?;
            let tag = given.wanted("--tag")?;
            let (date, notes) = notes(&tag)?;
            assemble::run(&assemble::Release {
                version: version_of(&tag)?.to_owned(),
                date,
                notes,
                from: given.wanted("--from")?.into(),
                to: given.wanted("--to")?.into(),
                url: given.wanted("--url")?,
                key: sign::Key::from_environment()?,
            })
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("no such command: release {other}\n\n{HELP}"),
    }
}

/// The options of a chore, each with its value.
struct Given(BTreeMap<String, String>);

impl Given {
    fn read(words: &[&str], known: &[&str]) -> Result<Self> {
        let mut given = BTreeMap::new();
        let mut words = words.iter();
        while let Some(name) = words.next() {
            if !known.contains(name) {
                bail!("{name:?} is not known here; allowed: {}", known.join(", "));
            }
            let value = words.next().with_context(|| format!("{name} wants a value"))?;
            if given.insert((*name).to_owned(), (*value).to_owned()).is_some() {
                bail!("{name} is given twice");
            }
        }
        Ok(Self(given))
    }

    fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    fn wanted(&mut self, name: &str) -> Result<String> {
        self.take(name).with_context(|| format!("{name} is missing"))
    }
}

/// The version that a tag such as `v1.2.3` names.
fn version_of(tag: &str) -> Result<&str> {
    let version = tag.strip_prefix('v').filter(|version| is_version(version));
    version.with_context(|| format!("the tag is {tag:?}; expected vX.Y.Z, such as v1.2.3"))
}

/// Whether a text is three numbers with dots, as every installer takes them: no pre-release, no leading zeros.
fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let plain = |part: &&str| {
        part.parse::<u16>()
            .is_ok_and(|number| number.to_string() == **part)
    };
    parts.len() == 3 && parts.iter().all(plain)
}

/// The version of this tree.
fn version() -> Result<String> {
    let manifest =
        fs::read_to_string(workspace::root().join("Cargo.toml")).context("cannot read Cargo.toml")?;
    check::version_in(&manifest.parse().context("Cargo.toml")?)
        .context("Cargo.toml names no workspace.package.version")
}

/// Date and text of what the changelog says of a tag's version.
fn notes(tag: &str) -> Result<(String, String)> {
    let version = version_of(tag)?;
    let text =
        fs::read_to_string(workspace::root().join("CHANGELOG.md")).context("cannot read CHANGELOG.md")?;
    let changelog = changelog::parse(&text).map_err(|problems| anyhow::anyhow!(problems.join("\n")))?;
    let released = changelog.release(version);
    let (date, section) =
        released.with_context(|| format!("CHANGELOG.md has no section `## {version} - YYYY-MM-DD`"))?;
    Ok((date.to_owned(), section.notes()))
}

#[cfg(test)]
mod tests {
    use super::{Given, is_version, version_of};

    #[test]
    fn a_tag_is_a_v_and_three_numbers() {
        assert_eq!(version_of("v1.20.3").unwrap(), "1.20.3");
        for bad in [
            "1.2.3",
            "v1.2",
            "v1.2.3-rc.1",
            "v01.2.3",
            "v1.2.3.4",
            "v1.2.x",
            "v",
            "v1.2.70000",
        ] {
            let problem = version_of(bad).unwrap_err().to_string();
            assert!(problem.contains(bad) && problem.contains("vX.Y.Z"), "{problem}");
        }
        assert!(!is_version("1.2.+3"));
    }

    #[test]
    fn an_option_is_known_given_once_and_has_a_value() {
        let problem = |words: &[&str]| Given::read(words, &["--tag"]).err().unwrap().to_string();
        assert_eq!(
            problem(&["--tga", "v1"]),
            "\"--tga\" is not known here; allowed: --tag"
        );
        assert_eq!(problem(&["--tag"]), "--tag wants a value");
        assert_eq!(problem(&["--tag", "v1", "--tag", "v2"]), "--tag is given twice");
        let mut given = Given::read(&["--tag", "v1"], &["--tag"]).unwrap();
        assert_eq!(given.wanted("--tag").unwrap(), "v1");
        assert_eq!(given.wanted("--tag").unwrap_err().to_string(), "--tag is missing");
    }
}
