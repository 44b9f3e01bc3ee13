use std::io::Read;

use crate::support::World;

/// The largest memory that a process had, in KiB, watched until it ends.
#[cfg(target_os = "linux")]
fn peak_kib(child: &mut std::process::Child) -> u64 {
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(kib.unwrap_or(0));
        std::thread::yield_now();
    }
    peak
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_large_answer_goes_to_a_file_in_little_memory() {
    const MIB: u64 = 256;
    let world = World::signed_in().await;
    let file = world.data.path().join("large.json");
    let path = format!("/api/large?mib={MIB}");
    let mut child = world.start(&["call", &path, "-o", file.to_str().unwrap()]);
    let peak = peak_kib(&mut child);
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::metadata(&file).unwrap().len(), MIB << 20);
    assert!(peak > 0 && peak < 50 << 10, "{peak} KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_has_enough_ends_the_call_quietly() {
    let world = World::signed_in().await;
    let mut child = world.start(&["call", "/api/large?mib=64"]);
    let mut start = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    child.wait().unwrap();
    assert!(!err.contains("panicked"), "{err}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_is_stopped_leaves_nothing_under_its_name() {
    use std::process::{Command, Stdio};

    let names = |folder: &std::path::Path| -> Vec<_> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    let world = World::signed_in().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.json");
    let mut child = world.start(&["call", "/api/large?mib=512", "-o", file.to_str().unwrap()]);
    while names(folder.path()).is_empty() {
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    let interrupt = Command::new("kill")
        .args(["-INT", &id])
        .stdout(Stdio::null())
        .status();
    assert!(interrupt.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(names(folder.path()).is_empty());
}

/// The server writes 1 GiB by itself: the practice API goes up to 512 MiB.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a gigabyte of disk and a quarter of a minute"]
async fn a_gigabyte_goes_to_a_file_in_little_memory() {
    use std::{io::Write, net::TcpListener};

    const SIZE: usize = 1 << 30;
    let world = World::signed_in().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _request = stream.read(&mut [0; 4096]).unwrap();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n").unwrap();
        let piece = vec![b'x'; 1 << 20];
        for _ in 0..SIZE / piece.len() {
            stream.write_all(&piece).unwrap();
        }
    });
    let file = world.data.path().join("gigabyte");
    let mut child = world.start(&["call", &url, "-o", file.to_str().unwrap()]);
    let peak = peak_kib(&mut child);
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::metadata(&file).unwrap().len(), SIZE as u64);
    assert!(peak > 0 && peak < 50 << 10, "{peak} KiB");
}
