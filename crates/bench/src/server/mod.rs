//! The one server of all measurements: nothing but the protocol, so that the clients are what is measured.
//!
//! It speaks the protocol of the default profile, as the practice API does, on bare hyper: no router, no layers, and
//! a token is checked by looking it up. It runs in a process of its own.

mod answers;
mod sessions;

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
};

use anyhow::{Context as _, Result};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;

use answers::Server;

/// The line that the server prints when it listens: its address.
pub(crate) async fn serve() -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listener = TcpListener::bind(address).context("cannot listen on 127.0.0.1")?;
    println!("http://{}", listener.local_addr()?);
    let (sender, mut accepted) = tokio::sync::mpsc::unbounded_channel();
    // A thread of its own: ten thousand connections arrive faster than a busy runtime would take them, and one that
    // is not taken in time is tried again by the system after a second.
    std::thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            if sender.send(stream).is_err() {
                break;
            }
        }
    });
    let server = Arc::new(Server::default());
    while let Some(stream) = accepted.recv().await {
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let stream = tokio::net::TcpStream::from_std(stream)?;
        let server = server.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let server = server.clone();
                async move { server.answer(request).await }
            });
            // A connection that breaks is the client's affair, or was torn on purpose.
            let _ = http1::Builder::new()
                .header_read_timeout(None)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
    Ok(())
}
