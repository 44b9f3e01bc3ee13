//! Times in words.

use std::time::{SystemTime, UNIX_EPOCH};

/// How far a moment is from now: `in 4 min`, `12 s ago`. In milliseconds since 1970.
pub(crate) fn from_now(at_ms: i64) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    let away = at_ms.saturating_sub(now_ms);
    let length = length(away.unsigned_abs() / 1000);
    if away < 0 {
        format!("{length} ago")
    } else {
        format!("in {length}")
    }
}

/// A span in its largest unit.
pub(crate) fn length(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        let told: Vec<_> = [0, 119, 120, 7199, 7200, 172_800]
            .into_iter()
            .map(length)
            .collect();
        assert_eq!(told, ["0 s", "119 s", "2 min", "119 min", "2 h", "2 days"]);
    }
}
