//! Processes of the conductor: the server, and contenders that do what they are told.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use serde::de::DeserializeOwned;

use super::contenders::Contender;
use crate::wire::Task;

/// The running server; dropping it ends it.
pub(super) struct Server {
    process: Child,
    pub(super) url: String,
}

impl Server {
    pub(super) fn start() -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("the server cannot be started")?;
        let out = process.stdout.take().context("the server has no output")?;
        let mut url = String::new();
        BufReader::new(out).read_line(&mut url)?;
        ensure!(url.starts_with("http://"), "the server did not start");
        let url = url.trim().to_owned();
        Ok(Self { process, url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A contender in a process of its own, signed in. It ends when this is dropped.
pub(super) struct Running {
    process: Child,
    tasks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    name: &'static str,
}

impl Running {
    pub(super) fn start(contender: &Contender, server: &Server) -> Result<Self> {
        let mut process = contender
            .command(&server.url)?
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", contender.name))?;
        let tasks = process.stdin.take();
        let out = process.stdout.take().context("a contender has no output")?;
        Ok(Self {
            process,
            tasks,
            answers: BufReader::new(out),
            name: contender.name,
        })
    }

    /// Has the task done, and waits for what came of it.
    pub(super) fn ask<T: DeserializeOwned>(&mut self, task: &Task) -> Result<T> {
        let mut line = serde_json::to_string(task)?;
        line.push('\n');
        let context = || format!("{} failed at {}", self.name, line.trim());
        let tasks = self.tasks.as_mut().with_context(context)?;
        tasks.write_all(line.as_bytes()).with_context(context)?;
        tasks.flush().with_context(context)?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).with_context(context)?;
        serde_json::from_str(&answer).with_context(context)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The end of its input ends it.
        drop(self.tasks.take());
        let _ = self.process.wait();
    }
}
