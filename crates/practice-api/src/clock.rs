//! The one place that reads the clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970-01-01 UTC.
pub(crate) fn now_ms() -> u64 {
    millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// Whole milliseconds, saturating.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The time now as RFC 3339 in UTC, to the second.
pub(crate) fn now_rfc3339() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}

/// A time in seconds since 1970-01-01 UTC as `MM/dd/yyyy HH:mm:ss`, the way .NET's invariant culture has it.
pub(crate) fn us_date_time(seconds: u64) -> String {
    let time = UNIX_EPOCH
        .checked_add(Duration::from_secs(seconds))
        .unwrap_or(UNIX_EPOCH);
    let text = humantime::format_rfc3339_seconds(time).to_string();
    match (text.get(..4), text.get(5..7), text.get(8..10), text.get(11..19)) {
        (Some(year), Some(month), Some(day), Some(clock)) => format!("{month}/{day}/{year} {clock}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_dotnet_does() {
        assert_eq!(us_date_time(1_700_000_000), "11/14/2023 22:13:20");
    }
}
