//! The notes of one user, kept in memory and bounded.

use crate::{Unfit, clock::now_rfc3339};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many notes one user may have.
pub(crate) const MOST_NOTES: usize = 1000;
const LONGEST_TITLE: usize = 200;
const LONGEST_TEXT: usize = 20_000;

/// A note as the API answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    pub(crate) id: u64,
    title: String,
    text: String,
    created_at: String,
    updated_at: String,
}

/// What is sent to create or replace a note.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    title: String,
    #[serde(default)]
    text: String,
}

/// What is sent to change a note in part.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    title: Option<String>,
    text: Option<String>,
}

fn check_title(title: &str) -> Result<(), Unfit> {
    if title.trim().is_empty() || title.chars().count() > LONGEST_TITLE {
        return Err(Unfit::new(
            "`title`",
            title,
            format!("1 to {LONGEST_TITLE} characters, not all blank"),
        ));
    }
    Ok(())
}

fn check_text(text: &str) -> Result<(), Unfit> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(Unfit::new(
            "`text`",
            text,
            format!("up to {LONGEST_TEXT} characters"),
        ));
    }
    Ok(())
}

impl Draft {
    pub(crate) fn check(self) -> Result<Self, Unfit> {
        check_title(&self.title)?;
        check_text(&self.text)?;
        Ok(self)
    }
}

impl Change {
    pub(crate) fn check(self) -> Result<Self, Unfit> {
        if self.title.is_none() && self.text.is_none() {
            return Err(Unfit::missing("the body's content", "`title`, `text` or both"));
        }
        self.title.as_deref().map_or(Ok(()), check_title)?;
        self.text.as_deref().map_or(Ok(()), check_text)?;
        Ok(self)
    }
}

/// All notes of one user.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notebook {
    /// The id of the newest note ever; ids are never given twice.
    newest: u64,
    notes: BTreeMap<u64, Note>,
}

impl Notebook {
    /// The notes that a user finds at first.
    pub(crate) fn seeded() -> Self {
        let mut book = Self {
            newest: 0,
            notes: BTreeMap::new(),
        };
        for (title, text) in SEEDS {
            book.add(Draft {
                title: (*title).into(),
                text: (*text).into(),
            });
        }
        book
    }

    pub(crate) fn len(&self) -> usize {
        self.notes.len()
    }

    /// Up to `limit` notes after the first `offset`, by id.
    pub(crate) fn page(&self, limit: usize, offset: usize) -> Vec<Note> {
        self.notes.values().skip(offset).take(limit).cloned().collect()
    }

    pub(crate) fn get(&self, id: u64) -> Option<&Note> {
        self.notes.get(&id)
    }

    /// The new note, or `None` when the book is full.
    pub(crate) fn add(&mut self, draft: Draft) -> Option<&Note> {
        if self.notes.len() >= MOST_NOTES {
            return None;
        }
        self.newest += 1;
        let now = now_rfc3339();
        let note = Note {
            id: self.newest,
            title: draft.title,
            text: draft.text,
            created_at: now.clone(),
            updated_at: now,
        };
        Some(self.notes.entry(self.newest).or_insert(note))
    }

    pub(crate) fn replace(&mut self, id: u64, draft: Draft) -> Option<&Note> {
        self.change(
            id,
            Change {
                title: Some(draft.title),
                text: Some(draft.text),
            },
        )
    }

    pub(crate) fn change(&mut self, id: u64, change: Change) -> Option<&Note> {
        let note = self.notes.get_mut(&id)?;
        note.title = change.title.unwrap_or_else(|| std::mem::take(&mut note.title));
        note.text = change.text.unwrap_or_else(|| std::mem::take(&mut note.text));
        note.updated_at = now_rfc3339();
        Some(note)
    }

    pub(crate) fn remove(&mut self, id: u64) -> bool {
        self.notes.remove(&id).is_some()
    }
}

const SEEDS: &[(&str, &str)] = &[
    (
        "Welcome",
        "These notes are yours: list, create, change and delete them. They live on this computer only.",
    ),
    (
        "Release checklist",
        "Version bumped\nChangelog read aloud once\nInstallers opened on a clean machine\nTag pushed",
    ),
    (
        "주간 회의 메모",
        "로그인 만료 시간을 30분으로 줄이기로 함.\n다음 회의는 목요일 오전 10시, 2층 회의실.",
    ),
    (
        "Tokens, in one line",
        "The access token opens doors for a while; the refresh token buys the next one, once.",
    ),
    (
        "제주도 여행 준비물",
        "우산, 보조 배터리, 등산화\n성산일출봉은 해 뜨기 30분 전에 도착할 것.",
    ),
    (
        "Book list",
        "The Left Hand of Darkness\nA Pattern Language\n채식주의자\nThe Mythical Man-Month",
    ),
    (
        "Kimchi stew for two",
        "Old kimchi, pork belly, tofu, a spoon of gochugaru. Twenty minutes, lid on.",
    ),
    (
        "Ask the API team",
        "Why does a refresh answer with headers and not with a body? Is the clock skew allowed for?",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_never_given_twice_and_a_book_gets_full() {
        let mut book = Notebook::seeded();
        let last = book.page(1000, 0).last().unwrap().id;
        assert!(book.remove(last));
        let draft = || Draft {
            title: "t".into(),
            text: String::new(),
        };
        assert_eq!(book.add(draft()).unwrap().id, last + 1);
        while book.add(draft()).is_some() {}
        assert_eq!(book.len(), MOST_NOTES);
    }
}
