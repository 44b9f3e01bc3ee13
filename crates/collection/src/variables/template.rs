//! Finds the variables in a text.

/// The longest name of a variable, in characters.
const MAX_NAME: usize = 128;

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Variable(&'a str),
}

/// Whether this can be a variable's name.
pub fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    !text.is_empty() && text.chars().count() <= MAX_NAME && text.chars().all(fits)
}

/// Takes a text apart.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find("{{") {
        let braces = at + found;
        let inside = braces + 2;
        if escaped(&text[begin..braces]) {
            pieces.push(Piece::Text(&text[begin..braces - 1]));
            begin = braces;
            at = inside;
            continue;
        }
        // A name holds neither braces nor line breaks: the search never looks at a character twice.
        let end = text[inside..].find(['{', '}', '\n']).map(|end| inside + end);
        let name = end.filter(|end| text[*end..].starts_with("}}"));
        match name.map(|end| (text[inside..end].trim(), end)) {
            Some((name, end)) if is_name(name) => {
                pieces.push(Piece::Text(&text[begin..braces]));
                pieces.push(Piece::Variable(name));
                begin = end + 2;
                at = begin;
            }
            // In `{{{a}}}` the second brace begins the variable.
            _ => at = braces + 1,
        }
    }
    pieces.push(Piece::Text(&text[begin..]));
    pieces
}

fn escaped(before: &str) -> bool {
    let backslashes = before.bytes().rev().take_while(|byte| *byte == b'\\').count();
    backslashes % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::{
        Piece::{self, Text, Variable},
        pieces,
    };

    fn without_nothing(text: &str) -> Vec<Piece<'_>> {
        let mut pieces = pieces(text);
        pieces.retain(|piece| *piece != Text(""));
        pieces
    }

    #[test]
    fn variables_are_found_and_all_else_stays() {
        assert_eq!(
            without_nothing("a{{b}}{{ c.d-e }}f"),
            [Text("a"), Variable("b"), Variable("c.d-e"), Text("f")]
        );
        assert_eq!(without_nothing("{{이름}}"), [Variable("이름")]);
        assert_eq!(without_nothing("{{{a}}}"), [Text("{"), Variable("a"), Text("}")]);
        for plain in [
            "{{",
            "{{}}",
            "{{#each}}",
            "{{a b}}",
            "{{a\n}}",
            "{{a}",
            "}}{{",
            "{ {a}}",
        ] {
            assert_eq!(without_nothing(plain), [Text(plain)], "{plain}");
        }
    }

    #[test]
    fn an_odd_number_of_backslashes_keeps_the_braces() {
        assert_eq!(without_nothing(r"\{{a}}"), [Text("{{a}}")]);
        assert_eq!(without_nothing(r"\\{{a}}"), [Text(r"\\"), Variable("a")]);
        assert_eq!(without_nothing(r"\\\{{a}}"), [Text(r"\\"), Text("{{a}}")]);
    }
}
