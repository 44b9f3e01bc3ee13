//! Drops files on a window as a file manager does: the XDND protocol, version 5
//! (<https://freedesktop.org/wiki/Specifications/XDND/>), from the side of the source.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use x11rb::{
    CURRENT_TIME,
    connection::Connection as _,
    protocol::{
        Event,
        xproto::{
            AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
            SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
        },
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

use crate::frame;

const PATIENCE: Duration = Duration::from_secs(20);
const PACE: Duration = Duration::from_millis(10);
const VERSION: u32 = 5;

/// Drags these files over the window of this title on this display, and lets go at this place in it.
pub(crate) fn drop_files(display: &str, title: &str, files: &[PathBuf], at: (u16, u16)) -> Result<()> {
    let (x, screen) = RustConnection::connect(Some(display)).context("no display")?;
    let root = x.setup().roots.get(screen).context("no screen")?.root;
    let target = frame::titled(&x, root, title, |window| {
        takes_drops(&x, *window).unwrap_or(false)
    })?
    .with_context(|| format!("no window «{title}»"))?;
    let source = x.generate_id()?;
    x.create_window(
        0,
        source,
        root,
        0,
        0,
        1,
        1,
        0,
        WindowClass::INPUT_ONLY,
        0,
        &CreateWindowAux::new(),
    )?
    .check()?;
    let drag = Drag {
        target,
        source,
        uris: list_of(files),
        place: u32::from(at.0) << 16 | u32::from(at.1),
        list: atom(&x, "text/uri-list")?,
        x,
    };
    drag.run()
}

fn list_of(files: &[PathBuf]) -> String {
    files.iter().fold(String::new(), |list, file| {
        list + "file://" + &file.display().to_string() + "\r\n"
    })
}

fn takes_drops(x: &RustConnection, window: Window) -> Result<bool> {
    let aware = atom(x, "XdndAware")?;
    let said = x
        .get_property(false, window, aware, AtomEnum::ATOM, 0, 1)?
        .reply()?;
    Ok(said
        .value32()
        .is_some_and(|mut version| version.any(|it| it >= VERSION)))
}

fn atom(x: &RustConnection, name: &str) -> Result<u32> {
    Ok(x.intern_atom(false, name.as_bytes())?.reply()?.atom)
}

struct Drag {
    x: RustConnection,
    target: Window,
    source: Window,
    uris: String,
    place: u32,
    list: u32,
}

impl Drag {
    fn run(&self) -> Result<()> {
        let selection = atom(&self.x, "XdndSelection")?;
        self.x
            .set_selection_owner(self.source, selection, CURRENT_TIME)?
            .check()?;
        self.say("XdndEnter", [VERSION << 24, self.list, 0, 0])?;
        // It takes the list at the first of them, and accepts once it knows what it is.
        let started = Instant::now();
        while !self.point()? {
            ensure!(started.elapsed() < PATIENCE, "the window does not take files");
            thread::sleep(PACE);
        }
        self.say("XdndDrop", [0, CURRENT_TIME, 0, 0])?;
        self.heard("XdndFinished").map(drop)
    }

    /// Says where the pointer is. Whether files would be taken there.
    fn point(&self) -> Result<bool> {
        let copy = atom(&self.x, "XdndActionCopy")?;
        self.say("XdndPosition", [0, self.place, CURRENT_TIME, copy])?;
        Ok(self.heard("XdndStatus")?[1] & 1 == 1)
    }

    fn say(&self, what: &str, data: [u32; 4]) -> Result<()> {
        let data = [self.source, data[0], data[1], data[2], data[3]];
        let message = ClientMessageEvent::new(32, self.target, atom(&self.x, what)?, data);
        self.x
            .send_event(false, self.target, EventMask::NO_EVENT, message)?
            .check()?;
        Ok(())
    }

    /// Waits for an answer, and meanwhile hands out the list to whoever asks for it.
    fn heard(&self, what: &str) -> Result<[u32; 5]> {
        let wanted = atom(&self.x, what)?;
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            match self.x.poll_for_event()? {
                Some(Event::ClientMessage(message)) if message.type_ == wanted => {
                    return Ok(message.data.as_data32());
                }
                Some(Event::SelectionRequest(request)) => self.hand_out(&request)?,
                Some(_) => {}
                None => thread::sleep(PACE),
            }
        }
        bail!("no {what}")
    }

    fn hand_out(&self, request: &SelectionRequestEvent) -> Result<()> {
        let known = request.target == self.list;
        if known {
            let list = self.uris.as_bytes();
            self.x
                .change_property8(
                    PropMode::REPLACE,
                    request.requestor,
                    request.property,
                    self.list,
                    list,
                )?
                .check()?;
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: if known {
                request.property
            } else {
                AtomEnum::NONE.into()
            },
        };
        self.x
            .send_event(false, request.requestor, EventMask::NO_EVENT, answer)?
            .check()?;
        Ok(())
    }
}
