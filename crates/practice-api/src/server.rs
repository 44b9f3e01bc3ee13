//! The running server.

use crate::{
    Config, Dialect, Error, Paths, RefreshFault, Stats, http, pair::Issued, state::State, users::Target,
};
use axum::{Router, extract::ConnectInfo, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    task::{JoinHandle, JoinSet},
};
use tower_service::Service;

/// How many connections may wait to be accepted; the system may cap it.
const BACKLOG: u32 = 4096;

/// A running server. Dropping it closes the port and every connection.
#[derive(Debug)]
pub struct PracticeApi {
    addr: SocketAddr,
    url: String,
    state: Arc<State>,
    serving: JoinHandle<()>,
}

impl PracticeApi {
    /// Listens on 127.0.0.1 and serves on the current tokio runtime.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let asked = SocketAddr::from((Ipv4Addr::LOCALHOST, config.port));
        let listener = listen(asked).map_err(|source| Error::Bind { addr: asked, source })?;
        let addr = listener
            .local_addr()
            .map_err(|source| Error::Bind { addr: asked, source })?;
        let state = tokio::task::spawn_blocking(move || State::open(&config))
            .await
            .unwrap_or_else(|failure| std::panic::resume_unwind(failure.into_panic()))?;
        let serving = tokio::spawn(serve(listener, http::router(Arc::clone(&state))));
        Ok(Self {
            addr,
            url: format!("http://{addr}"),
            state,
            serving,
        })
    }

    /// The base URL, `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address it listens on.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The kind of server it is.
    pub fn dialect(&self) -> Dialect {
        self.state.dialect
    }

    /// Where it signs in, refreshes and signs out.
    pub fn paths(&self) -> Paths {
        self.state.dialect.paths()
    }

    /// What it did since it started.
    pub fn stats(&self) -> Stats {
        self.state.counters.read()
    }

    /// Every access token issued until now is answered as an expired one.
    pub fn expire_access_tokens(&self) {
        self.state.expire_access(Target::All);
        self.state.save_now();
    }

    /// Every access token issued until now is answered as an invalid one.
    pub fn invalidate_access_tokens(&self) {
        self.state.invalidate_access(Target::All);
        self.state.save_now();
    }

    /// Every refresh token issued until now is refused.
    pub fn revoke_refresh_tokens(&self) {
        self.state.revoke_refresh(Target::All);
        self.state.save_now();
    }

    /// Sets or, with `None`, removes the trouble at the refresh endpoint.
    pub fn set_refresh_fault(&self, fault: Option<RefreshFault>) {
        self.state.faults.set(fault);
    }

    /// The trouble now in force at the refresh endpoint.
    pub fn refresh_fault(&self) -> Option<RefreshFault> {
        self.state.faults.get()
    }

    /// Every token issued so far, access and refresh tokens alike, oldest first. Empty unless
    /// [`Config::remember_issued`] is set.
    pub fn issued_tokens(&self) -> Vec<String> {
        self.state.issued().map(Issued::all).unwrap_or_default()
    }

    /// The newest access token and the refresh token that goes with it. `None` unless [`Config::remember_issued`] is set.
    pub fn last_issued(&self) -> Option<(String, String)> {
        self.state.issued().and_then(Issued::last)
    }

    /// Where a corrupt state file was put aside when the server started, if there was one.
    pub fn corrupt_state(&self) -> Option<&Path> {
        self.state.set_aside()
    }

    /// Closes the port and every connection; when this returns the port is free.
    pub async fn shutdown(mut self) {
        self.serving.abort();
        // An aborted task ends with an error by design.
        let _ = (&mut self.serving).await;
    }
}

impl Drop for PracticeApi {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("State { .. }")
    }
}

/// Raises this process's limit of open files as far as the system lets it, and tells the limit. Each
/// connection takes one file on either side; a common limit is 1,024.
pub fn raise_open_file_limit() -> u64 {
    rlimit::increase_nofile_limit(u64::MAX).unwrap_or_default()
}

fn listen(addr: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // A restart finds its port free although old connections linger. On Windows it would mean sharing.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(addr)?;
    socket.listen(BACKLOG)
}

/// Accepts until it is aborted; the connections are its own and go with it.
async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(converse(stream, peer, router.clone()));
                }
                // Out of files, or a connection that is gone already: the next one may do better.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, peer: SocketAddr, router: Router) {
    // Only a matter of speed.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    // A connection that breaks is the client's affair.
    let _ = http1::Builder::new()
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
