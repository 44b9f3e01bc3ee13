//! Compares what the worker tells of each call with what the server tells, and each end of a session with its cause.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::{
    fault::Fault,
    wire::{Account, Call, Ledger, Outcome, Renewal, Trouble},
};

/// How far two clocks of one computer, and the words about them, may be apart, in milliseconds.
const SLACK: u64 = 500;
/// The longest pause after a failed refresh, in milliseconds.
const LONGEST_PAUSE: u64 = 30_000;
/// How many of what went wrong are kept word for word.
const KEPT: usize = 20;

/// What is known so far.
#[derive(Default)]
pub(super) struct Judge {
    calls: VecDeque<Call>,
    requests: HashMap<String, Requests>,
    users: BTreeMap<String, History>,
    outages: VecDeque<(u64, u64)>,
    stalls: VecDeque<(u64, u64)>,
    ends: VecDeque<End>,
    pub(super) counts: Counts,
    /// Calls that nothing explains.
    pub(super) lost: Vec<String>,
    /// Ends of sessions that could have lived.
    pub(super) wrong_ends: Vec<String>,
}

/// How often what happened.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) calls: u64,
    pub(super) succeeded: u64,
    /// Calls that failed, by what became of them.
    pub(super) failed: BTreeMap<Outcome, u64>,
    pub(super) lost: u64,
    pub(super) carried_out_twice: u64,
    pub(super) faults: BTreeMap<Fault, u64>,
    pub(super) refresh_faults: BTreeMap<Fault, u64>,
    pub(super) refreshes: u64,
    pub(super) renewed: u64,
    pub(super) sign_ins: u64,
    pub(super) outages: u64,
    pub(super) stalls: u64,
    pub(super) wrong_ends: u64,
    pub(super) unavoidable_ends: u64,
    pub(super) not_stored: u64,
}

/// The requests of one call, as the server saw them.
#[derive(Default)]
struct Requests {
    /// What the last of them met.
    last: Option<Fault>,
    /// How often it was carried out.
    carried_out: u32,
}

/// The refreshes and the gaps of one user.
#[derive(Default)]
struct History {
    refreshes: VecDeque<Refresh>,
    /// Refusals of tokens whose successors were lost, that no end has been put down to yet.
    losses: VecDeque<u64>,
    /// From an end to the next sign-in.
    gaps: VecDeque<(u64, Option<u64>)>,
}

struct Refresh {
    number: u64,
    met: u64,
    fault: Option<Fault>,
    /// When the practice API renewed the pair.
    renewed: Option<u64>,
}

struct End {
    user: String,
    at: u64,
    reason: String,
}

impl Judge {
    pub(super) fn server(&mut self, line: Ledger) {
        match line {
            Ledger::Listens { .. } => {}
            Ledger::Met { call, fault } => {
                self.count_fault(fault);
                self.requests.entry(call).or_default().last = fault;
            }
            Ledger::RefusalMet { call, fault } => {
                self.count_fault(Some(fault));
                self.requests.entry(call).or_default().last = Some(fault);
            }
            Ledger::Answered { call, status } => {
                self.requests.entry(call).or_default().carried_out += u32::from(status != 401);
            }
            Ledger::RefreshMet {
                user,
                number,
                at,
                fault,
            } => {
                self.counts.refreshes += 1;
                if let Some(fault) = fault {
                    *self.counts.refresh_faults.entry(fault).or_default() += 1;
                }
                self.user(user).refreshes.push_back(Refresh {
                    number,
                    met: at,
                    fault,
                    renewed: None,
                });
            }
            Ledger::RefreshAnswered {
                user,
                number,
                at,
                renewal,
            } => match renewal {
                Renewal::Granted => {
                    self.counts.renewed += 1;
                    let mut refreshes = self.user(user).refreshes.iter_mut().rev();
                    if let Some(refresh) = refreshes.find(|refresh| refresh.number == number) {
                        refresh.renewed = Some(at);
                    }
                }
                Renewal::Refused { lost: true } => self.user(user).losses.push_back(at),
                Renewal::Refused { lost: false } => {}
            },
            Ledger::Outage { from, to } => {
                self.counts.outages += 1;
                self.outages.push_back((from, to));
            }
            Ledger::Stall { from, to } => self.stall(from, to),
        }
    }

