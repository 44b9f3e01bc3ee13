//! Answers that come piece by piece, when the test lets them.

use std::time::Duration;

use latchkey_collection::Mask;
use latchkey_ipc::{Body as Sent, BodyKind, BodyRows, RowsView, StreamView};
use latchkey_pipeline::{Credentials, Profile, Sessions, store::MemoryStores};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
};

use super::*;

/// What goes wrong otherwise is a test that waits for ever.
const PATIENCE: Duration = Duration::from_secs(20);
const EVENTS: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

impl Onlooker for () {
    fn received(&self, _: CallProgress) {}
    fn grows(&self, _: GrowingAnswer) {}
}

#[derive(Debug)]
enum Told {
    Progress(CallProgress),
    Grows(Box<GrowingAnswer>),
}

struct Heard(UnboundedSender<Told>);

impl Onlooker for Heard {
    fn received(&self, progress: CallProgress) {
        let _ = self.0.send(Told::Progress(progress));
    }

    fn grows(&self, growing: GrowingAnswer) {
        let _ = self.0.send(Told::Grows(Box::new(growing)));
    }
}

/// Calls to a server whose answers the test writes by hand.
struct Stage {
    calls: Arc<Calls>,
    sessions: Sessions,
    heard: UnboundedReceiver<Told>,
    connections: UnboundedReceiver<TcpStream>,
}

async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, work).await;
    done.unwrap_or_else(|_| panic!("{what} did not come"))
}

/// Reads a request with its body; says whether it is a sign-in.
async fn is_sign_in(connection: &mut TcpStream) -> Option<bool> {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).to_ascii_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|it| it.lines().next()?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(head.starts_with("post /api/user/login"));
            }
        }
        let more = connection.read_buf(&mut read).await.ok()?;
        if more == 0 {
            return None;
        }
    }
}

async fn serve(listener: TcpListener, connections: UnboundedSender<TcpStream>) {
    const TOKENS: &str = "HTTP/1.1 200 OK\r\nAuthorization: Bearer access-token\r\n\
        Authorization-refresh: Bearer refresh-token\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    while let Ok((mut connection, _)) = listener.accept().await {
        match is_sign_in(&mut connection).await {
            Some(true) => connection.write_all(TOKENS.as_bytes()).await.unwrap(),
            Some(false) => connections.send(connection).unwrap(),
            None => {}
        }
    }
}

impl Stage {
    async fn set() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (accepted, connections) = unbounded_channel();
        tokio::spawn(serve(listener, accepted));
        let sessions = Sessions::new(Arc::new(MemoryStores::default()), Arc::new(()));
        let profile = Profile::at_address(&address, false).unwrap();
        let signed_in = sessions.sign_in(profile, Credentials::new("me", "secret"));
        within("the session", Box::pin(signed_in)).await.unwrap();
        let (told, heard) = unbounded_channel();
        Self {
            calls: Arc::new(Calls::new(Arc::new(Heard(told)))),
            sessions,
            heard,
            connections,
        }
    }

    /// Begins a call, and hands over the connection on which it waits for an answer.
    async fn call(&mut self) -> (JoinHandle<Result<Answer, IpcError>>, TcpStream) {
        self.call_with(Mask::default()).await
    }

    /// The same with secrets that are taken to have gone into it.
    async fn call_with(&mut self, secrets: Mask) -> (JoinHandle<Result<Answer, IpcError>>, TcpStream) {
        let (calls, pipeline) = (self.calls.clone(), self.sessions.at_work().unwrap());
        let call = ApiCall {
            call_id: "call".to_owned(),
            method: "GET".to_owned(),
            target: "/api/stream".to_owned(),
            path: Vec::new(),
            headers: Vec::new(),
            body: Sent::None,
            foreign_body: false,
            timeout_ms: None,
            redirects: true,
        };
        let call = tokio::spawn(async move { calls.make(&pipeline, call, &secrets).await });
        let connection = within("the call", self.connections.recv()).await.unwrap();
        (call, connection)
    }

    /// The next state of the stream in which this holds.
    async fn until(&mut self, holds: impl Fn(&Answer) -> bool) -> Answer {
        within("the stream", async {
            loop {
                match self.heard.recv().await.unwrap() {
                    Told::Grows(it) if holds(&it.answer) => return it.answer,
                    Told::Grows(_) => {}
                    Told::Progress(it) => panic!("{it:?}"),
                }
            }
        })
        .await
    }

    async fn rows(&self, answer_id: AnswerId) -> String {
        let asked = BodyRows {
            answer_id,
            view: RowsView::Raw,
            first: 0,
            count: 100,
        };
        let rows = self.calls.read(answer_id, move |body| body.rows(asked)).await;
        String::from_utf8(rows.unwrap()).unwrap()
    }
}

