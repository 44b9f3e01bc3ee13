//! The kinds of installers, and what holds for each.

use anyhow::{Result, bail};

use super::programs::Care;

/// The most that an installer may have, in bytes: what people download before they can try anything.
pub(crate) const LIMIT: u64 = 8_000_000;

/// A kind of installer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Deb,
    Rpm,
    AppImage,
    Nsis,
    Msi,
    App,
    Dmg,
}

impl Format {
    /// Those that can be made on this system, in the order in which they are made.
    pub(crate) fn of_this_system() -> &'static [Self] {
        match std::env::consts::OS {
            "linux" => &[Self::Deb, Self::Rpm, Self::AppImage],
            "windows" => &[Self::Nsis, Self::Msi],
            "macos" => &[Self::App, Self::Dmg],
            _ => &[],
        }
    }

    /// Reads a list such as `deb,rpm`.
    pub(crate) fn parse(list: &str) -> Result<Vec<Self>> {
        let allowed = Self::of_this_system();
        let mut chosen = Vec::new();
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let Some(format) = allowed.iter().find(|format| format.name() == name) else {
                bail!("--formats: found {name:?}; this system makes {}", names(allowed));
            };
            if !chosen.contains(format) {
                chosen.push(*format);
            }
        }
        if chosen.is_empty() {
            bail!("--formats names none; this system makes {}", names(allowed));
        }
        Ok(chosen)
    }

    /// As the Tauri CLI calls it, and the folder in which it leaves the result.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Deb => "deb",
            Self::Rpm => "rpm",
            Self::AppImage => "appimage",
            Self::Nsis => "nsis",
            Self::Msi => "msi",
            Self::App => "app",
            Self::Dmg => "dmg",
        }
    }

    /// Where the result is below the folder of bundles, and how its name ends.
    pub(crate) fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::AppImage => ("appimage", "AppImage"),
            Self::Nsis => ("nsis", "exe"),
            Self::App => ("macos", "app"),
            other => (other.name(), other.name()),
        }
    }

    /// The most that it may have, in bytes; and why there is no limit, where there is none.
    pub(crate) fn limit(self, care: Care) -> Result<u64, &'static str> {
        let limit = match care {
            Care::Full => LIMIT,
            // Twice as large is what programs become that are not optimised across crates; nobody gets them.
            Care::Quick => 2 * LIMIT,
        };
        match self {
            Self::AppImage => Err("brings the web view along"),
            Self::App => Err("a folder; people download the dmg"),
            // Each program in it is there twice, for both kinds of processors.
            Self::Dmg => Ok(2 * limit),
            _ => Ok(limit),
        }
    }
}

/// For messages.
pub(crate) fn names(formats: &[Format]) -> String {
    let names: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn a_format_of_another_system_is_refused_with_what_is_allowed() {
        let other = if cfg!(windows) { "deb" } else { "msi" };
        let problem = Format::parse(other).expect_err("not on this system").to_string();
        let known = Format::of_this_system()[0].name();
        assert!(problem.contains(other) && problem.contains(known), "{problem}");
        assert!(Format::parse(" , ").is_err());
    }

    #[test]
    fn formats_are_read_in_order_and_once() {
        let known = Format::of_this_system();
        let list = format!("{}, {},{}", known[1].name(), known[0].name(), known[1].name());
        assert_eq!(Format::parse(&list).expect("known ones"), [known[1], known[0]]);
    }
}
