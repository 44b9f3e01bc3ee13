//! Keeps the window at home: it never navigates to anything but the app's own pages.

use tauri::{Runtime, Url, plugin::TauriPlugin};

pub(crate) fn plugin<R: Runtime>() -> TauriPlugin<R> {
    let builder = tauri::plugin::Builder::new("guard").on_navigation(|_window, url| is_home(url));
    record_ipc(builder).build()
}

fn is_home(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => true,
        // Windows serves the app's pages from this name, which never leaves the web view.
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        "about" => url.path() == "blank",
        _ => false,
    }
}

/// For the tests of the real window, in debug builds alone: keeps a copy of every message that crosses IPC, as the
/// page itself sees them, in `window.__ipcRecord`.
#[cfg(debug_assertions)]
fn record_ipc<R: Runtime>(builder: tauri::plugin::Builder<R>) -> tauri::plugin::Builder<R> {
    const SCRIPT: &str = "
        (() => {
            const record = (window.__ipcRecord = []);
            const send = window.fetch;
            const text = (body) => typeof body === 'string' ? body : new TextDecoder().decode(body ?? new Uint8Array());
            window.fetch = async (resource, options) => {
                const url = String(resource?.url ?? resource);
                if (!url.startsWith('ipc:') && !url.includes('ipc.localhost')) return send(resource, options);
                record.push('> ' + url + ' ' + text(options?.body));
                const response = await send(resource, options);
                const copy = await response.clone().arrayBuffer();
                record.push('< ' + url + ' ' + new TextDecoder().decode(copy));
                return response;
            };
            window.addEventListener('DOMContentLoaded', () => {
                for (const name of ['session-ended', 'session-changed', 'store://change']) {
                    window.__TAURI__.event.listen(name, (event) => record.push('! ' + JSON.stringify(event)));
                }
            });
        })();
    ";
    if std::env::var_os("LATCHKEY_RECORD_IPC").is_some() {
        builder.js_init_script(SCRIPT)
    } else {
        builder
    }
}

#[cfg(not(debug_assertions))]
fn record_ipc<R: Runtime>(builder: tauri::plugin::Builder<R>) -> tauri::plugin::Builder<R> {
    builder
}
