//! Trouble on purpose.

use parking_lot::Mutex;
use tokio::sync::Notify;

/// The trouble a server starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// What the refresh endpoint does instead of its duty.
    pub refresh: Option<RefreshFault>,
    /// Access tokens kept from an earlier run are expired.
    pub expire_access: bool,
    /// Access tokens kept from an earlier run are invalid.
    pub invalidate_access: bool,
    /// Refresh tokens kept from an earlier run are revoked.
    pub revoke_refresh: bool,
}

/// What the refresh endpoint does instead of its duty. It stays until it is replaced or, where there is a
/// number of times, used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefreshFault {
    /// Answers with a status; nothing is rotated.
    Status {
        /// 200 to 599.
        status: u16,
        /// So many times, then no more. `None`: until the fault is removed.
        times: Option<u32>,
        /// The value of a `Retry-After` header.
        retry_after: Option<String>,
    },
    /// Never answers; nothing is rotated.
    Hang,
    /// Answers 200 with a web page, as a hotel's network does; nothing is rotated.
    Html,
    /// Rotates, and answers only when this fault is removed or replaced.
    Hold,
    /// Rotates, then closes the connection in the middle of the answer.
    Tear,
    /// Rotates, but leaves one of the two tokens out of the answer.
    Omit(TokenKind),
}

/// One of the two tokens of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The access token.
    Access,
    /// The refresh token.
    Refresh,
}

/// The fault in force.
#[derive(Debug, Default)]
pub(crate) struct FaultSwitch {
    in_force: Mutex<Option<RefreshFault>>,
    changed: Notify,
}

impl FaultSwitch {
    pub(crate) fn set(&self, fault: Option<RefreshFault>) {
        *self.in_force.lock() = fault;
        self.changed.notify_waiters();
    }

    /// Waits until [`RefreshFault::Hold`] is in force no more.
    pub(crate) async fn let_go(&self) {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            // Before the look, so that no change falls between the two.
            changed.as_mut().enable();
            if self.get() != Some(RefreshFault::Hold) {
                return;
            }
            changed.await;
        }
    }

    pub(crate) fn get(&self) -> Option<RefreshFault> {
        self.in_force.lock().clone()
    }

    /// The fault that the request at hand meets; one with a number of times is used up by it.
    pub(crate) fn meet(&self) -> Option<RefreshFault> {
        let mut slot = self.in_force.lock();
        let met = slot.clone();
        if let Some(RefreshFault::Status {
            times: Some(times), ..
        }) = slot.as_mut()
        {
            *times = times.saturating_sub(1);
            if *times == 0 {
                *slot = None;
            }
        }
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_with_a_number_of_times_is_used_up() {
        let switch = FaultSwitch::default();
        switch.set(Some(RefreshFault::Status {
            status: 503,
            times: Some(2),
            retry_after: None,
        }));
        assert!(switch.meet().is_some());
        assert!(switch.meet().is_some());
        assert!(switch.meet().is_none());
        switch.set(Some(RefreshFault::Tear));
        assert!(switch.meet().is_some());
        assert!(switch.meet().is_some());
    }
}
