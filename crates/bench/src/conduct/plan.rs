//! How much is measured.

use serde::Serialize;

/// The sizes that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Size {
    /// Everything, under 15 minutes.
    Full,
    /// A minute: shows that it works, and the order of magnitude.
    Quick,
    /// Seconds: for the test of this program.
    Smallest,
}

/// Rounds and sizes of all measurements.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Plan {
    pub(crate) size: Size,
    /// Calls under way at once in steady state.
    pub(crate) concurrency: &'static [usize],
    /// Length of one turn in steady state, in milliseconds.
    pub(crate) turn_ms: u64,
    /// Turns of each contender in Rust, and of each on Node.
    pub(crate) steady_rounds: (usize, usize),
    pub(crate) storms: &'static [StormPlan],
    pub(crate) expiries: usize,
    /// Each how manieth answer to a refresh is torn: 20 makes 5%.
    pub(crate) torn_every: usize,
    pub(crate) replay_bytes: usize,
    pub(crate) replay_rounds: usize,
}

/// Storms of one size.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct StormPlan {
    pub(crate) calls: usize,
    /// Fresh processes of each contender in Rust, and of each on Node.
    pub(crate) rounds: (usize, usize),
    /// Storms in one process, one after the other.
    pub(crate) in_a_row: usize,
}

impl Plan {
    pub(crate) fn of(size: Size) -> Self {
        const fn storms(calls: usize, rounds: (usize, usize), in_a_row: usize) -> StormPlan {
            StormPlan {
                calls,
                rounds,
                in_a_row,
            }
        }
        let full = Self {
            size,
            concurrency: &[1, 64, 512],
            turn_ms: 300,
            steady_rounds: (40, 10),
            storms: &const {
                [
                    storms(1, (7, 5), 20),
                    storms(100, (9, 5), 10),
                    storms(10_000, (11, 3), 1),
                ]
            },
            expiries: 1_000,
            torn_every: 20,
            replay_bytes: 10 << 20,
            replay_rounds: 3,
        };
        match size {
            Size::Full => full,
            Size::Quick => Self {
                turn_ms: 200,
                steady_rounds: (5, 2),
                storms: &const {
                    [
                        storms(1, (2, 1), 5),
                        storms(100, (2, 1), 3),
                        storms(1_000, (2, 1), 1),
                    ]
                },
                expiries: 100,
                replay_rounds: 1,
                ..full
            },
            Size::Smallest => Self {
                concurrency: &[1, 8],
                turn_ms: 30,
                steady_rounds: (1, 1),
                storms: &const { [storms(1, (1, 1), 1), storms(50, (1, 1), 2)] },
                expiries: 20,
                torn_every: 10,
                replay_bytes: 1 << 20,
                replay_rounds: 1,
                ..full
            },
        }
    }
}
