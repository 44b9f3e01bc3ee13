//! Bodies on their way out: what is told of them, and when they are late.

use std::{
    io::Write,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream;
use latchkey_pipeline::{ApiRequest, Body, Credentials, Error, NetworkFailure, Sent, clock::ManualClock};
use practice_api::{DEMO_USER, PASSWORD};
use tokio::sync::{mpsc, watch};

use crate::support::{REFRESH, Seen, Server, World, pair, profile, soon, text};

/// What a body's watcher has been told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<Sent>>>);

impl Told {
    fn watch(&self, body: Body) -> Body {
        let told = self.0.clone();
        body.watched(move |sent| told.lock().unwrap().push(sent))
    }

    /// One list for each time the body was sent.
    fn sendings(&self) -> Vec<Vec<Sent>> {
        let mut sendings: Vec<Vec<Sent>> = Vec::new();
        for sent in self.0.lock().unwrap().iter() {
            if sent.bytes == 0 {
                sendings.push(Vec::new());
            }
            sendings.last_mut().unwrap().push(*sent);
        }
        sendings
    }
}

#[tokio::test]
async fn q1_every_sending_of_a_large_body_is_told_from_0_to_its_length() {
    const LENGTH: usize = 300_001;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&vec![7; LENGTH]).unwrap();
    let bodies = [
        Body::file(file.path()).await.unwrap(),
        Body::bytes(None, vec![7; LENGTH]),
    ];
    for body in bodies {
        let server = Server::start(|seen: Seen| async move {
            match (seen.path.as_str(), seen.token()) {
                (REFRESH, _) => pair("a1", "r1"),
                (_, Some("a0")) => text(401, "ExpiredToken"),
                _ => text(200, "ok"),
            }
        })
        .await;
        let world = World::signed_in(&server.url).await;
        let told = Told::default();
        let request = ApiRequest::new("POST", "/x").with_body(told.watch(body));
        assert_eq!(soon(world.pipeline.call(request)).await.unwrap().status, 200);
        for seen in server.seen("/x") {
            assert_eq!(seen.header("content-length"), Some("300001"));
            assert!(seen.body == vec![7; LENGTH]);
        }
        let sendings = told.sendings();
        assert_eq!(sendings.len(), 2, "refused once, and sent again");
        for sending in sendings {
            let of = Some(LENGTH as u64);
            assert_eq!(
                sending.last(),
                Some(&Sent {
                    bytes: LENGTH as u64,
                    of
                })
            );
            assert!(sending.len() > 3, "{sending:?}");
            assert!(sending.iter().all(|sent| sent.of == of));
            assert!(sending.is_sorted_by_key(|sent| sent.bytes), "{sending:?}");
        }
    }
}

/// A call whose body comes piece by piece, as the test hands them out.
struct Slow {
    world: World,
    clock: ManualClock,
    pieces: mpsc::UnboundedSender<Bytes>,
    taken: watch::Receiver<u64>,
    call: tokio::task::JoinHandle<Result<u16, Error>>,
    _server: Server,
}

impl Slow {
    async fn begin() -> Self {
        let server = Server::start(|_| async { text(200, "ok") }).await;
        let clock = ManualClock::at(1_800_000_000_000);
        let world = World::with_clock(Arc::new(clock.clone()));
        let sign_in = world
            .pipeline
            .sign_in(profile(&server.url), Credentials::new(DEMO_USER, PASSWORD));
        sign_in.await.unwrap();
        let (pieces, mut coming) = mpsc::unbounded_channel::<Bytes>();
        let (told, taken) = watch::channel(0);
        let pieces_of = stream::poll_fn(move |context| coming.poll_recv(context).map(|piece| piece.map(Ok)));
        let body = Body::stream(None, pieces_of).watched(move |sent| {
            let _ = told.send_replace(sent.bytes);
        });
        let (pipeline, request) = (
            world.pipeline.clone(),
            ApiRequest::new("POST", "/x").with_body(body),
        );
        let call = tokio::spawn(async move {
            match pipeline.call(request).await {
                Ok(answer) => Ok(answer.status.as_u16()),
                Err(failed) => Err(failed.error),
            }
        });
        Self {
            world,
            clock,
            pieces,
            taken,
            call,
            _server: server,
        }
    }

    async fn hand_out(&mut self, length: usize) {
        let before = *self.taken.borrow();
        self.pieces.send(vec![b'x'; length].into()).unwrap();
        soon(self.taken.wait_for(|taken| *taken == before + length as u64))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn q1_a_body_that_keeps_coming_is_not_late() {
    let mut slow = Slow::begin().await;
    for _ in 0..10 {
        slow.hand_out(1000).await;
        // A time-out is a minute; all pieces together take ten.
        slow.clock.advance(Duration::from_secs(59));
        tokio::task::yield_now().await;
    }
    drop(slow.pieces);
    assert_eq!(soon(slow.call).await.unwrap(), Ok(200));
}

#[tokio::test]
async fn q1_a_body_that_nobody_takes_any_more_is_late() {
    let mut slow = Slow::begin().await;
    slow.hand_out(1000).await;
    let clock = slow.clock.clone();
    let late = soon(async {
        while !slow.call.is_finished() {
            clock.advance(Duration::from_secs(61));
            tokio::task::yield_now().await;
        }
        slow.call.await.unwrap()
    });
    let error = late.await.unwrap_err();
    assert!(
        matches!(&error, Error::Network(error) if error.kind == NetworkFailure::TimeOut),
        "{error:?}"
    );
    slow.world.assert_alive().await;
}
