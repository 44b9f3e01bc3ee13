//! Brings an answer's body to where it goes, piece by piece.

use latchkey_pipeline::Answer;

use crate::{
    failure::Failure,
    output::{Progress, Sink, Terminal, sink::Reader},
};

/// What has been received.
pub(crate) struct Received {
    /// Bytes of the body, after decompression, as far as they were read.
    pub(crate) size: u64,
    /// How many tokens were replaced in it.
    pub(crate) replaced: u32,
    /// What was kept in memory.
    pub(crate) bytes: Vec<u8>,
}

/// Reads the body to its end, or until its reader has gone. No token of the session goes along.
pub(crate) async fn receive(
    answer: &mut Answer,
    mut sink: Sink,
    terminal: Terminal,
) -> Result<Received, Failure> {
    let mut redactor = answer.redactor();
    let progress = match sink {
        Sink::Screen { .. } | Sink::Nowhere => None,
        _ => Some(Progress::begin(terminal, length(answer), "receiving")),
    };
    let mut size = 0;
    let mut reader = Reader::Listening;
    while reader == Reader::Listening
        && let Some(piece) = answer.chunk().await?
    {
        size += piece.len() as u64;
        reader = sink.write(&redactor.push(&piece)).await?;
        if let Some(progress) = &progress {
            progress.at(size);
        }
    }
    let (rest, replaced) = redactor.finish();
    if reader == Reader::Listening {
        sink.write(&rest).await?;
    }
    drop(progress);
    Ok(Received {
        size,
        replaced,
        bytes: sink.finish().await?,
    })
}

/// The length that the server told, unless the body comes compressed.
fn length(answer: &Answer) -> Option<u64> {
    let headers = answer.visible_headers();
    let of = |name: &str| headers.iter().find(|header| header.name == name);
    if of("content-encoding").is_some() {
        return None;
    }
    of("content-length")?.value.parse().ok()
}
