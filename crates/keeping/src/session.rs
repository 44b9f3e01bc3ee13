//! One session's store.

use latchkey_pipeline::{
    SessionKey, StoreError, StoredSession, TokenPair,
    store::{Hold, Replaced, SessionStore, StoreFuture},
};

use crate::{
    document::Contents,
    entry::{self, Entry},
    kept::Kept,
    opening::Shut,
    protect::{Way, place},
};

/// Where one session is kept, whether there is one or not.
pub(crate) struct OneSession {
    kept: Kept,
    key: SessionKey,
}

/// What has to be kept for a write to go through.
#[derive(Clone)]
enum Expected {
    Anything,
    Exactly(Option<TokenPair>),
}

impl OneSession {
    pub(crate) fn new(kept: Kept, key: SessionKey) -> Self {
        Self { kept, key }
    }

    async fn read(&self) -> Result<Option<StoredSession>, StoreError> {
        loop {
            let contents = self.kept.read().await?;
            let Some(value) = contents.find(&self.key) else {
                return Ok(self.kept.memory().get(&self.key).cloned());
            };
            match self.kept.session_of(value).await {
                Ok(session) => return Ok(Some(session)),
                Err(Shut::Sealed(detail)) => return Err(StoreError::Sealed { detail }),
                Err(Shut::Unusable(detail)) => {
                    if let Some(aside) = self.kept.put_entry_aside(value.clone()).await? {
                        let kept_as = Some(aside);
                        return Err(StoreError::Corrupt { detail, kept_as });
                    }
                    // Another process has replaced it meanwhile.
                }
            }
        }
    }

    /// Writes the session, where what is kept now is what is expected.
    async fn write(&self, session: &StoredSession, expected: Expected) -> Result<Replaced, StoreError> {
        if session.key() != self.key {
            return Err(StoreError::Io(
                "this store keeps another user's session".to_owned(),
            ));
        }
        loop {
            let contents = match self.kept.read().await {
                // What could not be used has been put aside; what is saved now begins a new file.
                Err(StoreError::Corrupt { .. } | StoreError::Newer { .. }) => Contents::default(),
                read => read?,
            };
            let seen = self.circumstances(&contents);
            let way = self.kept.way(seen.0, seen.1).await?;
            let in_memory = matches!(way, Way::Memory);
            let (this, session) = (Self::new(self.kept.clone(), self.key.clone()), session.clone());
            let expected = expected.clone();
            let done = self
                .kept
                .change(move |contents| {
                    if this.circumstances(contents) != seen {
                        return Ok(None);
                    }
                    if let Expected::Exactly(before) = expected
                        && let Ok(now) = this.as_it_is(contents, &way)
                        && now.as_ref().map(|now| &now.pair) != before.as_ref()
                    {
                        return Ok(Some(Replaced::No(now.map(Box::new))));
                    }
                    if let Some(value) = place(&session, &way)? {
                        contents.put(&this.key, value);
                    } else {
                        contents.remove(&this.key);
                        this.kept.memory().insert(this.key.clone(), session);
                    }
                    if let Way::Sealed(key) = &way {
                        // Now that the key is there, none need stay plain.
                        contents.seal_all(key);
                    }
                    Ok(Some(Replaced::Yes))
                })
                .await?;
            if let Some(replaced) = done {
                if !in_memory && matches!(replaced, Replaced::Yes) {
                    self.kept.memory().remove(&self.key);
                }
                return Ok(replaced);
            }
        }
    }

    /// The session as it is kept now. What cannot be read cannot be compared: then the pair at hand is the one to
    /// keep.
    fn as_it_is(&self, contents: &Contents, way: &Way) -> Result<Option<StoredSession>, String> {
        let Some(value) = contents.find(&self.key) else {
            return Ok(self.kept.memory().get(&self.key).cloned());
        };
        let mut entry = Entry::read(value)?;
        if let Way::Sealed(key) = way {
            entry.open(key).ok_or("it does not open")?;
        }
        entry.session().map(Some)
    }

    /// What the way of keeping depends on: the user's choice, and whether the session is sealed already.
    fn circumstances(&self, contents: &Contents) -> (Option<crate::Protection>, bool) {
        let sealed = contents.find(&self.key).is_some_and(entry::is_sealed);
        (contents.chosen(), sealed)
    }

    async fn forget(&self) -> Result<(), StoreError> {
        self.kept.memory().remove(&self.key);
        let key = self.key.clone();
        self.kept
            .change(move |contents| {
                if let Some(entry) = contents.find(&key).cloned() {
                    contents.remember_address(&entry);
                }
                contents.remove(&key);
                Ok(())
            })
            .await
    }
}

impl SessionStore for OneSession {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        Box::pin(self.read())
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        Box::pin(async { self.write(session, Expected::Anything).await.map(drop) })
    }

    fn replace<'a>(
        &'a self,
        before: Option<&'a TokenPair>,
        session: &'a StoredSession,
    ) -> StoreFuture<'a, Replaced> {
        Box::pin(self.write(session, Expected::Exactly(before.cloned())))
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        Box::pin(self.forget())
    }

    fn hold(&self) -> StoreFuture<'_, Hold> {
        Box::pin(async {
            let held = self.kept.session_lock(&self.key).await?;
            Ok(Hold::until_dropped(held))
        })
    }
}
