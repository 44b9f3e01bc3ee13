//! Every action of the window by its name, and the keys that do it. Menus, hints, the palette and the list of shortcuts
//! come from here; one line in [`ALL`] makes an action, and `perform` in `pages/commands.rs` does it.

use super::keys::{Chord, Pressed};
use super::overlay::Overlay;
use super::zoom::ZoomStep;

/// How many tabs have a key for their place.
pub const PLACES: usize = 8;

/// What the user can want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Send the request in front.
    Send,
    /// Cancel its call.
    Cancel,
    /// Save the request in front.
    SaveRequest,
    /// Open a folder with saved requests.
    OpenCollection,
    /// Run the saved requests.
    RunSaved,
    /// Put the request in front on the clipboard as a curl command.
    CopyCurl,
    /// To the field of the path.
    Target,
    /// Take the last step in the editor back.
    Undo,
    /// Make it again.
    Redo,
    /// A new request.
    NewTab,
    /// A copy of the request in front.
    DuplicateTab,
    /// Close the tab in front.
    CloseTab,
    /// Close all others.
    CloseOthers,
    /// Reopen the tab that was closed last.
    ReopenTab,
    /// To the next tab.
    NextTab,
    /// To the tab before.
    PreviousTab,
    /// To the tab in this place.
    TabAt(usize),
    /// To the last tab.
    LastTab,
    /// Move the tab to the right.
    MoveRight,
    /// Move the tab to the left.
    MoveLeft,
    /// Look for something in the answer.
    Find,
    /// Save the body of the answer.
    SaveBody,
    /// The palette.
    Palette,
    /// The panel of the session.
    Session,
    /// Refresh its tokens.
    RefreshNow,
    /// Sign in to another server.
    AddSession,
    /// Sign out.
    SignOut,
    /// The settings.
    Settings,
    /// The list of shortcuts.
    Shortcuts,
    /// The user guide.
    Guide,
    /// Whether there is a newer version.
    Updates,
    /// What helps whoever looks into a problem.
    Diagnostics,
    /// Which app this is.
    About,
    /// Larger, smaller, as it was made.
    Zoom(ZoomStep),
    /// To the next theme.
    Theme,
    /// To the other language.
    Language,
}

/// Where an action is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The request in front.
    Request,
    /// Its answer.
    Answer,
    /// Its tab and the others.
    Tabs,
    /// Who is signed in.
    Session,
    /// The rest.
    Window,
}

impl Group {
    /// All of them, in the order of the list: its two columns become about as long.
    pub const ALL: [Self; 5] = [
        Self::Request,
        Self::Window,
        Self::Tabs,
        Self::Answer,
        Self::Session,
    ];

    /// The key of its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Tabs => "open-requests",
            Self::Session => "session",
            Self::Window => "actions-window",
        }
    }
}

/// An action with its name and its keys.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// What it does.
    pub action: Action,
    /// The key of its name, and its name for tests.
    pub name: &'static str,
    /// The keys that do it, the one that is shown first.
    pub chords: &'static [Chord],
    /// Where it is listed.
    pub group: Group,
}

const fn known(action: Action, name: &'static str, chords: &'static [Chord], group: Group) -> Known {
    Known {
        action,
        name,
        chords,
        group,
    }
}

