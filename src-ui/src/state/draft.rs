//! A request as it is written, and the call that it becomes.

use latchkey_ipc::{ApiCall, CallId, ErrorCode, IpcError, KeptDraft, NameValue};

use super::body::{BodyDraft, Row, sent_rows};
use super::fields::{Place, Problem, SentRows};
use super::path_params::path_params;
use super::query::{Param, params_of, path_of};

/// What is sent when the user presses Send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// HTTP method.
    pub method: String,
    /// Path with query, or an absolute URL.
    pub target: String,
    /// The query as a table, with the rows that are switched off.
    pub params: Vec<Param>,
    /// What the path's parameters stand for.
    pub path_params: Vec<Row>,
    /// The headers.
    pub headers: Vec<Row>,
    /// The body.
    pub body: BodyDraft,
    /// The time-out in milliseconds, as typed; empty for the profile's.
    pub timeout: String,
    /// Whether redirects are followed.
    pub redirects: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self::get("/")
    }
}

impl Draft {
    /// A plain GET.
    pub fn get(target: &str) -> Self {
        Self::new("GET", target, BodyDraft::default())
    }

    /// A request without headers of its own.
    pub fn new(method: &str, target: &str, body: BodyDraft) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            params: params_of(target, &[]),
            path_params: path_params(target, &[]),
            headers: Vec::new(),
            body,
            timeout: String::new(),
            redirects: true,
        }
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        path_of(&self.target)
    }

    /// The bytes of all its texts.
    pub fn size(&self) -> usize {
        KeptDraft::from(self).size()
    }

    /// The call to send, and the way back from its indexes to the rows of the tables.
    pub fn to_call(&self, call_id: CallId) -> Result<Outgoing, Box<Problem>> {
        let timeout_ms = match self.timeout.trim() {
            "" => None,
            typed => Some(
                typed
                    .parse::<u64>()
                    .ok()
                    .filter(|ms| *ms > 0)
                    .ok_or_else(|| Box::new(bad_timeout(typed)))?,
            ),
        };
        let (headers, header_rows) = sent_rows(&self.headers);
        let (body, body_rows) = self.body.to_body();
        let call = ApiCall {
            call_id,
            method: self.method.trim().to_owned(),
            target: self.target.trim().to_owned(),
            path: self.path_params.iter().map(NameValue::from).collect(),
            headers,
            body,
            foreign_body: false,
            timeout_ms,
            redirects: self.redirects,
        };
        Ok(Outgoing {
            call,
            header_rows,
            body_rows,
        })
    }
}

fn bad_timeout(typed: &str) -> Problem {
    Problem {
        place: Place::Timeout,
        error: IpcError {
            code: ErrorCode::InvalidInput,
            key: "timeout-invalid".into(),
            message: "The time-out is a whole number of milliseconds above 0".into(),
            field: Some("timeout_ms".into()),
            found: Some(typed.to_owned()),
            allowed: None,
            trace: None,
        },
    }
}

/// A call with the way back to the tables it came from.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The call.
    pub call: ApiCall,
    /// Rows of the headers table.
    pub header_rows: SentRows,
    /// Rows of the form or multipart table.
    pub body_rows: SentRows,
}

impl Outgoing {
    /// The place in the editor an error belongs to, if it belongs to one.
    pub fn place_of(&self, error: &IpcError) -> Option<Place> {
        Place::of(error.field.as_deref()?, &self.header_rows, &self.body_rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_out_is_a_number_above_zero_or_nothing() {
        let with = |typed: &str| {
            Draft {
                timeout: typed.into(),
                ..Draft::default()
            }
            .to_call("1".into())
        };
        assert_eq!(with("").expect("no time-out").call.timeout_ms, None);
        assert_eq!(with(" 1500 ").expect("a time-out").call.timeout_ms, Some(1500));
        for bad in ["0", "-1", "1.5", "ten", "99999999999999999999999"] {
            assert_eq!(with(bad).expect_err("refused").place, Place::Timeout, "{bad}");
        }
    }
}
