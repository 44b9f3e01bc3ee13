//! Reads requests: HTTP/1.1 with a `Content-Length`, as the pipeline sends them.

use std::io;

use bytes::{Buf as _, Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use tokio::{io::AsyncReadExt as _, net::TcpStream};

/// The most that head and body may have, in bytes.
const MOST: usize = 1 << 20;
const MOST_HEADERS: usize = 64;

pub(super) struct Request {
    pub(super) method: Method,
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The next request of a connection; `None` when there is none.
pub(super) async fn read(stream: &mut TcpStream, buffer: &mut BytesMut) -> io::Result<Option<Request>> {
    let (mut request, length) = loop {
        if let Some(head) = head(buffer)? {
            break head;
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
        if buffer.len() > MOST {
            return Err(unfit("a head beyond measure"));
        }
    };
    if length > MOST {
        return Err(unfit("a body beyond measure"));
    }
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
    request.body = buffer.split_to(length).freeze();
    Ok(Some(request))
}

/// The head, once it is whole, and the length of the body that follows.
fn head(buffer: &mut BytesMut) -> io::Result<Option<(Request, usize)>> {
    let mut slots = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut slots);
    let httparse::Status::Complete(size) = parsed.parse(buffer).map_err(unfit)? else {
        return Ok(None);
    };
    let mut headers = HeaderMap::new();
    for field in &*parsed.headers {
        let name = HeaderName::from_bytes(field.name.as_bytes()).map_err(unfit)?;
        headers.append(name, HeaderValue::from_bytes(field.value).map_err(unfit)?);
    }
    let length = match headers.get(header::CONTENT_LENGTH) {
        Some(value) => value.to_str().map_err(unfit)?.parse().map_err(unfit)?,
        None => 0,
    };
    let request = Request {
        method: parsed.method.unwrap_or_default().parse().map_err(unfit)?,
        target: parsed.path.unwrap_or_default().to_owned(),
        headers,
        body: Bytes::new(),
    };
    buffer.advance(size);
    Ok(Some((request, length)))
}

fn unfit(problem: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem)
}
