//! What an argument asks to open.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use tauri::Url;

/// How the name of a profile's file ends.
pub(crate) const EXTENSION: &str = "latchkey";

/// What an argument asks to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Knock {
    /// A link, as it came.
    Link(String),
    /// A profile's file.
    File(PathBuf),
}

impl Knock {
    /// What an argument asks to open: a link, or a file by its path in `folder` or by its URL, as file managers name it.
    /// `None` where it is neither.
    pub(crate) fn of(argument: &OsStr, folder: &Path) -> Option<Self> {
        let text = argument.to_str();
        if let Some(link) = text.filter(|text| latchkey_link::is_link(text)) {
            return Some(Self::Link(link.to_owned()));
        }
        let url = text.and_then(|text| Url::parse(text).ok());
        let path = match url.filter(|url| url.scheme() == "file") {
            Some(url) => url.to_file_path().ok()?,
            None if argument.as_encoded_bytes().starts_with(b"-") => return None,
            None => folder.join(argument),
        };
        let is_profile = path
            .extension()
            .is_some_and(|it| it.eq_ignore_ascii_case(EXTENSION));
        is_profile.then_some(Self::File(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(argument: &str) -> Option<Knock> {
        Knock::of(argument.as_ref(), Path::new("/home/me"))
    }

    #[test]
    fn links_are_taken_as_they_came() {
        for link in ["latchkey://request?url=/", "LatchKey:nonsense", "latchkey:"] {
            assert_eq!(of(link), Some(Knock::Link(link.to_owned())));
        }
    }

    #[cfg(unix)]
    #[test]
    fn files_are_named_by_path_or_url() {
        let file = |path: &str| Some(Knock::File(path.into()));
        assert_eq!(of("team.latchkey"), file("/home/me/team.latchkey"));
        assert_eq!(of("../x/Team.LATCHKEY"), file("/home/me/../x/Team.LATCHKEY"));
        assert_eq!(of("/a b/t.latchkey"), file("/a b/t.latchkey"));
        assert_eq!(of("file:///a%20b/t.latchkey"), file("/a b/t.latchkey"));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_is_a_path() {
        use std::os::unix::ffi::OsStrExt as _;
        let argument = OsStr::from_bytes(b"/tmp/\xff.latchkey");
        let knock = Knock::of(argument, Path::new("/"));
        assert_eq!(knock, Some(Knock::File(PathBuf::from(argument))));
    }

    #[test]
    fn anything_else_is_nothing_to_open() {
        for other in [
            "",
            "team",
            "team.toml",
            ".latchkey",
            "--team.latchkey",
            "-x.latchkey",
            "file:///a/team.toml",
            "file://else.where.example/team.latchkey?x",
            "https://a.example/team",
            "latchkeys://x",
        ] {
            assert_eq!(
                of(other).filter(|it| !matches!(it, Knock::File(_)) || cfg!(unix)),
                None,
                "{other}"
            );
        }
    }
}
