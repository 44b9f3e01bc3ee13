//! The changelog, in the form of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

use super::is_version;

/// What a group of changes may be called.
const GROUPS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/// All sections, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Changelog {
    pub(crate) sections: Vec<Section>,
}

/// What changed in one version, or since the last one.
#[derive(Debug)]
pub(crate) struct Section {
    /// Version and date, or nothing for what is not released.
    pub(crate) released: Option<(String, String)>,
    /// The lines below the heading.
    lines: Vec<String>,
}

impl Changelog {
    /// Date and section of a version.
    pub(crate) fn release(&self, version: &str) -> Option<(&str, &Section)> {
        self.sections.iter().find_map(|section| {
            let (released, date) = section.released.as_ref()?;
            (released == version).then_some((date.as_str(), section))
        })
    }

    /// What is not released yet.
    pub(crate) fn unreleased(&self) -> Option<&Section> {
        self.sections.iter().find(|section| section.released.is_none())
    }
}

impl Section {
    /// Whether no change is told.
    pub(crate) fn is_empty(&self) -> bool {
        !self.lines.iter().any(|line| line.starts_with("- "))
    }

    /// The section as text that keeps its shape where every line break counts, as it does on a release's page.
    pub(crate) fn notes(&self) -> String {
        let mut notes: Vec<String> = Vec::new();
        for line in &self.lines {
            match notes.last_mut() {
                // A line that goes on: the changelog is wrapped by hand.
                Some(last) if line.starts_with("  ") && !line.trim_start().starts_with("- ") => {
                    last.push(' ');
                    last.push_str(line.trim());
                }
                _ => notes.push(line.trim_end().to_owned()),
            }
        }
        notes.join("\n").trim().to_owned()
    }
}

/// Reads a changelog, or tells everything that is wrong with it.
pub(crate) fn parse(text: &str) -> Result<Changelog, Vec<String>> {
    let mut changelog = Changelog::default();
    let mut problems = Vec::new();
    let mut group: Option<&str> = None;
    for (number, line) in text.lines().enumerate() {
        let mut wrong = |what: String| problems.push(format!("CHANGELOG.md:{}: {what}", number + 1));
        if let Some(heading) = line.strip_prefix("## ") {
            group = None;
            match section(heading) {
                Ok(released) => changelog.sections.push(Section {
                    released,
                    lines: Vec::new(),
                }),
                Err(problem) => wrong(problem),
            }
            continue;
        }
        let Some(section) = changelog.sections.last_mut() else {
            continue;
        };
        if let Some(heading) = line.strip_prefix("### ") {
            if !GROUPS.contains(&heading) {
                wrong(format!(
                    "found the group {heading:?}; expected one of {}",
                    GROUPS.join(", ")
                ));
            }
            group = Some(heading);
        } else if line.starts_with("- ") && group.is_none() {
            wrong(format!(
                "found a change above every group; expected `### {}` or the like first",
                GROUPS[0]
            ));
        }
        section.lines.push(line.to_owned());
    }
    problems.extend(order(&changelog));
    if problems.is_empty() {
        Ok(changelog)
    } else {
        Err(problems)
    }
}

/// Version and date of a heading without its `## `, or nothing for `Unreleased`. Either may stand in brackets.
fn section(heading: &str) -> Result<Option<(String, String)>, String> {
    let plain = heading.replace(['[', ']'], "");
    if plain == "Unreleased" {
        return Ok(None);
    }
    match plain.split_once(" - ") {
        Some((version, date)) if is_version(version) && is_date(date) => {
            Ok(Some((version.to_owned(), date.to_owned())))
        }
        _ => Err(format!(
            "found the section {heading:?}; expected `Unreleased` or `X.Y.Z - YYYY-MM-DD`"
        )),
    }
}

/// Whether a text is a day of the calendar, as ISO 8601 writes it.
fn is_date(text: &str) -> bool {
    let parts: Vec<u32> = text.split('-').map_while(|part| part.parse().ok()).collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day) && text == format!("{year:04}-{month:02}-{day:02}")
}

/// What is out of order among the sections.
fn order(changelog: &Changelog) -> Vec<String> {
    let mut problems = Vec::new();
    let position = changelog
        .sections
        .iter()
        .position(|section| section.released.is_none());
    if position.is_some_and(|position| position > 0) {
        problems.push("CHANGELOG.md: found `Unreleased` below a version; expected it first".to_owned());
    }
    if changelog
        .sections
        .iter()
        .filter(|section| section.released.is_none())
        .count()
        > 1
    {
        problems.push("CHANGELOG.md: found `Unreleased` twice; expected it once".to_owned());
    }
    let released: Vec<_> = changelog
        .sections
        .iter()
        .filter_map(|section| section.released.as_ref())
        .collect();
    for pair in released.windows(2) {
        let [(newer, date), (older, earlier)] = pair else {
            continue;
        };
        if numbers(newer) <= numbers(older) {
            problems.push(format!(
                "CHANGELOG.md: found {newer} above {older}; expected the newest version first"
            ));
        }
        if date < earlier {
            problems.push(format!(
                "CHANGELOG.md: found {newer} of {date} above {older} of {earlier}; expected the dates in order"
            ));
        }
    }
    problems
}

/// A version as numbers that can be compared.
pub(crate) fn numbers(version: &str) -> Vec<u32> {
    version.split('.').filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::parse;

    const GOOD: &str = "# Changelog\n\nAbout it.\n\n## [Unreleased]\n\n## [0.10.0] - 2028-02-29\n\n### Added\n\
                        - One thing that takes\n  two lines.\n- Another:\n  - with a part\n\n### Fixed\n- A fault.\n\n\
                        ## 0.9.0 - 2027-12-31\n### Added\n- All of it.\n";

    #[test]
    fn a_version_has_a_date_and_notes_whose_lines_go_on() {
        let changelog = parse(GOOD).unwrap();
        let (date, section) = changelog.release("0.10.0").unwrap();
        assert_eq!(date, "2028-02-29");
        assert_eq!(
            section.notes(),
            "### Added\n- One thing that takes two lines.\n- Another:\n  - with a part\n\n### Fixed\n- A fault."
        );
        assert!(!section.is_empty());
        assert!(changelog.unreleased().unwrap().is_empty());
        assert!(changelog.release("0.1.0").is_none());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_what_was_found_and_what_is_expected() {
        let wrong = |text: &str| parse(text).unwrap_err().join("\n");
        for heading in [
            "0.1.0",
            "0.1 - 2027-01-01",
            "0.1.0 - 2027-02-29",
            "0.1.0 - 27-1-1",
            "unreleased",
        ] {
            let problem = wrong(&format!("# Changelog\n\n## {heading}\n"));
            assert!(
                problem.starts_with("CHANGELOG.md:3: ")
                    && problem.contains(heading)
                    && problem.contains("YYYY-MM-DD"),
                "{problem}"
            );
        }
        assert!(wrong("## Unreleased\n### New\n- x\n").contains("CHANGELOG.md:2: found the group \"New\""));
        assert!(wrong("## Unreleased\n- x\n").contains("CHANGELOG.md:2: found a change above every group"));
        assert!(wrong("## 0.1.0 - 2027-01-01\n## Unreleased\n").contains("expected it first"));
        assert!(wrong("## 0.9.0 - 2027-01-01\n## 0.10.0 - 2027-01-01\n").contains("newest version first"));
        assert!(wrong("## 0.2.0 - 2026-01-01\n## 0.1.0 - 2027-01-01\n").contains("dates in order"));
    }
}
