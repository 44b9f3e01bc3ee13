//! Latchkey's pipeline, as the app uses it, with its session kept in memory.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::Result;
use latchkey_pipeline::{
    ApiRequest, Body, Credentials, EndReason, MemoryStore, Observer, Pipeline, Profile, SessionEnded,
    SessionView,
    clock::{Clock, Sleep, SystemClock},
};

use super::{Contender, MOST, USER, Upload};

#[derive(Clone)]
pub(super) struct Latchkey {
    pipeline: Pipeline,
    profile: Profile,
    heard: Arc<Heard>,
    clock: Arc<HurriedClock>,
}

impl Latchkey {
    pub(super) fn new(url: &str) -> Result<Self> {
        let heard = Arc::new(Heard::default());
        let clock = Arc::new(HurriedClock::default());
        Ok(Self {
            pipeline: Pipeline::with_clock(Arc::new(MemoryStore::default()), heard.clone(), clock.clone()),
            profile: Profile::header_pair("bench", "Bench", url, false)?,
            heard,
            clock,
        })
    }

    async fn outcome(&self, request: ApiRequest) -> bool {
        let Ok(mut answer) = self.pipeline.call(request).await else {
            return false;
        };
        answer.status == 200 && answer.bytes(MOST).await.is_ok()
    }
}

impl Contender for Latchkey {
    async fn sign_in(&self) -> Result<()> {
        let credentials = Credentials::new(USER.0, USER.1);
        self.pipeline.sign_in(self.profile.clone(), credentials).await?;
        Ok(())
    }

    async fn call(&self) -> bool {
        self.outcome(ApiRequest::new("GET", "/api/me")).await
    }

    async fn upload(&self, body: Upload<'_>) -> bool {
        let body = match body {
            Upload::Memory(bytes) => Body::bytes(None, bytes.clone()),
            Upload::File(path) => match Body::file(path).await {
                Ok(body) => body,
                Err(_) => return false,
            },
        };
        self.outcome(ApiRequest::new("POST", "/api/upload").with_body(body))
            .await
    }

    fn signed_in(&self) -> bool {
        self.pipeline.session().is_some()
    }

    fn sign_outs(&self) -> u64 {
        self.heard.ended.load(Relaxed)
    }

    fn forget_refreshes(&self) {
        *self.heard.lock() = None;
    }

    fn first_refresh(&self) -> Option<Instant> {
        *self.heard.lock()
    }

    fn wait_out_pause(&self) {
        self.clock.skip(Duration::from_mins(1));
    }
}

/// When the session's tokens changed first.
#[derive(Default)]
struct Heard {
    changed: Mutex<Option<Instant>>,
    ended: AtomicU64,
}

impl Heard {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Heard {
    fn session_changed(&self, _: &SessionView) {
        self.lock().get_or_insert_with(Instant::now);
    }

    fn session_ended(&self, ended: &SessionEnded) {
        // Signing in anew ends the session before by the user's own will.
        let by_itself = ended.reason != EndReason::SignedOut;
        self.ended.fetch_add(u64::from(by_itself), Relaxed);
    }
}

/// The system's clock, whose stop-watch can be set forward: the pause after a failed refresh is a second or more, and
/// a thousand expiries would take as many.
#[derive(Default)]
struct HurriedClock {
    system: SystemClock,
    skipped_ms: AtomicU64,
}

impl HurriedClock {
    fn skip(&self, time: Duration) {
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.skipped_ms.fetch_add(ms, Relaxed);
    }
}

impl Clock for HurriedClock {
    fn wall_ms(&self) -> i64 {
        self.system.wall_ms()
    }

    fn elapsed(&self) -> Duration {
        let skipped = self.skipped_ms.load(Relaxed);
        self.system.elapsed() + Duration::from_millis(skipped)
    }

    fn sleep(&self, time: Duration) -> Sleep {
        self.system.sleep(time)
    }
}
