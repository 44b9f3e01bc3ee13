//! A server that nobody should reach.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Writes down whoever connects, and what they say first.
pub(super) struct Canary {
    url: String,
    calls: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Canary {
    pub(super) async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let calls = Arc::<Mutex<Vec<String>>>::default();
        let task = tokio::spawn({
            let calls = calls.clone();
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(answer(stream, calls.clone()));
                }
            }
        });
        Ok(Self { url, calls, task })
    }

    /// Its address, without a path.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Its host and port.
    pub(super) fn authority(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// What was said to it: of each connection the head.
    pub(super) fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fails where it does not sing: then its silence would prove nothing.
    pub(super) async fn is_alive(&self) -> Result<()> {
        let mut stream = TcpStream::connect(self.authority()).await?;
        stream
            .write_all(b"GET /alive HTTP/1.1\r\nHost: canary\r\n\r\n")
            .await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let heard = self.calls().iter().any(|call| call.starts_with("GET /alive "));
        ensure!(heard, "it does not write down who calls");
        Ok(())
    }
}

impl Drop for Canary {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers as openly as a server can, so that nothing but the app's own rules is in the way.
async fn answer(mut stream: TcpStream, calls: Arc<Mutex<Vec<String>>>) {
    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nAccess-Control-Allow-Origin: *\r\n\
        Access-Control-Allow-Headers: *\r\nContent-Length: 21\r\nConnection: close\r\n\r\nwindow.__pwned = true";
    let at = {
        let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
        // A connection counts, even if nothing is said on it.
        calls.push(String::new());
        calls.len() - 1
    };
    let mut head = vec![0; 8192];
    if let Ok(read) = stream.read(&mut head).await {
        calls.lock().unwrap_or_else(PoisonError::into_inner)[at] =
            String::from_utf8_lossy(&head[..read]).into_owned();
    }
    // Whoever went away needs no answer.
    let _ = stream.write_all(ANSWER).await;
}
