//! A profile's file that somebody else may have written.

use std::{
    fs::{self, File, FileType, Metadata, OpenOptions},
    io::{self, Read as _},
    path::Path,
};

use latchkey_ipc::{ErrorCode, IpcError, NamedPath, ProfileFromFile, profiles::Description};
use latchkey_pipeline::description::file;

use crate::translate;

/// The largest file that is read, in bytes: the largest built-in profile has 2 KiB.
const MAX_BYTES: u64 = 256 * 1024;

/// Reads a profile. Blocks, but not for long: neither a pipe that nobody writes to nor a device holds it up.
///
/// The paths that the profile names are taken out of it, for the user to decide on.
pub(crate) fn read(path: &Path) -> Result<ProfileFromFile, IpcError> {
    let text = read_text(path)?;
    let mut profile = file::read(&text).map_err(|error| translate::from_file(&error))?;
    let paths = take_paths(&mut profile);
    Ok(ProfileFromFile {
        file: path.display().to_string(),
        profile,
        paths,
    })
}

/// Writes a profile as the text of a file, in place of what is there.
pub(crate) fn write(path: &Path, profile: &Description) -> Result<(), IpcError> {
    fs::write(path, file::write(profile)).map_err(|error| {
        let message = format!("{}: {error}", path.display());
        refuse(
            "file-unwritable",
            message,
            error.to_string(),
            "a place that can be written to",
        )
    })
}

/// Every path to a file on this computer that a profile can name.
fn take_paths(profile: &mut Description) -> Vec<NamedPath> {
    let tls = &mut profile.tls;
    let named = [
        ("tls.ca_file", tls.ca_file.take()),
        ("tls.client_certificate_file", tls.client_certificate_file.take()),
    ];
    let named = named.into_iter().filter_map(|(field, path)| {
        let field = field.to_owned();
        path.map(|path| NamedPath { field, path })
    });
    named.collect()
}

fn read_text(path: &Path) -> Result<String, IpcError> {
    let unreadable = |error: io::Error| {
        let message = format!("{}: {error}", path.display());
        refuse(
            "file-unreadable",
            message,
            error.to_string(),
            "a file that can be read",
        )
    };
    // Looked at before it is opened, for opening alone can have an effect on a device.
    ensure_regular(&fs::metadata(path).map_err(unreadable)?)?;
    let file = open(path).map_err(unreadable)?;
    // And again what was opened: it may have been exchanged meanwhile.
    ensure_regular(&file.metadata().map_err(unreadable)?)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(&format!("more than {MAX_BYTES} bytes")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let found = format!("byte {} is no UTF-8", error.utf8_error().valid_up_to() + 1);
        refuse(
            "file-not-text",
            format!("the file is no text: {found}"),
            found,
            "text in UTF-8",
        )
    })
}

fn ensure_regular(about: &Metadata) -> Result<(), IpcError> {
    if !about.is_file() {
        let found = kind(about.file_type());
        let message = format!("this is {found}, not a regular file");
        return Err(refuse(
            "file-not-regular",
            message,
            found.to_owned(),
            "a regular file",
        ));
    }
    if about.len() > MAX_BYTES {
        return Err(too_large(&format!("{} bytes", about.len())));
    }
    Ok(())
}

fn kind(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "a folder"
    } else {
        "a device, pipe or socket"
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    }
    options.open(path)
}

fn too_large(found: &str) -> IpcError {
    let allowed = format!("at most {MAX_BYTES} bytes");
    refuse(
        "file-too-large",
        format!("the file has {found}"),
        found.to_owned(),
        allowed,
    )
}

fn refuse(key: &str, message: String, found: String, allowed: impl Into<String>) -> IpcError {
    IpcError {
        code: ErrorCode::InvalidInput,
        key: key.to_owned(),
        message,
        field: Some("file".to_owned()),
        found: Some(found),
        allowed: Some(allowed.into()),
        trace: None,
    }
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::profiles::Kind;

    use super::*;

    fn key(path: &Path) -> String {
        let error = read(path).expect_err("no profile");
        assert!(error.found.is_some_and(|it| !it.is_empty()) && error.allowed.is_some());
        error.key
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("team.latchkey");
        for kind in Kind::ALL {
            let profile = kind.description("team", "Team", "https://api.example.com");
            write(&path, &profile).expect("written");
            let read = read(&path).expect("a profile");
            assert_eq!((read.profile, read.paths.len()), (profile, 0));
            assert_eq!(read.file, path.display().to_string());
        }
    }

    #[test]
    fn paths_are_taken_out_for_the_user_to_decide_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("team.latchkey");
        let plain = Kind::SimpleJwt.description("team", "Team", "https://api.example.com");
        let mut profile = plain.clone();
        profile.tls.ca_file = Some("/etc/passwd".to_owned());
        profile.tls.client_certificate_file = Some(r"\\evil.example\share\x.pem".to_owned());
        write(&path, &profile).expect("written");
        let read = read(&path).expect("a profile");
        assert_eq!(read.profile, plain);
        let fields: Vec<_> = read
            .paths
            .iter()
            .map(|it| (it.field.as_str(), it.path.as_str()))
            .collect();
        let expected = [
            ("tls.ca_file", "/etc/passwd"),
            ("tls.client_certificate_file", r"\\evil.example\share\x.pem"),
        ];
        assert_eq!(fields, expected);
    }

    /// A path in a field that this file knows nothing of would reach the editor unasked.
    #[test]
    fn there_are_no_other_fields_that_name_files() {
        let schema = file::schema().to_string();
        let described = schema.matches("PEM file").count();
        assert_eq!(
            described, 2,
            "a new field that names a file belongs into `take_paths`"
        );
    }

    #[test]
    fn what_is_no_profile_is_named_for_what_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, content).expect("written");
            path
        };
        assert_eq!(key(&folder.path().join("none.latchkey")), "file-unreadable");
        assert_eq!(key(folder.path()), "file-not-regular");
        assert_eq!(key(&file("huge", &vec![b'#'; 256 * 1024 + 1])), "file-too-large");
        assert_eq!(key(&file("binary", b"id = \"\xff\xfe\"")), "file-not-text");
        assert_eq!(key(&file("zero", b"id = \"\0\"")), "profile-file");
        assert_eq!(key(&file("empty", b"")), "profile-file");
        assert_eq!(key(&file("script", b"#!/bin/sh\nrm -rf /\n")), "profile-file");
        assert_eq!(key(&file("deep", &b"a=[".repeat(60_000))), "profile-file");
        let most = [b"#".repeat(256 * 1024 - 1), b"\n".to_vec()].concat();
        assert_eq!(key(&file("most", &most)), "profile-file");
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_pipes_are_refused_without_being_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe.latchkey");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("mkfifo").success());
        assert_eq!(key(&pipe), "file-not-regular");
        for device in ["/dev/zero", "/dev/tty", "/dev/stdin"] {
            let link = folder.path().join("device.latchkey");
            let _ = fs::remove_file(&link);
            std::os::unix::fs::symlink(device, &link).expect("a link");
            // A standard input that is a file is a file; without a terminal there is no /dev/tty.
            let refused = key(&link);
            assert!(
                ["file-not-regular", "file-unreadable", "profile-file"].contains(&refused.as_str()),
                "{device}: {refused}"
            );
        }
        // The open itself does not wait for a writer, should the look before it have been deceived.
        assert!(open(&pipe).is_ok());
    }
}
