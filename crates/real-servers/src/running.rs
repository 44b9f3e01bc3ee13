//! A server that runs, until it is dropped.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::{
    command::end_of,
    error::Error,
    install::{Installed, logs},
    kind::PASSWORD,
};

/// How long a server may take until it listens: some seconds, and longer while the machine is busy.
const START_LIMIT: Duration = Duration::from_mins(2);

/// A server on loopback. It ends when this is dropped, and also when the process ends in any other way: the server
/// reads from a pipe that only this process holds.
#[derive(Debug)]
pub struct Running {
    /// Where it listens, without a slash at the end.
    pub url: String,
    /// Where it tells what it answered (`GET /-/counted`: method and path, status, how often) and takes another
    /// lifetime for the access tokens it issues from then on (`POST /-/lifetime/SECONDS`).
    pub control: String,
    child: Child,
    folder: PathBuf,
}

impl Running {
    /// Starts a server whose access tokens live for `access` (whole seconds). `name` is for its log and its files.
    pub fn start(installed: &Installed, name: &str, access: Duration) -> Result<Self, Error> {
        let folder = installed.root.join("runs").join(name);
        // A run that was killed may have left its files.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
        let log = logs(&installed.root).join(format!("{name}.log"));
        let out = File::create(&log).map_err(Error::io(&log))?;
        let err = out.try_clone().map_err(Error::io(&log))?;
        let script = installed.kind.script();
        let failed = |how: String| Error::Failed {
            command: format!("{} {}", installed.program.display(), script.display()),
            how,
            log: log.clone(),
            end: end_of(&log),
        };
        let mut command = Command::new(&installed.program);
        command
            .arg(&script)
            .envs(installed.environment.iter().map(|(name, value)| (name, value)))
            .env("ACCESS_SECONDS", access.as_secs().to_string())
            .env("REAL_SERVER_USER", installed.kind.user())
            .env("REAL_SERVER_PASSWORD", PASSWORD)
            .env("REAL_SERVER_FOLDER", &folder)
            .envs(["TMPDIR", "TEMP", "TMP"].map(|name| (name, &folder)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(err);
        let mut child = command
            .spawn()
            .map_err(|problem| failed(format!("could not be started ({problem})")))?;
        let ready = child.stdout.take().map(|stdout| listen(stdout, out));
        // From here on whatever happens ends the server.
        let mut server = Self {
            url: String::new(),
            control: String::new(),
            child,
            folder,
        };
        let addresses = ready.and_then(|ready| ready.recv_timeout(START_LIMIT).ok());
        let Some((url, control)) = addresses else {
            return Err(failed("did not begin to listen".to_owned()));
        };
        (server.url, server.control) = (url, control);
        Ok(server)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already; its files go with the target folder at the latest.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Copies what the server prints to its log, and passes on the one line that tells its addresses. The receiver is
/// disconnected when the server ends.
fn listen(stdout: ChildStdout, mut log: File) -> mpsc::Receiver<(String, String)> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = writeln!(log, "{line}");
            if let Some(addresses) = addresses(&line) {
                let _ = sender.send(addresses);
            }
        }
    });
    receiver
}

fn addresses(line: &str) -> Option<(String, String)> {
    let told: serde_json::Value = serde_json::from_str(line).ok()?;
    let address = |name: &str| Some(told.get(name)?.as_str()?.to_owned());
    Some((address("url")?, address("control")?))
}
