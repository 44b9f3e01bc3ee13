use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    process::Command,
    sync::mpsc::{Receiver, channel},
    thread,
};

use tempfile::TempDir;

use crate::support::Said;

const DOCUMENT: &str =
    r#"{"openapi": "3.1.0", "info": {"title": "Far"}, "paths": {"/notes": {"get": {"summary": "All"}}}}"#;

/// A server that answers each request by its path, and tells what it was sent.
fn serve(answer: impl Fn(&str, &mut dyn Write) + Send + 'static) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (told, heard) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut sent = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while reader.read_line(&mut sent).is_ok_and(|read| read > 2) {}
            let path = sent.split(' ').nth(1).unwrap_or_default().to_owned();
            // Whoever asked may have heard enough.
            let _ = told.send(sent);
            answer(&path, &mut stream);
        }
    });
    (address, heard)
}

fn whole(out: &mut dyn Write, status: &str, headers: &str, body: &str) {
    let length = body.len();
    let _ = write!(
        out,
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
}

fn run(line: &[&str]) -> Said {
    let folder = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-cli"));
    command
        .current_dir(folder.path())
        .args(line)
        .env("LATCHKEY_DATA_DIR", folder.path().join("data"));
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    let said: Said = command.output().unwrap().into();
    assert!(!folder.path().join("data").exists(), "a preview keeps nothing");
    assert!(!said.err.contains("s3cret"), "{said:?}");
    said
}

#[test]
fn a_document_comes_from_an_address_and_nothing_is_told_to_it() {
    let (address, heard) = serve(|path, out| match path {
        "/moved?key=s3cret" => whole(
            out,
            "302 Found",
            "Set-Cookie: a=1\r\nLocation: /api/far.json\r\n",
            "",
        ),
        _ => whole(out, "200 OK", "", DOCUMENT),
    });
    let said = run(&["import", &format!("{address}/moved?key=s3cret")]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.starts_with("Far  (OpenAPI"), "{said:?}");
    assert!(said.out.contains("All  GET /notes"), "{said:?}");
    let (first, second) = (heard.recv().unwrap(), heard.recv().unwrap());
    assert!(first.starts_with("GET /moved?key=s3cret ") && second.starts_with("GET /api/far.json "));
    for head in [first, second] {
        let lower = head.to_ascii_lowercase();
        for name in ["authorization", "cookie", "referer"] {
            assert!(!lower.contains(&format!("\r\n{name}:")), "{lower}");
        }
    }
}

#[test]
fn more_redirects_than_five_are_not_followed() {
    let (address, heard) = serve(|path, out| {
        let next = path[1..].parse::<u32>().unwrap() + 1;
        whole(out, "302 Found", &format!("Location: /{next}\r\n"), "");
    });
    let said = run(&["import", &format!("{address}/0")]);
    assert_eq!(said.code, Some(4), "{said:?}");
    assert!(said.err.contains("more than 5 redirects"), "{said:?}");
    assert_eq!(heard.try_iter().count(), 6);
}

#[test]
fn a_status_that_is_no_success_says_so() {
    let (address, _heard) = serve(|_, out| whole(out, "404 Not Found", "", DOCUMENT));
    let said = run(&["import", &format!("{address}/x?key=s3cret")]);
    assert_eq!(said.code, Some(22), "{said:?}");
    assert!(
        said.err.contains(&format!(
            "{address}/x: found the status 404; allowed is 200 to 299"
        )),
        "{said:?}"
    );
}

#[test]
fn a_document_that_is_too_large_is_not_read_to_its_end() {
    let (address, _heard) = serve(|path, out| {
        if path == "/said" {
            let _ = write!(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
            return;
        }
        let _ = write!(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        let piece = [b' '; 1 << 12];
        // Without an end, until nobody listens.
        while out.write_all(&piece).is_ok() {}
    });
    for path in ["said", "endless"] {
        let said = run(&["import", &format!("{address}/{path}")]);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(said.err.contains("67108864"), "{said:?}");
    }
}

#[test]
fn what_is_no_http_or_no_answer_says_why() {
    for (source, told) in [
        (
            "ftp://a.example/x",
            "SOURCE: found \"ftp://\"; allowed is http://, https://, a file",
        ),
        ("file:///etc/hosts", "found \"file://\""),
        ("https://ann:s3cret@a.example", "allowed is a URL without them"),
        ("http://", "allowed is an http(s) URL"),
    ] {
        let said = run(&["import", source]);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(said.err.contains(told), "{said:?}");
    }
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = run(&["import", &format!("http://{closed}/x?s3cret")]);
    assert_eq!(said.code, Some(4), "{said:?}");
}

#[test]
fn the_proxy_that_the_app_has_set_is_asked_and_its_folder_is_not_made_for_that() {
    let (proxy, heard) = serve(|_, out| whole(out, "200 OK", "", DOCUMENT));
    let folder = TempDir::new().unwrap();
    let network = format!(r#"{{"proxy": "manual", "proxy_url": "{proxy}"}}"#);
    std::fs::write(
        folder.path().join("latchkey.json"),
        format!(r#"{{"format": 2, "sessions": [], "network": {network}}}"#),
    )
    .unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-cli"));
    command.arg("--data-dir").arg(folder.path());
    let said: Said = command
        .args(["import", "http://api.far.invalid/a.json"])
        .output()
        .unwrap()
        .into();
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.starts_with("Far  (OpenAPI"), "{said:?}");
    assert!(
        heard
            .recv()
            .unwrap()
            .starts_with("GET http://api.far.invalid/a.json ")
    );
}
