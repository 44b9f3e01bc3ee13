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

/// The server writes 1 GiB by itself: the practice API goes up to 512 MiB.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
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

/// Takes one request's body and tells its length; no more than that is kept of it.
#[cfg(target_os = "linux")]
fn taker() -> (String, std::thread::JoinHandle<u64>) {
    use std::{
        io::{BufRead, BufReader, Write},
        net::TcpListener,
    };

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let taken = std::thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().unwrap().0);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let taken = std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink()).unwrap();
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        reader.into_inner().write_all(answer).unwrap();
        taken
    });
    (url, taken)
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_large_body_leaves_a_file_or_standard_input_in_little_memory() {
    const SIZE: u64 = 256 << 20;
    let world = World::signed_in().await;
    let path = world.data.path().join("large.bin");
    std::fs::File::create(&path).unwrap().set_len(SIZE).unwrap();
    for source in [format!("@{}", path.display()), "@-".to_owned()] {
        let (url, taken) = taker();
        let mut command = world.command(&["call", &url, "-d", &source]);
        let mut child = command
            .stdin(std::fs::File::open(&path).unwrap())
            .spawn()
            .unwrap();
        let peak = peak_kib(&mut child);
        assert!(child.wait().unwrap().success());
        assert_eq!(taken.join().unwrap(), SIZE, "{source}");
        assert!(peak > 0 && peak < 50 << 10, "{source}: {peak} KiB");
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_to_a_device_is_gone_and_the_device_stays() {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let world = World::signed_in().await;
    let said = world.run(&["call", "/api/notes", "-o", nowhere]);
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{said:?}");
    assert!(!std::path::Path::new(nowhere).is_file());
}
