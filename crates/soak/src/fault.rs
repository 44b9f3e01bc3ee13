//! The faults, and what each may do to a call or to a refresh.

use serde::{Deserialize, Serialize};

use crate::wire::{Outcome, Trouble};

/// One kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// 503 before the server has seen the request.
    Unavailable,
    /// 429 with `Retry-After: 1`, before the server has seen the request.
    TooMany,
    /// 200 with the page of a network that wants to be signed in to first.
    Portal,
    /// 401 with a code that nobody knows, as a proxy's own.
    ForeignRefusal,
    /// The connection is closed before the server has seen the request.
    NoAnswerBefore,
    /// The server has done what was asked; the connection is closed before the first byte of its answer.
    NoAnswerAfter,
    /// The same with a reset.
    Reset,
    /// The answer breaks off in its head.
    TornHead,
    /// The answer breaks off in its body.
    TornBody,
    /// The answer stops in its body, and the connection stays.
    StalledBody,
    /// The server has done what was asked; the answer does not come in time.
    Slow,
    /// About a token's life too late, but in time: a call before the server sees it, a refresh after.
    Late,
    /// The answer is not HTTP.
    Garbage,
    /// The refusal of an expired token comes with a mebibyte of blanks.
    HugeRefusal,
    /// The refusal of an expired token stops after its head.
    StalledRefusal,
}

impl Fault {
    pub(crate) const ALL: [Self; 15] = [
        Self::Unavailable,
        Self::TooMany,
        Self::Portal,
        Self::ForeignRefusal,
        Self::NoAnswerBefore,
        Self::NoAnswerAfter,
        Self::Reset,
        Self::TornHead,
        Self::TornBody,
        Self::StalledBody,
        Self::Slow,
        Self::Late,
        Self::Garbage,
        Self::HugeRefusal,
        Self::StalledRefusal,
    ];

    /// What a call may meet, whatever is answered.
    pub(crate) const OF_CALLS: [Self; 13] = [
        Self::Unavailable,
        Self::TooMany,
        Self::Portal,
        Self::ForeignRefusal,
        Self::NoAnswerBefore,
        Self::NoAnswerAfter,
        Self::Reset,
        Self::TornHead,
        Self::TornBody,
        Self::StalledBody,
        Self::Slow,
        Self::Late,
        Self::Garbage,
    ];

    /// What the refusal of an expired token may meet besides.
    pub(crate) const OF_REFUSALS: [Self; 2] = [Self::HugeRefusal, Self::StalledRefusal];

    /// What a refresh may meet. A refusal, whatever its code, is none of them: it ends a session by the rules.
    pub(crate) const OF_REFRESHES: [Self; 12] = [
        Self::Unavailable,
        Self::TooMany,
        Self::Portal,
        Self::NoAnswerBefore,
        Self::NoAnswerAfter,
        Self::Reset,
        Self::TornHead,
        Self::TornBody,
        Self::StalledBody,
        Self::Slow,
        Self::Late,
        Self::Garbage,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unavailable => "503",
            Self::TooMany => "429 with `Retry-After`",
            Self::Portal => "a network's sign-in page in place of the answer",
            Self::ForeignRefusal => "401 with a code that nobody knows",
            Self::NoAnswerBefore => "closed without an answer, not carried out",
            Self::NoAnswerAfter => "closed without an answer, carried out",
            Self::Reset => "reset without an answer, carried out",
            Self::TornHead => "torn in its head, carried out",
            Self::TornBody => "torn in its body, carried out",
            Self::StalledBody => "stalled in its body, carried out",
            Self::Slow => "not answered in time, carried out",
            Self::Late => "two seconds late",
            Self::Garbage => "not HTTP, carried out",
            Self::HugeRefusal => "a refusal of 1 MiB",
            Self::StalledRefusal => "a refusal that stalls",
        }
    }

    /// Whether a refresh that meets it brings nothing: the call fails, and the next attempt waits.
    pub(crate) const fn fails_a_refresh(self) -> bool {
        !matches!(self, Self::TornBody | Self::StalledBody | Self::Late)
    }

    /// Whether a call that met it may end like that. A call that met none, or a harmless one, succeeds.
    pub(crate) fn explains(self, outcome: &Outcome) -> bool {
        match self {
            Self::Unavailable => *outcome == Outcome::Status(503),
            Self::TooMany => *outcome == Outcome::Status(429),
            Self::Portal => *outcome == Outcome::Page,
            Self::ForeignRefusal => *outcome == Outcome::Status(401),
            Self::NoAnswerBefore | Self::NoAnswerAfter | Self::Reset | Self::TornHead | Self::TornBody => {
                *outcome == Outcome::Network(Trouble::Torn)
            }
            Self::StalledBody | Self::Slow | Self::StalledRefusal => {
                *outcome == Outcome::Network(Trouble::TimeOut)
            }
            Self::Garbage => *outcome == Outcome::Network(Trouble::Malformed),
            // The call takes its time, or is refreshed, and succeeds.
            Self::Late | Self::HugeRefusal => false,
        }
    }
}
