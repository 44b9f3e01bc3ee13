//! Each kind of server, the profile that describes it, and what sets it apart.

use std::{ops::Deref, sync::Arc};

use latchkey_pipeline::{
    ClientSecret, Credentials, Profile,
    clock::ManualClock,
    description::{Description, Kind, ProactiveFrom, Unauthorized},
};
use practice_api::{
    Config, DEMO_USER, Dialect, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAuth2Client, PASSWORD, PracticeApi,
};

use crate::support::{BriskClock, Relay, World, real_wall_ms};

/// A kind of server and what is expected of the session with it.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) dialect: Dialect,
    pub(crate) kind: Kind,
    client_secret: Option<&'static str>,
    /// Whether a refusal tells an invalid token from an expired one.
    pub(crate) tells_invalid: bool,
    /// What a 401 does that is about no token.
    pub(crate) other_401: Unauthorized,
    /// Whether a refresh without a new refresh token ends the session.
    pub(crate) wants_both: bool,
    /// Whether a refresh that keeps meeting 5xx ends the session.
    pub(crate) ends_on_server_error: bool,
}

pub(crate) const DEFAULT: Case = Case {
    dialect: Dialect::HeaderPair,
    kind: Kind::HeaderPair,
    client_secret: None,
    tells_invalid: true,
    other_401: Unauthorized::End,
    wants_both: true,
    ends_on_server_error: true,
};
pub(crate) const SIMPLEJWT: Case = Case {
    dialect: Dialect::SimpleJwt { rotate: true },
    kind: Kind::SimpleJwt,
    wants_both: false,
    ends_on_server_error: false,
    ..DEFAULT
};
pub(crate) const SIMPLEJWT_KEEP: Case = Case {
    dialect: Dialect::SimpleJwt { rotate: false },
    ..SIMPLEJWT
};
pub(crate) const FLASK: Case = Case {
    dialect: Dialect::FlaskJwt,
    kind: Kind::FlaskJwtExtended,
    ..SIMPLEJWT
};
pub(crate) const ATPROTO: Case = Case {
    dialect: Dialect::AtProto,
    kind: Kind::AtProtocol,
    ends_on_server_error: false,
    ..DEFAULT
};
pub(crate) const OAUTH2: Case = Case {
    dialect: Dialect::OAuth2 {
        client: OAuth2Client::Public,
    },
    kind: Kind::OAuthPublic,
    client_secret: None,
    tells_invalid: false,
    other_401: Unauthorized::Return,
    wants_both: false,
    ends_on_server_error: false,
};
pub(crate) const OAUTH2_BASIC: Case = Case {
    dialect: Dialect::OAuth2 {
        client: OAuth2Client::Basic,
    },
    kind: Kind::OAuthBasic,
    client_secret: Some(OAUTH2_CLIENT_SECRET),
    ..OAUTH2
};
pub(crate) const OAUTH2_BODY: Case = Case {
    dialect: Dialect::OAuth2 {
        client: OAuth2Client::Body,
    },
    kind: Kind::OAuthBody,
    ..OAUTH2_BASIC
};
pub(crate) const COOKIE: Case = Case {
    dialect: Dialect::CookieRefresh,
    kind: Kind::CookieRefresh,
    client_secret: None,
    tells_invalid: false,
    other_401: Unauthorized::Refresh,
    wants_both: false,
    ends_on_server_error: false,
};
pub(crate) const BOTH: Case = Case {
    dialect: Dialect::BothTokens,
    kind: Kind::BothTokens,
    wants_both: true,
    ..COOKIE
};

/// A session with a practice API of some kind, on a clock that stands still.
pub(crate) struct Kinded {
    pub(crate) case: Case,
    pub(crate) api: PracticeApi,
    pub(crate) world: World,
    pub(crate) clock: ManualClock,
}

impl Deref for Kinded {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl Case {
    /// Whether both tokens are in the head of an answer, which arrives even where the body is torn.
    pub(crate) fn pair_in_head(&self) -> bool {
        self.kind == Kind::HeaderPair
    }

    /// The profile as it is built in, with the client's id filled in and nothing refreshed before its time.
    pub(crate) fn description(self, url: &str) -> Description {
        let mut description = self.kind.description("test", "", url);
        if let Some(client) = &mut description.client {
            OAUTH2_CLIENT_ID.clone_into(&mut client.id);
        }
        description.proactive.from = ProactiveFrom::Off;
        description
    }

    pub(crate) fn credentials(self, password: &str) -> Credentials {
        let credentials = Credentials::new(DEMO_USER, password);
        match self.client_secret {
            Some(secret) => credentials.with_client_secret(ClientSecret::new(secret)),
            None => credentials,
        }
    }

    pub(crate) async fn api(self, config: Config) -> PracticeApi {
        let dialect = self.dialect;
        PracticeApi::start(Config { dialect, ..config }).await.unwrap()
    }

    /// Nobody signed in yet.
    pub(crate) async fn start(self, config: Config) -> Kinded {
        let clock = ManualClock::at(real_wall_ms());
        Kinded {
            case: self,
            api: self.api(config).await,
            world: World::with_clock(Arc::new(BriskClock(clock.clone()))),
            clock,
        }
    }

    pub(crate) async fn signed_in(self) -> Kinded {
        self.signed_in_with(Config::default()).await
    }

    pub(crate) async fn signed_in_with(self, config: Config) -> Kinded {
        let it = self.start(config).await;
        it.sign_in_as_built_in(|_| {}).await;
        it
    }

    /// Signed in through a relay.
    pub(crate) async fn behind_relay(self) -> (Kinded, Relay) {
        let it = self
            .start(Config {
                remember_issued: true,
                ..Config::default()
            })
            .await;
        let relay = Relay::to(it.api.url()).await;
        let profile = Profile::new(self.description(&relay.server.url)).unwrap();
        let signed_in = it.pipeline.sign_in(profile, self.credentials(PASSWORD));
        signed_in.await.unwrap();
        (it, relay)
    }
}

impl Kinded {
    /// Signs in with the built-in profile, changed.
    pub(crate) async fn sign_in_as_built_in(&self, change: impl FnOnce(&mut Description)) {
        let mut description = self.case.description(self.api.url());
        change(&mut description);
        let profile = Profile::new(description).unwrap();
        let signed_in = self.pipeline.sign_in(profile, self.case.credentials(PASSWORD));
        signed_in.await.unwrap();
    }
}
