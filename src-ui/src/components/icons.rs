//! Line icons on a grid of 16, drawn in the colour of the text.

use yew::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A cross: remove, cancel, dismiss.
    Close,
    /// Two arrows in a circle: refreshes.
    Refresh,
    /// A sun: light theme.
    Sun,
    /// A moon: dark theme.
    Moon,
    /// A half-filled circle: the system's theme.
    System,
    /// A triangle with a mark: a warning.
    Warning,
    /// A circle with a mark: a notice.
    Info,
    /// A circle with a question mark: help.
    Help,
    /// A door with an arrow: sign out.
    SignOut,
    /// An eye.
    Eye,
    /// An eye, crossed out.
    EyeOff,
    /// A paper plane: send.
    Send,
    /// A spark: try it.
    Spark,
    /// A tick: chosen.
    Check,
    /// An angle that points down: there is more below.
    Down,
    /// An arrow to the left: back.
    Back,
    /// An arrow to the right: on.
    Forward,
    /// A pencil: edit.
    Edit,
    /// Two sheets: duplicate.
    Copy,
    /// A bin: remove for good.
    Bin,
    /// A cross of two lines: add.
    Plus,
    /// An arrow up: earlier.
    Up,
    /// An arrow down: later.
    Below,
    /// A magnifying glass: search.
    Search,
    /// Two angles that point at one another: fold all.
    FoldAll,
    /// Two angles that point away from one another: unfold all.
    UnfoldAll,
    /// An arrow into a tray: save to a file.
    Save,
    /// A sheet with a folded corner: a file.
    File,
    /// Three points: what else can be done.
    More,
}

/// The icon as an image that screen readers skip.
pub fn icon(icon: Icon) -> Html {
    let path = match icon {
        Icon::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
        Icon::File => "M9.5 1.5h-6v13h9V4.5zM9.5 1.5v3h3",
        Icon::Close => "M4 4l8 8M12 4l-8 8",
        Icon::Refresh => {
            "M13.5 8a5.5 5.5 0 0 1-9.7 3.5M2.5 8a5.5 5.5 0 0 1 9.7-3.5M12.5 1.8v3h-3M3.5 14.2v-3h3"
        }
        Icon::Sun => {
            "M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M8 1v1.5M8 13.5v1.5M1 8h1.5M13.5 8h1.5M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1"
        }
        Icon::Moon => "M13.5 9.7A6 6 0 1 1 6.3 2.5a5 5 0 0 0 7.2 7.2z",
        Icon::System => "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12",
        Icon::Warning => "M8 2.2l6.3 11.3h-12.6zM8 6.5v3.2M8 11.6v.1",
        Icon::Info => "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12M8 7.5v3.5M8 5v.1",
        Icon::Help => {
            "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12M6.3 6.4a1.7 1.7 0 1 1 2.6 1.5c-.6.4-.9.7-.9 1.4M8 11.2v.1"
        }
        Icon::SignOut => "M6 2.5h-3v11h3M6.5 8h7M10.5 5l3 3l-3 3",
        Icon::Eye => {
            "M1.5 8s2.3-4.5 6.5-4.5s6.5 4.5 6.5 4.5s-2.3 4.5-6.5 4.5s-6.5-4.5-6.5-4.5zM8 6a2 2 0 1 0 0 4a2 2 0 1 0 0-4"
        }
        Icon::EyeOff => {
            "M2 2l12 12M6.6 3.7a6 6 0 0 1 1.4-.2c4.2 0 6.5 4.5 6.5 4.5a11 11 0 0 1-1.9 2.4M4 4.9a11 11 0 0 0-2.5 3.1s2.3 4.5 6.5 4.5a6 6 0 0 0 3-.8"
        }
        Icon::Send => "M14 2l-6 12l-1.8-5.7l-4.7-2.3zM14 2l-7.8 6.3",
        Icon::Check => "M3 8.5l3.2 3.2l6.8-7.4",
        Icon::Down => "M4 6l4 4l4-4",
        Icon::Back => "M13.5 8h-11M6.5 4l-4 4l4 4",
        Icon::Forward => "M2.5 8h11M9.5 4l4 4l-4 4",
        Icon::Edit => "M2.5 13.5l.6-3l7.7-7.7l2.4 2.4l-7.7 7.7zM9.4 4.2l2.4 2.4",
        Icon::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
        Icon::Bin => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4",
        Icon::Plus => "M8 3v10M3 8h10",
        Icon::Up => "M8 13v-10M4 7l4-4l4 4",
        Icon::Below => "M8 3v10M4 9l4 4l4-4",
        Icon::FoldAll => "M4.5 2.5l3.5 3.5l3.5-3.5M4.5 13.5l3.5-3.5l3.5 3.5",
        Icon::UnfoldAll => "M4.5 5.5l3.5-3.5l3.5 3.5M4.5 10.5l3.5 3.5l3.5-3.5",
        Icon::Search => "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.3l3.7 3.7",
        Icon::Save => "M8 2v8M4.5 6.5l3.5 3.5l3.5-3.5M2.5 11v2.5h11v-2.5",
        Icon::Spark => "M8 1.5l1.6 4.9l4.9 1.6l-4.9 1.6l-1.6 4.9l-1.6-4.9l-4.9-1.6l4.9-1.6z",
    };
    html! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={path} />
            if icon == Icon::System {
                <path class="icon-filled" d="M8 2a6 6 0 0 1 0 12z" />
            }
        </svg>
    }
}

/// The mark of the app.
pub fn logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 512 512" aria-hidden="true" focusable="false">
            <rect width="512" height="512" rx="112" />
            <path fill-rule="evenodd" d="M208 64 a96 96 0 0 1 32 186.5 V288 h80 a16 16 0 0 1 16 16 v32 a16 16 0 0 1 -16 16 h-80 v32 h144 a32 32 0 0 1 32 32 v0 a32 32 0 0 1 -32 32 h-176 a32 32 0 0 1 -32 -32 V250.5 a96 96 0 0 1 32 -186.5 z M208 128 a32 32 0 0 0 0 64 a32 32 0 0 0 0 -64 z" />
        </svg>
    }
}
