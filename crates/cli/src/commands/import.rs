//! `import`: reads what another tool has written, shows what comes in, and takes it over.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use latchkey_collection::store::{Place, Store};
use latchkey_importing::{
    File, Imported, MAX_BYTES, MAX_FILES, MAX_FOLDER_DEPTH, import, import_folder, is_of_folder,
};
use latchkey_pipeline::document::shown;

use super::fetch;
use crate::{
    arguments::{Import, ReportAs},
    exit::Exit,
    failure::Failure,
    output::{Terminal, preview, print},
};

pub(crate) async fn run(
    data_dir: Option<PathBuf>,
    terminal: Terminal,
    asked: &Import,
) -> Result<Exit, Failure> {
    let imported = read(data_dir, asked).await?;
    let taken = asked.into.as_deref().map(|into| take_over(&imported, into));
    let taken = taken.transpose()?;
    match asked.report {
        ReportAs::Json => print(&format!("{:#}", preview::json(&imported)))?,
        ReportAs::Text => {
            print(&preview::tree(&imported))?;
            for line in preview::report(&imported) {
                terminal.note(&line);
            }
        }
    }
    if let Some((folder, environments)) = taken {
        terminal.note(&format!("written to {folder}; environments: {environments}"));
    }
    Ok(Exit::Done)
}

/// Writes everything into a folder of its own in the collection, and the sets of variables beside it. Nothing that
/// exists is touched. Tells where, and how many sets.
fn take_over(imported: &Imported, into: &Path) -> Result<(String, usize), Failure> {
    fs::create_dir_all(into).map_err(|error| Failure::file(into, &error))?;
    let store = Store::open(into)?;
    let place = store.create_folder(&Place::root(), &imported.folder)?;
    let sets = imported.environments.iter().filter(|it| !it.variables.is_empty());
    let mut written = 0;
    for set in sets {
        store.create_environment(&set.into())?;
        written += 1;
    }
    Ok((into.join(place.as_str()).display().to_string(), written))
}

/// What would come in.
async fn read(data_dir: Option<PathBuf>, asked: &Import) -> Result<Imported, Failure> {
    let path = &asked.source;
    let address = path.to_str().map(fetch::address).transpose()?.flatten();
    let refused = |error| Failure::Import {
        from: path.display().to_string(),
        error,
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut imported = if let Some(url) = address {
        let fetched = fetch::fetch(&url, data_dir).await?;
        let refused = |error| Failure::Import {
            from: shown(&url),
            error,
        };
        import(&fetched.bytes, Some(&fetched.name), asked.format).map_err(refused)?
    } else if path.is_dir() {
        if asked
            .format
            .is_some_and(|format| format != latchkey_importing::Format::Bruno)
        {
            let allowed = "a file: folders are read as bruno alone";
            return Err(Failure::usage("SOURCE", &path.display().to_string(), allowed));
        }
        let files = folder(path)?;
        let files: Vec<_> = files.iter().map(|(path, bytes)| File { path, bytes }).collect();
        import_folder(&files, name.as_deref()).map_err(refused)?
    } else if path.as_os_str() == "-" {
        let bytes = bounded(io::stdin(), path)?;
        import(&bytes, None, asked.format).map_err(refused)?
    } else {
        let file = fs::File::open(path).map_err(|error| Failure::file(path, &error))?;
        import(&bounded(file, path)?, name.as_deref(), asked.format).map_err(refused)?
    };
    if let Some(name) = &asked.name {
        imported.folder.name.clone_from(name);
    }
    Ok(imported)
}

/// One byte more than is allowed, so that too many are noticed.
fn bounded(source: impl Read, path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::file(path, &error))?;
    Ok(bytes)
}

/// The files of a collection by their paths in the folder. Links are not followed: they may lead out of it, or round.
fn folder(root: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut found = Vec::new();
    let mut left = MAX_BYTES;
    let mut open: Vec<(PathBuf, String, usize)> = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, within, depth)) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| Failure::file(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::file(&folder, &error))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(|error| Failure::file(&path, &error))?;
            let name = format!("{within}{}", entry.file_name().to_string_lossy());
            if kind.is_dir() && depth < MAX_FOLDER_DEPTH {
                // Asked of a file in it: whether any there could be a part.
                if is_of_folder(&format!("{name}/any.bru")) {
                    open.push((path, format!("{name}/"), depth + 1));
                }
            } else if kind.is_file() && is_of_folder(&name) {
                let file = fs::File::open(&path).map_err(|error| Failure::file(&path, &error))?;
                let bytes = bounded(file, &path)?;
                if found.len() >= MAX_FILES || bytes.len() > left {
                    let allowed = format!("up to {MAX_FILES} files of {MAX_BYTES} bytes together");
                    return Err(Failure::usage("SOURCE", &root.display().to_string(), allowed));
                }
                left -= bytes.len();
                found.push((name, bytes));
            }
        }
    }
    Ok(found)
}
