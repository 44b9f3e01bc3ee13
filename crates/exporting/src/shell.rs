//! Words of a POSIX shell.

/// A text as one word, which every POSIX shell reads as that text (POSIX.1-2024, Shell Command Language §2.2.2). No shell
/// can hand a NUL on; whoever has a text with one must not come here.
///
/// ```
/// use latchkey_exporting::quoted;
///
/// assert_eq!(quoted("https://a.example/x"), "https://a.example/x");
/// assert_eq!(quoted("it's $5"), r"'it'\''s $5'");
/// ```
pub fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/:._-@%+,".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A text, and behind it the value of the shell's variable, as one word.
pub(crate) fn with_variable(text: &str, variable: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" /:._-".contains(&byte);
    if text.bytes().all(plain) {
        format!("\"{text}${variable}\"")
    } else {
        format!("{}\"${variable}\"", quoted(text))
    }
}
