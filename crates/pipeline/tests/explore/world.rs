//! Carries a schedule out.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, atomic::Ordering},
    time::Duration,
};

use latchkey_pipeline::{
    Profile,
    clock::{Clock, ManualClock},
    description::{Kind, OnServerError, ProactiveFrom},
};
use tokio::runtime::Runtime;

use crate::{
    invariants,
    ledger::{Id, Ledger},
    op::{Op, Setup},
    process::{self, Done, Process},
    server::{BEGAN_S, Server},
    store::Disk,
};

/// How many rounds without any event make a standstill, in which only the clock can move things on.
const STANDSTILL: usize = 8;
/// How long everything may take on the stopped clock: many times the longest time-out.
const PATIENCE: Duration = Duration::from_mins(30);

pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) processes: [Process; 2],
    pub(crate) disk: Arc<Disk>,
    pub(crate) profile: Profile,
    /// Sessions that a sign-out has ended, by family.
    pub(crate) signed_out: BTreeSet<usize>,
    /// Users whose session was signed out of, or signed in to anew, somewhere.
    pub(crate) left: [bool; 2],
    clock: ManualClock,
    server_runtime: Runtime,
}

/// Carries out a schedule; the error says which promise was broken.
pub(crate) fn run(setup: Setup, ops: &[Op]) -> Result<(), String> {
    let mut world = World::new(setup);
    world.carry_out(Op::SignIn { p: 0, u: 0 })?;
    world.carry_out(Op::Settle)?;
    for op in ops {
        if setup.faults || !op.is_fault() {
            world.carry_out(*op)?;
            invariants::always(&world)?;
        }
    }
    world.heal();
    world.settle()?;
    invariants::at_rest(&world)?;
    world.still_works()
}

impl World {
    fn new(setup: Setup) -> Self {
        let clock = ManualClock::at(BEGAN_S * 1000);
        let ledger = Arc::new(Mutex::new(Ledger::new(!setup.keeps)));
        let server_runtime = process::runtime();
        let (server, url) = Server::start(&server_runtime, ledger.clone(), clock.clone(), setup.json);
        let kind = if setup.json {
            Kind::AtProtocol
        } else {
            Kind::HeaderPair
        };
        let mut description = kind.description("explored", "Explored", &url);
        description.refresh.on_server_error = if setup.keeps {
            OnServerError::Keep
        } else {
            OnServerError::End
        };
        description.proactive.from = if setup.proactive {
            ProactiveFrom::Token
        } else {
            ProactiveFrom::Off
        };
        // There is no TLS on loopback; this spares each sign-in the system's certificates.
        description.tls.verify = false;
        let disk = Disk::new(ledger);
        let processes = [Process::start(&disk, &clock), Process::start(&disk, &clock)];
        Self {
            server,
            processes,
            disk,
            profile: Profile::new(description).unwrap(),
            signed_out: BTreeSet::new(),
            left: [false; 2],
            clock,
            server_runtime,
        }
    }

    fn carry_out(&mut self, op: Op) -> Result<(), String> {
        match op {
            Op::Call { p, u, slow } => {
                self.processes[p].call(&self.profile, u, if slow { "/slow" } else { "/quick" });
            }
            Op::Cancel { p, nth } => {
                if let Some(task) = self.processes[p].running.get(nth) {
                    task.abort();
                }
            }
            Op::SignIn { p, u } => {
                self.left[u] = true;
                self.processes[p].sign_in(&self.profile, u);
            }
            Op::SignOut { p, u } | Op::SignOutEverywhere { p, u } => {
                self.left[u] = true;
                let everywhere = matches!(op, Op::SignOutEverywhere { .. });
                self.processes[p].sign_out(&self.profile, u, everywhere);
            }
            Op::RefreshNow { p, u } => self.processes[p].refresh_now(&self.profile, u),
            Op::KeepAlive { p, u } => self.processes[p].keep_alive(&self.profile, u),
            Op::LookElsewhere { p } => self.processes[p].look_elsewhere(),
            Op::Kill { p } => self.kill(p),
            Op::Expire { u } => {
                let mut ledger = self.server.ledger();
                ledger.expire(u);
                // A call on its way may find that the token it was refreshed with has expired again.
                ledger.may_end[u] |= self.processes.iter().any(|process| !process.running.is_empty());
            }
            Op::Invalidate { u } => self.server.ledger().invalidate(u),
            Op::Revoke { u } => self.server.ledger().revoke(u),
            Op::Fault(fault) => self.server.ledger().faults.push_back(fault),
            Op::HoldRefreshes(held) => drop(self.server.refreshes_held.send_replace(held)),
            Op::HoldSlow(held) => drop(self.server.slow_held.send_replace(held)),
            Op::StoreFails(fails) => self.disk.fails.store(fails, Ordering::SeqCst),
            Op::Advance { ms } => self.advance(Duration::from_millis(ms)),
            Op::SetWall { seconds } => {
                self.clock.set_wall_ms(self.clock.wall_ms() + seconds * 1000);
            }
            Op::Run { who: 2, ticks } => process::run(&self.server_runtime, ticks),
            Op::Run { who, ticks } => self.processes[who].run(ticks),
            Op::Settle => {
                self.settle()?;
                invariants::at_rest(self)?;
            }
        }
        self.collect()
    }