/// One piece of a chunked body.
async fn send(connection: &mut TcpStream, piece: &str) {
    let chunk = format!("{:x}\r\n{piece}\r\n", piece.len());
    connection.write_all(chunk.as_bytes()).await.unwrap();
}

async fn done(call: JoinHandle<Result<Answer, IpcError>>) -> Result<Answer, IpcError> {
    within("the answer", call).await.unwrap()
}

fn events(answer: &Answer) -> u64 {
    answer.body.stream.map_or(0, |it| it.events)
}

#[tokio::test]
async fn what_takes_long_is_told_with_what_is_still_to_come() {
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call().await;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nhalf ";
    connection.write_all(head.as_bytes()).await.unwrap();
    let told = within("progress", stage.heard.recv()).await.unwrap();
    let Told::Progress(progress) = told else {
        panic!("{told:?}")
    };
    assert_eq!(
        (
            progress.call_id.as_str(),
            progress.status,
            progress.reason.as_str()
        ),
        ("call", 200, "OK")
    );
    assert_eq!((progress.received, progress.expected), (5, Some(12)));
    connection.write_all(b"of it.\n").await.unwrap();
    let answer = done(call).await.unwrap();
    assert_eq!((answer.body.size, answer.body.stream), (12, None));
    assert_eq!(stage.rows(answer.answer_id).await, "half of it.\n");
}

#[tokio::test]
async fn a_call_whose_answer_is_half_there_is_cancelled() {
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call().await;
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhalf ";
    connection.write_all(head.as_bytes()).await.unwrap();
    within("progress", stage.heard.recv()).await.unwrap();
    stage.calls.cancel(&"call".to_owned());
    assert_eq!(done(call).await.unwrap_err().code, ErrorCode::Cancelled);
    assert!(lock(&stage.calls.answers).is_empty());
}

#[tokio::test]
async fn a_stream_is_read_while_it_comes_and_the_server_ends_it() {
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call().await;
    connection.write_all(EVENTS.as_bytes()).await.unwrap();
    let head = stage.until(|_| true).await;
    assert_eq!(
        (head.status, head.body.kind, head.body.raw_rows),
        (200, BodyKind::Text, 0)
    );
    assert!(head.headers.iter().any(|it| it.value == "text/event-stream"));
    send(&mut connection, "data: one\n\n").await;
    let first = stage.until(|it| events(it) == 1).await;
    assert_eq!((first.answer_id, first.body.raw_rows), (head.answer_id, 2));
    assert_eq!(stage.rows(first.answer_id).await, "data: one\n\n");
    send(&mut connection, "data: access-token\n\n").await;
    let second = stage.until(|it| events(it) == 2).await;
    assert_eq!(second.body.hidden_credentials, 1);
    assert!(!stage.rows(second.answer_id).await.contains("access-token"));
    assert!(!call.is_finished());
    connection.write_all(b"0\r\n\r\n").await.unwrap();
    let end = done(call).await.unwrap();
    assert_eq!(
        (end.answer_id, end.body.incomplete, end.body.size),
        (head.answer_id, None, second.body.size)
    );
    let stream = StreamView {
        events: 2,
        stopped: false,
    };
    assert_eq!(end.body.stream, Some(stream));
    assert!(stage.rows(end.answer_id).await.starts_with("data: one\n\n"));
}

