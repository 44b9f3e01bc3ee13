//! The query of the target as a table, and back.
//!
//! Every row remembers the text it was read from, so that editing one parameter leaves the others as they were
//! typed: `%20` stays `%20` and `+` stays `+`.

use latchkey_ipc::{KeptParam, KeptRow, written};

use super::body::Row;
use super::list::ListEdit;

/// One parameter of the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Param {
    /// Whether it is part of the query.
    pub enabled: bool,
    /// Decoded name.
    pub name: String,
    /// Decoded value.
    pub value: String,
    /// How it was typed in the target, if it was.
    typed: Option<String>,
}

impl Param {
    /// A parameter given in the table.
    pub fn new(enabled: bool, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            enabled,
            name: name.into(),
            value: value.into(),
            typed: None,
        }
    }

    /// The parameter after an edit in the table. One that is only switched keeps the text it was typed as.
    #[must_use]
    pub fn edited(&self, row: &Row) -> Self {
        let same = self.name == row.name && self.value == row.value;
        let typed = self.typed.clone().filter(|_| same);
        Self {
            typed,
            ..Self::from(row)
        }
    }

    fn read(segment: &str) -> Self {
        let (name, value) = form_urlencoded::parse(segment.as_bytes())
            .next()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .unwrap_or_default();
        Self {
            enabled: true,
            name,
            value,
            typed: Some(segment.to_owned()),
        }
    }

    /// The parameter as the shell keeps it.
    pub fn to_kept(&self) -> KeptParam {
        KeptParam {
            row: KeptRow::from(&Row::from(self)),
            typed: self.typed.clone(),
        }
    }

    /// A parameter that the shell kept.
    pub fn from_kept(kept: KeptParam) -> Self {
        Self {
            typed: kept.typed,
            ..Self::from(&Row::from(kept.row))
        }
    }

    fn is_blank(&self) -> bool {
        self.name.is_empty() && self.value.is_empty()
    }

    fn write(&self) -> String {
        match &self.typed {
            Some(typed) => typed.clone(),
            None => written(&self.name, &self.value),
        }
    }
}

impl From<&Row> for Param {
    fn from(row: &Row) -> Self {
        Self::new(row.enabled, &row.name, &row.value)
    }
}

impl From<&Param> for Row {
    fn from(param: &Param) -> Self {
        Self {
            enabled: param.enabled,
            name: param.name.clone(),
            value: param.value.clone(),
        }
    }
}

/// The table after an edit.
pub fn params_after(params: &[Param], edit: ListEdit<Row>) -> Vec<Param> {
    let edit = match edit {
        ListEdit::Set(at, row) => {
            let param = params
                .get(at)
                .map_or_else(|| Param::from(&row), |old| old.edited(&row));
            ListEdit::Set(at, param)
        }
        ListEdit::Remove(at) => ListEdit::Remove(at),
    };
    edit.apply(params)
}

