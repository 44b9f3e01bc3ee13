//! Every order in which the pipeline's tasks can go on, as far as shuttle gets.
//!
//! The whole pipeline runs as it is, on shuttle's locks and tasks, against a server and a disk in memory: two
//! processes, with calls, refreshes, expiries, sign-outs and sign-ins that start at once. Each execution is another
//! order, by chance or by probabilistic concurrency testing, which looks for orders that take few but rare switches.
//! Should everybody wait for somebody, shuttle says so: no waiter is left behind.
//!
//! `LATCHKEY_EXPLORE_ORDERS` says how many orders each test tries, new ones each time. Without it, the orders are few
//! and the same each time: a rare find must not stop an unrelated change.

mod disk;
pub(crate) mod outside;
mod server;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use latchkey_profile::{Kind, OnServerError, ProactiveFrom};
use shuttle::{
    Config, MaxSteps, Runner,
    rand::Rng as _,
    scheduler::{PctScheduler, RandomScheduler},
};

use self::{disk::SharedDisk, server::Server};
use crate::{
    clock::ManualClock,
    error::Error,
    pipeline::{Credentials, Pipeline},
    profile::Profile,
    request::ApiRequest,
    session::{EndReason, Observer, SessionEnded, SessionView},
};

/// So many, that the whole takes a few seconds.
const ORDERS: usize = 150;
/// How many rare switches the second scheduler looks for.
const DEPTH: usize = 3;

/// What may happen at once.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Act {
    Call,
    Cancelled,
    RefreshNow,
    Expire,
    Look,
    /// Takes up what is stored, as those do who look for other processes' sessions.
    TakeUp,
    SignOut,
    SignIn,
}

#[derive(Default)]
struct Events {
    begun: AtomicUsize,
    ended: Mutex<Vec<EndReason>>,
}

