use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Map, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

use crate::Release;

const MANIFEST: &str = "/latest.json";
const PACKAGE: &str = "/package";

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The description of the release never comes.
    SilentManifest,
    /// The description is answered with this status.
    ManifestStatus(u16),
    /// The description is this text.
    ManifestText(String),
    /// The description never ends.
    EndlessManifest,
    /// After so many bytes of the file nothing more comes.
    SilentPackage(usize),
    /// After so many bytes of the file the connection ends.
    TornPackage(usize),
    /// The file is said to have so many bytes.
    PackageSize(u64),
    /// The request for the file is sent elsewhere.
    Redirect(String),
}

/// A request that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its path.
    pub path: String,
    /// Its user agent.
    pub user_agent: String,
    /// Its head as it came.
    pub head: String,
}

#[derive(Default)]
struct Shared {
    release: Mutex<Option<Release>>,
    fault: Mutex<Option<Fault>>,
    asked: watch::Sender<Vec<Asked>>,
}

/// Publishes releases on this computer, until it is dropped.
pub struct ReleaseServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    _serving: JoinSet<()>,
}

impl ReleaseServer {
    /// Starts it, with nothing to offer.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let mut serving = JoinSet::new();
        serving.spawn(serve(listener, address, shared.clone()));
        Ok(Self {
            address,
            shared,
            _serving: serving,
        })
    }

    /// Where the newest release is described.
    pub fn endpoint(&self) -> String {
        format!("http://{}{MANIFEST}", self.address)
    }

    /// Offers a release from now on.
    pub fn offer(&self, release: Release) {
        *lock(&self.shared.release) = Some(release);
    }

    /// Goes wrong from now on, or works again.
    pub fn fail(&self, fault: Option<Fault>) {
        *lock(&self.shared.fault) = fault;
    }

    /// Every request so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.borrow().clone()
    }

    /// Waits until there has been a request like this.
    pub async fn until_asked(&self, like: impl Fn(&Asked) -> bool) {
        let mut asked = self.shared.asked.subscribe();
        // The sender is this very server's: it cannot be gone.
        let _ = asked.wait_for(|asked| asked.iter().any(&like)).await;
    }
}

async fn serve(listener: TcpListener, address: SocketAddr, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let shared = shared.clone();
        // A client that goes away is none of this server's concern.
        connections.spawn(async move { drop(answer(stream, address, &shared).await) });
        while connections.try_join_next().is_some() {}
    }
}

/// Answers one request, then closes the connection.
async fn answer(mut stream: TcpStream, address: SocketAddr, shared: &Shared) -> io::Result<()> {
    let head = read_head(&mut stream).await?;
    let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let user_agent = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .starts_with("user-agent:")
                .then(|| line[11..].trim().to_owned())
        })
        .unwrap_or_default();
    shared.asked.send_modify(|asked| {
        asked.push(Asked {
            path: path.clone(),
            user_agent,
            head,
        });
    });
    let (release, fault) = (lock(&shared.release).clone(), lock(&shared.fault).clone());
    match path.as_str() {
        MANIFEST => manifest(&mut stream, address, release, fault).await?,
        PACKAGE => package(&mut stream, release, fault).await?,
        _ => send(&mut stream, "404 Not Found", 0, b"").await?,
    }
    stream.shutdown().await
}

async fn read_head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

async fn manifest(
    stream: &mut TcpStream,
    address: SocketAddr,
    release: Option<Release>,
    fault: Option<Fault>,
) -> io::Result<()> {
    match fault {
        Some(Fault::SilentManifest) => return std::future::pending().await,
        Some(Fault::ManifestStatus(status)) => return send(stream, &format!("{status} So"), 0, b"").await,
        Some(Fault::ManifestText(text)) => {
            return send(stream, "200 OK", text.len() as u64, text.as_bytes()).await;
        }
        Some(Fault::EndlessManifest) => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
                .await?;
            loop {
                stream.write_all(&[b' '; 4096]).await?;
            }
        }
        _ => {}
    }
    let Some(release) = release else {
        return send(stream, "204 No Content", 0, b"").await;
    };
    let one = json!({ "url": format!("http://{address}{PACKAGE}"), "signature": release.signature });
    let systems = ["linux", "windows", "darwin"]
        .map(|system| ["x86_64", "aarch64"].map(|chip| (format!("{system}-{chip}"), one.clone())));
    let platforms: Map<_, _> = systems.into_iter().flatten().collect();
    let text = json!({
        "version": release.version,
        "notes": release.notes,
        "pub_date": release.published,
        "platforms": platforms,
    });
    let text = text.to_string();
    send(stream, "200 OK", text.len() as u64, text.as_bytes()).await
}

async fn package(stream: &mut TcpStream, release: Option<Release>, fault: Option<Fault>) -> io::Result<()> {
    let file = release.map(|release| release.file).unwrap_or_default();
    let size = file.len() as u64;
    match fault {
        Some(Fault::SilentPackage(after)) => {
            send(stream, "200 OK", size, &file[..after.min(file.len())]).await?;
            std::future::pending().await
        }
        Some(Fault::TornPackage(after)) => send(stream, "200 OK", size, &file[..after.min(file.len())]).await,
        Some(Fault::PackageSize(said)) => send(stream, "200 OK", said, &file).await,
        Some(Fault::Redirect(to)) => {
            let head = format!(
                "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await
        }
        _ => send(stream, "200 OK", size, &file).await,
    }
}

/// Sends an answer that is said to have `size` bytes.
async fn send(stream: &mut TcpStream, status: &str, size: u64, body: &[u8]) -> io::Result<()> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