/// The parts of a target: everything before `?`, the query, and the fragment with its `#`.
fn split(target: &str) -> (&str, Option<&str>, &str) {
    let (before, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
    match before.split_once('?') {
        Some((path, query)) => (path, Some(query), fragment),
        None => (before, None, fragment),
    }
}

/// The table for a target that was just typed. Disabled rows of the `old` table stay where they were.
pub fn params_of(target: &str, old: &[Param]) -> Vec<Param> {
    let mut read = split(target)
        .1
        .unwrap_or_default()
        .split('&')
        .filter(|it| !it.is_empty())
        .map(Param::read);
    let mut rows = Vec::new();
    for row in old {
        if row.enabled {
            rows.extend(read.next());
        } else {
            rows.push(row.clone());
        }
    }
    rows.extend(read);
    rows
}

/// The target for a table that was just edited.
pub fn target_with(target: &str, params: &[Param]) -> String {
    let (path, _, fragment) = split(target);
    let query: Vec<_> = params
        .iter()
        .filter(|it| it.enabled && !it.is_blank())
        .map(Param::write)
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{path}{mark}{}{fragment}", query.join("&"))
}

/// The path of a target, for saying which request is meant.
pub fn path_of(target: &str) -> &str {
    split(target).0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(rows: &[Param]) -> Vec<(&str, &str)> {
        rows.iter()
            .map(|it| (it.name.as_str(), it.value.as_str()))
            .collect()
    }

    #[test]
    fn a_query_becomes_rows() {
        let rows = params_of("/api/notes?limit=20&q=a%20b+c&flag#top", &[]);
        assert_eq!(names(&rows), [("limit", "20"), ("q", "a b c"), ("flag", "")]);
    }

    #[test]
    fn editing_one_row_leaves_the_others_as_typed() {
        let target = "/n?a=1%202&b=x+y&c=3#f";
        let mut rows = params_of(target, &[]);
        rows[2] = Param::new(true, "c", "4 ü&=");
        assert_eq!(
            target_with(target, &rows),
            "/n?a=1%202&b=x+y&c=4%20%C3%BC%26%3D#f"
        );
    }

    #[test]
    fn a_variable_in_the_table_stays_one_in_the_target() {
        let target = target_with("/n", &[Param::new(true, "tag", "{{tag}}&x")]);
        assert_eq!(target, "/n?tag={{tag}}%26x");
        assert_eq!(names(&params_of(&target, &[])), [("tag", "{{tag}}&x")]);
    }

    #[test]
    fn a_row_that_is_switched_off_and_on_is_as_typed() {
        let params = params_of("/n?a=x+y", &[]);
        let mut row = Row::from(&params[0]);
        row.enabled = false;
        let params = params_after(&params, ListEdit::Set(0, row.clone()));
        assert_eq!(target_with("/n?a=x+y", &params), "/n");
        row.enabled = true;
        let params = params_after(&params, ListEdit::Set(0, row));
        assert_eq!(target_with("/n", &params), "/n?a=x+y");
    }

    #[test]
    fn a_disabled_row_leaves_the_query_and_stays_in_its_place() {
        let mut rows = params_of("/n?a=1&b=2&c=3", &[]);
        rows[1].enabled = false;
        let target = target_with("/n?a=1&b=2&c=3", &rows);
        assert_eq!(target, "/n?a=1&c=3");
        let rows = params_of("/n?a=9&c=3&d=4", &rows);
        assert_eq!(names(&rows), [("a", "9"), ("b", "2"), ("c", "3"), ("d", "4")]);
        assert!(!rows[1].enabled);
    }

    #[test]
    fn the_last_parameter_takes_its_question_mark_along() {
        assert_eq!(target_with("/n?a=1#f", &[]), "/n#f");
        assert_eq!(target_with("/n", &[Param::new(true, "", "")]), "/n");
    }

    proptest! {
        #[test]
        fn rows_survive_the_way_through_the_target(
            rows in proptest::collection::vec(("\\PC{1,12}", "\\PC{0,12}"), 0..6)
        ) {
            let params: Vec<_> = rows.iter().map(|(name, value)| Param::new(true, name, value)).collect();
            let target = target_with("/path#frag", &params);
            let read = params_of(&target, &[]);
            let expected: Vec<_> = rows.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            prop_assert_eq!(names(&read), expected);
        }

        #[test]
        fn a_typed_target_is_rebuilt_as_it_was(
            segments in proptest::collection::vec("[a-zA-Z0-9%+=._~:/-]{1,12}", 1..6)
        ) {
            let target = format!("/a/b?{}#end", segments.join("&"));
            let rows: Vec<_> = params_of(&target, &[]).into_iter().filter(|it| !it.is_blank()).collect();
            prop_assume!(rows.len() == segments.len());
            prop_assert_eq!(target_with(&target, &rows), target);
        }
    }
}