    pub(super) fn worker(&mut self, line: Account) {
        match line {
            Account::Call(call) => self.calls.push_back(call),
            Account::Ended { user, at, reason } => {
                self.user(user.clone()).gaps.push_back((at, None));
                self.ends.push_back(End { user, at, reason });
            }
            Account::SignedIn { user, at } => {
                self.counts.sign_ins += 1;
                if let Some((_, to)) = self.user(user).gaps.back_mut() {
                    to.get_or_insert(at);
                }
            }
            Account::NotStored { .. } => self.counts.not_stored += 1,
            Account::Stall { from, to } => self.stall(from, to),
            Account::Tasks { .. } | Account::Done { .. } => {}
        }
    }

    /// Judges what was over before `until`, and forgets what nothing can refer to any more.
    pub(super) fn settle(&mut self, until: u64) {
        while self.ends.front().is_some_and(|end| end.at < until) {
            if let Some(end) = self.ends.pop_front() {
                self.judge_end(end);
            }
        }
        // Calls are told as they end: the first is the oldest, within the slack.
        while self.calls.front().is_some_and(|call| call.ended < until) {
            if let Some(call) = self.calls.pop_front() {
                self.judge_call(&call);
            }
        }
        let old = until.saturating_sub(4 * LONGEST_PAUSE);
        let past = |pair: &(u64, u64)| pair.1 < old;
        for spans in [&mut self.outages, &mut self.stalls] {
            while spans.front().is_some_and(past) {
                spans.pop_front();
            }
        }
        for history in self.users.values_mut() {
            while history.refreshes.len() > 1 && history.refreshes[0].met < old {
                history.refreshes.pop_front();
            }
            while history
                .gaps
                .front()
                .is_some_and(|gap| gap.1.is_some_and(|to| to < old))
            {
                history.gaps.pop_front();
            }
        }
    }

    pub(super) fn in_short(&self) -> String {
        let Counts {
            calls,
            succeeded,
            lost,
            renewed,
            wrong_ends,
            unavoidable_ends,
            ..
        } = &self.counts;
        format!(
            "{calls} calls judged, {succeeded} succeeded, {lost} lost; {renewed} renewals, {wrong_ends} wrong ends, \
             {unavoidable_ends} unavoidable ones"
        )
    }

    fn count_fault(&mut self, fault: Option<Fault>) {
        if let Some(fault) = fault {
            *self.counts.faults.entry(fault).or_default() += 1;
        }
    }

    fn stall(&mut self, from: u64, to: u64) {
        self.counts.stalls += 1;
        self.stalls.push_back((from, to));
    }

    fn user(&mut self, user: String) -> &mut History {
        self.users.entry(user).or_default()
    }

    /// An end is unavoidable if the server has just refused a token because it was spent, and the answer that spent it
    /// was lost.
    fn judge_end(&mut self, end: End) {
        let history = self.users.entry(end.user.clone()).or_default();
        let before = history.losses.len();
        // The refusal may have been torn on its way, and asked for again.
        history.losses.retain(|lost| *lost > end.at + SLACK);
        let cause = history.losses.len() < before;
        if cause && end.reason == "RefreshRefused" {
            self.counts.unavoidable_ends += 1;
            return;
        }
        self.counts.wrong_ends += 1;
        if self.wrong_ends.len() < KEPT {
            let before = history.refreshes.iter().rev();
            let before = before.filter(|refresh| refresh.met <= end.at + SLACK);
            let lately: Vec<_> = before
                .take(4)
                .map(|refresh| format!("{} {:?} {:?}", refresh.met, refresh.fault, refresh.renewed))
                .collect();
            let End { user, at, reason } = end;
            self.wrong_ends.push(format!(
                "{user} at {at}: {reason}; refreshes, newest first: {lately:?}"
            ));
        }
    }

