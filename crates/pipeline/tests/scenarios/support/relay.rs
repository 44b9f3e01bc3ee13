//! Stands between a pipeline and the practice API, and holds back what passes.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::sync::watch;

use super::{Seen, Server, soon};

/// The relay itself answers this path: 401 with no body.
pub(crate) const BARE_401: &str = "/api/bare-401";

/// A server that passes everything on.
pub(crate) struct Relay {
    pub(crate) server: Server,
    held: watch::Sender<Option<String>>,
    answered: watch::Sender<Vec<String>>,
}

impl Relay {
    /// Passes on to the server at `upstream`.
    pub(crate) async fn to(upstream: &str) -> Self {
        let (held, answered) = (watch::Sender::new(None), watch::Sender::new(Vec::new()));
        latchkey_pipeline::choose_crypto();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let (upstream, holding, passed) = (upstream.to_owned(), held.clone(), answered.clone());
        let server = Server::start_raw(move |seen| {
            let (client, upstream) = (client.clone(), upstream.clone());
            let (holding, passed) = (holding.clone(), passed.clone());
            async move {
                if seen.path == BARE_401 {
                    return StatusCode::UNAUTHORIZED.into_response();
                }
                let path = seen.path.clone();
                let answer = pass_on(&client, &upstream, seen).await;
                passed.send_modify(|paths| paths.push(path.clone()));
                let mut holding = holding.subscribe();
                let _ = holding.wait_for(|held| held.as_ref() != Some(&path)).await;
                answer
            }
        })
        .await;
        Self {
            server,
            held,
            answered,
        }
    }

    /// Holds the answers to `path` back until [`Relay::release`].
    pub(crate) fn hold(&self, path: &str) {
        self.held.send_replace(Some(path.to_owned()));
    }

    pub(crate) fn release(&self) {
        self.held.send_replace(None);
    }

    /// How often the server behind has answered `path`.
    pub(crate) fn answers(&self, path: &str) -> usize {
        self.answered.borrow().iter().filter(|it| *it == path).count()
    }

    /// Waits until the server behind has answered `path` that often.
    pub(crate) async fn answered(&self, path: &str, times: usize) {
        let mut answered = self.answered.subscribe();
        let often = |paths: &Vec<String>| paths.iter().filter(|it| *it == path).count() >= times;
        soon(answered.wait_for(often)).await.unwrap();
    }
}

async fn pass_on(client: &reqwest::Client, upstream: &str, seen: Seen) -> Response {
    let mut headers = seen.headers;
    headers.remove(header::HOST);
    headers.remove(header::CONTENT_LENGTH);
    let request = client.request(seen.method, format!("{upstream}{}", seen.path));
    let answer = request.headers(headers).body(seen.body).send().await.unwrap();
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    headers.remove(header::TRANSFER_ENCODING);
    let body = answer.bytes().await.unwrap();
    (status, headers, body).into_response()
}
