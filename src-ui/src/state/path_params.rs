//! The `:parameters` of a path as a table: the path says which there are, the table what they stand for.

use super::body::Row;
use super::query::path_of;

/// The names of a target's parameters, each once. A parameter is a segment that begins with `:` and a letter or `_`.
fn names(target: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for segment in path_of(target).split('/') {
        let Some(after) = segment.strip_prefix(':') else {
            continue;
        };
        let end = after.find(|c: char| !c.is_alphanumeric() && c != '_');
        let name = &after[..end.unwrap_or(after.len())];
        if name.starts_with(|c: char| c.is_alphabetic() || c == '_') && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The table for a target that was just typed. A value stays with its name, and with its place while the name is typed.
pub fn path_params(target: &str, old: &[Row]) -> Vec<Row> {
    let names = names(target);
    let value = |(place, name): (usize, &&str)| {
        let same = old.iter().find(|row| row.name == **name);
        let renamed = || old.get(place).filter(|row| !names.contains(&row.name.as_str()));
        same.or_else(renamed)
            .map(|row| row.value.clone())
            .unwrap_or_default()
    };
    names
        .iter()
        .enumerate()
        .map(|at| Row::new(*at.1, value(at)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rows: &[Row]) -> Vec<(&str, &str)> {
        rows.iter()
            .map(|it| (it.name.as_str(), it.value.as_str()))
            .collect()
    }

    #[test]
    fn the_path_says_which_there_are() {
        assert_eq!(
            shown(&path_params("/a/:id/b/:_x.json/:id?q=/:no#/:no", &[])),
            [("id", ""), ("_x", "")]
        );
        for none in ["/a:b", "/:1", "/:", "https://a.example:80/x"] {
            assert_eq!(path_params(none, &[]), []);
        }
    }

    #[test]
    fn a_value_stays_with_its_name_and_while_that_is_typed() {
        let old = [Row::new("id", "7"), Row::new("of", "me")];
        assert_eq!(shown(&path_params("/:of/:id", &old)), [("of", "me"), ("id", "7")]);
        assert_eq!(
            shown(&path_params("/:idx/:of", &old)),
            [("idx", "7"), ("of", "me")]
        );
        assert_eq!(shown(&path_params("/:new", &[])), [("new", "")]);
    }
}
