//! The releases of the `AppStream` metadata, from `CHANGELOG.md`: written twice, they would differ some day.

use std::fmt::Write as _;

use anyhow::{Result, anyhow, ensure};

use crate::release::changelog;

/// What the metadata has in the place of the releases.
const PLACE: &str = "<releases/>";

/// Fills the releases in. The version being built is the first of them: from the changelog, or, where that does not have
/// it yet, as one in development of this day.
pub(crate) fn fill_in(metainfo: &str, changelog: &str, version: &str, today: &str) -> Result<String> {
    ensure!(metainfo.contains(PLACE), "the metadata has no {PLACE}");
    let changelog = changelog::parse(changelog).map_err(|problems| anyhow!(problems.join("\n")))?;
    let mut list = String::from("<releases>\n");
    if changelog.release(version).is_none() {
        let _ = writeln!(
            list,
            "    <release version=\"{version}\" date=\"{today}\" type=\"development\"/>"
        );
    }
    for section in &changelog.sections {
        let Some((version, date)) = &section.released else {
            continue;
        };
        let _ = write!(
            list,
            "    <release version=\"{version}\" date=\"{date}\" type=\"stable\""
        );
        let notes = section.notes();
        let changes: Vec<&str> = notes.lines().filter_map(|line| line.strip_prefix("- ")).collect();
        if changes.is_empty() {
            list += "/>\n";
            continue;
        }
        list += ">\n      <description>\n        <ul>\n";
        for change in changes {
            let _ = writeln!(list, "          <li>{}</li>", escaped(change));
        }
        list += "        </ul>\n      </description>\n    </release>\n";
    }
    Ok(metainfo.replace(PLACE, &(list + "  </releases>")))
}

/// As XML, without the marks of Markdown.
fn escaped(text: &str) -> String {
    text.replace('`', "")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::fill_in;

    const CHANGELOG: &str = "# Changelog\n\nWords.\n\n## Unreleased\n\n### Added\n- Not yet\n\n\
                             ## [0.2.0] - 2026-02-01\n\n### Fixed\n- `a` is < b & c\n  and goes on\n- More\n\n\
                             ## 0.1.0 - 2026-01-01\n";

    #[test]
    fn what_was_released_is_told_with_its_changes() {
        let filled = fill_in("<a>\n  <releases/>\n</a>", CHANGELOG, "0.2.0", "2026-03-01").expect("a place");
        assert_eq!(
            filled,
            "<a>\n  <releases>\n    <release version=\"0.2.0\" date=\"2026-02-01\" type=\"stable\">\n      \
             <description>\n        <ul>\n          <li>a is &lt; b &amp; c and goes on</li>\n          \
             <li>More</li>\n        </ul>\n      </description>\n    </release>\n    \
             <release version=\"0.1.0\" date=\"2026-01-01\" type=\"stable\"/>\n  </releases>\n</a>"
        );
    }

    #[test]
    fn what_is_not_released_yet_says_so() {
        let filled = fill_in("<releases/>", CHANGELOG, "0.3.0", "2026-03-01").expect("a place");
        let first = filled.lines().nth(1).unwrap_or_default();
        assert_eq!(
            first.trim(),
            "<release version=\"0.3.0\" date=\"2026-03-01\" type=\"development\"/>"
        );
        assert!(!filled.contains("Not yet"), "{filled}");
        assert!(fill_in("<a/>", CHANGELOG, "0.3.0", "2026-03-01").is_err());
    }
}
