//! The requests that are being written, kept so that they survive whatever happens to the window or the app.
//!
//! The window tells every edit, and the newest of each tab is held in memory: that alone survives a crash of the web
//! view. A thread of its own writes it to `draft.json` in the data folder, at once after a pause and then at most every
//! [`PACE`]; the end of the app writes what is left. The file is the user's own input and holds what they typed: it is
//! open to its owner alone, and the paths in it are as trustworthy as the person who chose them.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use latchkey_ipc::{DRAFTS_LIMIT, KeepTabs, KeptDraft, KeptTab, KeptTabs, TabsKept};
use latchkey_keeping::{WriteError, write_durably};
use serde::{Deserialize, Serialize};

const FILE: &str = "draft.json";
/// The newest format that this version reads, and the one it writes.
const FORMAT: u64 = 2;
/// The largest file that is read in bytes. A text grows in JSON, at most to six bytes for one (RFC 8259 §7).
const FILE_LIMIT: u64 = 8 * DRAFTS_LIMIT as u64;
/// The shortest time from one write to the next: each waits until the disk has it.
const PACE: Duration = Duration::from_millis(400);
/// How long before a disk that took nothing is tried again.
const AGAIN: Duration = Duration::from_secs(2);

#[derive(Serialize)]
struct Written<'a> {
    format: u64,
    #[serde(flatten)]
    tabs: &'a KeptTabs,
}

#[derive(Deserialize)]
struct Found {
    format: u64,
    /// The one request that format 1 knows.
    #[serde(default)]
    draft: Option<KeptDraft>,
    #[serde(default)]
    tabs: Vec<KeptTab>,
    #[serde(default)]
    front: u64,
}

impl From<Found> for KeptTabs {
    fn from(found: Found) -> Self {
        let only = found.draft.filter(|_| found.format < 2).map(|draft| KeptTab {
            id: 1,
            draft,
            ..KeptTab::default()
        });
        Self {
            tabs: found.tabs.into_iter().chain(only).collect(),
            front: found.front,
        }
    }
}

/// The drafts of one data folder. Clones share everything.
#[derive(Clone)]
pub(crate) struct Drafts(Arc<Inner>);

struct Inner {
    path: PathBuf,
    state: Mutex<State>,
    changed: Condvar,
    /// Held while the file is written, so that an older draft never follows a newer one.
    writing: Mutex<()>,
}

#[derive(Default)]
struct State {
    newest: KeptTabs,
    /// Whether `newest` is not on disk yet.
    due: bool,
    problem: Option<String>,
}

impl Drafts {
    /// The drafts of that folder, as an earlier run left them.
    pub(crate) fn open(folder: &Path) -> Self {
        let path = folder.join(FILE);
        let state = State {
            newest: read(&path).unwrap_or_default(),
            ..State::default()
        };
        let drafts = Self(Arc::new(Inner {
            path,
            state: Mutex::new(state),
            changed: Condvar::new(),
            writing: Mutex::default(),
        }));
        let writer = drafts.clone();
        let started = thread::Builder::new().name("drafts".to_owned());
        if let Err(error) = started.spawn(move || writer.write_for_ever()) {
            tracing::error!(%error, "drafts are kept at the end of the app alone");
        }
        drafts
    }

    /// The newest drafts.
    pub(crate) fn newest(&self) -> KeptTabs {
        self.state().newest.clone()
    }

    /// Why the newest are in memory alone, if the disk takes none.
    pub(crate) fn problem(&self) -> Option<String> {
        self.state().problem.clone()
    }

    /// Keeps what has changed. A draft that is too large, alone or with the others, is kept without the contents of its
    /// body.
    pub(crate) fn keep(&self, request: KeepTabs) -> TabsKept {
        let mut state = self.state();
        let next = merged(&state.newest, request);
        let known = state.newest == next;
        tracing::debug!(known, tabs = next.tabs.len(), "the window hands its drafts over");
        if !known {
            state.newest = next;
            state.due = true;
            self.0.changed.notify_one();
        }
        let kept = state.newest.tabs.iter();
        TabsKept {
            problem: state.problem.clone(),
            left_out: kept
                .filter(|tab| tab.draft.body.left_out)
                .map(|tab| tab.id)
                .collect(),
        }
    }

    /// Writes what is not on disk yet. For the end of the app.
    pub(crate) fn flush(&self) {
        let _writing = self.0.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let tabs = {
            let mut state = self.state();
            if !std::mem::take(&mut state.due) {
                return;
            }
            state.newest.clone()
        };
        let problem = write(&self.0.path, &tabs).err().map(|error| error.to_string());
        let mut state = self.state();
        if problem != state.problem {
            if let Some(error) = &problem {
                tracing::warn!(error, "the drafts could not be kept");
            } else {
                tracing::info!("the drafts can be kept again");
            }
        }
        // What could not be written is still to be.
        state.due |= problem.is_some();
        state.problem = problem;
    }