/// Every action, in the order in which they are listed.
pub const ALL: &[Known] = &[
    known(
        Action::Send,
        "action-send",
        &[Chord::primary("Enter")],
        Group::Request,
    ),
    known(
        Action::Cancel,
        "action-cancel",
        &[Chord::plain("Escape")],
        Group::Request,
    ),
    known(
        Action::Target,
        "action-target",
        &[Chord::primary("l")],
        Group::Request,
    ),
    known(
        Action::Undo,
        "action-undo",
        &[Chord::primary("z")],
        Group::Request,
    ),
    known(
        Action::Redo,
        "action-redo",
        &[Chord::primary("z").shift()],
        Group::Request,
    ),
    known(
        Action::SaveRequest,
        "save-request",
        &[Chord::primary("s")],
        Group::Request,
    ),
    known(Action::CopyCurl, "action-copy-curl", &[], Group::Request),
    known(Action::OpenCollection, "saved-open-folder", &[], Group::Request),
    known(Action::RunSaved, "action-run", &[], Group::Request),
    known(Action::NewTab, "tab-new", &[Chord::primary("t")], Group::Tabs),
    known(Action::DuplicateTab, "action-duplicate", &[], Group::Tabs),
    known(
        Action::CloseTab,
        "action-close",
        &[Chord::primary("w")],
        Group::Tabs,
    ),
    known(Action::CloseOthers, "action-close-others", &[], Group::Tabs),
    known(
        Action::ReopenTab,
        "action-reopen",
        &[Chord::primary("t").shift()],
        Group::Tabs,
    ),
    known(
        Action::NextTab,
        "action-next",
        &[Chord::control("Tab"), Chord::primary("PageDown")],
        Group::Tabs,
    ),
    known(
        Action::PreviousTab,
        "action-previous",
        &[Chord::control("Tab").shift(), Chord::primary("PageUp")],
        Group::Tabs,
    ),
    known(
        Action::TabAt(0),
        "action-tab-number",
        &[Chord::primary("1")],
        Group::Tabs,
    ),
    known(
        Action::TabAt(1),
        "action-tab-number",
        &[Chord::primary("2")],
        Group::Tabs,
    ),
    known(
        Action::TabAt(2),
        "action-tab-number",
        &[Chord::primary("3")],
        Group::Tabs,
    ),
    known(
        Action::TabAt(3),
        "action-tab-number",
        &[Chord::primary("4")],
        Group::Tabs,
    ),
    known(
        Action::TabAt(4),
        "action-tab-number",
        &[Chord::primary("5")],
        Group::Tabs,
    ),
    known(
        Action::TabAt(5),
        "action-tab-number",
        &[Chord::primary("6")],
        Group::Tabs,
    ),
    known(
        Action::TabAt(6),
        "action-tab-number",
        &[Chord::primary("7")],
        Group::Tabs,
    ),
    known(
        Action::TabAt(7),
        "action-tab-number",
        &[Chord::primary("8")],
        Group::Tabs,
    ),
    known(
        Action::LastTab,
        "action-last",
        &[Chord::primary("9")],
        Group::Tabs,
    ),
    known(
        Action::MoveRight,
        "action-move-right",
        &[Chord::primary("PageDown").shift()],
        Group::Tabs,
    ),
    known(
        Action::MoveLeft,
        "action-move-left",
        &[Chord::primary("PageUp").shift()],
        Group::Tabs,
    ),
    known(Action::Find, "action-find", &[Chord::primary("f")], Group::Answer),
    known(
        Action::SaveBody,
        "action-save-body",
        &[Chord::primary("s").shift()],
        Group::Answer,
    ),
    known(Action::Session, "action-session", &[], Group::Session),
    known(Action::RefreshNow, "refresh-now", &[], Group::Session),
    known(Action::AddSession, "add-session", &[], Group::Session),
    known(Action::SignOut, "sign-out", &[], Group::Session),
    known(
        Action::Palette,
        "action-palette",
        &[Chord::primary("k")],
        Group::Window,
    ),
    known(
        Action::Settings,
        "help-settings",
        &[Chord::primary(",")],
        Group::Window,
    ),
    known(Action::Theme, "action-theme", &[], Group::Window),
    known(Action::Language, "action-language", &[], Group::Window),
    known(
        Action::Zoom(ZoomStep::In),
        "action-larger",
        &[Chord::primary("+")],
        Group::Window,
    ),
    known(
        Action::Zoom(ZoomStep::Out),
        "action-smaller",
        &[Chord::primary("-")],
        Group::Window,
    ),
    known(
        Action::Zoom(ZoomStep::Reset),
        "action-as-made",
        &[Chord::primary("0")],
        Group::Window,
    ),
    known(Action::Guide, "help-guide", &[Chord::plain("F1")], Group::Window),
    known(
        Action::Shortcuts,
        "help-shortcuts",
        &[Chord::primary("/")],
        Group::Window,
    ),
    known(Action::Updates, "help-updates", &[], Group::Window),
    known(Action::Diagnostics, "help-diagnostics", &[], Group::Window),
    known(Action::About, "help-about", &[], Group::Window),
];

