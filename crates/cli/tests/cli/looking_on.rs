use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use crate::support::{Said, World};

/// More than the connection's buffers hold.
const LENGTH: usize = 32 << 20;

/// A server that answers one request, and reads the body of it only when it is let.
struct Gate {
    url: String,
    asked: Receiver<()>,
    open: Sender<()>,
}

impl Gate {
    fn shut() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (tell, asked) = mpsc::channel();
        let (open, opened) = mpsc::channel();
        thread::spawn(move || {
            let mut reader = BufReader::new(listener.accept().unwrap().0);
            let length = head(&mut reader);
            tell.send(()).unwrap();
            opened.recv().unwrap();
            std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink()).unwrap();
            let mut stream: TcpStream = reader.into_inner();
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")
                .unwrap();
        });
        Self { url, asked, open }
    }

    fn open(&self) {
        self.open.send(()).unwrap();
    }
}

/// Reads a request's head, and gives the length of its body.
fn head(reader: &mut impl BufRead) -> u64 {
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            return length;
        }
    }
}

/// Runs at a terminal of its own, with a file on standard input: what the terminal shows comes from standard output.
fn at_a_terminal(world: &World, line: &[&str], input: &Path) -> Child {
    let program = env!("CARGO_BIN_EXE_latchkey-cli");
    let line: Vec<_> = line.iter().map(|word| format!("'{word}'")).collect();
    let command = format!("{program} {} < '{}'", line.join(" "), input.display());
    Command::new("script")
        .args(["-qefc", &command, "/dev/null"])
        .env("LATCHKEY_DATA_DIR", world.data.path())
        .env("LATCHKEY_KEYCHAIN", "off")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Reads on until the text has been shown.
fn shown_until(child: &mut Child, text: &str) -> String {
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains(text) {
        let mut byte = [0];
        child.stdout.as_mut().unwrap().read_exact(&mut byte).unwrap();
        shown.extend(byte);
    }
    String::from_utf8_lossy(&shown).into_owned()
}

fn rest(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn line<'a>(gate: &'a Gate, body: [&'a str; 2]) -> [&'a str; 4] {
    ["call", &gate.url, body[0], body[1]]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_shown_at_a_terminal_and_nowhere_else() {
    let world = World::signed_in().await;
    let file = world.data.path().join("large.bin");
    std::fs::write(&file, vec![7; LENGTH]).unwrap();
    let at = format!("@{}", file.display());
    let field = format!("file={at}");
    for body in [["-d", &at], ["-d", "@-"], ["--form", &field]] {
        let gates @ [shown, quiet, piped] = &[Gate::shut(), Gate::shut(), Gate::shut()];
        // The two that are to show nothing begin first: whatever they would show they show before the third does.
        let silent = [&line(quiet, body)[..], &["--quiet"]].concat();
        let silent = at_a_terminal(&world, &silent, &file);
        let input = File::open(&file).unwrap();
        let to_a_pipe = world.command(&line(piped, body)).stdin(input).spawn().unwrap();
        quiet.asked.recv().unwrap();
        piped.asked.recv().unwrap();
        let mut looking = at_a_terminal(&world, &line(shown, body), &file);
        let bar = shown_until(&mut looking, "/32.00 MiB");
        assert!(bar.contains("sending ["), "{bar:?}");
        for gate in gates {
            gate.open();
        }
        assert!(rest(looking).ends_with("done"), "the bar has gone");
        assert_eq!(rest(silent), "done");
        let said = Said::from(to_a_pipe.wait_with_output().unwrap());
        assert_eq!(
            (said.code, said.out.as_str(), said.err.as_str()),
            (Some(0), "done", "")
        );
    }
}