    /// What is under way may run out of time: then nobody knows what the server did.
    fn advance(&mut self, time: Duration) {
        if time >= Duration::from_secs(5) {
            self.excuse_unknown();
            if self.clock.sleepers() > 0 {
                // A refresh may be given up here that the server has yet to receive.
                self.server.ledger().excuse_live();
            }
        }
        self.clock.advance(time);
    }

    fn excuse_unknown(&self) {
        let known = self.known();
        self.server.ledger().excuse_unknown(&known);
    }

    /// The pairs that a process, or the disk, has got.
    fn known(&self) -> BTreeSet<Id> {
        let ledger = self.server.ledger();
        let had = self
            .processes
            .iter()
            .flat_map(|process| process.had(|print| ledger.named(print)));
        let kept = self.disk.all();
        let kept = kept
            .iter()
            .filter_map(|session| ledger.refresh_id(session.pair.refresh.expose()));
        had.chain(kept).collect()
    }

    fn kill(&mut self, p: usize) {
        // What only this process has is lost with it, unless it is on disk.
        let known: BTreeSet<Id> = {
            let ledger = self.server.ledger();
            let other = self.processes[1 - p].had(|print| ledger.named(print));
            let kept = self.disk.all();
            let kept = kept
                .iter()
                .filter_map(|session| ledger.refresh_id(session.pair.refresh.expose()));
            other.into_iter().chain(kept).collect()
        };
        self.server.ledger().excuse_unknown(&known);
        if self.clock.sleepers() > 0 {
            // It may have sent a refresh that the server has yet to receive: nobody will hear of the answer.
            self.server.ledger().excuse_live();
        }
        self.processes[p] = Process::start(&self.disk, &self.clock);
    }

    /// Looks at the tasks that have come to their end.
    fn collect(&mut self) -> Result<(), String> {
        for p in 0..2 {
            for done in self.processes[p].finished() {
                self.server.ledger().events += 1;
                match done? {
                    Done::Call { shown, .. } | Done::Other(shown) => invariants::no_token_in(&shown)?,
                    Done::SignedOut { refresh } => {
                        let ledger = self.server.ledger();
                        let id = refresh.and_then(|print| ledger.named(&print));
                        self.signed_out.extend(id.map(|id| id.family));
                    }
                }
            }
        }
        Ok(())
    }

    /// Everybody goes on until nothing is left to do; where only time can help, time goes by.
    fn settle(&mut self) -> Result<(), String> {
        let began = self.clock.elapsed();
        let (mut before, mut still) = (u64::MAX, 0);
        loop {
            for _ in 0..2 {
                process::run(&self.server_runtime, 6);
                self.processes[0].run(6);
                self.processes[1].run(6);
            }
            self.collect()?;
            let now = self.server.ledger().events;
            still = if now == before { still + 1 } else { 0 };
            before = now;
            if still < STANDSTILL {
                continue;
            }
            let running: usize = self.processes.iter().map(|process| process.running.len()).sum();
            if running == 0 && self.clock.sleepers() == 0 {
                return Ok(());
            }
            if self.clock.elapsed().saturating_sub(began) > PATIENCE {
                return Err(format!(
                    "{running} tasks hang, {} sleepers wait",
                    self.clock.sleepers()
                ));
            }
            self.advance(Duration::from_millis(2_500));
            still = 0;
        }
    }

    /// From now on nothing fails.
    fn heal(&mut self) {
        self.server.ledger().faults.clear();
        self.server.refreshes_held.send_replace(false);
        self.server.slow_held.send_replace(false);
        self.disk.fails.store(false, Ordering::SeqCst);
    }

    /// Whoever is signed in can call, or learns that the session is over for a reason.
    fn still_works(&mut self) -> Result<(), String> {
        self.advance(Duration::from_secs(31));
        for p in 0..2 {
            for u in 0..2 {
                let signed_in = |process: &Process, profile: &Profile| {
                    process
                        .pipeline(profile, u)
                        .is_some_and(|pipeline| pipeline.session().is_some())
                };
                if !signed_in(&self.processes[p], &self.profile) {
                    continue;
                }
                self.processes[p].call(&self.profile, u, "/quick");
                let mut answered = None;
                for _ in 0..10_000 {
                    process::run(&self.server_runtime, 6);
                    self.processes[p].run(6);
                    if let Some(done) = self.processes[p].finished().pop() {
                        answered = Some(done?);
                        break;
                    }
                }
                match answered {
                    Some(Done::Call {
                        status: Some(200), ..
                    }) => {}
                    Some(Done::Call { shown, .. }) if !signed_in(&self.processes[p], &self.profile) => {
                        invariants::no_token_in(&shown)?;
                    }
                    Some(Done::Call { status, shown }) => {
                        return Err(format!(
                            "at the end a call of a session that stands fails: {status:?} {shown}"
                        ));
                    }
                    _ => return Err("at the end a call hangs".to_owned()),
                }
            }
        }
        self.settle()?;
        invariants::always(self)?;
        invariants::at_rest(self)
    }
}
