//! Where an error belongs: from the field the shell names to the place in the editor.

use super::catalogue::{FieldKind, RULE_CELLS, fields};
use super::form::ProfileForm;

/// A place in the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The field.
    pub path: &'static str,
    /// The row of its table.
    pub row: Option<usize>,
    /// The cell of a rule.
    pub cell: Option<&'static str>,
}

impl Spot {
    /// The place of a field such as `requests.refresh.headers.X` or `refusals.rules[0].status`; `None` for one that
    /// the editor does not have.
    pub fn of(name: &str, form: &ProfileForm) -> Option<Self> {
        // That a refresh does not send its token is said where it would be sent.
        let name = if name == "requests.refresh" {
            "requests.refresh.fields"
        } else {
            name
        };
        let field = fields().find(|field| {
            let rest = name.strip_prefix(field.path);
            match field.kind {
                FieldKind::Pairs | FieldKind::Values | FieldKind::Rules => {
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
                }
                _ => rest == Some(""),
            }
        })?;
        let rest = &name[field.path.len()..];
        let indexed = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let row = if let Some((row, _)) = indexed {
            row.parse().ok()
        } else {
            let wanted = rest.strip_prefix('.');
            let rows = form.pairs(field.path);
            wanted.and_then(|wanted| rows.iter().position(|row| row.name == wanted))
        };
        let cell = indexed.and_then(|(_, cell)| {
            let cell = cell.strip_prefix('.')?;
            RULE_CELLS.into_iter().find(|known| *known == cell)
        });
        Some(Self {
            path: field.path,
            row,
            cell,
        })
    }

    /// The `id` of the element that can take the focus.
    pub fn id(&self) -> String {
        match (self.row, self.cell) {
            (Some(row), Some(cell)) => rule_id(row, cell),
            (Some(row), None) => pair_id(self.path, row, "name"),
            _ if self.is_table() => pair_id(self.path, 0, "name"),
            _ => self.path.to_owned(),
        }
    }

    fn is_table(&self) -> bool {
        let table = |kind| matches!(kind, FieldKind::Pairs | FieldKind::Values);
        fields().any(|field| field.path == self.path && table(field.kind))
    }
}

/// The `id` of a cell of a rule.
pub fn rule_id(row: usize, cell: &str) -> String {
    format!("refusals.rules-{row}-{cell}")
}

/// The `id` of a cell of a table.
pub fn pair_id(path: &str, row: usize, part: &str) -> String {
    format!("{path}-{row}-{part}")
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::profiles::Kind;

    use super::*;

    #[test]
    fn the_shells_fields_lead_to_the_elements_that_show_them() {
        let form = ProfileForm::of(&Kind::HeaderPair.description("team", "", "https://x"));
        for (name, id) in [
            ("base_url", "base_url"),
            ("requests.refresh", "requests.refresh.fields-0-name"),
            (
                "requests.refresh.headers.Content-Type",
                "requests.refresh.headers-1-name",
            ),
            ("requests.sign_in.fields", "requests.sign_in.fields-0-name"),
            ("headers[2]", "headers-2-name"),
            ("refusals.rules[1].status", "refusals.rules-1-status"),
            ("timeouts.idle_ms", "timeouts.idle_ms"),
        ] {
            let spot = Spot::of(name, &form).unwrap_or_else(|| panic!("{name} has a place"));
            assert_eq!(spot.id(), id, "{name}");
        }
        assert_eq!(Spot::of("requests.refresh.nonsense", &form), None);
        assert_eq!(Spot::of("", &form), None);
    }
}
