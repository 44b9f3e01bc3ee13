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
pub fn act(act: UpdateAct, store: Store) {
    spawn_local(async move {
        match act {
            UpdateAct::Check => ask::<CheckForUpdate>(Nothing {}, store).await,
            UpdateAct::Download => ask::<DownloadUpdate>(Nothing {}, store).await,
            UpdateAct::Cancel => ask::<CancelUpdate>(Nothing {}, store).await,
            UpdateAct::Install => ask::<InstallUpdate>(Nothing {}, store).await,
            UpdateAct::Automatic(on) => ask::<CheckAutomatically>(CheckAutomatically { on }, store).await,
        }
    });
}

async fn ask<C: Command<Response = UpdateView>>(request: C::Request, store: Store) {
    if let Ok(view) = bridge::call::<C>(request).await {
        store.dispatch(Some(view));
    }
}