    fn judge_call(&mut self, call: &Call) {
        let requests = self.requests.remove(&call.id).unwrap_or_default();
        self.counts.calls += 1;
        let twice = requests.carried_out > 1;
        self.counts.carried_out_twice += u64::from(twice);
        let fits = if call.outcome == Outcome::Succeeded {
            requests.carried_out == 1
        } else {
            !twice && self.explains(call, requests.last)
        };
        if !fits {
            self.counts.lost += 1;
            if self.lost.len() < KEPT {
                self.lost.push(format!(
                    "{call:?}; its last request met {:?}, it was carried out {} times",
                    requests.last, requests.carried_out
                ));
            }
        } else if call.outcome == Outcome::Succeeded {
            self.counts.succeeded += 1;
        } else {
            *self.counts.failed.entry(call.outcome.clone()).or_default() += 1;
        }
    }

    /// Whether what was done to the call, or to the refresh that it needed, explains how it ended.
    fn explains(&self, call: &Call, fault: Option<Fault>) -> bool {
        let met = |spans: &VecDeque<(u64, u64)>| {
            let overlaps = |(from, to): &(u64, u64)| *from <= call.ended + SLACK && call.began <= to + SLACK;
            spans.iter().any(overlaps)
        };
        fault.is_some_and(|fault| fault.explains(&call.outcome))
            || match call.outcome {
                Outcome::Network(Trouble::Connect | Trouble::Torn) => met(&self.outages),
                Outcome::Network(Trouble::TimeOut) => met(&self.stalls),
                Outcome::RefreshFailed | Outcome::Paused => self.refresh_failed(call) || met(&self.stalls),
                Outcome::NoSession => self.users.get(&call.user).is_some_and(|history| {
                    let overlaps = |(from, to): &(u64, Option<u64>)| {
                        *from <= call.ended + SLACK && to.is_none_or(|to| call.began <= to + SLACK)
                    };
                    history.gaps.iter().any(overlaps)
                }),
                _ => false,
            }
    }

