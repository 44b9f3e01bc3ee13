//! Where a problem belongs: from the field the shell names to the place in the editor.

use latchkey_ipc::IpcError;

/// A tab of the request editor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RequestTab {
    /// The query as a table.
    #[default]
    Params,
    /// The headers.
    Headers,
    /// The body.
    Body,
    /// The time-out.
    Settings,
}

impl RequestTab {
    /// All tabs, in order.
    pub const ALL: [Self; 4] = [Self::Params, Self::Headers, Self::Body, Self::Settings];

    /// A stable name, for keys and attributes.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Params => "params",
            Self::Headers => "headers",
            Self::Body => "body",
            Self::Settings => "settings",
        }
    }
}

/// Which rows of a table were sent: disabled and blank ones are not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentRows(Vec<usize>);

impl SentRows {
    /// From whether each row of the table was sent.
    pub fn of(counts: impl Iterator<Item = bool>) -> Self {
        Self(
            counts
                .enumerate()
                .filter_map(|(row, sent)| sent.then_some(row))
                .collect(),
        )
    }

    /// The row of the table that was sent as number `index`.
    pub fn row(&self, index: usize) -> Option<usize> {
        self.0.get(index).copied()
    }
}

/// A place in the request editor. Indexes are rows of the table, as the user sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The method.
    Method,
    /// The path.
    Target,
    /// The value of a path's parameter.
    PathParam(usize),
    /// A header's name.
    HeaderName(usize),
    /// A header's value.
    HeaderValue(usize),
    /// The JSON or text.
    BodyText,
    /// The path of the file that is the body.
    BodyPath,
    /// The path of a part's file.
    PartPath(usize),
    /// A part's name.
    PartName(usize),
    /// The time-out.
    Timeout,
}

impl Place {
    /// The place a field such as `headers[2].name` speaks of; `None` for a field this editor does not have.
    pub fn of(field: &str, headers: &SentRows, body: &SentRows) -> Option<Self> {
        match field {
            "method" => return Some(Self::Method),
            "target" => return Some(Self::Target),
            "timeout_ms" => return Some(Self::Timeout),
            "body.text" => return Some(Self::BodyText),
            "body.path" => return Some(Self::BodyPath),
            _ => {}
        }
        let (list, rest) = field.split_once('[')?;
        let (index, part) = rest.split_once(']')?;
        let index = index.parse().ok()?;
        match (list, part) {
            // All of them are sent.
            ("path", ".value") => Some(Self::PathParam(index)),
            ("headers", ".name") => headers.row(index).map(Self::HeaderName),
            ("headers", ".value") => headers.row(index).map(Self::HeaderValue),
            ("body.parts", ".path" | ".value") => body.row(index).map(Self::PartPath),
            ("body.parts", ".name") => body.row(index).map(Self::PartName),
            _ => None,
        }
    }

    /// The tab that shows it; `None` for the request line, which is always there.
    pub fn tab(self) -> Option<RequestTab> {
        match self {
            Self::Method | Self::Target => None,
            Self::PathParam(_) => Some(RequestTab::Params),
            Self::HeaderName(_) | Self::HeaderValue(_) => Some(RequestTab::Headers),
            Self::BodyText | Self::BodyPath | Self::PartPath(_) | Self::PartName(_) => Some(RequestTab::Body),
            Self::Timeout => Some(RequestTab::Settings),
        }
    }
}

/// Something in the draft that cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub error: IpcError,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lead_to_rows_of_the_table() {
        let headers = SentRows::of([false, true, false, true].into_iter());
        let parts = SentRows::of([false, true].into_iter());
        let place = |field| Place::of(field, &headers, &parts);
        assert_eq!(place("headers[1].name"), Some(Place::HeaderName(3)));
        assert_eq!(place("headers[0].value"), Some(Place::HeaderValue(1)));
        assert_eq!(place("body.parts[0].path"), Some(Place::PartPath(1)));
        assert_eq!(place("target"), Some(Place::Target));
        assert_eq!(place("path[1].value"), Some(Place::PathParam(1)));
        assert_eq!(place("headers[9].name"), None);
        assert_eq!(place("headers[x].name"), None);
        assert_eq!(place("nonsense"), None);
    }

    #[test]
    fn every_place_is_on_the_tab_that_shows_it() {
        assert_eq!(Place::Target.tab(), None);
        assert_eq!(Place::HeaderName(0).tab(), Some(RequestTab::Headers));
        assert_eq!(Place::PartPath(0).tab(), Some(RequestTab::Body));
        assert_eq!(Place::Timeout.tab(), Some(RequestTab::Settings));
    }
}
