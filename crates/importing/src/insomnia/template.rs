//! Insomnia's templates: `{{ _.name }}` is `{{name}}` here.

use crate::{intake::Intake, node::Node, place::Place, report::Reason};

/// Members whose texts are code, and are not taken over anyway.
const CODE: [&str; 6] = [
    "preRequestScript",
    "afterResponseScript",
    "scripts",
    "spec",
    "contents",
    "testSuites",
];

/// Rewrites the variables of all texts, and notes what is computed in Insomnia.
pub(super) fn convert(node: &mut Node, place: &Place<'_>, intake: &mut Intake) {
    match node {
        Node::Text(text) => {
            if text.contains("{%") {
                intake.note(place, Reason::Expression);
            }
            if text.contains("{{") {
                let (converted, whole) = converted(text);
                if !whole {
                    intake.note(place, Reason::Expression);
                }
                *text = converted;
            }
        }
        Node::List(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                convert(item, &place.at(index), intake);
            }
        }
        Node::Map(members) => {
            for (key, member) in members {
                if !CODE.contains(&key.as_str()) {
                    convert(member, &place.key(key), intake);
                }
            }
        }
        _ => {}
    }
}

/// The text, and whether each pair of braces held a variable alone.
fn converted(text: &str) -> (String, bool) {
    let mut made = String::with_capacity(text.len());
    let mut whole = true;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        made.push_str(before);
        let Some((inside, behind)) = after.split_once("}}") else {
            made.push_str("{{");
            rest = after;
            continue;
        };
        if let Some(name) = variable(inside.trim()) {
            made.push_str("{{");
            made.push_str(&name);
            made.push_str("}}");
            rest = behind;
        } else {
            whole = false;
            made.push_str("{{");
            // What is inside may begin a pair of its own.
            rest = after;
        }
    }
    made.push_str(rest);
    (made, whole)
}

/// The name of a variable: behind `_.`, in `_['…']`, or bare.
fn variable(inside: &str) -> Option<String> {
    let quoted = inside.strip_prefix("_[").and_then(|it| it.strip_suffix(']'));
    let quoted = quoted.and_then(|it| {
        let it = it.trim();
        let inner = |quote| it.strip_prefix(quote).and_then(|it| it.strip_suffix(quote));
        inner('\'').or_else(|| inner('"'))
    });
    let name = quoted.or_else(|| inside.strip_prefix("_.")).unwrap_or(inside);
    let plain = |it: char| it.is_alphanumeric() || "_-.$".contains(it);
    (!name.is_empty() && name.chars().all(plain)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_lose_their_underscore() {
        for (text, made) in [
            ("{{ _.base }}/x", "{{base}}/x"),
            ("{{base}}{{ _['a-b'] }}", "{{base}}{{a-b}}"),
            ("{{ _.a.b }}", "{{a.b}}"),
            ("no braces", "no braces"),
        ] {
            assert_eq!(converted(text), (made.to_owned(), true), "{text}");
        }
        for text in ["{{ _.a | upper }}", "{{ }}", "{{ {{"] {
            let (made, _) = converted(text);
            assert_eq!(made, text);
        }
        assert!(!converted("{{ _.a | upper }}").1);
    }
}