/// What an action depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each the condition of an action"
)]
pub struct Standing {
    /// How many tabs are open.
    pub tabs: usize,
    /// Whether a closed one can be reopened.
    pub can_reopen: bool,
    /// Whether the call of the request in front is under way.
    pub running: bool,
    /// Whether it has an answer.
    pub answered: bool,
    /// Whether one can look for something in that.
    pub searchable: bool,
    /// Whether this build has an updater.
    pub updates: bool,
    /// Whether there are saved requests.
    pub collection: bool,
}

impl Action {
    /// Whether it would do anything now.
    pub fn available(self, standing: Standing) -> bool {
        match self {
            Self::Send => !standing.running,
            Self::Cancel => standing.running,
            Self::ReopenTab => standing.can_reopen,
            Self::SaveBody => standing.answered,
            Self::Find => standing.searchable,
            Self::Updates => standing.updates,
            Self::RunSaved => standing.collection,
            Self::CloseOthers
            | Self::NextTab
            | Self::PreviousTab
            | Self::LastTab
            | Self::MoveLeft
            | Self::MoveRight => standing.tabs > 1,
            Self::TabAt(place) => place < standing.tabs,
            _ => true,
        }
    }

    /// What lies over the view then.
    pub fn overlay(self) -> Option<Overlay> {
        Some(match self {
            Self::Palette => Overlay::Palette,
            Self::Session => Overlay::Session,
            Self::Settings => Overlay::Settings,
            Self::Shortcuts => Overlay::Shortcuts,
            Self::Updates => Overlay::Updates,
            Self::Diagnostics => Overlay::Diagnostics,
            Self::About => Overlay::About,
            _ => return None,
        })
    }

    /// Whether its keys work in every view, and so are not the console's to hear.
    pub fn is_everywhere(self) -> bool {
        matches!(
            self,
            Self::Guide | Self::Settings | Self::Shortcuts | Self::Zoom(_)
        )
    }

    /// Its line among all.
    pub fn known(self) -> Option<&'static Known> {
        ALL.iter().find(|it| it.action == self)
    }

    /// The keys that do it, as they are written; empty where there are none.
    pub fn keys(self, mac: bool) -> String {
        let chord = self.known().and_then(|it| it.chords.first());
        chord.map(|it| it.written(mac)).unwrap_or_default()
    }
}

/// The action that these keys stand for.
pub fn action_for(pressed: &Pressed, mac: bool) -> Option<Action> {
    let does = |known: &&Known| known.chords.iter().any(|chord| chord.is(pressed, mac));
    ALL.iter().find(does).map(|known| known.action)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_actions_share_keys_or_a_name() {
        for mac in [false, true] {
            let chords = ALL.iter().flat_map(|known| known.chords);
            let written: Vec<_> = chords.map(|chord| chord.written(mac)).collect();
            assert_eq!(
                written.iter().collect::<BTreeSet<_>>().len(),
                written.len(),
                "{written:?}"
            );
        }
        let one_of_its_kind = |known: &&Known| !matches!(known.action, Action::TabAt(1..));
        let names: Vec<_> = ALL.iter().filter(one_of_its_kind).map(|it| it.name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }

    #[test]
    fn keys_lead_to_their_action_and_others_to_none() {
        let pressed = |key: &str, shift| Pressed {
            key: key.into(),
            control: true,
            shift,
            ..Pressed::default()
        };
        assert_eq!(action_for(&pressed("t", true), false), Some(Action::ReopenTab));
        assert_eq!(
            action_for(&pressed("PageUp", false), false),
            Some(Action::PreviousTab)
        );
        assert_eq!(action_for(&pressed("c", false), false), None);
        assert_eq!(Action::ReopenTab.keys(false), "Ctrl+Shift+T");
        assert_eq!(Action::Theme.keys(false), "");
    }

    #[test]
    fn what_would_do_nothing_is_not_offered() {
        let alone = Standing {
            tabs: 1,
            ..Standing::default()
        };
        for action in [
            Action::Cancel,
            Action::ReopenTab,
            Action::NextTab,
            Action::TabAt(1),
            Action::RunSaved,
        ] {
            assert!(!action.available(alone), "{action:?}");
        }
        assert!(Action::Send.available(alone) && Action::CloseTab.available(alone));
    }
}
