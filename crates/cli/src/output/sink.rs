//! Where a body goes.

use std::{
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;
use tokio::{fs::File, io::AsyncWriteExt};

use crate::{
    failure::Failure,
    output::visible::{VisibleStream, looks_binary},
};

/// How much of a body is looked at to tell text from bytes.
const START: usize = 8 * 1024;

/// Where a body goes, piece by piece.
pub(crate) enum Sink {
    /// Standard output that is not a terminal, or is to get the bytes as they are.
    Out(tokio::io::Stdout),
    /// A terminal: what comes from a server must not command it.
    Screen {
        out: tokio::io::Stdout,
        stream: VisibleStream,
        begun: bool,
    },
    /// A file that takes its name when it is complete.
    Whole {
        beside: NamedTempFile,
        file: File,
        path: PathBuf,
    },
    /// A device or a pipe, written as it is.
    Direct { file: File, path: PathBuf },
    /// Memory, up to so many bytes.
    Memory { bytes: Vec<u8>, limit: usize },
    /// Nowhere.
    Nowhere,
}

/// Whether there is anybody left to write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Listening,
    Gone,
}

impl Sink {
    /// Standard output. `binary`: the terminal gets the bytes as they are.
    pub(crate) fn stdout(binary: bool) -> Self {
        let out = tokio::io::stdout();
        if binary || !io::stdout().is_terminal() {
            return Self::Out(out);
        }
        Self::Screen {
            out,
            stream: VisibleStream::default(),
            begun: false,
        }
    }

    /// A file. What stands under its name stays until the new one is complete.
    pub(crate) async fn file(path: &Path) -> Result<Self, Failure> {
        let failed = |error: &io::Error| Failure::file(path, error);
        // Under the name that was given: what that stands for is called otherwise.
        if cfg!(windows) && names_device(path) {
            return Self::direct(path.to_owned()).await;
        }
        // A link keeps pointing to where it points.
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if path.exists() && !path.is_file() {
            return Self::direct(path).await;
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".latchkey-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any program makes files: the user's mask decides who may read it.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let beside = builder
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .map_err(|error| failed(&error))?;
        let file = beside.as_file().try_clone().map_err(|error| failed(&error))?;
        Ok(Self::Whole {
            beside,
            file: File::from_std(file),
            path,
        })
    }

    async fn direct(path: PathBuf) -> Result<Self, Failure> {
        let opened = tokio::fs::OpenOptions::new().write(true).open(&path).await;
        let file = opened.map_err(|error| Failure::file(&path, &error))?;
        Ok(Self::Direct { file, path })
    }

    /// Writes a piece.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> Result<Reader, Failure> {
        match self {
            Self::Out(out) => reader(out.write_all(piece).await),
            Self::Screen { out, stream, begun } => {
                if !*begun && looks_binary(&piece[..piece.len().min(START)]) {
                    return Err(Failure::Binary);
                }
                *begun |= !piece.is_empty();
                reader(out.write_all(&stream.push(piece)).await)
            }
            Self::Whole { file, path, .. } | Self::Direct { file, path } => {
                let written = file.write_all(piece).await;
                written.map_err(|error| Failure::file(path, &error))?;
                Ok(Reader::Listening)
            }
            Self::Memory { bytes, limit } => {
                if bytes.len() + piece.len() > *limit {
                    return Err(Failure::TooLarge { limit: *limit });
                }
                bytes.extend_from_slice(piece);
                Ok(Reader::Listening)
            }
            Self::Nowhere => Ok(Reader::Listening),
        }
    }

    /// The body is complete. Gives what was kept in memory.
    pub(crate) async fn finish(self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Out(mut out) => {
                reader(out.flush().await)?;
            }
            Self::Screen { mut out, stream, .. } => {
                let rest = stream.finish();
                let written = async {
                    out.write_all(&rest).await?;
                    out.flush().await
                };
                reader(written.await)?;
            }
            Self::Whole {
                beside,
                mut file,
                path,
            } => {
                let flushed = file.flush().await;
                flushed.map_err(|error| Failure::file(&path, &error))?;
                drop(file);
                let named = beside.persist(&path);
                named.map_err(|error| Failure::file(&path, &error.error))?;
            }
            Self::Direct { mut file, path } => {
                let flushed = file.flush().await;
                flushed.map_err(|error| Failure::file(&path, &error))?;
            }
            Self::Memory { bytes, .. } => return Ok(bytes),
            Self::Nowhere => {}
        }
        Ok(Vec::new())
    }
}

/// Whether Windows takes a path for a device, such as `NUL`: it does not say so when asked about it like a file.
fn names_device(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    ["NUL", "CON", "CONOUT$"]
        .iter()
        .any(|device| name.eq_ignore_ascii_case(device))
}

/// A reader that has gone, as `head` does, has what it wanted.
fn reader(written: io::Result<()>) -> Result<Reader, Failure> {
    match written {
        Ok(()) => Ok(Reader::Listening),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(Failure::System(format!("standard output: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::names_device;

    #[test]
    fn devices_of_windows_are_known_in_any_case() {
        assert!(names_device(Path::new("NUL")));
        assert!(names_device(Path::new("nul")));
        assert!(!names_device(Path::new("null")));
        assert!(!names_device(Path::new("")));
    }
}
