use std::{
    collections::VecDeque,
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Sender},
    },
    thread,
};

use latchkey_collection::RequestBody;
use latchkey_keeping::WriteError;

use crate::{
    Entry, FILE, Page, Query,
    file::{self, LINE_LIMIT},
    query::Words,
};

const LOCK: &str = "history.lock";

/// How much is kept. The oldest entries go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// So many entries.
    pub entries: usize,
    /// So many bytes of their lines.
    pub bytes: usize,
}

impl Default for Limits {
    /// A thousand entries, 16 MiB.
    fn default() -> Self {
        Self {
            entries: 1_000,
            bytes: 16 << 20,
        }
    }
}

impl Limits {
    /// How large the file may grow before it is written anew.
    fn of_file(self) -> u64 {
        2 * self.bytes as u64 + LINE_LIMIT as u64
    }
}

/// What the user should know of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Another process has it: what is added here stays in memory.
    Elsewhere,
    /// It cannot be read or written, because of this: what is added stays in memory until it can.
    Unwritten(String),
    /// It could not be read as a whole, and is kept here as it was found.
    SetAside(PathBuf),
}

/// The history of one data folder. Clones share it. A thread of its own writes; nobody who adds an entry waits for the disk.
#[derive(Clone)]
pub struct History(Arc<Handle>);

/// What all clones hold together. When the last of them goes, the rest is written, and the file is free.
struct Handle {
    inner: Arc<Inner>,
    /// Wakes the thread that writes.
    wake: Sender<()>,
    /// Held for as long as the file is ours.
    _lock: Option<File>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.inner.write();
        // The thread may be about to write once more: from now on it must not.
        let _not_while_writing = lock(&self.inner.writing);
        lock(&self.inner.state).in_memory = true;
    }
}

struct Inner {
    path: PathBuf,
    limits: Limits,
    state: Mutex<State>,
    /// Held while the file is written, so that lines stay in their order.
    writing: Mutex<()>,
}

struct State {
    entries: VecDeque<Kept>,
    next: u64,
    /// The bytes of the lines of `entries`.
    bytes: usize,
    /// Lines that are not on disk yet.
    pending: Vec<Vec<u8>>,
    /// Whether the file must be written anew.
    rewrite: bool,
    /// The file's bytes and lines.
    file: (u64, usize),
    /// Whether nothing is written in this run.
    in_memory: bool,
    aside: Option<PathBuf>,
    problem: Option<Problem>,
}

struct Kept {
    id: u64,
    entry: Arc<Entry>,
    length: usize,
}

impl History {
    /// The history of that folder, as an earlier run left it.
    pub fn open(folder: &Path, limits: Limits) -> Self {
        let path = folder.join(FILE);
        let (lock, mut problem) = match take(&folder.join(LOCK)) {
            Ok(lock) => (Some(lock), None),
            Err(problem) => (None, Some(problem)),
        };
        let found = match &lock {
            Some(_) => file::read(&path, limits.of_file()),
            None => file::Found::default(),
        };
        problem = problem.or(found.problem.map(Problem::Unwritten));
        let bytes: usize = found.entries.iter().map(|(_, length)| length).sum();
        let lines = found.entries.len();
        let mut state = State {
            next: 1,
            bytes: 0,
            pending: Vec::new(),
            rewrite: found.rewrite,
            file: (bytes as u64, lines),
            in_memory: problem.is_some(),
            problem: problem.or(found.aside.clone().map(Problem::SetAside)),
            aside: found.aside,
            entries: VecDeque::new(),
        };
        for (entry, length) in found.entries {
            state.push(entry, length, limits);
        }
        let (wake, woken) = mpsc::channel();
        // What was read of a damaged file is not in any file of its own yet.
        if state.aside.is_some() {
            let _ = wake.send(());
        }
        let inner = Arc::new(Inner {
            path,
            limits,
            state: Mutex::new(state),
            writing: Mutex::default(),
        });
        let to_write = inner.clone();
        let started = thread::Builder::new().name("history".to_owned());
        if let Err(error) = started.spawn(move || write_until_dropped(&to_write, &woken)) {
            tracing::error!(%error, "the history is written at the end of the app alone");
        }
        Self(Arc::new(Handle {
            inner,
            wake,
            _lock: lock,
        }))
    }

    /// Adds a call that is over, and tells its number. What makes a line too long is left out: the answer first, then the
    /// request's body and headers. An entry that is too long without them is not kept.
    pub fn add(&self, entry: Entry) -> Option<u64> {
        let (entry, line) = within_limit(entry, self.0.inner.limits)?;
        let mut state = self.state();
        let id = state.push(entry, line.len(), self.0.inner.limits);
        state.pending.push(line);
        if state.file.0 > self.0.inner.limits.of_file() || state.file.1 > 2 * self.0.inner.limits.entries {
            state.rewrite = true;
        }
        self.wake(&state);
        Some(id)
    }

    /// What fits, newest first.
    pub fn page(&self, query: &Query<'_>) -> Page {
        let words = Words::of(query.text);
        let state = self.state();
        let mut page = Page {
            all: state.entries.len(),
            ..Page::default()
        };
        for Kept { id, entry, .. } in state.entries.iter().rev() {
            if query
                .of
                .is_some_and(|(profile, user)| entry.profile != profile || entry.user != user)
            {
                page.elsewhere += 1;
            } else if words.fit(entry) {
                page.total += 1;
                if query.before.is_none_or(|before| *id < before) {
                    if page.entries.len() < query.count {
                        page.entries.push((*id, entry.clone()));
                    } else {
                        page.rest += 1;
                    }
                }
            }
        }
        page
    }

