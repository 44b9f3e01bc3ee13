//! A saved request's body, as it is sent.

use std::path::{Path, PathBuf};

use latchkey_collection::{PartKind, ResolvedBody, ResolvedPart};
use latchkey_pipeline::{Body, InputError, Part, Rule};

use super::is_below;

/// The body. Files are found from the collection's folder, and only there unless others are allowed.
pub(super) async fn body(resolved: ResolvedBody, folder: &Path, outside: bool) -> Result<Body, InputError> {
    match resolved {
        ResolvedBody::None => Ok(Body::empty()),
        ResolvedBody::Json(text) => Body::json(text),
        ResolvedBody::Text(text) => Ok(Body::text(text)),
        ResolvedBody::Form(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            Ok(Body::form(fields))
        }
        ResolvedBody::File(path) => Body::file(file("body.path", &path, folder, outside)?).await,
        ResolvedBody::Multipart(parts) => {
            let parts = parts
                .into_iter()
                .enumerate()
                .map(|(index, ResolvedPart { name, value, kind })| match kind {
                    PartKind::Text => Ok(Part::Text { name, text: value }),
                    PartKind::File => {
                        let place = format!("body.parts[{index}].value");
                        let path = file(&place, &value, folder, outside)?;
                        Ok(Part::File { name, path })
                    }
                });
            Body::multipart(parts.collect::<Result<Vec<_>, InputError>>()?).await
        }
    }
}

/// A file that is not there is told by whoever opens it.
fn file(place: &str, path: &str, folder: &Path, outside: bool) -> Result<PathBuf, InputError> {
    let found = folder.join(path);
    if outside || !found.exists() || is_below(&found, folder) {
        return Ok(found);
    }
    let allowed = "a file in the collection's folder, or any with --outside-files";
    Err(InputError::new(place, Rule::FileUnreadable, path, allowed))
}
