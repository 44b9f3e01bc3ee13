//! Whether the links among the documents lead somewhere.

use std::path::{Path, PathBuf};

use super::Tree;

impl Tree<'_> {
    /// No document points to one that is not there.
    pub(super) fn documents(&mut self) {
        for path in self.files_that_end_with(".md") {
            let name = self.name_of(&path);
            let Some(text) = self.read(&name) else { continue };
            for (line, link) in links(&text) {
                if !target(&path, link).exists() {
                    self.wrong(
                        &format!("{name}:{line}"),
                        &format!("a link to {link:?}"),
                        "a file that is there",
                    );
                }
            }
        }
    }
}

/// The targets of a document's links to files, as they are written there, each with its line. Addresses on the web and
/// places within the document are passed over, as is code.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        // Every second part of a line stands between backticks.
        for part in line.split('`').step_by(2).filter(|_| !in_code) {
            let targets = part
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split([')', ' ']).next());
            let files = targets
                .filter(|target| !target.contains(':') && !target.starts_with('#') && !target.is_empty());
            found.extend(files.map(|target| (number + 1, target)));
        }
    }
    found
}

/// Where a link of the document at `document` leads.
fn target(document: &Path, link: &str) -> PathBuf {
    let file = link.split('#').next().unwrap_or(link);
    document.parent().unwrap_or(Path::new("")).join(file)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{links, target};

    #[test]
    fn links_to_files_are_found_and_code_and_the_web_are_passed_over() {
        let text = "[a](docs/a.md) and ![b](b.png)\n[c](https://example.com/c.md) [d](#d) `[e](e.md)`\n\
                    ```\n[f](f.md)\n```\n[g](../g.md#part) [`h`](h.md \"title\")\n";
        assert_eq!(
            links(text),
            [(1, "docs/a.md"), (1, "b.png"), (6, "../g.md#part"), (6, "h.md")]
        );
        assert_eq!(
            target(Path::new("docs/x.md"), "a.md#part"),
            Path::new("docs/a.md")
        );
        assert_eq!(
            target(Path::new("README.md"), "docs/a.md"),
            Path::new("docs/a.md")
        );
    }
}
