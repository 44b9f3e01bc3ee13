//! What every kind of server does alike.

use super::client::{Tokens, ask, refused, start, start_with};
use practice_api::{Config, DEMO_USER, Dialect, PASSWORD};
use std::{collections::HashSet, time::Duration};
use tempfile::tempdir;
use tokio::task::JoinSet;

/// The status of a call with an expired and with an invalid token.
fn turned_away(dialect: Dialect) -> (u16, u16) {
    match dialect {
        Dialect::AtProto => (400, 400),
        Dialect::FlaskJwt => (401, 422),
        _ => (401, 401),
    }
}

#[tokio::test]
async fn a_session_begins_expires_and_goes_on() {
    for dialect in Dialect::ALL {
        let server = start(dialect).await;
        assert_eq!(ask(server.begin("wrong")).await.status / 100, 4, "{dialect}");
        let old = server.begun().await;
        let me = server.me(&old).await;
        assert_eq!(
            (me.status, &me.json()["email"]),
            (200, &DEMO_USER.into()),
            "{dialect}"
        );

        server.api.expire_access_tokens();
        assert_eq!(server.me(&old).await.status, turned_away(dialect).0, "{dialect}");
        let new = server.renewed(&old).await;
        assert_ne!(new.access, old.access);
        assert_eq!(new.refresh != old.refresh, dialect.rotates(), "{dialect}");
        assert_eq!(server.me(&new).await.status, 200);

        let again = ask(server.renew(&old)).await.status;
        assert_eq!(
            again,
            if dialect.rotates() { refused(dialect) } else { 200 },
            "{dialect}"
        );
        assert_eq!(server.me(&server.renewed(&new).await).await.status, 200);
        let stats = server.api.stats();
        assert_eq!((stats.sign_ins, stats.refused_sign_ins), (1, 1), "{dialect}");
        let refreshes = if dialect.rotates() { (3, 2, 1) } else { (3, 3, 0) };
        let counted = (stats.refresh_requests, stats.refreshes, stats.refused_refreshes);
        assert_eq!(counted, refreshes, "{dialect}");
        assert_eq!((stats.calls, stats.refused_calls), (4, 1), "{dialect}");
    }
}

#[tokio::test]
async fn tokens_are_declared_invalid_or_revoked() {
    for dialect in Dialect::ALL {
        let server = start(dialect).await;
        let tokens = server.begun().await;
        server.api.invalidate_access_tokens();
        assert_eq!(
            server.me(&tokens).await.status,
            turned_away(dialect).1,
            "{dialect}"
        );
        server.api.revoke_refresh_tokens();
        assert_eq!(
            ask(server.renew(&tokens)).await.status,
            refused(dialect),
            "{dialect}"
        );
        let tokens = server.begun().await;
        assert_eq!(
            server.me(&server.renewed(&tokens).await).await.status,
            200,
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn tokens_expire_by_themselves() {
    for dialect in Dialect::ALL {
        let server = start_with(Config {
            dialect,
            access_ttl: Duration::ZERO,
            refresh_ttl: Duration::ZERO,
            ..Config::default()
        })
        .await;
        let tokens = server.begun().await;
        assert_eq!(
            server.me(&tokens).await.status,
            turned_away(dialect).0,
            "{dialect}"
        );
        assert_eq!(
            ask(server.renew(&tokens)).await.status,
            refused(dialect),
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn neither_token_does_for_the_other_and_strangers_do_for_neither() {
    for dialect in Dialect::ALL {
        let server = start(dialect).await;
        let stranger = start(dialect).await.begun().await;
        let tokens = server.begun().await;
        let swapped = Tokens {
            access: tokens.refresh.clone(),
            refresh: tokens.access.clone(),
        };
        let garbage = Tokens {
            access: "garbage".into(),
            refresh: "garbage".into(),
        };
        for wrong in [swapped, stranger, garbage] {
            assert_eq!(
                server.me(&wrong).await.status,
                turned_away(dialect).1,
                "{dialect}"
            );
            let refreshed = ask(server.renew(&wrong)).await.status;
            assert_eq!(refreshed / 100, 4, "{dialect}");
        }
        server.renewed(&tokens).await;
    }
}

#[tokio::test]
async fn of_many_refreshes_with_one_token_one_succeeds_where_they_rotate() {
    for dialect in Dialect::ALL {
        let server = start(dialect).await;
        let tokens = server.begun().await;
        let mut crowd = JoinSet::new();
        for _ in 0..20 {
            crowd.spawn(ask(server.renew(&tokens)));
        }
        let answers = crowd.join_all().await;
        let good = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(good, if dialect.rotates() { 1 } else { 20 }, "{dialect}");
    }
}

#[tokio::test]
async fn a_restart_keeps_sessions() {
    for dialect in Dialect::ALL {
        let folder = tempdir().unwrap();
        let path = folder.path().join("practice.json");
        let config = || Config {
            dialect,
            state_file: Some(path.clone()),
            remember_issued: true,
            ..Config::default()
        };
        let server = start_with(config()).await;
        let old = server.begun().await;
        let new = server.renewed(&old).await;
        let text = std::fs::read_to_string(&path).unwrap();
        let issued = server.api.issued_tokens();
        let parts = issued.iter().flat_map(|token| token.split('.'));
        assert!(parts.into_iter().all(|part| !text.contains(part)), "{dialect}");
        server.api.shutdown().await;

        let server = start_with(config()).await;
        assert_eq!(server.me(&new).await.status, 200, "{dialect}");
        assert_eq!(
            ask(server.renew(&old)).await.status == 200,
            !dialect.rotates(),
            "{dialect}"
        );
        server.renewed(&new).await;
    }
}

#[tokio::test]
async fn each_issued_token_is_remembered_once() {
    for dialect in Dialect::ALL {
        let server = start_with(Config {
            dialect,
            remember_issued: true,
            ..Config::default()
        })
        .await;
        let old = server.begun().await;
        let new = server.renewed(&old).await;
        let issued = server.api.issued_tokens();
        assert_eq!(issued.len(), if dialect.rotates() { 4 } else { 3 }, "{dialect}");
        assert_eq!(issued.iter().collect::<HashSet<_>>().len(), issued.len());
        assert_eq!(
            server.api.last_issued(),
            Some((new.access, new.refresh)),
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn a_sign_in_ends_the_user_s_earlier_session_where_tokens_rotate() {
    for dialect in Dialect::ALL {
        let server = start(dialect).await;
        let first = server.begun().await;
        let second = server.begun().await;
        let status = ask(server.renew(&first)).await.status;
        assert_eq!(
            status,
            if dialect.rotates() { refused(dialect) } else { 200 },
            "{dialect}"
        );
        server.renewed(&second).await;
    }
}

#[tokio::test]
async fn the_front_page_names_the_paths() {
    for dialect in Dialect::ALL {
        let server = start(dialect).await;
        let page = ask(server.request(reqwest::Method::GET, "/")).await.body;
        let paths = server.api.paths();
        let sign_out = paths.sign_out.map(|(_, path)| path);
        for path in [paths.sign_in, paths.refresh].into_iter().chain(sign_out) {
            assert!(page.contains(path), "{dialect}: {path}");
        }
        assert_eq!(ask(server.begin(PASSWORD)).await.status, 200);
    }
}
