//! Profiles, names and servers that are up to no good.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    thread,
};

use practice_api::Dialect;

use crate::support::World;

/// What moves the cursor, sets a title, or turns text round.
const TURNED: &str = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{202e}nimda";

/// All files below a folder, with what they hold.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_reaches_nothing_beside_its_own_file() {
    let world = World::new(Dialect::HeaderPair).await;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.toml"), "secret = 1").unwrap();
    let up = format!("../../..{}/x", outside.path().display());
    let made = world.run(&[
        "profile",
        "add",
        "--kind",
        "default",
        "--id",
        "fine",
        "--base-url",
        "https://a.example",
    ]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let text = world.run(&["profile", "show", "fine"]).out;
    let before = (
        everything(outside.path()),
        everything(&world.data.path().join("profiles")),
    );
    let file = outside.path().join("given.toml");
    for id in [
        &up,
        "../x",
        "a/b",
        "a\\b",
        "C:x",
        "con",
        "nul",
        "com1",
        "practice",
        "UPPER",
        "x.toml",
        "-x",
        "ｘ",
        "\u{202e}x",
    ] {
        fs::write(&file, text.replace("\"fine\"", &format!("'{id}'"))).unwrap();
        let added = world.run(&["profile", "add", file.to_str().unwrap()]);
        assert_eq!(added.code, Some(2), "{id}: {added:?}");
        for verb in ["show", "remove"] {
            let said = world.run(&["profile", verb, "--", id]);
            assert_ne!(said.code, Some(0), "{verb} {id}: {said:?}");
            assert!(!said.out.contains("secret"), "{said:?}");
        }
    }
    // Too large, too deep, not a profile at all: an error each, and soon.
    let deep = format!("id = {}", "[".repeat(100_000));
    let large = format!("{text}\n# {}", "x".repeat(2 << 20));
    for content in [
        deep.as_bytes(),
        large.as_bytes(),
        b"\xff\xfe\0",
        b"id = \"x\"\nid = \"y\"\n",
        b"",
    ] {
        fs::write(&file, content).unwrap();
        let said = world.run(&["profile", "check", file.to_str().unwrap()]);
        assert_eq!(said.code, Some(2), "{said:?}");
    }
    fs::remove_file(&file).unwrap();
    let after = (
        everything(outside.path()),
        everything(&world.data.path().join("profiles")),
    );
    assert_eq!(after, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_server_or_a_name_says_moves_the_cursor() {
    let world = World::new(Dialect::HeaderPair).await;
    let url = hostile_api();
    let line = ["login", &url, "--user", TURNED, "--password-stdin"];
    let mut said = vec![world.run_with(&line, "secret")];
    assert_eq!(said[0].code, Some(0), "{said:?}");
    for line in [
        &["status"][..],
        &["call", "/x", "--trace", "--include"],
        &["profile", "show", TURNED],
        &["logout"],
    ] {
        said.push(world.run(line));
    }
    assert!(
        said.iter()
            .any(|said| said.err.contains("\\u{202e}") || said.out.contains("\\u{202e}")),
        "{said:?}"
    );
    for said in said {
        let shown = format!("{}{}", said.out, said.err);
        let moves = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!shown.contains(moves), "{shown:?}");
    }
}

/// Signs everybody in, and answers with what turns text round.
fn hostile_api() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(|stream| drop(stream.map(answer))));
    url
}

fn answer(stream: TcpStream) {
    let mut stream = BufReader::new(stream);
    let (mut head, mut line) = (String::new(), String::new());
    while stream.read_line(&mut line).unwrap() > 2 {
        head.push_str(&std::mem::take(&mut line).to_lowercase());
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.trim().parse().unwrap());
    stream.by_ref().take(length).read_to_end(&mut Vec::new()).unwrap();
    let tokens = "Authorization: access-token-1\r\nAuthorization-refresh: refresh-token-1\r\n";
    let turned = "X-Turned: \u{202e}nimda\r\nLocation: /\u{202e}y\r\n";
    let answer = if head.contains("login") {
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{tokens}Content-Length: 0\r\n\r\n")
    } else {
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{turned}Content-Length: 0\r\n\r\n")
    };
    stream.get_mut().write_all(answer.as_bytes()).unwrap();
}
