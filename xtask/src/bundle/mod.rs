//! `cargo xtask bundle`: the installers that the current system can make.
//!
//! The programs are built by Cargo and Trunk as ever; the Tauri CLI only puts them into packages. `tauri.conf.json` says
//! what a package is, [`overlay`] adds what is there only after the build.

mod deb;
mod formats;
mod glibc;
mod linux;
mod notices;
mod overlay;
pub(crate) mod programs;
mod releases;
mod rpm;
mod tauri_cli;
mod xz;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context as _, Result, bail, ensure};

use self::{
    formats::{Format, names},
    programs::{Care, Programs, UNIVERSAL},
    tauri_cli::TauriCli,
};
use crate::{
    npm, process,
    setup::{self, Purpose, Tools},
    workspace,
};

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    formats: Vec<Format>,
    /// Whether they were named: then none may be missing in the end.
    named: bool,
    care: Care,
}

/// Builds, bundles, and shows what came of it.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    let started = Instant::now();
    let wanted = Wanted::parse(arguments)?;
    let tools = setup::run(Purpose::Window)?;
    let missing = make(&tools, &wanted)?;
    println!("It took {:.1} minutes.", started.elapsed().as_secs_f64() / 60.0);
    for what in missing {
        println!("WARNING: NOT BUILT: {what}");
    }
    Ok(())
}

/// The packages that the tests look into and install: the real ones, but for the last bit of optimisation. Tells why
/// there are none, if there cannot be any.
pub(crate) fn for_tests(tools: &Tools) -> Result<Option<&'static str>> {
    if let Some(what) = npm::missing() {
        return Ok(Some(what));
    }
    let wanted = Wanted {
        formats: vec![Format::Deb, Format::Rpm],
        named: true,
        care: Care::Quick,
    };
    make(tools, &wanted)?;
    Ok(None)
}

impl Wanted {
    fn parse(arguments: &[&str]) -> Result<Self> {
        let mut wanted = Self {
            formats: Format::of_this_system().to_vec(),
            named: false,
            care: Care::Full,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match *argument {
                "--quick" => wanted.care = Care::Quick,
                "--formats" => {
                    let list = rest.next().context("--formats wants a list, such as deb,rpm")?;
                    wanted.formats = Format::parse(list)?;
                    wanted.named = true;
                }
                other => bail!("bundle: found {other:?}; allowed are --formats LIST and --quick"),
            }
        }
        Ok(wanted)
    }
}

/// Makes the installers, and names those that could not be made although nobody asked for them by name.
fn make(tools: &Tools, wanted: &Wanted) -> Result<Vec<String>> {
    let cli = TauriCli::ensure()?;
    let programs = Programs::build(tools, wanted.care)?;
    let bundles = programs.folder.join("bundle");
    if bundles.exists() {
        fs::remove_dir_all(&bundles).with_context(|| format!("cannot empty {}", bundles.display()))?;
    }
    let overlay = overlay::write(&programs)?;
    // One of them needs a download of its own: its failure must not cost the others.
    let (downloading, plain): (Vec<Format>, Vec<Format>) = wanted
        .formats
        .iter()
        .partition(|format| **format == Format::AppImage);
    let bundle = |formats: &[Format]| {
        let list = names(formats).replace(", ", ",");
        let mut bundle = cli.command(&["bundle", "--ci", "--bundles", &list]);
        bundle.arg("--config").arg(&overlay);
        if programs.target == UNIVERSAL {
            bundle.args(["--target", UNIVERSAL]);
        }
        process::run(&mut bundle)
    };
    if !plain.is_empty() {
        bundle(&plain)?;
    }
    if plain.contains(&Format::Deb) {
        for path in results(&bundles, Format::Deb)? {
            deb::pack_tighter(&path)?;
        }
    }
    if plain.contains(&Format::Rpm) {
        for path in results(&bundles, Format::Rpm)? {
            rpm::pack_tighter(&path)?;
        }
    }
    let mut missing = Vec::new();
    let mut made = plain;
    if !downloading.is_empty() {
        match bundle(&downloading) {
            Ok(()) => made.extend(&downloading),
            Err(problem) if wanted.named => return Err(problem),
            Err(problem) => missing.push(format!(
                "the AppImage: its tools (linuxdeploy and AppRun) are downloaded when it is made, and that or they \
                 failed; what they said is above ({problem:#})"
            )),
        }
    }
    show(&bundles, &made, wanted.care)?;
    Ok(missing)
}

/// Lists what was made, and fails if any of it is too large.
fn show(bundles: &Path, made: &[Format], care: Care) -> Result<()> {
    println!("\nMade:");
    let mut too_large = Vec::new();
    for format in made {
        let results = results(bundles, *format)?;
        ensure!(!results.is_empty(), "the Tauri CLI left no {}", format.name());
        for path in results {
            let size = size_of(&path)?;
            let note = match format.limit(care) {
                Err(why) => format!("no limit: {why}"),
                Ok(limit) if size > limit => {
                    too_large.push(path.clone());
                    format!("TOO LARGE: the limit is {}", megabytes(limit))
                }
                Ok(limit) => format!("limit {}", megabytes(limit)),
            };
            println!("  {:>9}  {}  ({note})", megabytes(size), path.display());
        }
    }
    ensure!(
        too_large.is_empty(),
        "larger than an installer may be: {}",
        too_large
            .iter()
            .map(|path| path.display().to_string())
            .collect::<Vec<_>>()
            .join(", ")
    );
    Ok(())
}

fn results(bundles: &Path, format: Format) -> Result<Vec<PathBuf>> {
    let (folder, ending) = format.place();
    let folder = bundles.join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot look into {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// In bytes; of a folder, all that is in it.
fn size_of(path: &Path) -> Result<u64> {
    let about = fs::symlink_metadata(path)?;
    if !about.is_dir() {
        return Ok(about.len());
    }
    fs::read_dir(path)?.try_fold(0, |total, entry| Ok(total + size_of(&entry?.path())?))
}

#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn megabytes(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}

/// A path as seen from the top of the repository, with the slashes that every system takes.
fn relative(path: &Path) -> String {
    let path = path.strip_prefix(workspace::root()).unwrap_or(path);
    path.display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::{Care, Format, Wanted, megabytes};

    #[test]
    fn everything_is_made_unless_formats_are_named() {
        let all = Wanted::parse(&[]).expect("nothing is wrong");
        assert_eq!(
            (all.formats, all.named, all.care),
            (Format::of_this_system().to_vec(), false, Care::Full)
        );
        let first = Format::of_this_system()[0];
        let one = Wanted::parse(&["--quick", "--formats", first.name()]).expect("nothing is wrong");
        assert_eq!(
            (one.formats, one.named, one.care),
            (vec![first], true, Care::Quick)
        );
    }

    #[test]
    fn a_wrong_word_is_named() {
        let problem = Wanted::parse(&["--format"])
            .expect_err("no such option")
            .to_string();
        assert!(problem.contains("--format\""), "{problem}");
        assert!(Wanted::parse(&["--formats"]).is_err());
    }

    #[test]
    fn sizes_are_decimal_as_downloads_are() {
        assert_eq!(megabytes(8_000_000), "8.00 MB");
    }
}
