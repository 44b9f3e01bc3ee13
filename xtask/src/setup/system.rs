//! The system's own libraries and programs.

use std::collections::HashSet;

use anyhow::{Context as _, Result, bail};

use super::Purpose;
use crate::process::{answer_of, on_path, program, run};

/// A family of Linux systems, by its package manager.
#[derive(Debug)]
struct Family {
    /// The package manager, by which the family is known.
    manager: &'static str,
    /// Prints the names of those packages, among the ones given, that are installed. Each line may begin with
    /// the name alone or be the name and its state.
    query: &'static [&'static str],
    /// Refreshes the lists of packages, where that is a step of its own.
    refresh: Option<&'static [&'static str]>,
    /// Installs packages without asking.
    install: &'static [&'static str],
    /// To build and open the app.
    build: &'static [&'static str],
    /// Letters for both languages on the virtual display.
    fonts: &'static [&'static str],
    /// Packages of the programs that tests need: [`TEST_PROGRAMS`], in that order.
    test: [&'static str; TEST_PROGRAMS.len()],
}

/// A virtual display, the driver of the web view, the bus by which a second start finds the first, a keychain, and a C
/// compiler for Windows. Then what looks into installers and installs them, of any family: package managers, checkers of
/// desktop entries and metadata, and the desktop's own databases.
const TEST_PROGRAMS: [&str; 12] = [
    "Xvfb",
    "WebKitWebDriver",
    "dbus-daemon",
    "gnome-keyring-daemon",
    "x86_64-w64-mingw32-gcc",
    "dpkg",
    "fakeroot",
    "rpm",
    "desktop-file-validate",
    "appstreamcli",
    "update-mime-database",
    "gio",
];

const FAMILIES: [Family; 3] = [
    Family {
        manager: "apt-get",
        query: &[
            "dpkg-query",
            "--show",
            "--showformat",
            "${db:Status-Status} ${Package}\n",
        ],
        refresh: Some(&["apt-get", "update", "--quiet"]),
        install: &[
            "apt-get",
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
        ],
        build: &[
            "build-essential",
            "pkg-config",
            "libwebkit2gtk-4.1-dev",
            "librsvg2-dev",
            "libayatana-appindicator3-dev",
        ],
        fonts: &["fonts-dejavu-core", "fonts-noto-cjk"],
        // One of the two compilers that gcc-mingw-w64-x86-64 would bring; the resource compiler comes along.
        test: [
            "xvfb",
            "webkit2gtk-driver",
            "dbus",
            "gnome-keyring",
            "gcc-mingw-w64-x86-64-win32",
            "dpkg",
            "fakeroot",
            "rpm",
            "desktop-file-utils",
            "appstream",
            "shared-mime-info",
            "libglib2.0-bin",
        ],
    },
    Family {
        manager: "dnf",
        query: &["rpm", "--query", "--queryformat", "installed %{NAME}\n"],
        refresh: None,
        install: &["dnf", "install", "--assumeyes"],
        build: &[
            "gcc",
            "gcc-c++",
            "make",
            "pkgconf-pkg-config",
            "webkit2gtk4.1-devel",
            "librsvg2-devel",
            "libappindicator-gtk3-devel",
        ],
        fonts: &["dejavu-sans-fonts", "google-noto-sans-cjk-fonts"],
        // By path: the package that carries the driver differs between releases.
        test: [
            "/usr/bin/Xvfb",
            "/usr/bin/WebKitWebDriver",
            "/usr/bin/dbus-daemon",
            "/usr/bin/gnome-keyring-daemon",
            "/usr/bin/x86_64-w64-mingw32-gcc",
            "/usr/bin/dpkg",
            "/usr/bin/fakeroot",
            "/usr/bin/rpm",
            "/usr/bin/desktop-file-validate",
            "/usr/bin/appstreamcli",
            "/usr/bin/update-mime-database",
            "/usr/bin/gio",
        ],
    },
    Family {
        manager: "pacman",
        query: &["pacman", "--query", "--quiet"],
        refresh: None,
        install: &["pacman", "--sync", "--noconfirm", "--needed"],
        build: &["base-devel", "webkit2gtk-4.1", "librsvg", "libappindicator-gtk3"],
        fonts: &["ttf-dejavu", "noto-fonts-cjk"],
        test: [
            "xorg-server-xvfb",
            "webkit2gtk-4.1",
            "dbus",
            "gnome-keyring",
            "mingw-w64-gcc",
            "dpkg",
            "fakeroot",
            "rpm-tools",
            "desktop-file-utils",
            "appstream",
            "shared-mime-info",
            "glib2",
        ],
    },
];

