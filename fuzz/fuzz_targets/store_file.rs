//! Any bytes as the file that sessions are kept in. Whatever it holds, a session can be kept in it afterwards.

#![no_main]

use std::{
    fs,
    path::Path,
    sync::{Arc, LazyLock},
};

use latchkey_keeping::{FILE, Kept, KeyError, KeySource, Keys, PlainFile, SealingKey};
use latchkey_pipeline::{
    Profile, SessionKey, StoredSession, Token, TokenPair,
    store::{SessionStore, SessionStores},
};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let builder = tokio::runtime::Builder::new_current_thread().enable_all().build();
    builder.expect("a runtime")
});

/// In memory, where the system has such a folder: every write waits for the disk.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    folder.expect("a folder")
});

/// A key that the seeds of the corpus are sealed with.
struct OneKey;

impl KeySource for OneKey {
    fn find(&self) -> Result<Option<SealingKey>, KeyError> {
        Ok(SealingKey::from_bytes(&[7; 32]))
    }

    fn keep(&self, _: &SealingKey) -> Result<(), KeyError> {
        Ok(())
    }
}

fuzz_target!(|data: &[u8]| {
    let folder = FOLDER.path();
    fs::write(folder.join(FILE), data).expect("written");
    RUNTIME.block_on(take_up(folder));
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            fs::remove_dir_all(path).expect("removed");
        } else {
            fs::remove_file(path).expect("removed");
        }
    }
});

async fn take_up(folder: &Path) {
    let kept = Kept::open(
        folder,
        Arc::new(PlainFile::new(folder)),
        Keys::From(Arc::new(OneKey)),
    );
    let keys = kept.keys().await.unwrap_or_default();
    for key in keys.iter().take(3) {
        let store = kept.of(key);
        // What cannot be read is an error, and has been put aside; the next look finds nothing.
        let loaded = match store.load().await {
            Ok(loaded) => loaded,
            Err(_) => store.load().await.unwrap_or_default(),
        };
        if let Some(session) = loaded {
            assert_eq!(&session.key(), key);
            keeps(&*store, &session).await;
        }
    }
    let _ = kept.migrate().await;
    let mine = session();
    let key: SessionKey = mine.key();
    let store = kept.of(&key);
    // A file of a newer version is put aside by the first look, and is no hindrance to the second.
    let _ = store.load().await;
    keeps(&*store, &mine).await;
    let _ = store.remove().await;
    assert!(matches!(store.load().await, Ok(None)), "still there");
}

async fn keeps(store: &dyn SessionStore, session: &StoredSession) {
    store.save(session).await.expect("saved");
    let again = store.load().await.expect("read again");
    assert_eq!(again.as_ref(), Some(session));
}

fn session() -> StoredSession {
    let token = |text: &str| Token::parse(text.as_bytes()).expect("a token");
    StoredSession {
        profile: Profile::header_pair("fuzzed", "Fuzzed", "https://api.example.com", false)
            .expect("a profile"),
        user: "ada".to_owned(),
        signed_in_at_ms: 1,
        pair: TokenPair {
            access: token("access"),
            refresh: token("refresh"),
        },
        skew_ms: 0,
        expires_at_ms: None,
        client_secret: None,
    }
}
