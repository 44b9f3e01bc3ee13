//! Packages from `PyPI`, in a virtual environment of their own.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::{Installed, Place, definition, logs};
use crate::{
    command::{at_least, run, version_of},
    error::Error,
    kind::Kind,
};

const REQUIREMENTS: &str = "python/requirements.txt";
/// What Django asks for.
const OLDEST: (u32, u32) = (3, 10);
const LIMIT: Duration = Duration::from_mins(10);

pub(super) fn install(root: &Path, kind: Kind) -> Result<Installed, Error> {
    let (python, version) = interpreter()?;
    let requirements = definition(REQUIREMENTS)?;
    let place = Place::hold(root.join("python"), format!("{version}\n{requirements}"))?;
    let program = place.folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if !place.is_complete() || version_of(&program).is_none() {
        place.begin("djangorestframework-simplejwt and flask-jwt-extended with pip")?;
        let mut environment = Command::new(python);
        environment.args(["-m", "venv"]).arg(&place.folder);
        run(&mut environment, &logs(root).join("venv.log"), LIMIT)?;
        let mut packages = Command::new(&program);
        // Wheels alone: nothing is compiled, and no package runs anything while it is installed.
        packages
            .args(["-m", "pip", "install", "--only-binary", ":all:", "--requirement"])
            .arg(crate::kind::definitions().join(REQUIREMENTS));
        run(&mut packages, &logs(root).join("pip.log"), LIMIT)?;
        place.finish()?;
    }
    let packages: &[&str] = match kind {
        Kind::FlaskJwtExtended => &["Flask-JWT-Extended", "Flask"],
        _ => &["djangorestframework_simplejwt", "djangorestframework", "Django"],
    };
    let mut versions: Vec<String> = packages
        .iter()
        .filter_map(|package| pinned(&requirements, package))
        .collect();
    versions.push(version);
    Ok(Installed {
        kind,
        versions: versions.join(", "),
        program,
        // The definitions are among the sources: no compiled files beside them.
        environment: vec![("PYTHONDONTWRITEBYTECODE", PathBuf::from("1"))],
        root: root.to_owned(),
    })
}

fn interpreter() -> Result<(PathBuf, String), Error> {
    let mut found = String::new();
    for name in ["python3", "python"] {
        let path = PathBuf::from(name);
        match version_of(&path) {
            Some(version) if at_least(&version, OLDEST) => return Ok((path, version)),
            Some(version) => found = format!(" ({name} is {version})"),
            None => {}
        }
    }
    Err(Error::Missing {
        wanted: "Python 3.10 or newer with its venv module",
        found,
    })
}

/// `package version`, from the line `package==version`.
fn pinned(requirements: &str, package: &str) -> Option<String> {
    let line = requirements
        .lines()
        .find(|line| line.split("==").next() == Some(package))?;
    Some(line.replace("==", " "))
}
