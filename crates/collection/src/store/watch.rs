//! Hears that somebody else changed a collection.
//!
//! It looks, at a pace that costs little, instead of waiting for the system's notices: those differ from system to
//! system, and do not come at all for many folders that lie on another computer.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::{Duration, Instant, SystemTime},
};

use super::{Error, MAX_DEPTH, MAX_ENTRIES, Store};

/// How many times the length of a look is waited until the next: no more than a twentieth of one core.
const REST: u32 = 20;
/// After so many looks that each found something new it is told, settled or not.
const PATIENCE: u32 = 8;

/// Watches a folder until it is dropped.
#[derive(Debug)]
pub struct Watch {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Store {
    /// Tells which places have changed, come or gone, as texts in order, once they have been quiet for a `pause`. It is
    /// told on a thread of its own. Changes by this store are told too; whoever made them knows their fingerprints.
    pub fn watch(
        &self,
        pause: Duration,
        told: impl Fn(Vec<String>) + Send + 'static,
    ) -> Result<Watch, Error> {
        let (stop, stopped) = mpsc::channel();
        let root = self.folder().to_owned();
        // What happens after this has returned is heard.
        let mut known = look(&root);
        let watching = move || {
            let mut seen = known.clone();
            let mut restless = 0;
            let mut wait = pause;
            loop {
                match stopped.recv_timeout(wait) {
                    Err(RecvTimeoutError::Timeout) => {}
                    _ => return,
                }
                let began = Instant::now();
                let now = look(&root);
                wait = pause.max(began.elapsed() * REST);
                let settled = now == seen;
                restless = if settled { 0 } else { restless + 1 };
                seen = now;
                if (settled || restless >= PATIENCE) && seen != known {
                    told(differing(&known, &seen));
                    known.clone_from(&seen);
                    restless = 0;
                }
            }
        };
        let thread = thread::Builder::new()
            .name("collection-watch".to_owned())
            .spawn(watching)
            .map_err(|error| Error::io(".", error))?;
        Ok(Watch {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // Its panic has been told; dropped by what it told, it cannot wait for itself.
            if thread.thread().id() != thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

/// What tells two states of a file apart without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    is_folder: bool,
    length: u64,
    modified: Option<SystemTime>,
    /// On Unix the file's number and the time of its last change of any kind: a file that was put in another one's place
    /// has another number.
    identity: (u64, i64, i64),
}

type States = BTreeMap<String, State>;

fn look(root: &Path) -> States {
    let mut states = States::new();
    let mut waiting: Vec<(PathBuf, String, usize)> = vec![(root.to_owned(), String::new(), 0)];
    while let Some((path, place, depth)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&path) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // Not followed: a link is what it is called.
            let Ok(metadata) = entry.metadata() else { continue };
            let ours = metadata.is_dir() || name.ends_with(".toml");
            if name.starts_with('.') || !ours {
                continue;
            }
            if states.len() >= MAX_ENTRIES {
                return states;
            }
            let inner = if place.is_empty() {
                name.into_owned()
            } else {
                format!("{place}/{name}")
            };
            if metadata.is_dir() && depth < MAX_DEPTH {
                waiting.push((entry.path(), inner.clone(), depth + 1));
            }
            states.insert(inner, state(&metadata));
        }
    }
    states
}

fn state(metadata: &fs::Metadata) -> State {
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt as _;
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
    };
    #[cfg(not(unix))]
    let identity = (0, 0, 0);
    let is_folder = metadata.is_dir();
    State {
        is_folder,
        // A folder's own figures change with anything in it, which is told by itself.
        length: if is_folder { 0 } else { metadata.len() },
        modified: metadata.modified().ok().filter(|_| !is_folder),
        identity: if is_folder { (0, 0, 0) } else { identity },
    }
}

fn differing(before: &States, after: &States) -> Vec<String> {
    let gone = before.keys().filter(|place| !after.contains_key(*place));
    let other = after
        .iter()
        .filter(|(place, state)| before.get(*place) != Some(state));
    let mut places: Vec<_> = gone.chain(other.map(|(place, _)| place)).cloned().collect();
    places.sort_unstable();
    places
}
