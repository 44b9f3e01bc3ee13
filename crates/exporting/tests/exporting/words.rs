use latchkey_exporting::quoted;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_quoted_word_is_read_back_as_it_was(text in "[^\\x00]{0,60}") {
        let read = latchkey_curl::read(&format!("curl --request {} https://a.example", quoted(&text)));
        prop_assert_eq!(read.unwrap().method, text);
    }
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The shell itself says what the words are.
    #[test]
    fn a_shell_hands_on_what_was_quoted(texts in proptest::collection::vec("[^\\x00]{0,40}|[-'\"$`!\\\\ \n*?~#]{0,20}", 1..4)) {
        let words: Vec<_> = texts.iter().map(|it| quoted(it)).collect();
        let script = format!("printf '%s\\0' {}", words.join(" "));
        let said = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
        let expected: Vec<u8> = texts.iter().flat_map(|it| [it.as_bytes(), b"\0"].concat()).collect();
        prop_assert_eq!(said.stdout, expected);
    }
}
