//! `docs/benchmarks.md`, which several chores write: each its own part, and none that of another.

use std::fs;

use anyhow::{Context as _, Result};

use crate::workspace;

/// A part of the page with marks around it; everything outside of them is `cargo xtask bench`'s.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Section {
    /// `cargo xtask weigh`.
    Weight,
    /// `cargo xtask soak`.
    Soak,
    /// `cargo xtask scale`.
    Scale,
}

/// In the order in which they stand on the page.
const SECTIONS: [Section; 3] = [Section::Weight, Section::Soak, Section::Scale];

impl Section {
    const fn title(self) -> &'static str {
        match self {
            Self::Weight => "Weight of the window",
            Self::Soak => "Soak",
            Self::Scale => "Scale",
        }
    }

    const fn marks(self) -> (&'static str, &'static str) {
        match self {
            Self::Weight => (
                "<!-- Written by `cargo xtask weigh` -->\n",
                "<!-- End of the weight -->\n",
            ),
            Self::Soak => (
                "<!-- Written by `cargo xtask soak` -->\n",
                "<!-- End of the soak -->\n",
            ),
            Self::Scale => (
                "<!-- Written by `cargo xtask scale` -->\n",
                "<!-- End of the scale -->\n",
            ),
        }
    }

    /// What the page has of it, with its marks.
    fn of(self, page: &str) -> Option<&str> {
        let (begin, end) = self.marks();
        let begin = page.find(begin)?;
        let length = page[begin..].find(end)? + end.len();
        page.get(begin..begin + length)
    }
}

/// Puts new measurements in place of everything outside of the sections.
pub(crate) fn write_measurements(report: &str) -> Result<()> {
    change(|page| with_measurements(page, report))
}

/// Puts a new section in place of the last one.
pub(crate) fn write_section(section: Section, report: &str) -> Result<()> {
    change(|page| with_section(page, section, report))
}

fn change(change: impl FnOnce(&str) -> String) -> Result<()> {
    let path = workspace::root().join("docs/benchmarks.md");
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    fs::write(&path, change(&page)).with_context(|| format!("cannot write {}", path.display()))
}

fn with_measurements(page: &str, report: &str) -> String {
    let kept = SECTIONS.iter().filter_map(|section| section.of(page));
    kept.fold(report.to_owned(), |page, section| {
        format!("{}\n\n{section}", page.trim_end())
    })
}

fn with_section(page: &str, section: Section, report: &str) -> String {
    let (begin, end) = section.marks();
    let new = format!("{begin}\n## {}\n\n{}\n\n{end}", section.title(), report.trim());
    match section.of(page) {
        Some(earlier) => page.replacen(earlier, &new, 1),
        None => format!("{}\n\n{new}", page.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Section, with_measurements, with_section};

    #[test]
    fn no_chore_erases_what_another_has_measured() {
        let first = with_section("# Benchmarks\n\nold figures\n", Section::Soak, "soaked once");
        assert!(first.starts_with("# Benchmarks\n\nold figures\n\n"), "{first}");
        let weighed = with_section(&first, Section::Weight, "weighed");
        let measured = with_measurements(&weighed, "# Benchmarks\n\nnew figures\n");
        for kept in ["new figures\n\n<!--", "weighed", "soaked once"] {
            assert!(measured.contains(kept), "{kept}: {measured}");
        }
        assert!(!measured.contains("old figures"), "{measured}");
        let again = with_section(&measured, Section::Soak, "soaked twice\n");
        for kept in ["new figures", "weighed", "soaked twice"] {
            assert!(again.contains(kept), "{kept}: {again}");
        }
        assert!(!again.contains("soaked once"), "{again}");
        assert_eq!(with_section(&again, Section::Soak, "soaked twice"), again);
        assert_eq!(with_measurements("", "# Benchmarks\n"), "# Benchmarks\n");
    }
}
