//! Words as `cmd.exe` and the C runtime of Windows read them: carets go first, then backslashes and quotes.

use super::Line;
use crate::error::CurlError;

/// Takes a command line apart.
pub(super) fn split(text: &str) -> Result<Line, CurlError> {
    let (line, more) = without_carets(text);
    Ok(Line {
        words: arguments(&line)?,
        expansions: Vec::new(),
        more,
    })
}

/// The first command, as `cmd.exe` hands it over, and whether more follows. Only a quote without a caret begins a
/// stretch in which carets are text.
fn without_carets(text: &str) -> (String, bool) {
    let mut line = String::with_capacity(text.len());
    let mut quoted = false;
    let mut rest = text.trim_start().chars().peekable();
    while let Some(it) = rest.next() {
        match it {
            '^' if !quoted => {
                let mut next = rest.next();
                if next == Some('\r') && rest.peek() == Some(&'\n') {
                    next = rest.next();
                }
                // A caret at the end of a line takes the line's end away, and whatever comes next is text.
                if next == Some('\n') {
                    rest.next_if_eq(&'\r');
                    next = rest.next();
                }
                line.extend(next);
            }
            '"' => {
                quoted = !quoted;
                line.push(it);
            }
            '\n' | '|' | '&' | '<' | '>' if !quoted => {
                return (line, it != '\n' || rest.any(|it| !it.is_whitespace()));
            }
            other => line.push(other),
        }
    }
    (line, false)
}

/// The arguments in a command line (Microsoft C, "Parsing C command-line arguments").
fn arguments(line: &str) -> Result<Vec<String>, CurlError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut rest = line.chars().peekable();
    while let Some(it) = rest.next() {
        match it {
            '\\' => {
                let mut count = 1;
                while rest.next_if_eq(&'\\').is_some() {
                    count += 1;
                }
                let word = word.get_or_insert_default();
                let before_quote = rest.peek() == Some(&'"');
                let kept = if before_quote { count / 2 } else { count };
                word.extend(std::iter::repeat_n('\\', kept));
                if before_quote && count % 2 == 1 {
                    rest.next();
                    word.push('"');
                }
            }
            '"' if quoted && rest.next_if_eq(&'"').is_some() => word.get_or_insert_default().push('"'),
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' | '\t' | '\r' | '\n' if !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    if quoted {
        return Err(CurlError::OpenQuote { quote: '"' });
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        split(text).expect("words").words
    }

    #[test]
    fn as_browsers_write_it() {
        let text = "curl ^\"https://a.example/?a=1^&b=2^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  \
                    --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"50^%^ off^\\^\"^}^\"";
        let expected = [
            "curl",
            "https://a.example/?a=1&b=2",
            "-H",
            "accept: */*",
            "--data-raw",
            "{\"a\":\"50% off\"}",
        ];
        assert_eq!(words(text), expected);
        // An older one quotes without carets.
        let text = "curl \"https://a.example/?a=1&b=2\" ^\n  --data-raw \"{\\\"a\\\":1}\"";
        assert_eq!(
            words(text),
            ["curl", "https://a.example/?a=1&b=2", "--data-raw", "{\"a\":1}"]
        );
    }

    #[test]
    fn line_breaks_inside_of_a_text() {
        assert_eq!(words("x ^\"a^\n\nb^\" ^\ny"), ["x", "a\nb", "y"]);
    }

    #[test]
    fn what_follows_and_what_is_not_closed() {
        assert!(split("a ^\"b^\" | more").expect("words").more);
        assert!(!split("a ^\"b^\"\r\n").expect("words").more);
        assert_eq!(split("a ^\"b"), Err(CurlError::OpenQuote { quote: '"' }));
    }

    proptest! {
        #[test]
        fn what_is_quoted_comes_out_as_it_went_in(texts in proptest::collection::vec("[ -~é가]{1,20}", 1..5)) {
            // As Chromium's developer tools write an argument.
            let quoted: Vec<_> = texts
                .iter()
                .map(|text| {
                    let mut out = String::from("^\"");
                    let mut slashes = 0;
                    for it in text.chars() {
                        match it {
                            '\\' => slashes += 1,
                            '"' => {
                                out.push_str(&"^\\".repeat(slashes * 2 + 1));
                                slashes = 0;
                                out.push_str("^\"");
                            }
                            other => {
                                out.push_str(&"^\\".repeat(slashes));
                                slashes = 0;
                                if other.is_ascii() && !other.is_ascii_alphanumeric() {
                                    out.push('^');
                                }
                                out.push(other);
                            }
                        }
                    }
                    out + &"^\\".repeat(slashes * 2) + "^\""
                })
                .collect();
            prop_assert_eq!(words(&quoted.join(" ")), texts);
        }
    }
}
