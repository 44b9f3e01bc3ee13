//! The files of a release, known by their names as the bundler gives them.

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// For Debian, Ubuntu and theirs.
    Deb,
    /// For Fedora, openSUSE and theirs.
    Rpm,
    /// One file for every Linux.
    AppImage,
    /// Windows, for administrators.
    Msi,
    /// Windows, for one user.
    Nsis,
    /// macOS, to be dragged.
    Dmg,
    /// macOS, for the updater.
    App,
    /// A list of all that it is made of.
    Sbom,
}

impl Kind {
    /// All that a release has to have, each at least once.
    pub(super) const ALL: [Self; 8] = [
        Self::Deb,
        Self::Rpm,
        Self::AppImage,
        Self::Msi,
        Self::Nsis,
        Self::Dmg,
        Self::App,
        Self::Sbom,
    ];

    /// How its files' names end.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Deb => ".deb",
            Self::Rpm => ".rpm",
            Self::AppImage => ".AppImage",
            Self::Msi => ".msi",
            Self::Nsis => "-setup.exe",
            Self::Dmg => ".dmg",
            Self::App => ".app.tar.gz",
            Self::Sbom => ".cdx.json",
        }
    }

    /// The system and the name by which the updater asks for it, or nothing for what no updater installs.
    fn updater(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Deb => Some(("linux", "deb")),
            Self::Rpm => Some(("linux", "rpm")),
            Self::AppImage => Some(("linux", "appimage")),
            Self::Msi => Some(("windows", "msi")),
            Self::Nsis => Some(("windows", "nsis")),
            Self::App => Some(("darwin", "app")),
            Self::Dmg | Self::Sbom => None,
        }
    }

    /// Whether an app that does not know how it was installed is given this one.
    fn is_usual(self) -> bool {
        matches!(self, Self::AppImage | Self::Nsis | Self::App)
    }
}

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Artifact {
    pub(super) kind: Kind,
    pub(super) name: String,
}

impl Artifact {
    /// What a file of that name is, if it belongs into a release.
    pub(super) fn of(name: &str) -> Option<Self> {
        let kind = Kind::ALL.into_iter().find(|kind| name.ends_with(kind.ending()))?;
        Some(Self {
            kind,
            name: name.to_owned(),
        })
    }

    /// Whether the updater may install it, which therefore has to be signed.
    pub(super) fn is_update(&self) -> bool {
        self.kind.updater().is_some()
    }

    /// Under which names latest.json offers it: `SYSTEM-PROCESSOR-KIND`, and `SYSTEM-PROCESSOR` for the usual one.
    /// Fails where the name tells no processor.
    pub(super) fn platforms(&self) -> Result<Vec<String>, String> {
        let Some((system, installer)) = self.kind.updater() else {
            return Ok(Vec::new());
        };
        let stem = self.name.strip_suffix(self.kind.ending()).unwrap_or(&self.name);
        let words: Vec<&str> = stem.split(['_', '.', '-']).collect();
        let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
        // `x86_64` falls into two words.
        let processors: &[&str] = if has(&["universal"]) {
            &["x86_64", "aarch64"]
        } else if has(&["amd64", "x64"]) || stem.contains("x86_64") {
            &["x86_64"]
        } else if has(&["arm64", "aarch64"]) {
            &["aarch64"]
        } else {
            return Err(format!(
                "{}: found no processor in the name; expected one of amd64, x64, x86_64, arm64, aarch64, universal",
                self.name
            ));
        };
        let mut platforms = Vec::new();
        for processor in processors {
            platforms.push(format!("{system}-{processor}-{installer}"));
            if self.kind.is_usual() {
                platforms.push(format!("{system}-{processor}"));
            }
        }
        Ok(platforms)
    }
}

#[cfg(test)]
mod tests {
    use super::{Artifact, Kind};

    #[test]
    fn the_names_that_the_bundler_gives_are_known() {
        for (name, kind, platforms) in [
            ("Latchkey_1.2.3_amd64.deb", Kind::Deb, &["linux-x86_64-deb"][..]),
            ("Latchkey-1.2.3-1.x86_64.rpm", Kind::Rpm, &["linux-x86_64-rpm"]),
            (
                "Latchkey_1.2.3_amd64.AppImage",
                Kind::AppImage,
                &["linux-x86_64-appimage", "linux-x86_64"],
            ),
            (
                "Latchkey_1.2.3_aarch64.AppImage",
                Kind::AppImage,
                &["linux-aarch64-appimage", "linux-aarch64"],
            ),
            ("Latchkey_1.2.3_x64_en-US.msi", Kind::Msi, &["windows-x86_64-msi"]),
            (
                "Latchkey_1.2.3_x64-setup.exe",
                Kind::Nsis,
                &["windows-x86_64-nsis", "windows-x86_64"],
            ),
            ("Latchkey_1.2.3_universal.dmg", Kind::Dmg, &[]),
            (
                "Latchkey_1.2.3_universal.app.tar.gz",
                Kind::App,
                &[
                    "darwin-x86_64-app",
                    "darwin-x86_64",
                    "darwin-aarch64-app",
                    "darwin-aarch64",
                ],
            ),
            ("latchkey_x86_64-pc-windows-msvc.cdx.json", Kind::Sbom, &[]),
        ] {
            let artifact = Artifact::of(name).unwrap();
            assert_eq!(
                (artifact.kind, &artifact.platforms().unwrap()[..]),
                (
                    kind,
                    &platforms.iter().map(ToString::to_string).collect::<Vec<_>>()[..]
                )
            );
            assert_eq!(artifact.is_update(), !platforms.is_empty());
        }
        assert_eq!(Artifact::of("latchkey.exe"), None);
        assert_eq!(Artifact::of("Latchkey_1.2.3_amd64.deb.sig"), None);
        let unclear = Artifact::of("Latchkey_1.2.3.deb")
            .unwrap()
            .platforms()
            .unwrap_err();
        assert!(
            unclear.contains("Latchkey_1.2.3.deb: found no processor"),
            "{unclear}"
        );
    }
}
