//! Keeps the window at home: it never navigates to anything but the app's own pages, and a frame in it to an answer.

use crate::answer_page;

use tauri::{Runtime, Url, plugin::TauriPlugin};

pub(crate) fn plugin<R: Runtime>() -> TauriPlugin<R> {
    let builder = tauri::plugin::Builder::new("guard")
        .on_navigation(|_window, url| is_home(url) || answer_page::is_one(url));
    record_ipc(builder).build()
}

fn is_home(url: &Url) -> bool {
    is_served(url, "tauri") || url.as_str() == "about:blank"
}

/// Whether it is exactly of the origin at which the web view answers for a scheme of the app's own. On Windows that is a name
/// of the loopback address, which it answers for at the usual port of http alone: at any other it would be whoever listens there.
pub(crate) fn is_served(url: &Url, scheme: &str) -> bool {
    let origin = if cfg!(windows) {
        url.scheme() == "http" && url.host_str() == Some(&format!("{scheme}.localhost"))
    } else {
        url.scheme() == scheme && url.host_str() == Some("localhost")
    };
    origin && url.username().is_empty() && url.password().is_none() && url.port().is_none()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        let home = if cfg!(windows) {
            "http://tauri.localhost"
        } else {
            "tauri://localhost"
        };
        for page in ["", "/", "/index.html?a=1#b"] {
            assert!(is_home(&format!("{home}{page}").parse().unwrap()), "{page}");
        }
        for elsewhere in [
            "http://tauri.localhost:8080/",
            "https://tauri.localhost.example.com/",
            "http://localhost/",
            "http://127.0.0.1:1420/",
            "tauri://elsewhere/",
            "tauri://me@localhost/",
            "ipc://localhost/login",
            "asset://localhost/etc/passwd",
            "file:///etc/passwd",
            "data:text/html,hello",
            "blob:tauri://localhost/0",
            "javascript:alert(1)",
            "about:srcdoc",
            "mailto:me@example.com",
            "latchkey://open",
        ] {
            assert!(!is_home(&elsewhere.parse().unwrap()), "{elsewhere}");
        }
        let of_the_other = if cfg!(windows) {
            "tauri://localhost/"
        } else {
            "http://tauri.localhost/"
        };
        assert!(!is_home(&of_the_other.parse().unwrap()));
    }
}
