//! Answers the system's own dialog for files, as a person at the keyboard does. It belongs to the toolkit and not to the page, so
//! `WebDriver` knows nothing of it: keys come from the display's test extension.

use anyhow::{Context as _, Result};
use x11rb::{
    connection::Connection as _,
    protocol::{
        xproto::{
            AtomEnum, ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState, Window,
        },
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

const RETURN: u32 = 0xff0d;
const CONTROL: u32 = 0xffe3;
const SHIFT: u32 = 0xffe1;

/// Types a path into the dialog that is open on this display, and confirms it. An error where none is open yet.
pub(crate) fn answer(display: &str, path: &str) -> Result<()> {
    let (x, screen) = RustConnection::connect(Some(display)).context("no display")?;
    let root = x.setup().roots.get(screen).context("no screen")?.root;
    let dialog = dialog(&x, root)?.context("no dialog of the system")?;
    x.set_input_focus(InputFocus::POINTER_ROOT, dialog, x11rb::CURRENT_TIME)?
        .check()?;
    let keys = Keys::of(&x, root)?;
    // What is offered is replaced.
    let a = keys.named('a'.into())?.0;
    let control = keys.named(CONTROL)?.0;
    keys.strike(a, Some(control))?;
    let shift = keys.named(SHIFT)?.0;
    for c in path.chars() {
        let (key, shifted) = keys.named(c.into())?;
        keys.strike(key, shifted.then_some(shift))?;
    }
    keys.strike(keys.named(RETURN)?.0, None)
}

/// The dialog that is open, if any: a window that is to be closed on its own and is not the app's.
pub(crate) fn is_open(display: &str) -> Result<bool> {
    let (x, screen) = RustConnection::connect(Some(display)).context("no display")?;
    let root = x.setup().roots.get(screen).context("no screen")?.root;
    Ok(dialog(&x, root)?.is_some())
}

fn dialog(x: &RustConnection, root: Window) -> Result<Option<Window>> {
    let transient = x.intern_atom(false, b"_NET_WM_WINDOW_TYPE")?.reply()?.atom;
    let wanted = x.intern_atom(false, b"_NET_WM_WINDOW_TYPE_DIALOG")?.reply()?.atom;
    for window in x.query_tree(root)?.reply()?.children {
        // One that has gone meanwhile has nothing any more.
        let is_shown = x
            .get_window_attributes(window)?
            .reply()
            .is_ok_and(|it| it.map_state == MapState::VIEWABLE);
        let kind = x
            .get_property(false, window, transient, AtomEnum::ATOM, 0, 8)?
            .reply();
        let is_dialog = kind.is_ok_and(|it| it.value32().is_some_and(|mut all| all.any(|it| it == wanted)));
        if is_shown && is_dialog {
            return Ok(Some(window));
        }
    }
    Ok(None)
}

/// Which key makes which sign.
struct Keys<'a> {
    x: &'a RustConnection,
    root: Window,
    first: u8,
    per_key: usize,
    signs: Vec<u32>,
}

impl<'a> Keys<'a> {
    fn of(x: &'a RustConnection, root: Window) -> Result<Self> {
        let (first, last) = (x.setup().min_keycode, x.setup().max_keycode);
        let mapping = x.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        Ok(Self {
            x,
            root,
            first,
            per_key: mapping.keysyms_per_keycode.into(),
            signs: mapping.keysyms,
        })
    }

    /// The key of a sign, and whether it is one with Shift.
    fn named(&self, sign: u32) -> Result<(u8, bool)> {
        let at = |column: usize| {
            let found = self
                .signs
                .chunks(self.per_key)
                .position(|key| key.get(column) == Some(&sign));
            found.and_then(|key| u8::try_from(key + usize::from(self.first)).ok())
        };
        let found = at(0)
            .map(|key| (key, false))
            .or_else(|| at(1).map(|key| (key, true)));
        found.with_context(|| format!("no key for {sign:#x}"))
    }

    fn strike(&self, key: u8, with: Option<u8>) -> Result<()> {
        let all = with.into_iter().chain([key]);
        for key in all.clone() {
            self.event(KEY_PRESS_EVENT, key)?;
        }
        for key in all.collect::<Vec<_>>().into_iter().rev() {
            self.event(KEY_RELEASE_EVENT, key)?;
        }
        Ok(())
    }

    fn event(&self, kind: u8, key: u8) -> Result<()> {
        let sent = self
            .x
            .xtest_fake_input(kind, key, x11rb::CURRENT_TIME, self.root, 0, 0, 0)?;
        sent.check().context("the display takes no keys")
    }
}
