//! Theme and language.

use serde::{Deserialize, Serialize};

/// Light, dark, or as the system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// A stable name, for keys and attributes.
    pub fn slug(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The languages of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl Language {
    /// The language for a system that says `tag`, for example `ko-KR`.
    pub fn for_system(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some(primary) if primary.eq_ignore_ascii_case("ko") => Self::Ko,
            _ => Self::En,
        }
    }

    /// The tag of the language, for `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::Ko,
            Self::Ko => Self::En,
        }
    }
}

/// What the user chose; a language that was not chosen is the system's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Theme.
    pub theme: Theme,
    /// Language, once the user has chosen one.
    pub language: Option<Language>,
    /// The system's language.
    #[serde(skip)]
    pub system_language: Language,
}

/// What the user can change.
#[derive(Debug, Clone, Copy)]
pub enum PreferencesAction {
    /// To the next theme.
    NextTheme,
    /// To the other language.
    OtherLanguage,
}

impl Preferences {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: PreferencesAction) -> Self {
        match action {
            PreferencesAction::NextTheme => Self {
                theme: self.theme.next(),
                ..*self
            },
            PreferencesAction::OtherLanguage => Self {
                language: Some(self.language().other()),
                ..*self
            },
        }
    }

    /// The language in use.
    pub fn language(&self) -> Language {
        self.language.unwrap_or(self.system_language)
    }
}

super::reducible!(Preferences, PreferencesAction);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_language_holds_until_the_user_chooses() {
        let korean = Preferences {
            system_language: Language::for_system("ko-KR"),
            ..Preferences::default()
        };
        assert_eq!(korean.language(), Language::Ko);
        assert_eq!(
            korean.apply(PreferencesAction::OtherLanguage).language(),
            Language::En
        );
        assert_eq!(Language::for_system("kok"), Language::En);
        assert_eq!(Language::for_system(""), Language::En);
    }

    #[test]
    fn themes_go_round() {
        let start = Preferences::default();
        let round = (0..3).fold(start, |it, _| it.apply(PreferencesAction::NextTheme));
        assert_eq!(start, round);
    }

    #[test]
    fn what_is_kept_can_be_read_again_and_gaps_are_filled() {
        let chosen = Preferences {
            theme: Theme::Dark,
            language: Some(Language::Ko),
            ..Preferences::default()
        };
        let text = serde_json::to_string(&chosen).expect("plain data");
        assert_eq!(text, r#"{"theme":"dark","language":"ko"}"#);
        assert_eq!(
            serde_json::from_str::<Preferences>(&text).expect("own text"),
            chosen
        );
        assert_eq!(
            serde_json::from_str::<Preferences>("{}").expect("empty"),
            Preferences::default()
        );
    }
}
