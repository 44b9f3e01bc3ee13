//! The collection, or a folder of it, on its way to another tool.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use latchkey_collection::{
    Environment,
    store::{Branch, Error, Node, Place, safe_name, sync},
};
use latchkey_exporting::postman;
use latchkey_ipc::{ExportReport, IpcError, LEFT_OUT_LIMIT, LeftOut};

use super::{Open, lock};
use crate::translate;

/// A Postman collection, not written yet.
#[derive(Debug)]
pub(crate) struct Export {
    /// What its file could be called.
    pub(crate) file_name: String,
    text: String,
    report: ExportReport,
}

/// What is at `place` now, with all environments. Where two have a variable, that of the chosen one counts. `base_url` stands
/// before the paths; without it, a variable does.
pub(super) fn of(open: &Open, place: &Place, base_url: &str) -> Result<Export, Error> {
    let now = open.now();
    let branch = find(&now.root, place).ok_or_else(|| Error::Io {
        file: place.to_string(),
        error: io::ErrorKind::NotFound.into(),
    })?;
    let mut folder = branch.folder();
    if folder.name.is_empty() {
        folder.name = super::view::of(open).name;
    }
    let exported = postman(&folder, &environments(open), base_url);
    let within = format!("{place}/");
    let problems = now.problems.iter();
    let here = problems
        .filter(|it| *place == Place::root() || it.file().is_none_or(|file| file.starts_with(&within)));
    let left_out = &exported.left_out;
    Ok(Export {
        file_name: format!("{}.postman_collection.json", safe_name(&folder.name)),
        report: ExportReport {
            path: String::new(),
            left_out: left_out.iter().take(LEFT_OUT_LIMIT).map(told).collect(),
            more: left_out.len().saturating_sub(LEFT_OUT_LIMIT),
            problems: here.take(LEFT_OUT_LIMIT).map(ToString::to_string).collect(),
        },
        text: exported.text,
    })
}

/// The chosen one first: of a variable that several have, the first value is taken.
fn environments(open: &Open) -> Vec<Environment> {
    let now = open.now();
    let chosen = lock(&open.environment).clone();
    let is_chosen = |place: &Place| chosen.as_deref() == Some(place.as_str());
    let mut all: Vec<_> = now.environments.iter().collect();
    all.sort_by_key(|it| !is_chosen(&it.place));
    all.into_iter().map(|it| it.environment.clone()).collect()
}

fn find<'a>(branch: &'a Branch, place: &Place) -> Option<&'a Branch> {
    if branch.place == *place {
        return Some(branch);
    }
    branch.items.iter().find_map(|node| match node {
        Node::Folder(inner) => find(inner, place),
        Node::Request(_) => None,
    })
}

fn told(left_out: &latchkey_exporting::LeftOut) -> LeftOut {
    LeftOut {
        of: left_out.of.clone(),
        field: left_out.field.clone(),
        reason: left_out.reason.slug().to_owned(),
        name: left_out.reason.about().map(str::to_owned),
    }
}

impl Export {
    /// Writes it, in place of what is there, in one step. Tells what it does not hold.
    pub(crate) fn save(self, to: &Path) -> Result<ExportReport, IpcError> {
        let write = || -> io::Result<()> {
            let folder = to.parent().filter(|it| !it.as_os_str().is_empty());
            let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
            file.write_all(self.text.as_bytes())?;
            sync(file.as_file())?;
            if let Ok(earlier) = fs::metadata(to) {
                file.as_file().set_permissions(earlier.permissions())?;
            }
            file.persist(to)?;
            Ok(())
        };
        write().map_err(|error| {
            let message = format!("{}: {error}", to.display());
            translate::unfit("file-unwritable", message, None)
        })?;
        Ok(ExportReport {
            path: to.display().to_string(),
            ..self.report
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const REQUEST: &str = "name = \"List\"\nmethod = \"GET\"\ntarget = \"/notes\"\n\n[[headers]]\nname = \"X-Api-Key\"\n\
                           value = \"s3cret\"\n\n[[checks]]\nstatus = 200\n";

    fn opened(folder: &Path) -> Arc<Open> {
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        fs::create_dir_all(folder.join("environments")).unwrap();
        fs::create_dir_all(folder.join("admin")).unwrap();
        write("folder.toml", "name = \"Te/am\"\n");
        write("List.request.toml", REQUEST);
        write("admin/Bad.request.toml", "name = 1\n");
        write(
            "admin/One.request.toml",
            "name = \"One\"\nmethod = \"GET\"\ntarget = \"/{{who}}\"\n",
        );
        let of =
            |who: &str| format!("name = \"{who}\"\nsecrets = [\"key\"]\n\n[variables]\nwho = \"{who}\"\n");
        write("environments/a.environment.toml", &of("first"));
        write("environments/b.environment.toml", &of("chosen"));
        let chosen = Some("environments/b.environment.toml".to_owned());
        Open::at(folder, chosen, Arc::new(|| ())).unwrap()
    }

    #[test]
    fn all_of_it_leaves_without_secrets_and_what_is_not_in_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let open = opened(folder.path());
        let export = of(&open, &Place::root(), "https://a.example").unwrap();
        assert_eq!(export.file_name, "Te-am.postman_collection.json");
        assert!(!export.text.contains("s3cret"), "{}", export.text);
        assert!(
            export.text.contains("\"chosen\"") && !export.text.contains("\"first\""),
            "{}",
            export.text
        );
        let to = folder.path().join("out.json");
        fs::write(&to, "before").unwrap();
        let report = export.save(&to).unwrap();
        let reasons: Vec<_> = report.left_out.iter().map(|it| it.reason.as_str()).collect();
        for reason in ["credential", "checks", "again"] {
            assert!(reasons.contains(&reason), "{reasons:?}");
        }
        assert!(report.problems[0].contains("Bad.request.toml"), "{report:?}");
        assert_eq!(report.path, to.display().to_string());
        let written = fs::read(&to).unwrap();
        let read = latchkey_importing::import(&written, None, None).unwrap();
        assert_eq!(read.folder.items.len(), 2);
        // Nothing beside it is left.
        let names = fs::read_dir(folder.path()).unwrap();
        assert!(
            names
                .flatten()
                .all(|it| !it.file_name().to_string_lossy().starts_with(".tmp"))
        );
    }

    #[test]
    fn a_folder_leaves_alone_and_what_is_not_there_or_not_writable_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let open = opened(folder.path());
        let place = Place::parse("admin").unwrap();
        let export = of(&open, &place, "").unwrap();
        assert_eq!(export.file_name, "admin.postman_collection.json");
        assert!(!export.text.contains("/notes"), "{}", export.text);
        let missing = Place::parse("gone").unwrap();
        assert!(of(&open, &missing, "").unwrap_err().to_string().contains("gone"));
        let nowhere = folder.path().join("none/out.json");
        let error = export.save(&nowhere).unwrap_err();
        assert_eq!(error.key, "file-unwritable");
        assert!(!nowhere.exists());
    }
}
