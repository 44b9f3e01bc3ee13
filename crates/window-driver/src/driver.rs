use std::{
    net::{Ipv4Addr, TcpListener},
    process::{self, Command},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

use crate::{
    app::{PACE, PATIENCE},
    group::Group,
};

/// Ports for drivers: below those that systems hand out by themselves (from 32768 on Linux), so that no connection of
/// another test takes one between our look and the driver's.
const PORTS: (u32, u32) = (20_000, 10_000);

/// How many ports this process has handed out.
static HANDED_OUT: AtomicU32 = AtomicU32::new(0);

/// How long one look at a driver may take.
const LOOK: Duration = Duration::from_secs(1);

/// A `WebKitWebDriver` that answers.
#[derive(Debug)]
pub(crate) struct Driver {
    pub(crate) process: Group,
    pub(crate) url: String,
}

impl Driver {
    /// Starts the driver that `command` names and waits until it says that it is ready.
    pub(crate) async fn start(mut command: Command) -> Result<Self> {
        let port = free_port()?;
        command.arg(format!("--port={port}"));
        let mut process = Group::start(&mut command)?;
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = process.child().try_wait()? {
                bail!("the driver ended at once: {status}");
            }
            if timeout(LOOK, is_ready(port)).await.unwrap_or(false) {
                let url = format!("http://127.0.0.1:{port}");
                return Ok(Self { process, url });
            }
            sleep(PACE).await;
        }
        bail!("the driver does not answer on port {port}")
    }
}

/// A port that was free a moment ago and that nobody else in this process has got; the driver cannot choose one itself.
fn free_port() -> Result<u16> {
    let (first, count) = PORTS;
    // Processes that run side by side begin far from one another.
    let begin = process::id().wrapping_mul(97) % count;
    for _ in 0..count {
        let next = HANDED_OUT.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(first + (begin + next) % count)?;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port is free from {first} to {}", first + count - 1)
}

/// Whether it is a driver that answers there, ready for a session (WebDriver, section 8.3, "Status").
async fn is_ready(port: u16) -> bool {
    let answer = async {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        let request = format!("GET /status HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        anyhow::Ok(answer)
    };
    answer
        .await
        .is_ok_and(|answer| says_ready(&answer).unwrap_or(false))
}

fn says_ready(answer: &str) -> Result<bool> {
    let (_, body) = answer.split_once("\r\n\r\n").context("no body")?;
    let body: Value = serde_json::from_str(body)?;
    Ok(body["value"]["ready"] == true)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{Driver, PORTS, free_port, says_ready};

    #[tokio::test]
    async fn a_driver_that_ends_is_not_waited_for() {
        let error = Driver::start(Command::new("false"))
            .await
            .expect_err("it is no driver");
        assert!(error.to_string().contains("ended at once"), "{error:#}");
    }

    #[test]
    fn a_port_is_handed_out_once_and_is_none_that_the_system_gives() {
        let ports: Vec<u16> = (0..50).map(|_| free_port().expect("a free port")).collect();
        let mut once = ports.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ports.len());
        let range = PORTS.0..PORTS.0 + PORTS.1;
        assert!(ports.iter().all(|port| range.contains(&u32::from(*port))));
    }

    #[test]
    fn only_a_driver_that_says_so_is_ready() {
        let answer = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{body}");
        assert!(says_ready(&answer(r#"{"value":{"ready":true,"message":""}}"#)).expect("JSON"));
        assert!(!says_ready(&answer(r#"{"value":{"ready":false}}"#)).expect("JSON"));
        assert!(
            says_ready("GET /status HTTP/1.1\r\n\r\n").is_err(),
            "it talked to itself"
        );
    }
}
