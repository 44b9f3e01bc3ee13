//! Keys that are pressed together, as they are written and as they are recognised, on a Mac and elsewhere.

/// Keys that are pressed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    /// ⌘ on a Mac, Ctrl elsewhere.
    pub primary: bool,
    /// Ctrl, on a Mac too.
    pub control: bool,
    /// Shift.
    pub shift: bool,
    /// The key, by the name that the web gives it; letters are small.
    pub key: &'static str,
}

impl Chord {
    /// A key alone.
    pub const fn plain(key: &'static str) -> Self {
        Self {
            primary: false,
            control: false,
            shift: false,
            key,
        }
    }

    /// With ⌘ or Ctrl.
    pub const fn primary(key: &'static str) -> Self {
        Self {
            primary: true,
            ..Self::plain(key)
        }
    }

    /// With Ctrl, on a Mac too.
    pub const fn control(key: &'static str) -> Self {
        Self {
            control: true,
            ..Self::plain(key)
        }
    }

    /// With Shift as well.
    #[must_use]
    pub const fn shift(self) -> Self {
        Self { shift: true, ..self }
    }

    /// Whether this is what was pressed.
    pub fn is(self, pressed: &Pressed, mac: bool) -> bool {
        let (control, meta) = if mac {
            (self.control, self.primary)
        } else {
            (self.control || self.primary, false)
        };
        let held = (pressed.control, pressed.meta, pressed.shift) == (control, meta, self.shift);
        held && !pressed.alt && pressed.key == self.key
    }

    /// As it is written: `⇧⌘T` on a Mac, `Ctrl+Shift+T` elsewhere.
    pub fn written(self, mac: bool) -> String {
        let key = match self.key {
            "Enter" if mac => "↵".to_owned(),
            "Escape" => "Esc".to_owned(),
            "PageUp" => "Page Up".to_owned(),
            "PageDown" => "Page Down".to_owned(),
            key => key.to_uppercase_if_letter(),
        };
        let (primary, control, shift, plus) = if mac {
            ("⌘", "⌃", "⇧", "")
        } else {
            ("Ctrl", "Ctrl", "Shift", "+")
        };
        let mut written = String::new();
        // The order of each platform's own menus.
        let held = if mac {
            [
                (self.control, control),
                (self.shift, shift),
                (self.primary, primary),
            ]
        } else {
            [
                (self.control, control),
                (self.primary, primary),
                (self.shift, shift),
            ]
        };
        for (_, sign) in held.into_iter().filter(|(is_held, _)| *is_held) {
            written.push_str(sign);
            written.push_str(plus);
        }
        written + &key
    }

    /// As a screen reader is told, by ARIA's names.
    pub fn for_aria(self, mac: bool) -> String {
        let primary = if mac { "Meta+" } else { "Control+" };
        let held = [
            (self.control, "Control+"),
            (self.primary, primary),
            (self.shift, "Shift+"),
        ];
        let held = held
            .into_iter()
            .filter_map(|(is_held, name)| is_held.then_some(name));
        held.collect::<String>() + &self.key.to_uppercase_if_letter()
    }
}

trait Letter {
    fn to_uppercase_if_letter(&self) -> String;
}

impl Letter for str {
    fn to_uppercase_if_letter(&self) -> String {
        if self.len() == 1 {
            self.to_ascii_uppercase()
        } else {
            self.to_owned()
        }
    }
}

/// What was pressed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the four keys that are held, as the web tells them"
)]
pub struct Pressed {
    /// The key, letters small.
    pub key: String,
    /// Ctrl is held.
    pub control: bool,
    /// ⌘ or the Windows key is held.
    pub meta: bool,
    /// Shift is held.
    pub shift: bool,
    /// Alt or ⌥ is held.
    pub alt: bool,
}

/// The key that is meant: with a Korean keyboard the letter is not a Latin one, but its place is.
pub fn key_meant(key: &str, code: &str) -> String {
    let latin = code
        .strip_prefix("Key")
        .filter(|_| !key.is_ascii() || key == "Process");
    latin.map_or_else(
        || {
            if key.len() == 1 {
                key.to_ascii_lowercase()
            } else {
                key.to_owned()
            }
        },
        str::to_ascii_lowercase,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_written_as_each_platform_writes_them() {
        let reopen = Chord::primary("t").shift();
        assert_eq!(reopen.written(false), "Ctrl+Shift+T");
        assert_eq!(reopen.written(true), "⇧⌘T");
        assert_eq!(reopen.for_aria(false), "Control+Shift+T");
        assert_eq!(reopen.for_aria(true), "Meta+Shift+T");
        assert_eq!(Chord::control("Tab").written(true), "⌃Tab");
        assert_eq!(Chord::primary("Enter").written(true), "⌘↵");
        assert_eq!(Chord::plain("Escape").written(false), "Esc");
    }

    #[test]
    fn a_chord_is_what_is_pressed_with_nothing_else_held() {
        let pressed = Pressed {
            key: "t".into(),
            control: true,
            ..Pressed::default()
        };
        let new = Chord::primary("t");
        assert!(new.is(&pressed, false));
        assert!(!new.is(&pressed, true), "on a Mac it is ⌘");
        assert!(!new.shift().is(&pressed, false));
        let alt = Pressed { alt: true, ..pressed };
        assert!(!new.is(&alt, false), "AltGr types letters");
    }

    #[test]
    fn a_korean_letter_is_known_by_its_place() {
        assert_eq!(key_meant("ㅅ", "KeyT"), "t");
        assert_eq!(key_meant("Process", "KeyT"), "t");
        assert_eq!(key_meant("T", "KeyT"), "t");
        // A French keyboard has the letter elsewhere, and the letter is meant.
        assert_eq!(key_meant("a", "KeyQ"), "a");
        assert_eq!(key_meant("PageUp", "PageUp"), "PageUp");
    }
}
