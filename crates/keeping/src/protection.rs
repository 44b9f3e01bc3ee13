//! Where the secrets are, and why there.

use serde::{Deserialize, Serialize};

/// Where the secrets of the sessions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// In the file, sealed with a key that the system's keychain holds.
    Keychain,
    /// In the file as they are: whoever can read the user's files can read them.
    File,
    /// Nowhere but in memory: when the process ends they are gone.
    Memory,
}

/// Where the secrets are at present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Where.
    pub protection: Protection,
    /// Why there.
    pub why: Why,
}

/// Why the secrets are where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// Nobody chose, and this is the best.
    Best,
    /// The user chose it.
    Chosen,
    /// This system has no keychain. Holds what it said.
    NoKeychain(String),
    /// `LATCHKEY_KEYCHAIN=off` is set.
    TurnedOff,
    /// It is the keychain, and that refuses at present: nothing can be sealed or opened. Holds what it said.
    Refused(String),
}
