//! The worker: the pipeline as the app has it, with its store on disk, and many loops that make calls.

mod calls;
mod seat;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result};
use latchkey_keeping::{Kept, KeyError, KeySource, Keys, PlainFile, SealingKey};
use latchkey_pipeline::{
    EndReason, Observer, Profile, SessionEnded, SessionView, Sessions,
    description::{Kind, OnServerError, TimeOuts, Unauthorized},
};
use tokio::{sync::watch, task::JoinSet};

use crate::{
    relay::{CALM, USERS},
    wire::{self, Account, Outcome, now, say},
};
use seat::Seat;

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Options {
    /// The server, without a slash at the end.
    url: String,
    /// An empty folder for the store.
    #[arg(long)]
    folder: PathBuf,
    /// For how long calls are begun, in milliseconds.
    #[arg(long)]
    millis: u64,
    /// How many loops make calls, for each of the two users.
    #[arg(long)]
    concurrency: u64,
    /// How long a loop rests after a call, in milliseconds: between half of it and one and a half.
    #[arg(long)]
    pause_ms: u64,
    /// Every time-out of the profile, in milliseconds.
    #[arg(long)]
    time_out_ms: u64,
}

/// How often the number of tasks is told.
const COUNT: Duration = Duration::from_secs(1);

/// Makes calls for as long as it is told to, then waits for those under way.
pub(crate) async fn run(options: Options) -> Result<()> {
    let profile = profile(&options)?;
    let key = SealingKey::generate().context("the system has no randomness for a key")?;
    let heard = Arc::new(Heard::default());
    let sessions = Sessions::new(store(&options.folder, &key), heard.clone());
    let seats = USERS.map(|user| Seat::new(sessions.clone(), profile.clone(), user, &heard));
    let watching = [
        tokio::spawn(wire::watch_for_stalls(|from, to| {
            say(&Account::Stall { from, to });
        })),
        tokio::spawn(count_tasks()),
    ];
    let sitting = seats.clone().map(|seat| tokio::spawn(seat.keep_signed_in()));
    let (over, until) = watch::channel(false);
    let mut loops = JoinSet::new();
    for number in 0..options.concurrency {
        for seat in &seats {
            loops.spawn(calls::make(seat.clone(), number, options.pause_ms, until.clone()));
        }
    }
    tokio::time::sleep(Duration::from_millis(options.millis)).await;
    over.send_replace(true);
    let mut begun = 0;
    while let Some(done) = loops.join_next().await {
        begun += done.context("a loop stopped")?;
    }
    // From here on nothing fails: everybody comes to rest, and what is on disk then must be as good as what is in memory.
    calm(&options.url).await?;
    for seat in &seats {
        begun += calls::until_one_succeeds(seat).await;
    }
    for task in sitting.into_iter().chain(watching) {
        task.abort();
    }
    drop((seats, sessions));
    let taken_up = take_up(&options.folder, &key).await;
    begun += u64::try_from(taken_up.len())?;
    let taken_up = taken_up.iter().filter(|outcome| **outcome == Outcome::Succeeded);
    say(&Account::Done {
        begun,
        taken_up: u64::try_from(taken_up.count())?,
    });
    Ok(())
}

/// Tells the server that the faults are over; at the moment it may refuse connections.
async fn calm(url: &str) -> Result<()> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let mut told = client.get(format!("{url}{CALM}")).send().await;
    for _ in 0..100 {
        if told.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        told = client.get(format!("{url}{CALM}")).send().await;
    }
    told?.error_for_status()?;
    Ok(())
}

/// The default profile, as one would write it for a server like this.
fn profile(options: &Options) -> Result<Profile> {
    let mut description = Kind::HeaderPair.description("soak", "Soak", &options.url);
    // By default a server error that stays, and a 401 with a code that nobody knows, end the session. Both are made
    // here on the way, by others than the server.
    description.refresh.on_server_error = OnServerError::Keep;
    description.refusals.unauthorized = Unauthorized::Return;
    description.timeouts = TimeOuts {
        connect_ms: options.time_out_ms,
        answer_ms: options.time_out_ms,
        idle_ms: options.time_out_ms,
        refresh_ms: options.time_out_ms,
        peek_ms: options.time_out_ms,
    };
    Profile::new(description).map_err(|problems| anyhow::anyhow!("{problems:?}"))
}

/// One file, sealed, as the app and the command line have it.
fn store(folder: &Path, key: &SealingKey) -> Arc<Kept> {
    let keys = Keys::From(Arc::new(Held(key.clone())));
    Arc::new(Kept::open(folder, Arc::new(PlainFile::new(folder)), keys))
}

/// A keychain that has one key.
struct Held(SealingKey);

impl KeySource for Held {
    fn find(&self) -> Result<Option<SealingKey>, KeyError> {
        Ok(Some(self.0.clone()))
    }

    fn keep(&self, _: &SealingKey) -> Result<(), KeyError> {
        Err(KeyError::Refused("there is a key already".to_owned()))
    }
}

/// What the pipelines tell. Counts ends, to wake those who sign in again.
pub(crate) struct Heard {
    pub(crate) ends: watch::Sender<u64>,
}

impl Default for Heard {
    fn default() -> Self {
        Self {
            ends: watch::Sender::new(0),
        }
    }
}

impl Observer for Heard {
    fn session_changed(&self, session: &SessionView) {
        if let Some(problem) = &session.store_problem {
            say(&Account::NotStored {
                problem: problem.clone(),
            });
        }
    }

    fn session_ended(&self, ended: &SessionEnded) {
        // Signing in anew ends nothing here: it waits for the end.
        if ended.reason != EndReason::SignedOut {
            let user = ended.key.as_ref().map(|key| key.user.clone());
            say(&Account::Ended {
                user: user.unwrap_or_default(),
                at: now(),
                reason: format!("{:?}", ended.reason),
            });
        }
        self.ends.send_modify(|ends| *ends += 1);
    }
}

async fn count_tasks() {
    let metrics = tokio::runtime::Handle::current().metrics();
    loop {
        let alive = u64::try_from(metrics.num_alive_tasks()).unwrap_or(u64::MAX);
        say(&Account::Tasks { alive });
        tokio::time::sleep(COUNT).await;
    }
}

/// As after a restart: what is on disk is taken up, and makes one call for each user.
async fn take_up(folder: &Path, key: &SealingKey) -> Vec<Outcome> {
    let sessions = Sessions::new(store(folder, key), Arc::new(()));
    sessions.restore(None).await;
    let mut outcomes = Vec::new();
    for session in sessions.list() {
        let Some(pipeline) = sessions.pipeline(&session.key()) else {
            continue;
        };
        let id = format!("restart-{}", outcomes.len());
        let call = calls::call(&pipeline, &session.user, id, 0).await;
        outcomes.push(call.outcome.clone());
        say(&Account::Call(call));
    }
    outcomes
}
