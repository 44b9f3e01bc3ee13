//! The contents of the user guide. Its pages are those of `docs/guide`, made into markup beside the window's code, so
//! that they can be read without a network.

use crate::state::preferences::Language;

include!(concat!(env!("OUT_DIR"), "/guide.rs"));

/// A page of the guide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Page {
    /// The practice API: sign in, call, watch the token expire.
    #[default]
    FirstSteps,
    /// Collections, environments, imports.
    Saved,
    /// The profile editor.
    OwnServer,
    /// Several sessions side by side.
    SeveralUsers,
    /// Why a session ends, what becomes of the request, and where tokens are kept.
    SessionEnds,
    /// Profiles from elsewhere.
    Import,
    /// `latchkey-cli`.
    CommandLine,
    /// The updater, the diagnostics, and what is kept where.
    UpdatesAndHelp,
    /// Keys.
    Keyboard,
}

/// A page in one language.
#[derive(Debug)]
pub struct Text {
    id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// The titles of its sections. They have the ids `guide-section-0`, `guide-section-1` and so on.
    pub sections: &'static [&'static str],
}

impl Page {
    /// All of them, in the order of the contents.
    pub const ALL: [Self; 9] = [
        Self::FirstSteps,
        Self::Saved,
        Self::OwnServer,
        Self::SeveralUsers,
        Self::SessionEnds,
        Self::Import,
        Self::CommandLine,
        Self::UpdatesAndHelp,
        Self::Keyboard,
    ];

    /// The name of its file, without the ending.
    pub fn id(self) -> &'static str {
        self.text(Language::En).id
    }

    /// The page with this name.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.id() == id)
    }

    /// What it says.
    pub fn text(self, language: Language) -> &'static Text {
        let pages = match language {
            Language::En => &EN,
            Language::Ko => &KO,
        };
        &pages[self as usize]
    }

    /// Where it lies as HTML, made of our own files alone.
    pub fn path(self, language: Language) -> String {
        format!("/guide/{}/{}.txt", language.tag(), self.id())
    }

    /// The page before it.
    pub fn before(self) -> Option<Self> {
        Self::ALL.get((self as usize).checked_sub(1)?).copied()
    }

    /// The page after it.
    pub fn after(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }
}

#[cfg(test)]
mod tests;
