//! A process of the soak, and the lines that it tells.

use std::{
    ffi::OsString,
    io::{BufRead as _, BufReader},
    process::{Child as Process, Command, Stdio},
    sync::mpsc::Sender,
};

use anyhow::{Context as _, Result};
use serde::de::DeserializeOwned;

use crate::wire::{Account, Ledger};

/// What a child tells.
pub(super) enum Line {
    Server(Ledger),
    Worker(Account),
    /// A child has closed its output, or said what nobody understands.
    Ended,
}

/// A running child; dropping it ends it.
pub(super) struct Child(Process);

impl Child {
    pub(super) fn start<T: DeserializeOwned + 'static>(
        words: &[OsString],
        said: Sender<Line>,
        line: fn(T) -> Line,
    ) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(words)
            // Kept open until the child is dropped: its end is the child's.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("a process of the soak cannot be started")?;
        let out = process.stdout.take().context("a child has no output")?;
        std::thread::spawn(move || {
            for text in BufReader::new(out).lines() {
                let told = text.ok().and_then(|text| serde_json::from_str(&text).ok());
                let Some(told) = told else { break };
                if said.send(line(told)).is_err() {
                    return;
                }
            }
            // The conductor may be through already.
            let _ = said.send(Line::Ended);
        });
        Ok(Self(process))
    }

    pub(super) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
