//! The server: the practice API, and a relay before it that makes faults and keeps a ledger.
//!
//! The relay stands where networks and proxies stand: it passes requests on, or answers them itself, or lets answers
//! break on their way back. What the practice API did is told apart from what the client got to see.

mod answering;
mod deliver;
mod request;
mod tokens;

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result};
use practice_api::{Config, DEMO_USER, OTHER_USER, PracticeApi};
use tokio::{
    net::{TcpListener, TcpSocket},
    task::JoinSet,
};

use crate::wire::{self, Ledger, now, say};
use answering::Relay;

/// Ports below those that systems give to outgoing connections: while the relay refuses connections, no client may
/// get the relay's own port and be connected to itself.
const PORTS: std::ops::Range<u16> = 20_000..30_000;
/// Asked for, it ends all faults.
pub(crate) const CALM: &str = "/__calm";

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Options {
    /// How long an access token lives, in milliseconds.
    #[arg(long)]
    life_ms: u64,
    /// How many of a hundred requests meet each kind of fault.
    #[arg(long)]
    percent: f64,
    /// From one outage to the next, in milliseconds; each takes a hundredth of that per percent.
    #[arg(long)]
    outage_every_ms: u64,
    /// Where chance begins.
    #[arg(long)]
    seed: u64,
}

/// Serves until the conductor ends.
pub(crate) async fn serve(options: Options) -> Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let api = PracticeApi::start(Config {
        access_ttl: Duration::from_millis(options.life_ms),
        ..Config::default()
    })
    .await?;
    let mut chance = fastrand::Rng::with_seed(options.seed);
    let (mut listener, address) = somewhere(&mut chance)?;
    let relay = Arc::new(Relay::new(api.url(), options.percent, chance, OTHER_USER)?);
    say(&Ledger::Listens {
        url: format!("http://{address}"),
    });
    tokio::spawn(wire::watch_for_stalls(|from, to| {
        say(&Ledger::Stall { from, to });
    }));
    let every = Duration::from_millis(options.outage_every_ms);
    let outage = every.mul_f64(options.percent / 100.0);
    loop {
        let mut connections = JoinSet::new();
        let accepting = accept(&listener, &relay, &mut connections);
        // The time is up: there is nothing to hand on.
        let _ = tokio::time::timeout(every.saturating_sub(outage), accepting).await;
        if relay.is_calm() {
            accept(&listener, &relay, &mut connections).await;
        }
        let from = now();
        drop(listener);
        connections.shutdown().await;
        tokio::time::sleep(outage).await;
        listener = listen(address).context("the port is gone after an outage")?;
        say(&Ledger::Outage { from, to: now() });
    }
}

async fn accept(listener: &TcpListener, relay: &Arc<Relay>, connections: &mut JoinSet<()>) {
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(relay.clone().converse(stream));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

fn somewhere(chance: &mut fastrand::Rng) -> Result<(TcpListener, SocketAddr)> {
    let mut listening = (0..100).filter_map(|_| {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, chance.u16(PORTS)));
        Some((listen(address).ok()?, address))
    });
    listening.next().context("no free port")
}

fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // After an outage the port is free although old connections linger. On Windows it would mean sharing.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(1024)
}

/// The users of a soak: one at a server that takes each refresh token once, one at a lenient server.
pub(crate) const USERS: [&str; 2] = [DEMO_USER, OTHER_USER];
