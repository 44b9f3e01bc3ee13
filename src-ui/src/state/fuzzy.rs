//! What is typed to find something: its letters in their order, with others between. A Korean initial stands for every
//! syllable that begins with it: `ㅅㅇㅊ` finds `새 요청`.

/// The initials of Hangul syllables, in the order of Unicode.
const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];
const FIRST_SYLLABLE: u32 = 0xAC00;
const SYLLABLES: u32 = 11_172;
const SYLLABLES_OF_AN_INITIAL: u32 = 588;

/// A text in small letters, one by one: no letter looks at its neighbours, as the last sigma of a word would.
pub fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// How well `typed` fits `text`; more is better, and `None` is not at all. Nothing typed fits everything alike.
pub fn fits(typed: &str, text: &str) -> Option<i32> {
    let typed: Vec<char> = folded(typed).filter(|it| !it.is_whitespace()).collect();
    let text: Vec<char> = folded(text).collect();
    // From wherever the first letter is, the best of these: the first place is not always the one that is meant.
    let starts =
        (0..text.len()).filter(|at| typed.first().is_some_and(|first| stands_for(*first, text[*at])));
    if typed.is_empty() {
        return Some(0);
    }
    starts.filter_map(|start| fits_from(&typed, &text, start)).max()
}

fn fits_from(typed: &[char], text: &[char], start: usize) -> Option<i32> {
    let mut score = 0;
    let mut at = start;
    let mut before = None;
    for wanted in typed {
        let skipped = text[at..].iter().position(|it| stands_for(*wanted, *it))?;
        let found = at + skipped;
        let begins_word = found == 0 || !text[found - 1].is_alphanumeric();
        score += if begins_word { 8 } else { 1 };
        if before.is_some_and(|it| it + 1 == found) {
            score += 6;
        }
        before = Some(found);
        at = found + 1;
    }
    // What is short is said more exactly.
    Some(score * 100 - i32::try_from(text.len()).unwrap_or(i32::MAX).min(99))
}

fn stands_for(typed: char, letter: char) -> bool {
    typed == letter || initial_of(letter) == Some(typed)
}

fn initial_of(syllable: char) -> Option<char> {
    let number = u32::from(syllable)
        .checked_sub(FIRST_SYLLABLE)
        .filter(|it| *it < SYLLABLES)?;
    INITIALS.get((number / SYLLABLES_OF_AN_INITIAL) as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fit_in_their_order_and_case_does_not_matter() {
        assert!(fits("clt", "Close the tab").is_some());
        assert!(fits("tlc", "Close the tab").is_none());
        assert_eq!(fits("", "anything"), Some(0));
        assert_eq!(fits(" ", "anything"), Some(0));
    }

    #[test]
    fn beginnings_of_words_and_whole_words_come_first() {
        let better =
            |typed, one, other| assert!(fits(typed, one) > fits(typed, other), "{typed}: {one}, {other}");
        better("ct", "Close the tab", "Restart the clock that is");
        better("note", "GET /api/notes", "No other theme");
        better("next", "Next tab", "Next tab, and many others beside");
        // The first place of a letter is not always the best.
        better("tab", "Let the tab go", "Let the table be");
    }

    #[test]
    fn korean_initials_stand_for_their_syllables() {
        assert!(fits("ㅅㅇㅊ", "새 요청").is_some());
        assert!(fits("요ㅊ", "새 요청").is_some());
        assert!(fits("탭", "다음 탭").is_some());
        assert!(fits("ㅅㅊㅇ", "새 요청").is_none());
    }
}