impl Observer for Events {
    fn session_changed(&self, session: &SessionView) {
        if session.refreshes == 0 && session.refresh_log.entries().is_empty() {
            self.begun.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn session_ended(&self, ended: &SessionEnded) {
        let mut all = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(ended.reason);
    }
}

struct Process {
    pipeline: Pipeline,
    clock: ManualClock,
    events: Arc<Events>,
}

impl Process {
    fn new(disk: &Arc<SharedDisk>) -> Self {
        let events = Arc::new(Events::default());
        let clock = ManualClock::at(0);
        let pipeline = Pipeline::with_clock(disk.clone(), events.clone(), Arc::new(clock.clone()));
        Self {
            pipeline,
            clock,
            events,
        }
    }

    /// As many ends were told as sessions began and stand no more.
    fn check_ends(&self) {
        let begun = self.events.begun.load(Ordering::SeqCst);
        let ended = self.events.ended.lock().unwrap().len();
        let stands = usize::from(self.pipeline.session().is_some());
        assert_eq!(begun, ended + stands, "sessions begun, and ended or standing");
    }

    fn reasons(&self) -> Vec<EndReason> {
        self.events.ended.lock().unwrap().clone()
    }
}

fn profile() -> Profile {
    let mut description = Kind::AtProtocol.description("explored", "Explored", "http://127.0.0.1:1");
    description.refresh.on_server_error = OnServerError::Keep;
    description.proactive.from = ProactiveFrom::Off;
    // Nothing is ever connected; this spares each execution the system's certificates.
    description.tls.verify = false;
    Profile::new(description).unwrap()
}

fn credentials() -> Credentials {
    Credentials::new("ada", "password")
}

/// Tries many orders of what `scene` does.
fn in_every_order(scene: impl Fn() + Send + Sync + Clone + 'static) {
    let wanted = std::env::var("LATCHKEY_EXPLORE_ORDERS").ok();
    let wanted = wanted.and_then(|text| text.parse().ok());
    let (chance, rare) = match wanted {
        Some(orders) => (RandomScheduler::new(orders), PctScheduler::new(DEPTH, orders)),
        None => (
            RandomScheduler::new_from_seed(1, ORDERS),
            PctScheduler::new_from_seed(1, DEPTH, ORDERS),
        ),
    };
    let mut config = Config::new();
    config.stack_size = 1024 * 1024;
    config.max_steps = MaxSteps::FailAfter(200_000);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let by_chance = Runner::new(chance, config.clone()).run(scene.clone());
    let rare = Runner::new(rare, config).run(scene);
    println!("{} orders", by_chance + rare);
}

/// One execution: a session on disk, an expired token, and `acts` all at once, each in the process of that number.
async fn scene(acts: &[(usize, Act)], faults: bool) {
    outside::begin();
    let server = Server::start(faults);
    let disk = Arc::new(SharedDisk::default());
    let processes = [Process::new(&disk), Process::new(&disk)];
    processes[0]
        .pipeline
        .sign_in(profile(), credentials())
        .await
        .unwrap();
    processes[1].pipeline.restore().await.unwrap();
    server.expire();
    let acting: Vec<_> = acts
        .iter()
        .map(|(p, act)| {
            let (pipeline, server) = (processes[*p].pipeline.clone(), server.clone());
            // Counted too: one that is aborted may have a step left to go.
            outside::spawn(carry_out(*act, pipeline, server, faults))
        })
        .collect();
    for (acting, (_, act)) in acting.into_iter().zip(acts) {
        if *act == Act::Cancelled {
            acting.abort();
        } else {
            acting.await.unwrap();
        }
    }
    outside::all_done().await;
    check(&server, &disk, &processes, acts, faults);
    server.heal();
    for process in &processes {
        // The pause after a refresh that failed is over.
        process.clock.advance(Duration::from_secs(31));
        if process.pipeline.session().is_some() {
            // Whatever happened, whoever is still signed in can go on, or learns that the session is over.
            let last = process.pipeline.call(ApiRequest::new("GET", "/last")).await;
            let over = process.pipeline.session().is_none();
            assert!(last.is_ok() || over, "{last:?}");
        }
    }
    outside::all_done().await;
    check(&server, &disk, &processes, acts, faults);
}

async fn carry_out(act: Act, pipeline: Pipeline, server: Arc<Server>, faults: bool) {
    match act {
        Act::Call | Act::Cancelled => match pipeline.call(ApiRequest::new("GET", "/it")).await {
            Ok(answer) => assert_eq!(answer.status.as_u16(), 200),
            Err(failed) => match failed.error {
                Error::SignedOut | Error::SessionEnded(_) => {}
                Error::RefreshUnavailable(_) | Error::RefreshCoolDown { .. } if faults => {}
                other => panic!("a call failed: {other}"),
            },
        },
        Act::RefreshNow => drop(pipeline.refresh_now().await),
        Act::Expire => server.expire(),
        Act::Look => pipeline.look_elsewhere().await,
        Act::TakeUp => drop(pipeline.restore().await.unwrap()),
        Act::SignOut => drop(pipeline.sign_out().await),
        Act::SignIn => drop(pipeline.sign_in(profile(), credentials()).await.unwrap()),
    }
}

fn check(server: &Server, disk: &SharedDisk, processes: &[Process; 2], acts: &[(usize, Act)], faults: bool) {
    server.with(|known| assert_eq!(known.broken, [] as [String; 0]));
    processes.iter().for_each(Process::check_ends);
    let happens = |wanted| acts.iter().any(|(_, act)| *act == wanted);
    let only_calls = acts
        .iter()
        .all(|(_, act)| matches!(act, Act::Call | Act::Cancelled));
    if only_calls && !faults {
        let refreshes = server.with(|known| known.refreshes);
        // All calls may be cancelled before they are sent.
        assert!(
            refreshes == 1 || refreshes == 0 && !happens(Act::Call),
            "{refreshes} refreshes"
        );
    }
    if !faults && !happens(Act::Expire) {
        let reasons = processes.iter().flat_map(Process::reasons);
        for reason in reasons {
            let by_hand = matches!(reason, EndReason::SignedOut | EndReason::SignedOutElsewhere);
            assert!(
                by_hand && (happens(Act::SignOut) || happens(Act::SignIn)),
                "{reason:?}"
            );
        }
    }
    if !faults && let Some(kept) = disk.now() {
        assert!(
            !server.is_spent(kept.pair.refresh.expose()),
            "a spent token is kept after {acts:?}"
        );
    }
    if happens(Act::SignOut) && !happens(Act::SignIn) {
        assert!(disk.now().is_none(), "a session is kept after the sign-out");
        let signed_out = acts.iter().find(|(_, act)| *act == Act::SignOut).map(|(p, _)| *p);
        let process = &processes[signed_out.unwrap_or_default()];
        assert!(
            process.pipeline.session().is_none(),
            "a session stands after the sign-out"
        );
    }
}

#[test]
fn c1_calls_in_any_order_share_one_refresh() {
    in_every_order(|| {
        shuttle::future::block_on(async {
            scene(&[(0, Act::Call), (0, Act::Call), (0, Act::Call)], false).await;
        });
    });
}

#[test]
fn c6_c7_a_cancelled_call_in_any_order_takes_nothing_with_it() {
    in_every_order(|| {
        shuttle::future::block_on(async {
            scene(&[(0, Act::Call), (0, Act::Cancelled), (0, Act::Cancelled)], false).await;
        });
    });
}

#[test]
fn c10_two_processes_in_any_order_share_one_refresh() {
    in_every_order(|| {
        shuttle::future::block_on(async {
            let calls = [
                (0, Act::Call),
                (1, Act::Call),
                (0, Act::Call),
                (1, Act::RefreshNow),
            ];
            scene(&calls, false).await;
        });
    });
}

#[test]
fn o1_o2_a_sign_out_in_any_order_wins() {
    in_every_order(|| {
        shuttle::future::block_on(async {
            let acts = [
                (0, Act::Call),
                (0, Act::SignOut),
                (1, Act::Call),
                (0, Act::RefreshNow),
            ];
            scene(&acts, false).await;
        });
    });
}

#[test]
fn o1_what_is_signed_out_of_in_any_order_is_not_taken_up_again() {
    in_every_order(|| {
        shuttle::future::block_on(async {
            let acts = [
                (0, Act::SignOut),
                (0, Act::TakeUp),
                (0, Act::Call),
                (0, Act::TakeUp),
            ];
            scene(&acts, false).await;
        });
    });
}

#[test]
fn o3_a_sign_in_in_any_order_keeps_its_session() {
    in_every_order(|| {
        shuttle::future::block_on(async {
            let acts = [(0, Act::Call), (0, Act::SignIn), (1, Act::Call), (0, Act::SignIn)];
            scene(&acts, false).await;
        });
    });
}

/// Acts by chance: what nobody thought of.
fn anything(faults: bool) {
    const ALL: [Act; 8] = [
        Act::Call,
        Act::Cancelled,
        Act::RefreshNow,
        Act::Expire,
        Act::Look,
        Act::TakeUp,
        Act::SignOut,
        Act::SignIn,
    ];
    in_every_order(move || {
        shuttle::future::block_on(async move {
            let mut chance = shuttle::rand::thread_rng();
            let acts: Vec<_> = (0..chance.gen_range(2..6))
                .map(|_| (chance.gen_range(0..2), ALL[chance.gen_range(0..ALL.len())]))
                .collect();
            scene(&acts, faults).await;
        });
    });
}

#[test]
fn anything_in_any_order_keeps_every_promise() {
    anything(false);
}

#[test]
fn c5_lost_answers_in_any_order_leave_nobody_waiting() {
    anything(true);
}
