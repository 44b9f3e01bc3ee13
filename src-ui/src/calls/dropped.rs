//! Files that are dropped on the window.

use serde::Deserialize;

use latchkey_ipc::IpcError;

use super::Calls;
use crate::bridge;
use crate::state::editor::EditorAction;
use crate::state::tabs::TabsAction;

/// Tauri's own events, which it sends where the system gives files to a window.
const ENTERED: &str = "tauri://drag-enter";
const LEFT: &str = "tauri://drag-leave";
const DROPPED: &str = "tauri://drag-drop";

/// On the page while files are over it and can be dropped.
const MARK: &str = "files-over";

#[derive(Deserialize)]
struct Dropped {
    paths: Vec<String>,
}

#[derive(Deserialize)]
struct Anything {}

impl Calls {
    /// Hears of files that are dropped: they go into the body of the request in front.
    pub(super) async fn listen_for_files(&self) -> Result<(), IpcError> {
        bridge::hear(ENTERED, |_: Anything| mark(takes_files())).await?;
        // It comes with nothing at all.
        bridge::hear(LEFT, |_: Option<Anything>| mark(false)).await?;
        let tabs = self.tabs.clone();
        bridge::hear(DROPPED, move |dropped: Dropped| {
            mark(false);
            if takes_files() && !dropped.paths.is_empty() {
                tabs.dispatch(TabsAction::EditFront(EditorAction::Files(dropped.paths)));
            }
        })
        .await
    }
}

/// Whether there is a request to take them, and nothing lies over it.
fn takes_files() -> bool {
    let there = |selector| {
        gloo::utils::document()
            .query_selector(selector)
            .ok()
            .flatten()
            .is_some()
    };
    there(".request-editor") && !there("dialog[open]")
}

fn mark(over: bool) {
    let classes = gloo::utils::body().class_list();
    let done = if over {
        classes.add_1(MARK)
    } else {
        classes.remove_1(MARK)
    };
    // The name of the class is a name: there is nothing to refuse.
    drop(done);
}
