//! The body of a call, as the arguments describe it. It is made anew for each repetition.

use bytes::Bytes;
use latchkey_pipeline::{Body, InputError, Part, Rule};
use tempfile::TempPath;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{arguments::Call, failure::Failure};

/// The most that is kept in memory of standard input, in bytes; what is more goes to a file, so that it can be sent again.
const IN_MEMORY: u64 = 8 * 1024 * 1024;
/// The longest JSON document that is taken from standard input, in bytes: it is checked as a whole.
const JSON_LIMIT: u64 = 64 * 1024 * 1024;

/// What to send.
pub(crate) enum Plan {
    Nothing,
    Bytes(Bytes),
    File(String),
    /// Standard input, in a file that goes with this.
    Spooled(TempPath),
    Json(String),
    Form(Vec<(String, String)>),
    Multipart(Vec<Part>),
}

impl Plan {
    /// Reads the arguments, and standard input where they say so.
    pub(crate) async fn of(call: &Call) -> Result<Self, Failure> {
        if let Some(data) = &call.data {
            return Ok(match data.strip_prefix('@') {
                Some("-") => Self::from_stdin().await?,
                Some(path) => Self::File(path.to_owned()),
                None => Self::Bytes(data.clone().into()),
            });
        }
        if let Some(json) = &call.json {
            let text = match json.strip_prefix('@') {
                Some("-") => text("--json", &json_from_stdin().await?)?,
                Some(path) => {
                    let read = tokio::fs::read(path).await;
                    let bytes = read.map_err(|error| {
                        let found = format!("{path} ({error})");
                        let allowed = "a file that can be read";
                        InputError::new("--json", Rule::FileUnreadable, &found, allowed)
                    })?;
                    text("--json", &bytes)?
                }
                None => json.clone(),
            };
            return Ok(Self::Json(text));
        }
        if call.form.is_empty() {
            return Ok(Self::Nothing);
        }
        let mut fields = Vec::new();
        for field in &call.form {
            fields.push(pair("--form", field)?);
        }
        if !fields.iter().any(|(_, value)| value.starts_with('@')) {
            return Ok(Self::Form(fields));
        }
        let parts = fields
            .into_iter()
            .map(|(name, value)| match value.strip_prefix('@') {
                Some(path) => Part::File {
                    name,
                    path: path.into(),
                },
                None => Part::Text { name, text: value },
            });
        Ok(Self::Multipart(parts.collect()))
    }

    async fn from_stdin() -> Result<Self, Failure> {
        let failed = |error| Failure::System(format!("standard input: {error}"));
        let mut input = tokio::io::stdin();
        let mut start = Vec::new();
        let read = (&mut input).take(IN_MEMORY).read_to_end(&mut start).await;
        if (read.map_err(failed)? as u64) < IN_MEMORY {
            return Ok(Self::Bytes(start.into()));
        }
        let file = tempfile::NamedTempFile::new().map_err(failed)?;
        let (file, path) = file.into_parts();
        let mut file = tokio::fs::File::from_std(file);
        let written = async {
            file.write_all(&start).await?;
            drop(start);
            tokio::io::copy(&mut input, &mut file).await?;
            file.flush().await
        };
        written.await.map_err(failed)?;
        Ok(Self::Spooled(path))
    }

    /// The body, for one call.
    pub(crate) async fn body(&self) -> Result<Body, Failure> {
        Ok(match self {
            Self::Nothing => Body::empty(),
            Self::Bytes(bytes) => Body::bytes(None, bytes.clone()),
            Self::File(path) => Body::file(path).await.map_err(|error| named("--data", error))?,
            Self::Spooled(path) => {
                let body = Body::file(path.to_path_buf()).await;
                body.map_err(|error| named("--data", error))?
            }
            Self::Json(text) => Body::json(text.clone()).map_err(|error| named("--json", error))?,
            Self::Form(fields) => {
                Body::form(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
            }
            Self::Multipart(parts) => {
                let body = Body::multipart(parts.clone()).await;
                body.map_err(|error| named("--form", error))?
            }
        })
    }
}

/// Takes `name=value` apart.
pub(crate) fn pair(field: &'static str, text: &str) -> Result<(String, String), Failure> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(Failure::usage(field, text, "name=value")),
    }
}

async fn json_from_stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut input = tokio::io::stdin().take(JSON_LIMIT + 1);
    let read = input.read_to_end(&mut bytes).await;
    read.map_err(|error| Failure::System(format!("standard input: {error}")))?;
    if bytes.len() as u64 > JSON_LIMIT {
        let allowed = format!("at most {JSON_LIMIT} bytes; send a larger body with --data");
        return Err(Failure::usage("--json", "more on standard input", allowed));
    }
    Ok(bytes)
}

fn text(field: &'static str, bytes: &[u8]) -> Result<String, Failure> {
    let text = std::str::from_utf8(bytes);
    text.map(str::to_owned)
        .map_err(|_| Failure::usage(field, "bytes that are not UTF-8", "a JSON document in UTF-8"))
}

/// The error in the words of the command line.
fn named(option: &str, error: InputError) -> InputError {
    InputError {
        field: option.to_owned(),
        ..error
    }
}
