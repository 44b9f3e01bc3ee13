//! A saved request's body, as it is sent.

use std::path::{Path, PathBuf};

use latchkey_collection::{PartKind, ResolvedBody, ResolvedPart};
use latchkey_pipeline::{Body, Error, InputError, Part, Rule};

use crate::Problem;

/// Which files a request may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// Those in the collection's folder, links followed: it may come from somebody else.
    Within {
        /// What is allowed, in the words of whoever runs it.
        allowed: &'static str,
    },
    /// Any.
    Anywhere,
}

/// The body. Relative paths begin in the collection's folder.
pub(crate) async fn body(resolved: ResolvedBody, folder: &Path, files: Files) -> Result<Body, Problem> {
    let input = |error: InputError| Problem::Engine(Error::Input(error));
    match resolved {
        ResolvedBody::None => Ok(Body::empty()),
        ResolvedBody::Json(text) => Body::json(text).map_err(input),
        ResolvedBody::Text(text) => Ok(Body::text(text)),
        ResolvedBody::Form(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            Ok(Body::form(fields))
        }
        ResolvedBody::File(path) => {
            let path = file("body.path", &path, folder, files)?;
            Body::file(path).await.map_err(input)
        }
        ResolvedBody::Multipart(parts) => {
            let parts = parts
                .into_iter()
                .enumerate()
                .map(|(index, ResolvedPart { name, value, kind })| match kind {
                    PartKind::Text => Ok(Part::Text { name, text: value }),
                    PartKind::File => {
                        let place = format!("body.parts[{index}].value");
                        let path = file(&place, &value, folder, files)?;
                        Ok(Part::File { name, path })
                    }
                });
            let parts = parts.collect::<Result<Vec<_>, Problem>>()?;
            Body::multipart(parts).await.map_err(input)
        }
    }
}

/// A file that is not there is told by whoever opens it.
fn file(place: &str, path: &str, folder: &Path, files: Files) -> Result<PathBuf, Problem> {
    let found = folder.join(path);
    match files {
        Files::Within { allowed } if found.exists() && !is_below(&found, folder) => Err(Problem::Outside(
            InputError::new(place, Rule::FileUnreadable, path, allowed),
        )),
        _ => Ok(found),
    }
}

/// Whether a path stays in a folder, links and all.
fn is_below(path: &Path, folder: &Path) -> bool {
    std::fs::canonicalize(path).is_ok_and(|path| path.starts_with(folder))
}
