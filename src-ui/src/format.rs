//! Durations and sizes, short and with sensible precision.

/// A duration, from microseconds: `0.4 ms`, `3.2 ms`, `48 ms`, `1.25 s`, `2:05 min`.
pub fn duration(us: u64) -> String {
    match us {
        0..9_950 => format!("{} ms", decimal(us, 1_000, 1)),
        9_950..999_500 => format!("{} ms", decimal(us, 1_000, 0)),
        999_500..59_995_000 => format!("{} s", decimal(us, 1_000_000, 2)),
        _ => format!("{} min", clock(us / 1_000_000)),
    }
}

/// An offset in a trace: whole milliseconds, and a decimal while everything is quick.
pub fn offset(us: u64, total_us: u64) -> String {
    format!("{} ms", decimal(us, 1_000, u32::from(total_us < 20_000)))
}

/// A size in bytes, in powers of 1,000: `512 B`, `3.1 KB`, `5.2 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..999_950 => format!("{} KB", decimal(bytes, 1_000, 1)),
        999_950..999_950_000 => format!("{} MB", decimal(bytes, 1_000_000, 1)),
        _ => format!("{} GB", decimal(bytes, 1_000_000_000, 2)),
    }
}

/// How many of `unit` that is, rounded to so many digits, of which there are few. Not by floating point: what
/// writes that exactly is more code than all of this module.
pub fn decimal(value: u64, unit: u64, digits: u32) -> String {
    let scale = 10_u64.pow(digits);
    let parts = ((value % unit).saturating_mul(scale).saturating_add(unit / 2)) / unit;
    let whole = value / unit + parts / scale;
    match digits {
        0 => whole.to_string(),
        _ => format!("{whole}.{:0>1$}", parts % scale, digits as usize),
    }
}

/// Seconds as a clock shows them: `m:ss` below an hour, `h:mm:ss` below a day.
pub fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (us, text) in [
            (0, "0.0 ms"),
            (420, "0.4 ms"),
            (3_200, "3.2 ms"),
            (9_960, "10 ms"),
            (48_300, "48 ms"),
            (999_600, "1.00 s"),
            (1_250_000, "1.25 s"),
            (125_000_000, "2:05 min"),
        ] {
            assert_eq!(duration(us), text);
        }
        assert_eq!(
            (offset(1_234, 4_000), offset(1_234, 48_000)),
            ("1.2 ms".into(), "1 ms".into())
        );
    }

    #[test]
    fn sizes() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (3_100, "3.1 KB"),
            (999_960, "1.0 MB"),
            (5_242_880, "5.2 MB"),
            (2_000_000_000, "2.00 GB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn clocks() {
        assert_eq!((clock(17), clock(600)), ("0:17".into(), "10:00".into()));
    }
}
