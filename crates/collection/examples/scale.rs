//! How long a large collection takes: a part of `cargo xtask scale`, which puts it into the page.
//!
//! Makes 5,000 requests in 50 folders, opens them five times, and changes one of them on disk ten times.

#![expect(clippy::print_stdout, reason = "it tells what it measured")]

use std::{
    error::Error,
    fs,
    sync::mpsc,
    time::{Duration, Instant},
};

use latchkey_collection::{
    Check, Folder, Item, Request, RequestBody, Row,
    store::{Place, Store},
};

const FOLDERS: usize = 50;
const IN_EACH: usize = 100;
/// How long the window waits until changes have settled.
const PAUSE: Duration = Duration::from_millis(250);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(folder.path())?;
    let began = Instant::now();
    for index in 0..FOLDERS {
        store.create_folder(&Place::root(), &filled(index))?;
    }
    println!(
        "| {} requests in {FOLDERS} folders, made | {} ms |",
        FOLDERS * IN_EACH,
        began.elapsed().as_millis()
    );

    let before = resident();
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..5 {
        let began = Instant::now();
        let read = store.read()?;
        times.push(began.elapsed());
        assert_eq!(
            (read.root.requests().len(), read.problems.len()),
            (FOLDERS * IN_EACH, 0)
        );
        last = Some(read);
    }
    times.sort_unstable();
    println!(
        "| opened | {} ms (shortest {}, longest {}) |",
        times[2].as_millis(),
        times[0].as_millis(),
        times[4].as_millis()
    );
    if let (Some(before), Some(after)) = (before, resident()) {
        println!("| memory for it | {} MiB |", after.saturating_sub(before) / 1024);
    }
    drop(last);

    let (told, heard) = mpsc::channel();
    let _watch = store.watch(PAUSE, move |places| {
        // Whoever measures has gone at the end.
        let _ = told.send((Instant::now(), places));
    })?;
    let mut delays = Vec::new();
    for round in 0..10 {
        let path = folder
            .path()
            .join(format!("Folder {round}/Request 7.request.toml"));
        let text = fs::read_to_string(&path)?;
        let began = Instant::now();
        fs::write(&path, format!("{text}# {round}\n"))?;
        let (at, places) = heard.recv()?;
        assert_eq!(places.len(), 1, "{places:?}");
        delays.push(at - began);
    }
    delays.sort_unstable();
    println!(
        "| from a change on disk until it is told, of which {} ms to let changes settle | {} ms (shortest {}, longest {}) |",
        PAUSE.as_millis(),
        delays[5].as_millis(),
        delays[0].as_millis(),
        delays[9].as_millis()
    );
    Ok(())
}

fn filled(index: usize) -> Folder {
    let items = (0..IN_EACH).map(|number| {
        let mut request = Request::new(format!("Request {number}"), "POST", "/api/notes/:id");
        let row = |name: &str, value: &str| Row {
            name: name.to_owned(),
            value: value.to_owned(),
            enabled: true,
        };
        request.path = vec![row("id", "{{id}}")];
        request.query = vec![row("limit", "20")];
        request.headers = vec![row("Accept", "application/json"), row("X-Request", "{{trace}}")];
        request.body = RequestBody::Json {
            text: format!("{{\n  \"title\": \"Note {number}\",\n  \"text\": \"{{{{text}}}}\"\n}}"),
        };
        request.checks = vec![Check::Status(200)];
        Item::Request(request)
    });
    Folder {
        name: format!("Folder {index}"),
        description: "One of many.".to_owned(),
        items: items.collect(),
    }
}

/// What the process has in memory, in KiB, where the system says so in a file.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
