//! Writes answers, whole or broken.

use std::{io, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::fault::Fault;

/// An answer as it would be without faults.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// What of an answer has gone out.
pub(super) struct Arrived {
    /// The whole head: any tokens in it have arrived.
    pub(super) head: bool,
    /// All of it: the connection can go on.
    pub(super) whole: bool,
}

/// What a torn or stalled body has, at least, of what its head promises.
const START: &[u8] = b"the rest of this ";
/// How long a client is waited for that should have given up long before.
const LONGEST: Duration = Duration::from_mins(1);

/// Sends the answer, or what the fault leaves of it.
pub(super) async fn deliver(stream: &mut TcpStream, answer: &Answer, damage: Option<Fault>) -> Arrived {
    let sent = match damage {
        None | Some(Fault::HugeRefusal) => {
            send(stream, &[&head(answer, answer.body.len()), &answer.body]).await
        }
        Some(fault) => broken(stream, answer, fault).await,
    };
    let sent = sent.is_ok();
    let head = !matches!(
        damage,
        Some(
            Fault::NoAnswerAfter
                | Fault::Reset
                | Fault::TornHead
                | Fault::Slow
                | Fault::Garbage
                | Fault::StalledRefusal
        )
    );
    Arrived {
        head: sent && head,
        whole: sent && matches!(damage, None | Some(Fault::HugeRefusal)),
    }
}

async fn broken(stream: &mut TcpStream, answer: &Answer, fault: Fault) -> io::Result<()> {
    let half = &answer.body[..answer.body.len() / 2];
    let promised = answer.body.len() + START.len();
    match fault {
        Fault::TornBody => send(stream, &[&head(answer, promised), half]).await,
        Fault::StalledBody => {
            send(stream, &[&head(answer, promised), half]).await?;
            until_closed(stream).await
        }
        Fault::StalledRefusal => {
            send(stream, &[&head(answer, promised)]).await?;
            until_closed(stream).await
        }
        Fault::TornHead => {
            let head = head(answer, answer.body.len());
            send(stream, &[&head[..head.len() / 2]]).await
        }
        Fault::Slow => until_closed(stream).await,
        Fault::Garbage => send(stream, &[b"\x16\x03\x01 this is no HTTP at all\r\n\r\n"]).await,
        Fault::Reset => stream.set_zero_linger(),
        _ => Ok(()),
    }
}

fn head(answer: &Answer, length: usize) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} \r\n", answer.status.as_str()).into_bytes();
    for (name, value) in &answer.headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            head.extend_from_slice(part);
        }
    }
    head.extend_from_slice(format!("content-length: {length}\r\n\r\n").as_bytes());
    head
}

async fn send(stream: &mut TcpStream, parts: &[&[u8]]) -> io::Result<()> {
    stream.write_all(&parts.concat()).await
}

/// Waits until the client gives up, and says nothing meanwhile.
async fn until_closed(stream: &mut TcpStream) -> io::Result<()> {
    let closed = async {
        let mut sink = [0; 64];
        while stream.read(&mut sink).await? > 0 {}
        Ok(())
    };
    tokio::time::timeout(LONGEST, closed).await.unwrap_or(Ok(()))
}