    /// Whether a refresh met a fault before the call was over, and none has brought a pair between that and the call.
    fn refresh_failed(&self, call: &Call) -> bool {
        let Some(history) = self.users.get(&call.user) else {
            return false;
        };
        let fails = |refresh: &&Refresh| refresh.fault.is_some_and(Fault::fails_a_refresh);
        let good = history.refreshes.iter().filter(|refresh| !fails(refresh));
        let since = good
            .filter(|refresh| refresh.renewed.is_some_and(|at| at + SLACK < call.began))
            .map(|refresh| refresh.met)
            .max();
        let since = since
            .unwrap_or_default()
            .max(call.began.saturating_sub(LONGEST_PAUSE + SLACK));
        let failed = history
            .refreshes
            .iter()
            .filter(fails)
            .any(|refresh| refresh.met >= since && refresh.met <= call.ended + SLACK);
        // Where connections are refused, the server does not even hear of the refresh.
        let refused = |(from, to): &(u64, u64)| *from <= call.ended + SLACK && *to >= since;
        failed || self.outages.iter().any(refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(outcome: Outcome) -> Call {
        Call {
            id: "1".to_owned(),
            user: "ada".to_owned(),
            began: 100_000,
            ended: 100_100,
            outcome,
        }
    }

    fn met(fault: Option<Fault>) -> Ledger {
        let call = "1".to_owned();
        Ledger::Met { call, fault }
    }

    fn answered(status: u16) -> Ledger {
        let call = "1".to_owned();
        Ledger::Answered { call, status }
    }

    fn refresh(number: u64, at: u64, fault: Option<Fault>) -> Ledger {
        let user = "ada".to_owned();
        Ledger::RefreshMet {
            user,
            number,
            at,
            fault,
        }
    }

    fn renewal(number: u64, at: u64, renewal: Renewal) -> Ledger {
        let user = "ada".to_owned();
        Ledger::RefreshAnswered {
            user,
            number,
            at,
            renewal,
        }
    }

    fn judged(ledger: &[Ledger], outcome: Outcome) -> Judge {
        let mut judge = Judge::default();
        for line in ledger {
            judge.server(line.clone());
        }
        judge.worker(Account::Call(call(outcome)));
        judge.settle(u64::MAX);
        assert_eq!(judge.counts.calls, 1);
        judge
    }

    fn lost(ledger: &[Ledger], outcome: Outcome) -> bool {
        judged(ledger, outcome).counts.lost == 1
    }

    #[test]
    fn a_call_that_succeeds_was_carried_out_once() {
        let refused = [met(None), answered(401), met(None), answered(200)];
        assert!(!lost(&refused, Outcome::Succeeded));
        assert!(lost(&[met(None), answered(401)], Outcome::Succeeded));
        let twice = [met(None), answered(200), met(None), answered(200)];
        assert!(lost(&twice, Outcome::Succeeded));
    }

    #[test]
    fn a_call_that_is_sent_again_after_it_was_carried_out_is_lost_whatever_it_met() {
        let torn = met(Some(Fault::TornHead));
        let outcome = || Outcome::Network(Trouble::Torn);
        assert!(!lost(&[torn.clone(), answered(200)], outcome()));
        let judge = judged(&[torn.clone(), answered(200), torn, answered(200)], outcome());
        assert_eq!((judge.counts.lost, judge.counts.carried_out_twice), (1, 1));
    }

    #[test]
    fn a_failure_has_the_fault_that_leads_to_it() {
        let stalled = [met(Some(Fault::StalledBody)), answered(200)];
        assert!(!lost(&stalled, Outcome::Network(Trouble::TimeOut)));
        assert!(lost(&stalled, Outcome::Network(Trouble::Torn)));
        assert!(lost(&[met(None)], Outcome::Network(Trouble::TimeOut)));
        assert!(lost(&[met(Some(Fault::Late))], Outcome::Status(401)));
        for nothing_explains in [Outcome::Hung, Outcome::Wrong(String::new())] {
            assert!(lost(&stalled, nothing_explains));
        }
        let outage = Ledger::Outage {
            from: 100_050,
            to: 100_350,
        };
        assert!(!lost(&[outage], Outcome::Network(Trouble::Connect)));
    }

    #[test]
    fn a_failed_refresh_explains_until_one_has_succeeded() {
        let failed = refresh(1, 99_000, Some(Fault::Slow));
        assert!(!lost(std::slice::from_ref(&failed), Outcome::Paused));
        let renewed = [
            failed,
            refresh(2, 99_100, None),
            renewal(2, 99_110, Renewal::Granted),
        ];
        assert!(lost(&renewed, Outcome::Paused));
        let harmless = refresh(3, 99_900, Some(Fault::TornBody));
        assert!(lost(&[harmless], Outcome::RefreshFailed));
    }

    #[test]
    fn an_end_is_wrong_unless_a_lost_pair_is_its_cause() {
        let ended = |ledger: &[Ledger], reason: &str| {
            let mut judge = Judge::default();
            for line in ledger {
                judge.server(line.clone());
            }
            judge.worker(Account::Ended {
                user: "ada".to_owned(),
                at: 100_000,
                reason: reason.to_owned(),
            });
            judge.settle(u64::MAX);
            (judge.counts.unavoidable_ends, judge.counts.wrong_ends)
        };
        let lost = [renewal(1, 99_990, Renewal::Refused { lost: true })];
        let spent = [renewal(1, 99_990, Renewal::Refused { lost: false })];
        assert_eq!(ended(&lost, "RefreshRefused"), (1, 0));
        assert_eq!(ended(&lost, "RetryRefused"), (0, 1));
        assert_eq!(ended(&spent, "RefreshRefused"), (0, 1));
        assert_eq!(ended(&[], "TokenInvalid"), (0, 1));
    }

    #[test]
    fn a_call_without_a_session_belongs_to_the_time_between_end_and_sign_in() {
        let judge = |signed_in: u64| {
            let mut judge = Judge::default();
            judge.worker(Account::Ended {
                user: "ada".to_owned(),
                at: 90_000,
                reason: "RefreshRefused".to_owned(),
            });
            judge.worker(Account::SignedIn {
                user: "ada".to_owned(),
                at: signed_in,
            });
            judge.worker(Account::Call(call(Outcome::NoSession)));
            judge.settle(u64::MAX);
            judge.counts.lost
        };
        assert_eq!((judge(100_050), judge(91_000)), (0, 1));
    }
}
