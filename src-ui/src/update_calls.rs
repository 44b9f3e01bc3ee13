//! What the window asks of the updater.

use latchkey_ipc::{
    CancelUpdate, CheckAutomatically, CheckForUpdate, Command, DownloadUpdate, InstallUpdate, Nothing,
    StateOfUpdate, UPDATE_CHANGED, UpdateView,
};
use wasm_bindgen_futures::spawn_local;

use crate::bridge;
use crate::components::update_dialog::UpdateAct;
use crate::held::UseReducerDispatcher;
use crate::state::update::UpdateStore;

type Store = UseReducerDispatcher<UpdateStore>;

/// Listens to the updater, then asks how it stands. Without an updater there is nothing to show.
pub fn start(store: Store) {
    if !bridge::is_there() {
        return;
    }
    spawn_local(async move {
        let heard = store.clone();
        let listening = bridge::hear(UPDATE_CHANGED, move |view: UpdateView| heard.dispatch(Some(view)));
        if listening.begun().await.is_ok()
            && let Ok(view) = bridge::call::<StateOfUpdate>(Nothing {}).await
        {
            store.dispatch(view);
        }
    });
}

/// Does what the user wants. How it goes is told by the shell's events.
pub fn act(act: UpdateAct) {
    spawn_local(async move {
        match act {
            UpdateAct::Check => ask::<CheckForUpdate>(Nothing {}).await,
            UpdateAct::Download => ask::<DownloadUpdate>(Nothing {}).await,
            UpdateAct::Cancel => ask::<CancelUpdate>(Nothing {}).await,
            UpdateAct::Install => ask::<InstallUpdate>(Nothing {}).await,
            UpdateAct::Automatic(on) => ask::<CheckAutomatically>(CheckAutomatically { on }).await,
        }
    });
}

async fn ask<C: Command<Response = Nothing>>(request: C::Request) {
    drop(bridge::call::<C>(request).await);
}
