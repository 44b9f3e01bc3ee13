//! Closes a window the way its frame's button does: a message of the window manager (ICCCM §4.2.8.1).

use anyhow::{Context as _, Result};
use x11rb::{
    connection::Connection as _,
    protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window},
    rust_connection::RustConnection,
};

/// Asks the window of this title on this display to close.
pub(crate) fn close(display: &str, title: &str) -> Result<()> {
    let (x, screen) = RustConnection::connect(Some(display)).context("no display")?;
    let root = x.setup().roots.get(screen).context("no screen")?.root;
    let atom = |name: &str| -> Result<u32> { Ok(x.intern_atom(false, name.as_bytes())?.reply()?.atom) };
    let (protocols, delete) = (atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
    let listens = |window: &Window| takes(&x, *window, protocols, delete).unwrap_or(false);
    let window = titled(&x, root, title, listens)?.with_context(|| format!("no window «{title}»"))?;
    let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
    x.send_event(false, window, EventMask::NO_EVENT, message)?
        .check()?;
    Ok(())
}

/// The window of this title that is `wanted`.
pub(crate) fn titled(
    x: &RustConnection,
    root: Window,
    title: &str,
    wanted: impl Fn(&Window) -> bool,
) -> Result<Option<Window>> {
    let all = x.query_tree(root)?.reply()?.children;
    // One that has gone meanwhile has no name any more.
    let of_title = |window: &Window| name(x, *window).is_ok_and(|it| it == title);
    Ok(all
        .into_iter()
        .rev()
        .find(|window| of_title(window) && wanted(window)))
}

fn takes(x: &RustConnection, window: Window, protocols: u32, wanted: u32) -> Result<bool> {
    let said = x
        .get_property(false, window, protocols, AtomEnum::ATOM, 0, 32)?
        .reply()?;
    Ok(said.value32().is_some_and(|mut all| all.any(|it| it == wanted)))
}

fn name(x: &RustConnection, window: Window) -> Result<String> {
    let said = x
        .get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 1_024)?
        .reply()?;
    Ok(String::from_utf8_lossy(&said.value).into_owned())
}
