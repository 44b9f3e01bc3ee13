//! What comes in from outside: links and files, named on the command line, by a second start, or by the system.
//!
//! Nothing of it has any effect here. It is read within bounds, and waits until the window has shown it and the user
//! has decided. The scheme and the file type are registered by the bundles; what arrives by them are plain arguments
//! on Linux and Windows and an event on macOS, so there is nothing that tauri-plugin-deep-link would add: it knows no
//! files, and hands every URL to the page as it came.

mod knock;
mod profile_file;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use latchkey_ipc::{Nothing, OPENED, Opened, Opening, SESSION_SWITCHED};
use tauri::{AppHandle, Emitter, Manager, RunEvent, Runtime, State};
use tokio::sync::SetOnce;

use crate::{arguments::Arguments, shell::Shell, translate};

pub(crate) use knock::Knock;
pub(crate) use profile_file::{read as read_profile, write as write_profile};

/// How many may wait. A page that opens links without end fills no memory.
const MAX_WAITING: usize = 32;

/// What was opened and is not seen to yet. There before anything else, so that nothing comes too early.
#[derive(Clone, Default)]
pub(crate) struct Doors {
    waiting: Arc<Mutex<Waiting>>,
    /// Set once the app has its shell.
    shell: Arc<SetOnce<()>>,
}

#[derive(Default)]
struct Waiting {
    last: u64,
    /// `None` while a file is being read.
    all: BTreeMap<u64, Option<Opened>>,
}

impl Doors {
    /// What waits, in the order in which it came.
    pub(crate) fn waiting(&self) -> Vec<Opening> {
        let waiting = self.lock();
        let known = waiting
            .all
            .iter()
            .filter_map(|(id, what)| Some((*id, what.clone()?)));
        known.map(|(id, what)| Opening { id, what }).collect()
    }

    /// Forgets what was seen to.
    pub(crate) fn settle(&self, id: u64) {
        self.lock().all.remove(&id);
    }

    /// A place in the order; `None` where too many wait already.
    fn reserve(&self) -> Option<u64> {
        let mut waiting = self.lock();
        if waiting.all.len() >= MAX_WAITING {
            return None;
        }
        waiting.last += 1;
        let id = waiting.last;
        waiting.all.insert(id, None);
        Some(id)
    }

    /// Puts it into its place, unless the very same waits already: who clicks twice means one.
    fn put(&self, id: u64, what: Opened) {
        let mut waiting = self.lock();
        let twice = waiting.all.values().flatten().any(|earlier| *earlier == what);
        if twice {
            waiting.all.remove(&id);
        } else {
            waiting.all.insert(id, Some(what));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes in what was opened, and tells the window once it can be shown.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>, knocks: impl IntoIterator<Item = Knock>) {
    let doors = app.state::<Doors>().inner().clone();
    for knock in knocks {
        let Some(id) = doors.reserve() else {
            tracing::warn!("too much was opened from outside at once; the rest is dropped");
            return;
        };
        match knock {
            Knock::Link(text) => {
                doors.put(id, link(&text));
                tell(app);
            }
            // A file may be on a disk that does not answer.
            Knock::File(path) => {
                let (doors, app) = (doors.clone(), app.clone());
                tauri::async_runtime::spawn_blocking(move || {
                    doors.put(id, file(&path));
                    tell(&app);
                });
            }
        }
    }
}

/// Takes in what a second start was told to open, in the folder it was started in.
pub(crate) fn open_for_another<R: Runtime>(app: &AppHandle<R>, arguments: Vec<String>, folder: &str) {
    let given = arguments.into_iter().skip(1).map(OsString::from);
    // The other one has read them too, and said what is wrong with them.
    if let Ok(arguments) = Arguments::parse(given, Path::new(folder)) {
        if arguments.practice {
            go_to_practice(app);
        }
        if let Some(folder) = arguments.collection {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                shell_of(&app).await.collections.open_named(&folder).await;
            });
        }
        open(app, arguments.opened);
    }
}

fn go_to_practice<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = shell_of(&app).await.go_to_practice().await {
            tracing::error!(%error, "no sign-in to the practice API");
        }
        if let Err(error) = app.emit(SESSION_SWITCHED, Nothing {}) {
            tracing::error!(%error, "the window was not told that another session is at work");
        }
    });
}

/// Puts the shell in its place, from which on the wishes of second starts come to pass.
pub(crate) fn move_in<R: Runtime>(app: &AppHandle<R>, shell: Shell) {
    app.manage(shell);
    let _ = app.state::<Doors>().shell.set(());
}

