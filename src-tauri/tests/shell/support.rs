use std::{fs, path::Path, sync::Arc};

use latchkey_app::plugin_file::PluginFile;
use latchkey_keeping::{Kept, Keys};
use latchkey_pipeline::{
    Profile, SessionKey, StoredSession, Token, TokenPair,
    store::{SessionStore, SessionStores},
};
use tauri::{
    App,
    test::{MockRuntime, mock_builder, mock_context, noop_assets},
};

/// An app with the store plugin and without a window.
pub(crate) fn app() -> App<MockRuntime> {
    mock_builder()
        .plugin(tauri_plugin_store::Builder::new().build())
        .build(mock_context(noop_assets()))
        .unwrap()
}

pub(crate) fn kept(app: &App<MockRuntime>, folder: &Path) -> Kept {
    Kept::open(folder, Arc::new(PluginFile::new(app.handle(), folder)), Keys::Off)
}

/// Where the session of [`session`] is kept.
pub(crate) fn store(app: &App<MockRuntime>, folder: &Path) -> Arc<dyn SessionStore> {
    kept(app, folder).of(&SessionKey {
        profile: "default".to_owned(),
        user: "demo@latchkey.dev".to_owned(),
    })
}

/// The `number`th pair of a session: both tokens carry the number.
pub(crate) fn session(number: usize) -> StoredSession {
    let token =
        |kind: &str| Token::parse(format!("{kind}-{number}-{}", "x".repeat(2_000)).as_bytes()).unwrap();
    StoredSession {
        profile: Profile::header_pair("default", "Test", "https://api.example.com", false).unwrap(),
        user: "demo@latchkey.dev".to_owned(),
        signed_in_at_ms: 1_800_000_000_000,
        skew_ms: 0,
        expires_at_ms: None,
        client_secret: None,
        pair: TokenPair {
            access: token("access"),
            refresh: token("refresh"),
        },
    }
}

/// The number of a stored pair, which both tokens must agree on.
pub(crate) fn number(session: &StoredSession) -> usize {
    let read = |token: &Token| {
        token
            .expose()
            .split('-')
            .nth(1)
            .unwrap()
            .parse::<usize>()
            .unwrap()
    };
    let (access, refresh) = (read(&session.pair.access), read(&session.pair.refresh));
    assert_eq!(access, refresh, "a mixture of two pairs");
    access
}

/// All files of a folder, with their content.
pub(crate) fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "lock"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (
                name,
                String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned(),
            )
        })
        .collect();
    files.sort();
    files
}
