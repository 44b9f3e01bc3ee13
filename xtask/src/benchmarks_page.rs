//! `docs/benchmarks.md`, which two chores write: each its own part, and neither the other's.

use std::fs;

use anyhow::{Context as _, Result};

use crate::workspace;

const BEGIN: &str = "<!-- Written by `cargo xtask soak` -->\n";
const END: &str = "<!-- End of the soak -->\n";

/// Puts new measurements in place of everything but the soak.
pub(crate) fn write_measurements(report: &str) -> Result<()> {
    change(|page| with_measurements(page, report))
}

/// Puts a new soak in place of the last one.
pub(crate) fn write_soak(report: &str) -> Result<()> {
    change(|page| with_soak(page, report))
}

fn change(change: impl FnOnce(&str) -> String) -> Result<()> {
    let path = workspace::root().join("docs/benchmarks.md");
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    fs::write(&path, change(&page)).with_context(|| format!("cannot write {}", path.display()))
}

fn with_measurements(page: &str, report: &str) -> String {
    match soak_of(page) {
        Some(section) => format!("{}\n\n{section}", report.trim_end()),
        None => report.to_owned(),
    }
}

fn with_soak(page: &str, report: &str) -> String {
    let section = format!("{BEGIN}\n## Soak\n\n{}\n\n{END}", report.trim());
    match soak_of(page) {
        Some(earlier) => page.replacen(earlier, &section, 1),
        None => format!("{}\n\n{section}", page.trim_end()),
    }
}

/// The section with its marks.
fn soak_of(page: &str) -> Option<&str> {
    let begin = page.find(BEGIN)?;
    let length = page[begin..].find(END)? + END.len();
    page.get(begin..begin + length)
}

#[cfg(test)]
mod tests {
    use super::{with_measurements, with_soak};

    #[test]
    fn neither_chore_erases_what_the_other_has_measured() {
        let first = with_soak("# Benchmarks\n\nold figures\n", "soaked once");
        assert!(first.starts_with("# Benchmarks\n\nold figures\n\n"), "{first}");
        let measured = with_measurements(&first, "# Benchmarks\n\nnew figures\n");
        assert!(
            measured.contains("new figures\n\n<!--") && measured.contains("soaked once"),
            "{measured}"
        );
        assert!(!measured.contains("old figures"), "{measured}");
        let again = with_soak(&measured, "soaked twice\n");
        assert!(
            again.contains("new figures") && again.contains("soaked twice"),
            "{again}"
        );
        assert!(!again.contains("soaked once"), "{again}");
        assert_eq!(with_soak(&again, "soaked twice"), again);
        assert_eq!(with_measurements("", "# Benchmarks\n"), "# Benchmarks\n");
    }
}
