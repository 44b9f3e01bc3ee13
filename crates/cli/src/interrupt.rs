//! Ctrl-C and termination: the call is cancelled, a refresh under way is not.

use std::{io, time::Duration};

use latchkey_pipeline::Pipeline;

use crate::{exit::Exit, failure::Failure, output::Terminal};

/// How long a refresh under way may take to be stored after an interrupt. A second interrupt does not wait.
const SETTLING: Duration = Duration::from_secs(10);

/// Runs `work` until it ends, or until the process is interrupted. From then on a first interrupt does not end the
/// process by itself: nothing that asks a person for something may run in here.
pub(crate) async fn until_interrupted<T>(
    terminal: Terminal,
    session: &Pipeline,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let mut signals = Signals::listen().map_err(|error| Failure::System(error.to_string()))?;
    let exit = tokio::select! {
        done = work => return done,
        exit = signals.next() => exit,
    };
    let settled = tokio::time::timeout(SETTLING, session.settle());
    tokio::pin!(settled);
    tokio::select! {
        biased;
        _ = &mut settled => {}
        () = patience(terminal) => {
            tokio::select! {
                _ = settled => {}
                _ = signals.next() => {}
            }
        }
    }
    Err(Failure::Cancelled(exit))
}

/// Tells what is waited for, should it take long enough to notice.
async fn patience(terminal: Terminal) {
    tokio::time::sleep(Duration::from_millis(300)).await;
    terminal.note("waiting for a refresh under way to be stored; interrupt again to stop at once");
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Exit {
        tokio::select! {
            _ = self.interrupt.recv() => Exit::Interrupted,
            _ = self.terminate.recv() => Exit::Terminated,
        }
    }
}

#[cfg(windows)]
struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
    terminate: tokio::signal::windows::CtrlBreak,
    close: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};
        Ok(Self {
            interrupt: ctrl_c()?,
            terminate: ctrl_break()?,
            close: ctrl_close()?,
        })
    }

    async fn next(&mut self) -> Exit {
        tokio::select! {
            _ = self.interrupt.recv() => Exit::Interrupted,
            _ = self.terminate.recv() => Exit::Terminated,
            // The console's window is being closed: the system gives a few seconds.
            _ = self.close.recv() => Exit::Terminated,
        }
    }
}
