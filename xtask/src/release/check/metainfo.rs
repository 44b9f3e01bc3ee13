//! What shops for Linux show: `AppStream` metadata. Its releases may be left to the bundler.

use super::{Tree, changelog::Changelog};

impl Tree<'_> {
    /// Identifier, licence and releases.
    pub(super) fn metainfo(&mut self, changelog: &Changelog, licence: &str) {
        let identifier = self
            .tauri_config()
            .and_then(|config| Some(config.get("identifier")?.as_str()?.to_owned()))
            .unwrap_or_default();
        for path in self.files_that_end_with(".metainfo.xml") {
            let name = self.name_of(&path);
            let Some(text) = self.read(&name) else { continue };
            let document = match roxmltree::Document::parse(&text) {
                Ok(document) => document,
                Err(problem) => {
                    self.problems.push(format!("{name}: {problem}"));
                    continue;
                }
            };
            for (element, expected, from) in [
                ("id", identifier.as_str(), "the identifier of tauri.conf.json"),
                ("project_license", licence, "as in Cargo.toml"),
            ] {
                let found = document
                    .root_element()
                    .children()
                    .find(|child| child.has_tag_name(element));
                let found = found.and_then(|found| found.text()).unwrap_or_default().trim();
                if found != expected {
                    self.wrong(
                        &name,
                        &format!("<{element}> is {found:?}"),
                        &format!("{expected:?}, {from}"),
                    );
                }
            }
            for release in document.descendants().filter(|node| node.has_tag_name("release")) {
                let version = release.attribute("version").unwrap_or_default();
                let date = release.attribute("date").unwrap_or_default();
                let known = changelog.release(version).map(|(known, _)| known);
                if known != Some(date) {
                    let expected = known
                        .map_or("no release that CHANGELOG.md does not have".to_owned(), |known| {
                            format!("{known}, as in CHANGELOG.md")
                        });
                    self.wrong(&name, &format!("release {version:?} of {date:?}"), &expected);
                }
            }
        }
    }
}
