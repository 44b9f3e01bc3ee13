//! The linters of the workflow files: GitHub's own reader, and zizmor, which looks for holes.
//!
//! Both are installed below the target folder, in pinned versions, and both have to find fault with a file that is
//! wrong on purpose before their silence counts.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{answer_of, on_path, program, run},
    workspace,
};

/// What the two linters are installed from.
const RECIPE: [&str; 5] = [
    "package.json",
    "package-lock.json",
    "requirements.txt",
    "syntax.mjs",
    "json-modules.mjs",
];
/// What GitHub's reader asks for.
const OLDEST_NODE: (u32, u32) = (20, 0);
/// What zizmor's package asks for.
const OLDEST_PYTHON: (u32, u32) = (3, 10);
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Lints every workflow, as a chore of its own.
pub(crate) fn run_chore() -> Result<()> {
    for missing in lint()? {
        println!("WARNING: NOT TESTED: {missing}.");
    }
    Ok(())
}

/// Lints every workflow, and tells which linter could not be had, and why.
pub(crate) fn lint() -> Result<Vec<String>> {
    let files = files()?;
    let bad = recipe("bad.yml");
    let mut missing = Vec::new();
    for (name, linter) in [
        ("GitHub's own reader", syntax as fn() -> Result<Linter>),
        ("zizmor", holes),
    ] {
        match linter() {
            Err(why) => missing.push(format!("the workflows with {name}: {why:#}").replace('\n', " ")),
            Ok(linter) => {
                if linter
                    .command(&[&bad])
                    .stdin(Stdio::null())
                    .output()?
                    .status
                    .success()
                {
                    bail!("{name} finds nothing wrong with {}", bad.display());
                }
                run(&mut linter.command(&files))
                    .with_context(|| format!("{name} finds fault with the workflows"))?;
            }
        }
    }
    Ok(missing)
}

/// A linter that is installed.
struct Linter {
    program: PathBuf,
    arguments: Vec<PathBuf>,
}

impl Linter {
    fn command(&self, files: &[impl AsRef<Path>]) -> Command {
        let mut command = program(&self.program, &[]);
        command.args(&self.arguments);
        command.args(files.iter().map(AsRef::as_ref));
        command
    }
}

/// Every workflow of this repository.
fn files() -> Result<Vec<PathBuf>> {
    let folder = Path::new(".github").join("workflows");
    let mut files = Vec::new();
    for entry in fs::read_dir(workspace::root().join(&folder))? {
        let name = entry?.file_name();
        if [Some("yml"), Some("yaml")].contains(&Path::new(&name).extension().and_then(|end| end.to_str())) {
            files.push(folder.join(name));
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("there is no workflow in {}", folder.display());
    }
    Ok(files)
}

fn syntax() -> Result<Linter> {
    at_least("Node.js", &["node"], OLDEST_NODE)?;
    let folder = place("syntax");
    ensure(&folder, || {
        let mut install = program(
            NPM,
            &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
        );
        run(install.current_dir(&folder))
    })?;
    Ok(Linter {
        program: "node".into(),
        arguments: vec![folder.join("syntax.mjs")],
    })
}

fn holes() -> Result<Linter> {
    let python = at_least("Python", &["python3", "python"], OLDEST_PYTHON)?;
    let folder = place("holes");
    let environment = folder.join("venv");
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    ensure(&folder, || {
        run(program(&python, &["-m", "venv"]).arg(&environment))?;
        // A wheel: nothing is compiled, and nothing runs while it is installed.
        let mut install = program(programs.join("python"), &["-m", "pip", "install", "--quiet"]);
        install.args(["--only-binary", ":all:", "--requirement"]);
        run(install.arg(folder.join("requirements.txt")))
    })?;
    Ok(Linter {
        program: programs.join("zizmor"),
        arguments: [
            "--offline",
            "--quiet",
            "--strict-collection",
            "--pedantic",
            "--config",
            ".github/zizmor.yml",
        ]
        .map(PathBuf::from)
        .to_vec(),
    })
}

/// Where a linter goes. Deep down: Tauri's command line takes a package.json near the top for the window's.
fn place(name: &str) -> PathBuf {
    workspace::target().join("linters").join("workflows").join(name)
}

/// A file that the linters are installed from.
fn recipe(name: &str) -> PathBuf {
    workspace::root()
        .join("xtask")
        .join("linters")
        .join("workflows")
        .join(name)
}

/// Installs a linter into its folder, unless it is there from the same recipe.
fn ensure(folder: &Path, install: impl FnOnce() -> Result<()>) -> Result<()> {
    let mut wanted = String::new();
    for name in RECIPE {
        wanted += &fs::read_to_string(recipe(name)).with_context(|| format!("cannot read {name}"))?;
    }
    let mark = folder.join("complete");
    if fs::read_to_string(&mark).is_ok_and(|made_by| made_by == wanted) {
        return Ok(());
    }
    println!(
        "Missing: a linter of the workflows (goes to {})",
        folder.display()
    );
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for name in RECIPE {
        fs::copy(recipe(name), folder.join(name))?;
    }
    install()?;
    Ok(fs::write(mark, wanted)?)
}

/// The first of these programs that is there, if its version is new enough.
fn at_least(what: &str, names: &[&str], oldest: (u32, u32)) -> Result<PathBuf> {
    let (major, minor) = oldest;
    let Some(found) = names.iter().find_map(|name| on_path(name)) else {
        bail!("{what} {major}.{minor} or newer is not here");
    };
    let version = answer_of(Command::new(&found).arg("--version")).unwrap_or_default();
    if number(&version) < oldest {
        bail!(
            "{what} {major}.{minor} or newer is not here: {} is {version:?}",
            found.display()
        );
    }
    Ok(found)
}

/// Major and minor of a version such as `Python 3.11.7` or `v20.20.2`.
fn number(version: &str) -> (u32, u32) {
    let digits = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut parts = digits.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{files, number};

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(number("v20.20.2") >= (20, 0));
        assert!(number("Python 3.9.18") < (3, 10));
        assert_eq!(number("nothing like a version"), (0, 0));
    }

    #[test]
    fn every_workflow_is_looked_at() {
        let files: Vec<String> = files()
            .unwrap()
            .iter()
            .map(|file| file.display().to_string().replace('\\', "/"))
            .collect();
        assert!(
            files.contains(&".github/workflows/ci.yml".to_owned()),
            "{files:?}"
        );
        assert!(
            files.contains(&".github/workflows/release.yml".to_owned()),
            "{files:?}"
        );
    }
}
