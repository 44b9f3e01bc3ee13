//! Checks a JSON document and indents it. Numbers, escapes and order stay as they are.

use serde::de::IgnoredAny;
use serde_json::error::Category;

/// Why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonFault {
    /// It ends in the middle of something.
    Unfinished,
    /// Something stands where it may not.
    Syntax,
}

/// Where and why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonProblem {
    /// Why.
    pub fault: JsonFault,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// Whether a text is JSON.
pub fn check(text: &str) -> Result<(), JsonProblem> {
    serde_json::from_str::<IgnoredAny>(text)
        .map(|_| ())
        .map_err(|error| JsonProblem {
            fault: if error.classify() == Category::Eof {
                JsonFault::Unfinished
            } else {
                JsonFault::Syntax
            },
            line: error.line().max(1),
            column: error.column().max(1),
        })
}

/// The document indented by two spaces.
pub fn indent(text: &str) -> Result<String, JsonProblem> {
    check(text)?;
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    let mut chars = text.chars().peekable();
    while let Some(it) = chars.next() {
        if in_string {
            out.push(it);
            in_string = escaped || it != '"';
            escaped = !escaped && it == '\\';
            continue;
        }
        match it {
            ' ' | '\t' | '\n' | '\r' => {}
            '"' => {
                in_string = true;
                out.push(it);
            }
            '{' | '[' => {
                out.push(it);
                while chars.next_if(char::is_ascii_whitespace).is_some() {}
                if let Some(close) = chars.next_if(|next| matches!(next, '}' | ']')) {
                    out.push(close);
                } else {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(it);
            }
            ',' => {
                out.push(it);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => out.push(it),
        }
    }
    Ok(out)
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn layout_changes_and_nothing_else_does() {
        let text = r#"{"b":[1.0,{},[ ],{"x":"a,\" :{"}],"a":12345678901234567890123}"#;
        let expected = "{\n  \"b\": [\n    1.0,\n    {},\n    [],\n    {\n      \"x\": \"a,\\\" :{\"\n    }\n  ],\n  \"a\": 12345678901234567890123\n}";
        assert_eq!(indent(text).expect("JSON"), expected);
    }

    #[test]
    fn problems_have_a_place() {
        let problem = check("{\n  \"a\": 1,\n}").expect_err("a comma too many");
        assert_eq!(
            (problem.fault, problem.line, problem.column),
            (JsonFault::Syntax, 3, 1)
        );
        assert_eq!(
            check("{\"a\":").expect_err("cut off").fault,
            JsonFault::Unfinished
        );
        assert_eq!(check("").expect_err("empty").line, 1);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec(("\\PC{0,6}", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn indenting_keeps_the_meaning_and_is_stable(value in any_json()) {
            let once = indent(&value.to_string()).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Value>(&once).expect("JSON"), value);
            prop_assert_eq!(indent(&once).expect("JSON"), once);
        }
    }
}
