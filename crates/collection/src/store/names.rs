//! What a user calls something, as a name that every file system takes.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::{ENVIRONMENTS, FOLDER_FILE};

/// The longest name before its ending, in bytes: many file systems take 255, and paths are bounded too.
const LONGEST: usize = 100;

/// A file name that is free: `name` made safe, a number where it needs one, and `suffix`.
pub(super) fn free(name: &str, suffix: &str, taken: &HashSet<String>) -> String {
    let stem = safe(name);
    let first = format!("{stem}{suffix}");
    if !taken.contains(&folded(&first)) {
        return first;
    }
    let mut number = 2_u64;
    loop {
        let numbered = format!("{stem} {number}{suffix}");
        if !taken.contains(&folded(&numbered)) {
            return numbered;
        }
        number += 1;
    }
}

/// How names are compared: as the systems do that tell neither case nor Unicode's forms apart.
pub(super) fn folded(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// A name without what any file system refuses (Windows above all), hides or reads otherwise.
pub fn safe(name: &str) -> String {
    let mut safe = String::new();
    for c in name.nfc() {
        let c = match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '-',
            c if c.is_whitespace() => ' ',
            c if c.is_control() || unseen(c) => continue,
            c => c,
        };
        if c == ' ' && safe.ends_with(' ') {
            continue;
        }
        if safe.len() + c.len_utf8() > LONGEST {
            break;
        }
        safe.push(c);
    }
    // Windows takes dots and spaces off the end; a dot at the beginning hides.
    let safe = safe
        .trim_end_matches(['.', ' '])
        .trim_start_matches(['.', ' ', '~']);
    let mut safe = safe.to_owned();
    if safe.is_empty() {
        "unnamed".clone_into(&mut safe);
    }
    if is_device(&safe) {
        safe.insert(0, '_');
    }
    if [ENVIRONMENTS, FOLDER_FILE].contains(&folded(&safe).as_str()) {
        safe.push('_');
    }
    safe
}

/// Devices of Windows, whatever comes after a dot.
fn is_device(name: &str) -> bool {
    let before = name.split('.').next().unwrap_or_default().trim_end();
    let before = before.to_ascii_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&before.as_str()) {
        return true;
    }
    let number = before.strip_prefix("COM").or_else(|| before.strip_prefix("LPT"));
    number.is_some_and(|number| {
        let mut rest = number.chars();
        matches!(rest.next(), Some('0'..='9' | '¹' | '²' | '³')) && rest.next().is_none()
    })
}

/// Characters that are not seen or turn text round: two names would look alike.
fn unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::{folded, free, safe};

    #[test]
    fn what_a_file_system_refuses_is_replaced() {
        for (name, file) in [
            ("List notes", "List notes"),
            ("서연의 노트", "서연의 노트"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("C:\\x", "C--x"),
            ("a: b?", "a- b-"),
            ("end...", "end"),
            (".hidden", "hidden"),
            ("con", "_con"),
            ("NUL.txt", "_NUL.txt"),
            ("com¹", "_com¹"),
            ("Environments", "Environments_"),
            ("folder.toml", "folder.toml_"),
            ("\u{202e}abc\u{0}\n", "abc"),
            ("", "unnamed"),
            ("...", "unnamed"),
        ] {
            assert_eq!(safe(name), file, "{name:?}");
        }
        assert!(safe(&"가".repeat(1000)).len() <= 100);
    }

    #[test]
    fn names_that_some_systems_take_for_one_are_told_apart() {
        let mut taken = HashSet::new();
        let mut names = Vec::new();
        for name in ["Café", "cafe\u{301}", "CAFÉ", "Cafe"] {
            let file = free(name, ".request.toml", &taken);
            assert!(taken.insert(folded(&file)));
            names.push(file);
        }
        assert_eq!(
            names,
            [
                "Café.request.toml",
                "café 2.request.toml",
                "CAFÉ 3.request.toml",
                "Cafe.request.toml"
            ]
        );
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_safe_one(name in any::<String>()) {
            let safe = safe(&name);
            let refused = |c: char| "<>:\"/\\|?*".contains(c) || c.is_control();
            prop_assert!(!safe.is_empty() && safe.len() <= 102 && !safe.contains(refused));
            prop_assert!(!safe.starts_with('.') && !safe.ends_with(['.', ' ']));
        }
    }
}
