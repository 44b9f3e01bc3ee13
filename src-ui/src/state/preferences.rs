//! Theme, language and size.

use serde::{Deserialize, Serialize};

use super::zoom::{Zoom, ZoomStep};

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

/// How much room there is between things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// Some.
    #[default]
    Comfortable,
    /// Little: more is seen at once.
    Compact,
}

impl Density {
    /// A stable name, for keys and attributes.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks it so")]
    fn is_default(&self) -> bool {
        *self == Self::default()
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
    /// How large everything is.
    pub zoom: Zoom,
    /// How much room there is between things.
    #[serde(skip_serializing_if = "Density::is_default")]
    pub density: Density,
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
    /// To this theme.
    Theme(Theme),
    /// To this language.
    Language(Language),
    /// To this density.
    Density(Density),
    /// To another size.
    Zoom(ZoomStep),
}

impl Preferences {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: PreferencesAction) -> Self {
        match action {
            PreferencesAction::Theme(theme) => Self { theme, ..*self },
            PreferencesAction::Language(language) => Self {
                language: Some(language),
                ..*self
            },
            PreferencesAction::Density(density) => Self { density, ..*self },
            PreferencesAction::NextTheme => Self {
                theme: self.theme.next(),
                ..*self
            },
            PreferencesAction::Zoom(step) => Self {
                zoom: self.zoom.after(step),
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
        assert_eq!(text, r#"{"theme":"dark","language":"ko","zoom":100}"#);
        assert_eq!(
            serde_json::from_str::<Preferences>(&text).expect("own text"),
            chosen
        );
        assert_eq!(
            serde_json::from_str::<Preferences>("{}").expect("empty"),
            Preferences::default()
        );
        let earlier = serde_json::from_str::<Preferences>(r#"{"theme":"dark","language":"ko"}"#);
        assert_eq!(earlier.expect("as an earlier version kept it"), chosen);
    }
}