/// The shell, once it is there.
async fn shell_of<R: Runtime>(app: &AppHandle<R>) -> State<'_, Shell> {
    app.state::<Doors>().shell.wait().await;
    app.state()
}

/// Takes in what the system asks a running app to open, as macOS does.
pub(crate) fn on_event<R: Runtime>(app: &AppHandle<R>, event: &RunEvent) {
    #[cfg(target_os = "macos")]
    if let RunEvent::Opened { urls } = event {
        let knocks = urls
            .iter()
            .filter_map(|url| Knock::of(url.as_str().as_ref(), Path::new("/")));
        open(app, knocks);
    }
    #[cfg(not(target_os = "macos"))]
    let _ = (app, event);
}

fn link(text: &str) -> Opened {
    match latchkey_link::read(text) {
        Ok(link) => Opened::Request {
            request: translate::offered(link),
        },
        Err(error) => Opened::BadLink {
            error: translate::from_link(&error),
        },
    }
}

fn file(path: &Path) -> Opened {
    match read_profile(path) {
        Ok(profile) => Opened::Profile {
            profile: Box::new(profile),
        },
        Err(error) => Opened::BadFile {
            file: path.display().to_string(),
            error,
        },
    }
}

fn tell<R: Runtime>(app: &AppHandle<R>) {
    if let Err(error) = app.emit(OPENED, Nothing {}) {
        tracing::error!(%error, "the window was not told that something was opened");
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use tauri::Listener as _;

    use super::*;
    use crate::data_dir::DataDir;

    /// The bus has the app's name before the app has its shell.
    #[tokio::test]
    async fn what_a_second_start_wants_before_there_is_a_shell_comes_to_pass_with_it() {
        let app = crate::shell::tests::app();
        app.manage(Doors::default());
        let (told, switched) = mpsc::channel();
        app.listen_any(SESSION_SWITCHED, move |_| told.send(()).unwrap());

        let arguments = ["latchkey", "--practice"].map(str::to_owned).to_vec();
        open_for_another(app.handle(), arguments, "/");
        for _ in 0..100 {
            // Whatever was begun before has had its turn.
            tauri::async_runtime::spawn(async {}).await.unwrap();
        }
        assert!(switched.try_recv().is_err());
        let data = DataDir::for_this_run(None).unwrap();
        move_in(
            app.handle(),
            Shell::start(app.handle(), data, Arguments::default()),
        );
        switched.recv_timeout(Duration::from_secs(20)).unwrap();
        let state = app.state::<Shell>().state().await;
        let session = state.session.expect("a session with the practice API");
        assert_eq!(session.profile.id, crate::practice::ID);
    }

    fn opened(doors: &Doors, text: &str) -> Option<u64> {
        let id = doors.reserve()?;
        doors.put(id, link(text));
        Some(id)
    }

    #[test]
    fn what_waits_keeps_its_order_until_it_is_settled() {
        let doors = Doors::default();
        let slow = doors.reserve().expect("a place");
        let second = opened(&doors, "latchkey://request?url=/b").expect("a place");
        assert_eq!(
            doors.waiting().len(),
            1,
            "what is being read does not hold up the rest"
        );
        doors.put(slow, link("latchkey://request?url=/a"));
        let ids: Vec<_> = doors.waiting().iter().map(|it| it.id).collect();
        assert_eq!(ids, [slow, second]);
        doors.settle(slow);
        doors.settle(99);
        assert_eq!(doors.waiting().len(), 1);
    }

    #[test]
    fn the_same_twice_is_one_and_too_many_are_dropped() {
        let doors = Doors::default();
        opened(&doors, "latchkey://request?url=/a");
        opened(&doors, "latchkey://request?url=/a");
        assert_eq!(doors.waiting().len(), 1);
        for number in 0..2 * MAX_WAITING {
            opened(&doors, &format!("latchkey://request?url=/{number}"));
        }
        assert_eq!(doors.waiting().len(), MAX_WAITING);
    }

    #[test]
    fn a_bad_link_says_what_is_wrong_with_it() {
        let Opened::BadLink { error } = link("latchkey://request?url=ftp://a/") else {
            panic!("a link to ftp was taken")
        };
        assert_eq!(
            (error.key.as_str(), error.field.as_deref()),
            ("target-scheme", Some("url"))
        );
        assert!(error.found.is_some() && error.allowed.is_some());
    }
}
