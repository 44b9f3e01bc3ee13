//! A path's parameters.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Cause, resolver::Resolver};
use crate::Row;

/// All but what never needs it (RFC 3986 §2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A target with its parameters replaced. They are found before variables are: a value makes no parameter.
pub(super) fn target(resolver: &mut Resolver<'_>, target: &str, rows: &[Row]) -> String {
    let path_ends = target.find(['?', '#']).unwrap_or(target.len());
    let (path, rest) = target.split_at(path_ends);
    let mut segments = Vec::new();
    for segment in path.split('/') {
        segments.push(match parameter(segment) {
            Some((name, rest)) => {
                let value = value(resolver, name, rows, rest.is_empty());
                let rest = resolver.text("target", rest);
                format!("{}{rest}", utf8_percent_encode(&value, ENCODED))
            }
            None => resolver.text("target", segment),
        });
    }
    segments.join("/") + &resolver.text("target", rest)
}

/// The parameter with which a segment begins, and the rest.
fn parameter(segment: &str) -> Option<(&str, &str)> {
    let after = segment.strip_prefix(':')?;
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '_');
    let (name, rest) = after.split_at(end.unwrap_or(after.len()));
    let begins_well = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    begins_well.then_some((name, rest))
}

fn value(resolver: &mut Resolver<'_>, name: &str, rows: &[Row], whole_segment: bool) -> String {
    let named = |(_, row): &(usize, &Row)| row.enabled && row.name == name;
    let Some((index, row)) = rows.iter().enumerate().find(named) else {
        resolver.fault("target", Cause::ParameterMissing(name.to_owned()));
        return String::new();
    };
    let place = format!("path[{index}].value");
    let faults = resolver.faults.len();
    let value = resolver.text(&place, &row.value);
    let found = match value.as_str() {
        _ if resolver.faults.len() > faults => return value,
        "" => "nothing",
        // Encoded or not, they go up the path (RFC 3986 §5.2.4, URL Standard).
        "." | ".." if whole_segment => "dots, which go up the path",
        _ => return value,
    };
    let name = name.to_owned();
    resolver.fault(&place, Cause::ParameterUnfit { name, found });
    value
}