    fn write_for_ever(&self) {
        loop {
            let state = self.state();
            let due = self.0.changed.wait_while(state, |state| !state.due);
            drop(due.unwrap_or_else(PoisonError::into_inner));
            self.flush();
            thread::sleep(if self.problem().is_some() { AGAIN } else { PACE });
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is to be kept now: the tabs of `request` in their order, each as it was handed over last.
fn merged(newest: &KeptTabs, request: KeepTabs) -> KeptTabs {
    let KeepTabs {
        order,
        front,
        changed,
    } = request;
    let mut known: BTreeMap<u64, KeptTab> = newest.tabs.iter().map(|tab| (tab.id, tab.clone())).collect();
    for mut tab in changed {
        tab.draft = tab.draft.within_limit();
        known.insert(tab.id, tab);
    }
    let tabs = order.iter().filter_map(|id| known.remove(id)).collect();
    KeptTabs { tabs, front }.within_limit()
}

fn write(path: &Path, tabs: &KeptTabs) -> Result<(), WriteError> {
    let format = FORMAT;
    let text = serde_json::to_vec(&Written { format, tabs }).map_err(|error| WriteError::at(path, &error))?;
    write_durably(path, |beside| {
        fs::write(beside, &text).map_err(|error| WriteError::at(beside, &error))
    })
}

/// What an earlier run left. A file that cannot be used is put aside, for it may hold somebody's work.
fn read(path: &Path) -> Option<KeptTabs> {
    let trouble = match read_bounded(path) {
        Ok(text) => match serde_json::from_slice::<Found>(&text) {
            Ok(kept) if kept.format <= FORMAT => return Some(KeptTabs::from(kept).within_limit()),
            Ok(kept) => format!("it has format {}; this version reads up to {FORMAT}", kept.format),
            // The place alone: the message could repeat what was typed.
            Err(error) => format!(
                "line {} column {} is not as expected",
                error.line(),
                error.column()
            ),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => error.to_string(),
        Err(error) => {
            tracing::warn!(%error, "the drafts of the last run could not be read");
            return None;
        }
    };
    let aside = (1..1000)
        .map(|number| path.with_file_name(format!("draft.unusable-{number}.json")))
        .find(|aside| !aside.exists());
    if let Some(Ok(aside)) = aside.map(|aside| fs::rename(path, &aside).map(|()| aside)) {
        tracing::warn!(trouble, aside = %aside.display(), "the drafts of the last run cannot be used");
    } else {
        tracing::warn!(
            trouble,
            "the drafts of the last run cannot be used, nor be put aside"
        );
    }
    None
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    File::open(path)?.take(FILE_LIMIT + 1).read_to_end(&mut text)?;
    if text.len() as u64 > FILE_LIMIT {
        let message = format!("it is larger than {FILE_LIMIT} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::{DRAFT_LIMIT, KeptBody, KeptRow};

    use super::*;

    fn draft(target: &str) -> KeptDraft {
        KeptDraft {
            method: "POST".to_owned(),
            target: target.to_owned(),
            headers: vec![KeptRow {
                enabled: false,
                name: "X-Off".to_owned(),
                value: "1".to_owned(),
            }],
            ..KeptDraft::default()
        }
    }

    fn tab(id: u64, draft: KeptDraft) -> KeptTab {
        let passing = false;
        KeptTab {
            id,
            passing,
            draft,
            saved: None,
            foreign_body: false,
        }
    }

    /// A request to keep this draft, in the only tab.
    fn only(draft: KeptDraft) -> KeepTabs {
        KeepTabs {
            order: vec![1],
            front: 1,
            changed: vec![tab(1, draft)],
        }
    }

    /// The draft of the only tab.
    fn newest(drafts: &Drafts) -> Option<KeptDraft> {
        drafts.newest().tabs.pop().map(|tab| tab.draft)
    }

    #[test]
    fn the_last_edit_before_the_end_is_there_in_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::open(folder.path());
        assert_eq!(newest(&drafts), None);
        for number in 0..100 {
            drafts.keep(only(draft(&format!("/{number}"))));
        }
        drafts.flush();
        assert_eq!(newest(&Drafts::open(folder.path())), Some(draft("/99")));
    }

    #[test]
    fn what_the_disk_did_not_take_is_tried_again_without_another_edit() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let drafts = Drafts::open(&data);
        fs::remove_dir(&data).unwrap();
        drafts.keep(only(draft("/kept")));
        drafts.flush();
        assert!(drafts.problem().is_some());
        fs::create_dir(&data).unwrap();
        drafts.flush();
        assert_eq!(drafts.problem(), None);
        assert_eq!(newest(&Drafts::open(&data)), Some(draft("/kept")));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::open(folder.path());
        drafts.keep(only(draft("/")));
        drafts.flush();
        let mode = fs::metadata(folder.path().join(FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_cannot_be_used_is_put_aside_and_nothing_else_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let newer = "{\"format\": 99, \"draft\": {\"target\": \"/newer\"}}";
        for (number, text) in [
            (1, "{\"format\""),
            (2, newer),
            (3, "{\"format\": 1, \"draft\": 7}"),
        ] {
            fs::write(&path, text).unwrap();
            assert_eq!(newest(&Drafts::open(folder.path())), None, "{text}");
            let aside = folder.path().join(format!("draft.unusable-{number}.json"));
            assert_eq!(fs::read_to_string(aside).unwrap(), text);
        }
        assert!(!path.exists());
    }

    #[test]
    fn a_body_too_large_costs_its_contents_alone() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::open(folder.path());
        let large = KeptDraft {
            body: KeptBody {
                mode: "text".to_owned(),
                // Each of them takes six bytes in JSON.
                text: "\u{1}".repeat(DRAFT_LIMIT - 100),
                ..KeptBody::default()
            },
            ..draft("/large")
        };
        drafts.keep(only(large.clone()));
        drafts.flush();
        assert_eq!(newest(&Drafts::open(folder.path())), Some(large.clone()));
        let mut larger = large;
        larger.body.text.push_str(&"x".repeat(100));
        drafts.keep(only(larger));
        drafts.flush();
        let kept = newest(&Drafts::open(folder.path())).unwrap();
        assert!(kept.body.left_out && kept.target == "/large");
    }

    #[test]
    fn a_disk_that_takes_nothing_is_told_and_the_draft_stays_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        let drafts = Drafts::open(&missing);
        drafts.keep(only(draft("/1")));
        drafts.flush();
        let told = drafts.keep(only(draft("/2")));
        assert!(told.problem.unwrap().contains("draft.json"));
        assert_eq!(newest(&drafts), Some(draft("/2")));
        fs::create_dir(&missing).unwrap();
        drafts.flush();
        assert_eq!(drafts.keep(only(draft("/2"))).problem, None);
    }

    #[test]
    fn each_tab_is_kept_as_it_was_handed_over_last_and_closed_ones_are_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::open(folder.path());
        let three = [1, 2, 3].map(|id| tab(id, draft(&format!("/{id}"))));
        drafts.keep(KeepTabs {
            order: vec![1, 2, 3],
            front: 3,
            changed: three.to_vec(),
        });
        drafts.keep(KeepTabs {
            order: vec![3, 1],
            front: 1,
            changed: vec![tab(3, draft("/new"))],
        });
        drafts.flush();
        let kept = Drafts::open(folder.path()).newest();
        assert_eq!(kept.tabs, [tab(3, draft("/new")), tab(1, draft("/1"))]);
        assert_eq!(kept.front, 1);
    }

    #[test]
    fn what_an_earlier_version_kept_is_the_only_tab() {
        let folder = tempfile::tempdir().unwrap();
        let text = "{\"format\":1,\"draft\":{\"method\":\"PUT\",\"target\":\"/earlier\"}}";
        fs::write(folder.path().join(FILE), text).unwrap();
        let kept = newest(&Drafts::open(folder.path())).unwrap();
        assert_eq!((kept.method.as_str(), kept.target.as_str()), ("PUT", "/earlier"));
    }

    #[test]
    fn many_large_bodies_cost_the_last_of_them_their_contents_and_that_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::open(folder.path());
        let mut large = draft("/large");
        large.body.text = "x".repeat(DRAFT_LIMIT - 100);
        let count = (DRAFTS_LIMIT / DRAFT_LIMIT) as u64 + 1;
        let kept = drafts.keep(KeepTabs {
            order: (1..=count).collect(),
            front: 1,
            changed: (1..=count).map(|id| tab(id, large.clone())).collect(),
        });
        assert_eq!(kept.left_out, [count]);
        // With one closed, there is room.
        let kept = drafts.keep(KeepTabs {
            order: (2..=count).collect(),
            front: 2,
            changed: vec![tab(count, large)],
        });
        assert_eq!(kept.left_out, [0; 0]);
    }
}
