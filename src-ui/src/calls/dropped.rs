//! Files that are dropped on the window.

use serde::Deserialize;

use super::Calls;
use crate::bridge::{self, Hearing};
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
    pub(super) fn listen_for_files(&self) -> [Hearing; 3] {
        let entered = bridge::hear(ENTERED, |_: Anything| mark(takes_files()));
        // It comes with nothing at all.
        let left = bridge::hear(LEFT, |_: Option<Anything>| mark(false));
        let tabs = self.tabs.clone();
        let dropped = bridge::hear(DROPPED, move |dropped: Dropped| {
            mark(false);
            if takes_files() && !dropped.paths.is_empty() {
                tabs.dispatch(TabsAction::EditFront(EditorAction::Files(dropped.paths)));
            }
        });
        [entered, left, dropped]
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
