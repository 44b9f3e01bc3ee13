//! How a fault is written: in JSON for the control endpoint, in a word for the command line.

use crate::{RefreshFault, TokenKind, Unfit};
use serde_json::{Map, Value, json};
use std::str::FromStr;

const FORMS: &str = "\"none\", \"hang\", \"hold\", \"html\", \"tear\", {\"status\": 200 to 599, \"times\"?: 1 or more, \
                     \"retry_after\"?: text}, {\"omit\": \"access\" or \"refresh\"}";

impl RefreshFault {
    /// Reads the JSON form; `"none"` and `null` mean no fault.
    pub(crate) fn from_json(value: &Value) -> Result<Option<Self>, Unfit> {
        let unfit = || Unfit::new("`refresh`", value, FORMS);
        match value {
            Value::Null => Ok(None),
            Value::String(word) => match word.as_str() {
                "none" => Ok(None),
                "hang" => Ok(Some(Self::Hang)),
                "hold" => Ok(Some(Self::Hold)),
                "html" => Ok(Some(Self::Html)),
                "tear" => Ok(Some(Self::Tear)),
                _ => Err(unfit()),
            },
            Value::Object(fields) if fields.contains_key("status") => {
                Self::status_from_json(fields).map(Some)
            }
            Value::Object(fields) if fields.len() == 1 => match fields.get("omit").and_then(Value::as_str) {
                Some("access") => Ok(Some(Self::Omit(TokenKind::Access))),
                Some("refresh") => Ok(Some(Self::Omit(TokenKind::Refresh))),
                _ => Err(unfit()),
            },
            _ => Err(unfit()),
        }
    }

    fn status_from_json(fields: &Map<String, Value>) -> Result<Self, Unfit> {
        let (mut status, mut times, mut retry_after) = (None, None, None);
        for (field, value) in fields {
            let unfit = |allowed| Unfit::new(format!("`refresh.{field}`"), value, allowed);
            let number = value.as_u64();
            match field.as_str() {
                "status" => status = Some(number.and_then(valid_status).ok_or_else(|| unfit(STATUS))?),
                "times" => times = Some(number.and_then(valid_times).ok_or_else(|| unfit(TIMES))?),
                "retry_after" => {
                    let text = value.as_str().filter(|text| valid_header(text));
                    retry_after = Some(text.ok_or_else(|| unfit(RETRY_AFTER))?.to_owned());
                }
                _ => {
                    return Err(Unfit::new(
                        "a field of `refresh`",
                        field,
                        "status, times, retry_after",
                    ));
                }
            }
        }
        let status = status.ok_or_else(|| Unfit::missing("`refresh.status`", STATUS))?;
        Ok(Self::Status {
            status,
            times,
            retry_after,
        })
    }

    /// The JSON form, as the control endpoint takes and tells it.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Hang => json!("hang"),
            Self::Hold => json!("hold"),
            Self::Html => json!("html"),
            Self::Tear => json!("tear"),
            Self::Omit(TokenKind::Access) => json!({"omit": "access"}),
            Self::Omit(TokenKind::Refresh) => json!({"omit": "refresh"}),
            Self::Status {
                status,
                times,
                retry_after,
            } => {
                json!({"status": status, "times": times, "retry_after": retry_after})
            }
        }
    }
}

const STATUS: &str = "a status from 200 to 599";
const TIMES: &str = "a whole number from 1 to 4294967295";
const RETRY_AFTER: &str = "visible ASCII text: seconds, or an HTTP date";

fn valid_status(number: u64) -> Option<u16> {
    u16::try_from(number)
        .ok()
        .filter(|status| (200..=599).contains(status))
}

fn valid_times(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|&times| times > 0)
}

fn valid_header(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// The form of the command line: `hang`, `hold`, `html`, `tear`, `omit=access`, `omit=refresh` or
/// `status=503,times=2,retry-after=1`.
impl FromStr for RefreshFault {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        const ALLOWED: &str =
            "hang, hold, html, tear, omit=access, omit=refresh, or status=CODE[,times=N][,retry-after=TEXT]";
        match text {
            "hang" => return Ok(Self::Hang),
            "hold" => return Ok(Self::Hold),
            "html" => return Ok(Self::Html),
            "tear" => return Ok(Self::Tear),
            "omit=access" => return Ok(Self::Omit(TokenKind::Access)),
            "omit=refresh" => return Ok(Self::Omit(TokenKind::Refresh)),
            _ => {}
        }
        let mut fields = Map::new();
        // An HTTP date has a comma, so Retry-After takes all the rest.
        let (front, retry_after) = match text.split_once(",retry-after=") {
            Some((front, value)) => (front, Some(value)),
            None => (text, None),
        };
        for item in front.split(',') {
            let (name, value) = item
                .split_once('=')
                .ok_or_else(|| Unfit::new("the fault", text, ALLOWED))?;
            if !matches!(name, "status" | "times") {
                return Err(Unfit::new("the fault", text, ALLOWED));
            }
            let value = value
                .parse::<u64>()
                .map_or_else(|_| json!(value), |number| json!(number));
            fields.insert(name.into(), value);
        }
        if let Some(value) = retry_after {
            fields.insert("retry_after".into(), json!(value));
        }
        Self::status_from_json(&fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_forms_mean_the_same() {
        let pairs = [
            ("hang", json!("hang")),
            ("hold", json!("hold")),
            ("html", json!("html")),
            ("tear", json!("tear")),
            ("omit=access", json!({"omit": "access"})),
            ("omit=refresh", json!({"omit": "refresh"})),
            (
                "status=503,times=2,retry-after=1",
                json!({"status": 503, "times": 2, "retry_after": "1"}),
            ),
            (
                "status=429,retry-after=Wed, 21 Oct 2026 07:28:00 GMT",
                json!({"status": 429, "retry_after": "Wed, 21 Oct 2026 07:28:00 GMT"}),
            ),
        ];
        for (text, value) in pairs {
            let fault = text.parse().unwrap();
            assert_eq!(
                RefreshFault::from_json(&value).unwrap().as_ref(),
                Some(&fault),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_refused_says_what_is_allowed() {
        for text in [
            "",
            "sleep",
            "omit=both",
            "status=99",
            "status=x",
            "status=503,times=0",
            "times=1",
            "status",
        ] {
            let message = text.parse::<RefreshFault>().unwrap_err().to_string();
            assert!(message.contains("allowed"), "{text}: {message}");
        }
        for value in [
            json!(1),
            json!("sleep"),
            json!({}),
            json!({"omit": "both"}),
            json!({"omit": "access", "x": 1}),
            json!({"status": 503, "tims": 1}),
            json!({"status": "503"}),
            json!({"status": 503, "retry_after": "a\r\nb"}),
        ] {
            let message = RefreshFault::from_json(&value).unwrap_err().to_string();
            assert!(message.contains("allowed"), "{value}: {message}");
        }
    }
}
