//! A profile that came from a file: what the user should know of it before it is used.

use std::rc::Rc;

use latchkey_ipc::{NamedPath, ProfileFromFile};

use super::form::ProfileForm;

/// The fields that name files of this computer.
pub const PATH_FIELDS: [&str; 2] = ["tls.ca_file", "tls.client_certificate_file"];

/// The requests that carry passwords or tokens to wherever the profile says.
const REQUESTS: [&str; 3] = [
    "requests.sign_in.url",
    "requests.refresh.url",
    "requests.sign_out.url",
];

/// Where a profile came from, and what it asked for that the user has not said yes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Where the file is.
    pub file: Rc<str>,
    /// The files of this computer that it names.
    pub paths: Vec<NamedPath>,
}

impl Foreign {
    /// Of a file that was read.
    pub fn of(file: &ProfileFromFile) -> Self {
        Self {
            file: file.file.as_str().into(),
            paths: file.paths.clone(),
        }
    }

    /// Takes a path that the user has said yes to, and the field it belongs to.
    pub(super) fn take(&mut self, field: &str) -> Option<(&'static str, String)> {
        let known = PATH_FIELDS.into_iter().find(|known| *known == field)?;
        let at = self.paths.iter().position(|it| it.field == field)?;
        Some((known, self.paths.remove(at).path))
    }
}

/// The servers beside the base URL's that the profile's requests go to, as far as they can be told apart; a URL that
/// cannot be is told as it stands.
pub fn other_servers(form: &ProfileForm) -> Vec<String> {
    let home = origin(form.text("base_url"));
    let mut others = Vec::new();
    for path in REQUESTS {
        let url = form.text(path).trim();
        let is_path = url.is_empty() || (url.starts_with('/') && !url[1..].starts_with(['/', '\\']));
        let own = origin(url);
        if is_path || (own.is_some() && own == home) {
            continue;
        }
        let shown = own.unwrap_or_else(|| url.to_owned());
        if !others.contains(&shown) {
            others.push(shown);
        }
    }
    others
}

/// Scheme, host and port of an http(s) URL.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split(['/', '?', '#', '\\']).next()?.to_ascii_lowercase();
    let default = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(default).unwrap_or(&host);
    Some(format!("{scheme}://{host}")).filter(|_| scheme == "http" || scheme == "https")
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::profiles::Kind;

    use super::*;

    #[test]
    fn servers_beside_the_base_urls_are_named() {
        let mut description = Kind::SimpleJwt.description("team", "", "https://a.example/v1");
        let with = |description: &_| other_servers(&ProfileForm::of(description));
        assert!(with(&description).is_empty());
        description.requests.refresh.url = "https://A.example:443/token".into();
        assert!(with(&description).is_empty());
        for (url, shown) in [
            ("https://evil.example/login", "https://evil.example"),
            ("http://a.example/login", "http://a.example"),
            (
                "https://a.example@evil.example/",
                "https://a.example@evil.example",
            ),
            (
                "https://a.example.evil.example/",
                "https://a.example.evil.example",
            ),
            ("//evil.example/login", "//evil.example/login"),
            ("/\\evil.example", "/\\evil.example"),
            ("evil.example", "evil.example"),
        ] {
            description.requests.sign_in.url = url.into();
            assert_eq!(with(&description), [shown], "{url}");
        }
    }
}
