//! The sign-in form.

use std::net::{Ipv4Addr, Ipv6Addr};

use latchkey_ipc::{IpcError, LastSignIn, Login, Password, ProfileSummary, Server};

use super::samples::PRACTICE;
use super::session::Waiting;

/// Which server the user means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ServerChoice {
    /// The practice API inside the app.
    #[default]
    Practice,
    /// The address of a server that speaks the default profile.
    Custom,
    /// The saved profile of this id.
    Profile(String),
}

/// The form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SignInForm {
    /// Which server.
    pub choice: ServerChoice,
    /// Its base URL, when it is the user's own.
    pub base_url: String,
    /// The user's yes to plain http.
    pub allow_plain_http: bool,
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
    /// The secret of the OAuth client.
    pub client_secret: String,
    /// Whether the password can be read.
    pub reveal: bool,
    /// Whether an answer is awaited.
    pub busy: bool,
    /// What went wrong.
    pub error: Option<IpcError>,
}

/// What can happen to the form.
#[derive(Debug, Clone)]
pub enum SignInAction {
    /// Another server was chosen.
    Choose(ServerChoice),
    /// The base URL was typed.
    BaseUrl(String),
    /// The box for plain http was ticked or cleared.
    AllowPlainHttp(bool),
    /// The user name was typed.
    User(String),
    /// The password was typed.
    Password(String),
    /// The secret of the OAuth client was typed.
    ClientSecret(String),
    /// The password is shown or hidden.
    ToggleReveal,
    /// The form was sent.
    Sent,
    /// The server or the shell refused.
    Failed(IpcError),
}

impl SignInForm {
    /// The form as it is offered.
    pub fn offered(last: Option<&LastSignIn>) -> Self {
        let Some(last) = last else { return Self::default() };
        let user = last.user.clone();
        match &last.server {
            Server::Profile { id } => Self {
                choice: ServerChoice::Profile(id.clone()),
                user,
                ..Self::default()
            },
            Server::Practice => Self {
                user,
                ..Self::default()
            },
            Server::Custom {
                base_url,
                allow_plain_http,
            } => Self {
                choice: ServerChoice::Custom,
                base_url: base_url.clone(),
                allow_plain_http: *allow_plain_http,
                user,
                ..Self::default()
            },
        }
    }

    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: SignInAction) -> Self {
        let mut next = self.clone();
        match action {
            SignInAction::Choose(choice) => {
                next.choice = choice;
                // A secret is meant for one server.
                next.client_secret.clear();
                next.error = None;
            }
            SignInAction::BaseUrl(text) => {
                next.base_url = text;
                next.forgive(&["server.base_url", "server.allow_plain_http"]);
            }
            SignInAction::AllowPlainHttp(yes) => {
                next.allow_plain_http = yes;
                next.forgive(&["server.allow_plain_http"]);
            }
            SignInAction::User(text) => {
                next.user = text;
                next.forgive(&["user"]);
            }
            SignInAction::Password(text) => {
                next.password = text;
                next.forgive(&["password"]);
            }
            SignInAction::ClientSecret(text) => {
                next.client_secret = text;
                next.forgive(&["client_secret"]);
            }
            SignInAction::ToggleReveal => next.reveal = !next.reveal,
            SignInAction::Sent => {
                next.busy = true;
                next.error = None;
            }
            SignInAction::Failed(error) => {
                next.busy = false;
                next.error = Some(error);
            }
        }
        next
    }

    /// An edit forgives the error of its own field and one that belongs to none.
    fn forgive(&mut self, fields: &[&str]) {
        self.error
            .take_if(|error| error.field.as_deref().is_none_or(|field| fields.contains(&field)));
    }

    /// The server that is meant.
    pub fn server(&self) -> Server {
        match &self.choice {
            ServerChoice::Practice => Server::Practice,
            ServerChoice::Profile(id) => Server::Profile { id: id.clone() },
            ServerChoice::Custom => Server::Custom {
                base_url: self.base_url.trim().to_owned(),
                allow_plain_http: self.allow_plain_http && self.offers_plain_http(),
            },
        }
    }

    /// Whether a sign-in to what is chosen sends the waiting request: only the server it was meant for gets it.
    pub fn sends(&self, waiting: &Waiting, profiles: &[ProfileSummary]) -> bool {
        match &self.choice {
            ServerChoice::Practice => waiting.profile_id == PRACTICE,
            ServerChoice::Custom => is_same_address(&self.base_url, &waiting.base_url),
            ServerChoice::Profile(id) => match profiles.iter().find(|it| it.id == *id) {
                Some(profile) => is_same_address(&profile.base_url, &waiting.base_url),
                None => *id == waiting.profile_id,
            },
        }
    }

    /// What is sent.
    pub fn to_login(&self) -> Login {
        Login {
            server: self.server(),
            user: self.user.trim().to_owned(),
            password: Password::new(self.password.clone()),
            client_secret: Some(&self.client_secret)
                .filter(|it| !it.is_empty())
                .map(|it| Password::new(it.clone())),
        }
    }

    /// Whether the user is asked about plain http: the URL leads off this computer without encryption.
    pub fn offers_plain_http(&self) -> bool {
        let asked = self.error.as_ref().and_then(|it| it.field.as_deref()) == Some("server.allow_plain_http");
        self.choice == ServerChoice::Custom && (asked || is_plain_http_elsewhere(&self.base_url))
    }

    /// The error of one field.
    pub fn error_at(&self, field: &str) -> Option<&IpcError> {
        self.error
            .as_ref()
            .filter(|error| error.field.as_deref() == Some(field))
    }

    /// The `id` of the field that is wrong.
    pub fn wrong_field(&self) -> Option<&'static str> {
        match self.error.as_ref()?.field.as_deref()? {
            "server.base_url" => Some("base-url"),
            "user" => Some("user"),
            "password" => Some("password"),
            "client_secret" => Some("client-secret"),
            _ => None,
        }
    }

    /// The `id` of the first field to fill in.
    pub fn first_empty(&self) -> &'static str {
        match self.choice {
            ServerChoice::Custom if self.base_url.is_empty() => "base-url",
            _ if self.user.is_empty() => "user",
            _ => "password",
        }
    }

    /// The error that belongs to no field that is on the screen.
    pub fn error_elsewhere(&self) -> Option<&IpcError> {
        self.error.as_ref().filter(|error| match error.field.as_deref() {
            Some("user" | "password" | "client_secret") => false,
            Some("server.base_url" | "server.allow_plain_http") => self.choice != ServerChoice::Custom,
            _ => true,
        })
    }
}

