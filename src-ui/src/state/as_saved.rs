//! What of a draft goes into its file. The editor keeps more: the other kinds of body, how a query was typed, rows that are
//! blank.

use super::body::{BodyDraft, BodyMode, PartRow, Row};
use super::draft::Draft;

impl Draft {
    /// Whether its file would be that of the other one.
    pub fn saves_as(&self, other: &Self) -> bool {
        let params = |draft: &Self| rows(draft.params.iter().map(Row::from));
        let timeout = |draft: &Self| draft.timeout.trim().parse::<u64>().ok().filter(|ms| *ms > 0);
        self.method == other.method
            && self.path() == other.path()
            && self.redirects == other.redirects
            && timeout(self) == timeout(other)
            && params(self) == params(other)
            && filled(&self.path_params) == filled(&other.path_params)
            && filled(&self.headers) == filled(&other.headers)
            && saves_body_as(&self.body, &other.body)
    }
}

fn saves_body_as(one: &BodyDraft, other: &BodyDraft) -> bool {
    let parts = |body: &BodyDraft| {
        let filled = body.parts.iter().filter(|part| !part.row.is_blank());
        filled.cloned().collect::<Vec<PartRow>>()
    };
    one.mode == other.mode
        && match one.mode {
            BodyMode::None => true,
            BodyMode::Json => one.json == other.json,
            BodyMode::Text => one.text == other.text,
            BodyMode::Form => filled(&one.form) == filled(&other.form),
            BodyMode::Multipart => parts(one) == parts(other),
            BodyMode::File => one.file == other.file,
        }
}

fn filled(all: &[Row]) -> Vec<Row> {
    rows(all.iter().cloned())
}

fn rows(all: impl Iterator<Item = Row>) -> Vec<Row> {
    all.filter(|row| !row.is_blank()).collect()
}