#[tokio::test]
async fn a_secret_that_a_body_sends_back_has_its_name_in_its_place() {
    let mut secrets = Mask::default();
    secrets.hide("key", "pass \"word\"");
    // Too much is called like these.
    secrets.hide("short", "one");
    secrets.hide("number", "20261127");
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call_with(secrets.clone()).await;
    let body = r#"{"sent":"pass \"word\"","form":"pass+%22word%22","day":20261127,"text":"one"}"#;
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    connection
        .write_all(format!("{head}{body}").as_bytes())
        .await
        .unwrap();
    let answer = done(call).await.unwrap();
    assert_eq!(answer.body.hidden_credentials, 2);
    let shown = r#"{"sent":"<secret key>","form":"<secret key>","day":20261127,"text":"one"}"#;
    assert_eq!(stage.rows(answer.answer_id).await, format!("{shown}\n"));

    let (call, mut connection) = stage.call_with(secrets).await;
    connection.write_all(EVENTS.as_bytes()).await.unwrap();
    send(&mut connection, "data: pass \"wo").await;
    send(&mut connection, "rd\"\n\n").await;
    connection.write_all(b"0\r\n\r\n").await.unwrap();
    let end = done(call).await.unwrap();
    assert_eq!(stage.rows(end.answer_id).await, "data: <secret key>\n\n");
    assert_eq!(end.body.hidden_credentials, 1);
}

#[tokio::test]
async fn a_stopped_stream_is_the_answer_as_far_as_it_came() {
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call().await;
    connection.write_all(EVENTS.as_bytes()).await.unwrap();
    send(&mut connection, "data: one\n\ndata: cut").await;
    stage.until(|it| events(it) == 1).await;
    stage.calls.cancel(&"call".to_owned());
    let end = done(call).await.unwrap();
    let stream = StreamView {
        events: 1,
        stopped: true,
    };
    assert_eq!(
        (end.status, end.body.stream, end.body.incomplete),
        (200, Some(stream), None)
    );
    assert_eq!(stage.rows(end.answer_id).await, "data: one\n\ndata: cut\n");
    // The server notices: nobody reads any more.
    let mut rest = Vec::new();
    within("the end of the connection", connection.read_to_end(&mut rest))
        .await
        .ok();
}

#[tokio::test]
async fn a_stream_that_breaks_off_keeps_what_came_and_says_why() {
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call().await;
    let head = EVENTS.replace("text/event-stream", "application/x-ndjson");
    connection.write_all(head.as_bytes()).await.unwrap();
    send(&mut connection, "{\"n\":1}\n{\"n\"").await;
    stage.until(|it| events(it) == 1).await;
    drop(connection);
    let end = done(call).await.unwrap();
    assert!(end.body.incomplete.is_some(), "{:?}", end.body);
    assert!(!end.body.stream.unwrap().stopped);
    assert_eq!(stage.rows(end.answer_id).await, "{\"n\":1}\n{\"n\"\n");
}

/// Whoever let go of a stream does not get it back, and it does not go on unseen.
#[tokio::test]
async fn a_stream_that_was_let_go_of_ends() {
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call().await;
    connection.write_all(EVENTS.as_bytes()).await.unwrap();
    let head = stage.until(|_| true).await;
    stage.calls.release(head.answer_id);
    let end = done(call).await.unwrap();
    assert_eq!(end.answer_id, head.answer_id);
    assert!(stage.calls.body(end.answer_id).is_err());
}

#[tokio::test]
async fn a_stream_that_is_cut_short_by_the_end_of_the_app_is_not_kept() {
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call().await;
    connection.write_all(EVENTS.as_bytes()).await.unwrap();
    stage.until(|_| true).await;
    stage.calls.cancel_all();
    assert_eq!(done(call).await.unwrap_err().code, ErrorCode::Cancelled);
    assert!(lock(&stage.calls.answers).is_empty());
}

#[tokio::test]
async fn a_stream_that_is_over_at_once_is_told_once() {
    let mut stage = Stage::set().await;
    let (call, mut connection) = stage.call().await;
    let whole = format!("{EVENTS}b\r\ndata: one\n\n\r\n0\r\n\r\n");
    connection.write_all(whole.as_bytes()).await.unwrap();
    let end = done(call).await.unwrap();
    assert_eq!((events(&end), stage.heard.try_recv().is_err()), (1, true));
    assert_eq!(stage.rows(end.answer_id).await, "data: one\n\n");
}