/// Whether two base URLs are one address. Only decides what is said: what is sent where is decided by what the shell
/// makes of them.
fn is_same_address(typed: &str, known: &str) -> bool {
    let plain = |url: &str| {
        let url = url.trim().trim_end_matches('/');
        let (scheme, rest) = url.split_once("://")?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
        let port = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(port).unwrap_or(&host).to_owned();
        Some((scheme, host, path.to_owned()))
    };
    plain(typed).is_some_and(|typed| plain(known) == Some(typed))
}

/// Whether a URL, as far as it is typed, is plain http to another computer. Only decides whether a question is
/// shown: the shell decides what is allowed.
fn is_plain_http_elsewhere(url: &str) -> bool {
    let url = url.trim();
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    if !scheme.eq_ignore_ascii_case("http") {
        return false;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some(v6) = host.strip_prefix('[') {
        let v6 = v6.split(']').next().unwrap_or_default();
        return !v6.parse::<Ipv6Addr>().is_ok_and(|it| it.is_loopback());
    }
    let host = host.split(':').next().unwrap_or_default();
    let local = host.eq_ignore_ascii_case("localhost")
        || host.to_ascii_lowercase().ends_with(".localhost")
        || host.parse::<Ipv4Addr>().is_ok_and(|it| it.is_loopback());
    !host.is_empty() && !local
}

super::reducible!(SignInForm, SignInAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::error_at;
    use crate::state::draft::Draft;

    fn custom(url: &str) -> SignInForm {
        SignInForm::default()
            .apply(SignInAction::Choose(ServerChoice::Custom))
            .apply(SignInAction::BaseUrl(url.into()))
    }

    fn waiting(profile_id: &str, base_url: &str) -> Waiting {
        Waiting {
            draft: Draft::get("/api/notes"),
            base_url: base_url.into(),
            profile_id: profile_id.into(),
            tab: 1,
        }
    }

    #[test]
    fn the_waiting_request_is_sent_to_its_own_server_alone() {
        let practice = SignInForm::default();
        assert!(practice.sends(&waiting("practice", "http://127.0.0.1:1"), &[]));
        assert!(!practice.sends(&waiting("team", "https://a.example"), &[]));
        let at = waiting("at-a-example", "https://a.example/v1");
        for same in ["https://a.example/v1", " HTTPS://A.example:443/v1/ "] {
            assert!(custom(same).sends(&at, &[]), "{same}");
        }
        for other in [
            "",
            "a.example/v1",
            "http://a.example/v1",
            "https://a.example/V1",
            "https://a.example:80/v1",
            "https://a.example",
            "https://b.example/v1",
        ] {
            assert!(!custom(other).sends(&at, &[]), "{other}");
        }
    }

    #[test]
    fn a_saved_profile_sends_by_its_address_and_by_its_name_until_that_is_known() {
        let chosen = SignInForm::default().apply(SignInAction::Choose(ServerChoice::Profile("team".into())));
        let profile = |base_url: &str| ProfileSummary {
            id: "team".into(),
            name: "Team".into(),
            base_url: base_url.into(),
            wants_client_secret: false,
            checks_certificate: true,
            problem: None,
        };
        let of_team = waiting("team", "https://a.example");
        assert!(chosen.sends(&of_team, &[]));
        assert!(chosen.sends(&of_team, &[profile("https://a.example")]));
        assert!(!chosen.sends(&of_team, &[profile("https://moved.example")]));
        assert!(!chosen.sends(&waiting("other", "https://b.example"), &[]));
        assert!(chosen.sends(
            &waiting("other", "https://b.example"),
            &[profile("https://b.example")]
        ));
    }

    #[test]
    fn plain_http_is_asked_about_only_where_it_leaves_this_computer() {
        for url in [
            "http://api.example.com",
            "HTTP://10.0.0.1:80/x",
            "http://[2001:db8::1]/",
            "http://u@h",
        ] {
            assert!(custom(url).offers_plain_http(), "{url}");
        }
        for url in [
            "https://x",
            "http://localhost:1",
            "http://127.0.0.9",
            "http://[::1]:3",
            "http://",
            "x",
            "",
        ] {
            assert!(!custom(url).offers_plain_http(), "{url}");
        }
    }

    #[test]
    fn a_yes_to_plain_http_is_not_kept_for_a_url_it_was_not_asked_for() {
        let form = custom("http://api.example.com").apply(SignInAction::AllowPlainHttp(true));
        assert!(matches!(
            form.server(),
            Server::Custom {
                allow_plain_http: true,
                ..
            }
        ));
        let form = form.apply(SignInAction::BaseUrl("https://api.example.com".into()));
        assert!(matches!(
            form.server(),
            Server::Custom {
                allow_plain_http: false,
                ..
            }
        ));
    }

    #[test]
    fn errors_stand_where_they_belong_and_go_with_the_edit_there() {
        let form = custom("nonsense").apply(SignInAction::Sent);
        assert!(form.busy);
        let form = form.apply(SignInAction::Failed(error_at(
            "base-url-invalid",
            "server.base_url",
        )));
        assert!(!form.busy);
        assert!(form.error_at("server.base_url").is_some());
        assert!(form.error_elsewhere().is_none());
        assert_eq!(form.wrong_field(), Some("base-url"));
        let typing = form.apply(SignInAction::User("x".into()));
        assert!(typing.error_at("server.base_url").is_some());
        let fixed = typing.apply(SignInAction::BaseUrl("https://x".into()));
        assert!(fixed.error.is_none());
    }

    #[test]
    fn the_last_sign_in_fills_the_form() {
        let server = Server::Custom {
            base_url: "https://x".into(),
            allow_plain_http: false,
        };
        let form = SignInForm::offered(Some(&LastSignIn {
            server: server.clone(),
            user: "me".into(),
        }));
        assert_eq!((form.server(), form.user.as_str()), (server, "me"));
        assert_eq!(form.first_empty(), "password");
        assert_eq!(SignInForm::offered(None).server(), Server::Practice);
        assert_eq!(SignInForm::offered(None).first_empty(), "user");
    }
}