    /// The entry of that number, if it is still there.
    pub fn get(&self, id: u64) -> Option<Arc<Entry>> {
        let state = self.state();
        let at = state.entries.binary_search_by_key(&id, |kept| kept.id).ok()?;
        Some(state.entries[at].entry.clone())
    }

    /// Takes one entry away. On disk it is gone after [`flush`](Self::flush).
    pub fn remove(&self, id: u64) {
        let mut state = self.state();
        if let Ok(at) = state.entries.binary_search_by_key(&id, |kept| kept.id)
            && let Some(kept) = state.entries.remove(at)
        {
            state.bytes -= kept.length;
            state.rewrite = true;
            self.wake(&state);
        }
    }

    /// Takes all entries away, and the files that could not be read. On disk they are gone when this returns without an error.
    pub fn clear(&self) -> Result<(), String> {
        {
            let mut state = self.state();
            state.entries.clear();
            state.bytes = 0;
            state.rewrite = true;
            if state.in_memory {
                return Ok(());
            }
        }
        self.flush();
        file::remove_aside(&self.0.inner.path).map_err(|error| error.to_string())?;
        let mut state = self.state();
        state.aside = None;
        match state.problem.take() {
            Some(Problem::Unwritten(problem)) => {
                state.problem = Some(Problem::Unwritten(problem.clone()));
                Err(problem)
            }
            Some(Problem::SetAside(_)) | None => Ok(()),
            other @ Some(Problem::Elsewhere) => {
                state.problem = other;
                Ok(())
            }
        }
    }

    /// Waits until all is written that was added or taken away before.
    pub fn flush(&self) {
        self.0.inner.write();
    }

    /// What the user should know of the file.
    pub fn problem(&self) -> Option<Problem> {
        self.state().problem.clone()
    }

    fn wake(&self, state: &State) {
        if !state.in_memory {
            // Without the thread, what is pending is written at the end.
            let _ = self.0.wake.send(());
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.0.inner.state)
    }
}

impl Inner {
    /// Brings the file up to date.
    fn write(&self) {
        let _one_at_a_time = lock(&self.writing);
        let mut state = lock(&self.state);
        let is_due = state.rewrite || !state.pending.is_empty();
        if state.in_memory || !is_due {
            return;
        }
        let (lines, rewrite) = (std::mem::take(&mut state.pending), state.rewrite);
        let pending = lines.concat();
        let entries: Vec<_> = state.entries.iter().map(|kept| kept.entry.clone()).collect();
        if !rewrite {
            state.file.0 += pending.len() as u64;
            state.file.1 += lines.len();
        }
        state.rewrite = false;
        drop(state);
        // There may be no file yet, or none any more.
        let written = if !rewrite && file::append(&self.path, &pending).is_ok() {
            Ok(None)
        } else {
            let lines = entries.len();
            file::rewrite(&self.path, entries.iter().map(Arc::as_ref)).map(|bytes| Some((bytes, lines)))
        };
        lock(&self.state).told(written);
    }
}

impl State {
    /// What came of writing. After a failure the next writing writes all of it anew.
    fn told(&mut self, written: Result<Option<(u64, usize)>, WriteError>) {
        match written {
            Ok(file) => {
                self.file = file.unwrap_or(self.file);
                self.problem = self.aside.clone().map(Problem::SetAside);
            }
            Err(WriteError(error)) => {
                tracing::warn!(error, "the history could not be written");
                self.rewrite = true;
                self.problem = Some(Problem::Unwritten(error));
            }
        }
    }

    /// Adds an entry, and lets go of the oldest that are too many.
    fn push(&mut self, entry: Entry, length: usize, limits: Limits) -> u64 {
        let id = self.next;
        self.next += 1;
        self.bytes += length;
        let entry = Arc::new(entry);
        self.entries.push_back(Kept { id, entry, length });
        while self.entries.len() > limits.entries || self.bytes > limits.bytes {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= oldest.length;
        }
        id
    }
}

/// The entry and its line, as far as they are kept.
fn within_limit(entry: Entry, limits: Limits) -> Option<(Entry, Vec<u8>)> {
    let limit = LINE_LIMIT.min(limits.bytes);
    let steps: [fn(&mut Entry); 4] = [
        |_| {},
        |entry| entry.answer = None,
        |entry| {
            entry.body_left_out |= entry.request.body != RequestBody::None;
            entry.request.body = RequestBody::None;
        },
        |entry| entry.request.headers.clear(),
    ];
    let mut entry = entry;
    for step in steps {
        step(&mut entry);
        let line = file::line(&entry);
        if line.len() <= limit {
            return Some((entry, line));
        }
    }
    None
}

fn write_until_dropped(inner: &Inner, woken: &mpsc::Receiver<()>) {
    while woken.recv().is_ok() {
        // What came meanwhile is written with it.
        while woken.try_recv().is_ok() {}
        inner.write();
    }
}

/// Takes the lock, which another process may hold.
fn take(path: &Path) -> Result<File, Problem> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let failed = |error: std::io::Error| Problem::Unwritten(format!("{}: {error}", path.display()));
    let file = options.open(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(Problem::Elsewhere),
        Err(std::fs::TryLockError::Error(error)) => Err(failed(error)),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