/// Makes sure that the system's part is there.
pub(super) fn ensure(purpose: Purpose) -> Result<()> {
    match std::env::consts::OS {
        "linux" => ensure_on_linux(purpose),
        "windows" => {
            println!("Windows: the window needs the WebView2 runtime. Windows 11 has it; for Windows 10:");
            println!("  https://developer.microsoft.com/microsoft-edge/webview2/");
            Ok(())
        }
        "macos" => {
            println!(
                "macOS: the system's own web view is used; the compiler comes with `xcode-select --install`."
            );
            Ok(())
        }
        other => bail!("Latchkey does not run on {other}: it needs Linux, Windows or macOS"),
    }
}

fn ensure_on_linux(purpose: Purpose) -> Result<()> {
    let Some(family) = FAMILIES.iter().find(|family| on_path(family.manager).is_some()) else {
        return check_on_unknown_linux();
    };
    let missing = missing(family, purpose);
    if missing.is_empty() {
        return Ok(());
    }
    println!(
        "Missing system packages, to be installed with {}:",
        family.manager
    );
    for package in &missing {
        println!("  {package}");
    }
    if let Some(refresh) = family.refresh {
        as_root(refresh, &[])?;
    }
    as_root(family.install, &missing)
}

/// The packages of this family that are not installed.
fn missing(family: &Family, purpose: Purpose) -> Vec<&'static str> {
    let mut wanted = family.build.to_vec();
    if purpose == Purpose::Test {
        wanted.extend(family.fonts);
    }
    // The query fails when any of the packages is missing, and still names those that are there.
    let installed = program(family.query[0], &family.query[1..])
        .args(&wanted)
        .output();
    let listed = installed
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let there = installed_names(&listed);
    wanted.retain(|package| !there.contains(package));
    if purpose == Purpose::Test {
        let programs = TEST_PROGRAMS.iter().zip(family.test);
        wanted.extend(
            programs
                .filter(|(program, _)| on_path(program).is_none())
                .map(|(_, package)| package),
        );
    }
    wanted
}

/// Reads the lines of a query: `installed NAME`, `NAME`, or `NAME VERSION`.
fn installed_names(listed: &str) -> HashSet<&str> {
    listed
        .lines()
        .filter_map(|line| match line.split_once(' ') {
            Some(("installed", name)) => Some(name),
            Some(_) => None,
            None => Some(line),
        })
        .collect()
}

fn as_root(command: &[&str], packages: &[&str]) -> Result<()> {
    let is_root = answer_of(&mut program("id", &["-u"])).as_deref() == Some("0");
    let mut words: Vec<&str> = command.iter().chain(packages).copied().collect();
    if !is_root {
        if on_path("sudo").is_none() {
            bail!(
                "this needs root rights and there is no sudo; please run: {}",
                words.join(" ")
            );
        }
        println!("This needs root rights: sudo may ask for your password.");
        words.insert(0, "sudo");
    }
    let mut install = program(words[0], &words[1..]);
    if command[0] == "apt-get" && is_root {
        install.env("DEBIAN_FRONTEND", "noninteractive");
    }
    run(&mut install)
}

/// Without a known package manager: what the build would stumble over, said beforehand.
fn check_on_unknown_linux() -> Result<()> {
    program("pkg-config", &["--exists", "webkit2gtk-4.1"])
        .status()
        .ok()
        .filter(std::process::ExitStatus::success)
        .map(drop)
        .with_context(|| {
            format!(
                "no apt-get, dnf or pacman here, and pkg-config does not find webkit2gtk-4.1; please install: a C \
                 compiler, pkg-config, webkit2gtk 4.1 and librsvg with their development files; and for the tests: {}",
                TEST_PROGRAMS.join(", ")
            )
        })
}

#[cfg(test)]
mod tests {
    use super::installed_names;

    #[test]
    fn reads_what_the_package_managers_print() {
        let debian = installed_names("installed xvfb\nnot-installed dbus\nconfig-files webkit2gtk-driver\n");
        assert_eq!(debian.into_iter().collect::<Vec<_>>(), ["xvfb"]);
        let fedora = installed_names("installed gcc\npackage make is not installed\n");
        assert_eq!(fedora.into_iter().collect::<Vec<_>>(), ["gcc"]);
        let arch = installed_names("librsvg\n");
        assert_eq!(arch.into_iter().collect::<Vec<_>>(), ["librsvg"]);
    }
}
