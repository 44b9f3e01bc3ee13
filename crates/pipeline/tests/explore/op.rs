//! What can happen.

use proptest::prelude::*;

/// How the world of a schedule is.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub(crate) struct Setup {
    /// Tokens and codes in JSON, as an AT Protocol server has them; otherwise in headers and as text.
    pub(crate) json: bool,
    /// The profile's `on_server_error = "keep"`.
    pub(crate) keeps: bool,
    /// The profile's `proactive.from = "token"`.
    pub(crate) proactive: bool,
    /// Whether anything fails. Where nothing does, no session may end but by a sign-out.
    pub(crate) faults: bool,
}

/// One step of a schedule. `p` is a process, `u` a user.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Op {
    Call {
        p: usize,
        u: usize,
        slow: bool,
    },
    /// Drops the future of a running call.
    Cancel {
        p: usize,
        nth: usize,
    },
    SignIn {
        p: usize,
        u: usize,
    },
    SignOut {
        p: usize,
        u: usize,
    },
    SignOutEverywhere {
        p: usize,
        u: usize,
    },
    RefreshNow {
        p: usize,
        u: usize,
    },
    KeepAlive {
        p: usize,
        u: usize,
    },
    LookElsewhere {
        p: usize,
    },
    /// Drops everything without a word, and starts again from the store.
    Kill {
        p: usize,
    },
    /// The access tokens of a user expire.
    Expire {
        u: usize,
    },
    /// The access tokens of a user become invalid.
    Invalidate {
        u: usize,
    },
    /// The refresh tokens of a user are revoked.
    Revoke {
        u: usize,
    },
    /// What the next refresh meets.
    Fault(Fault),
    /// Whether the server holds back the answers to refreshes.
    HoldRefreshes(bool),
    /// Whether the server holds back the answers to slow calls.
    HoldSlow(bool),
    StoreFails(bool),
    Advance {
        ms: u64,
    },
    /// The user sets the time of day.
    SetWall {
        seconds: i64,
    },
    /// Lets one of them go on for a while: 0 and 1 are the processes, 2 is the server.
    Run {
        who: usize,
        ticks: usize,
    },
    /// Everybody goes on until there is nothing left to do.
    Settle,
}

/// What a refresh can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Unavailable,
    TooMany,
    /// Torn before the token was spent.
    Torn,
    /// Spent, and then torn.
    SpentAndTorn,
    /// Never answered.
    Hangs,
    /// Spent, and never answered.
    SpentAndHangs,
    Html,
    /// The refresh token is missing.
    Incomplete,
    /// A new refresh token with the old access token.
    SameAccess,
    /// An access token that is expired already.
    Dead,
    /// Another user's access token.
    OtherUser,
}

impl Fault {
    const ALL: [Self; 11] = [
        Self::Unavailable,
        Self::TooMany,
        Self::Torn,
        Self::SpentAndTorn,
        Self::Hangs,
        Self::SpentAndHangs,
        Self::Html,
        Self::Incomplete,
        Self::SameAccess,
        Self::Dead,
        Self::OtherUser,
    ];
}

impl Op {
    /// Whether something fails in this step.
    pub(crate) fn is_fault(self) -> bool {
        matches!(
            self,
            Self::Kill { .. }
                | Self::Invalidate { .. }
                | Self::Revoke { .. }
                | Self::Fault(_)
                | Self::HoldRefreshes(true)
                | Self::StoreFails(true)
                | Self::SignOutEverywhere { .. }
        )
    }
}

pub(crate) fn setup() -> impl Strategy<Value = Setup> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(json, keeps, proactive, faults)| Setup {
            json,
            keeps,
            proactive,
            faults,
        },
    )
}

pub(crate) fn op() -> impl Strategy<Value = Op> {
    // The first process and the first user are at work most of the time: that is where things meet.
    let p = || prop_oneof![3 => Just(0_usize), 2 => Just(1_usize)];
    let u = || prop_oneof![4 => Just(0_usize), 1 => Just(1_usize)];
    let pu = || (p(), u());
    prop_oneof![
        20 => (pu(), any::<bool>()).prop_map(|((p, u), slow)| Op::Call { p, u, slow }),
        30 => (0..3_usize, 1..40_usize).prop_map(|(who, ticks)| Op::Run { who, ticks }),
        10 => u().prop_map(|u| Op::Expire { u }),
        6 => Just(Op::Settle),
        4 => (p(), 0..4_usize).prop_map(|(p, nth)| Op::Cancel { p, nth }),
        6 => pu().prop_map(|(p, u)| Op::SignIn { p, u }),
        4 => pu().prop_map(|(p, u)| Op::SignOut { p, u }),
        1 => pu().prop_map(|(p, u)| Op::SignOutEverywhere { p, u }),
        3 => pu().prop_map(|(p, u)| Op::RefreshNow { p, u }),
        3 => pu().prop_map(|(p, u)| Op::KeepAlive { p, u }),
        3 => p().prop_map(|p| Op::LookElsewhere { p }),
        4 => p().prop_map(|p| Op::Kill { p }),
        1 => u().prop_map(|u| Op::Invalidate { u }),
        1 => u().prop_map(|u| Op::Revoke { u }),
        8 => prop::sample::select(Fault::ALL.to_vec()).prop_map(Op::Fault),
        4 => any::<bool>().prop_map(Op::HoldRefreshes),
        4 => any::<bool>().prop_map(Op::HoldSlow),
        4 => any::<bool>().prop_map(Op::StoreFails),
        6 => prop::sample::select(vec![100_u64, 1_000, 5_000, 31_000, 290_000, 400_000, 30_000_000])
            .prop_map(|ms| Op::Advance { ms }),
        2 => prop::sample::select(vec![-3_600_i64, -60, 60, 3_600, 86_400])
            .prop_map(|seconds| Op::SetWall { seconds }),
    ]
}
