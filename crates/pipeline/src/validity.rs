//! From when until when a certificate counts (RFC 5280 §4.1.2.5). The TLS library looks at a server's alone.

use std::time::Duration;

/// Tags of DER (X.690 §8).
const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// The certificate's version, which the oldest ones leave out.
const VERSION: u8 = 0xa0;

/// From when until when a certificate counts, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Validity {
    pub(crate) begins_ms: i64,
    pub(crate) ends_ms: i64,
}

impl Validity {
    /// Reads it from a certificate; `None` where there is none to be found.
    pub(crate) fn of(certificate: &[u8]) -> Option<Self> {
        let (certificate, _) = value(certificate, SEQUENCE)?;
        let (mut rest, _) = value(certificate, SEQUENCE)?;
        if rest.first() == Some(&VERSION) {
            rest = any(rest)?.2;
        }
        // Serial number, algorithm, issuer.
        for _ in 0..3 {
            rest = any(rest)?.2;
        }
        let (validity, _) = value(rest, SEQUENCE)?;
        let (begins, rest) = time(validity)?;
        let (ends, _) = time(rest)?;
        Some(Self {
            begins_ms: begins,
            ends_ms: ends,
        })
    }
}

/// A value of any kind: its tag, its content, and what follows.
fn any(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if !(1..=4).contains(&count) {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(count)?;
        (
            digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)),
            rest,
        )
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

fn value(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = any(bytes)?;
    (tag == wanted).then_some((content, rest))
}

/// `YYMMDDhhmmssZ`, of 1950 to 2049, or `YYYYMMDDhhmmssZ`.
fn time(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (tag, content, rest) = any(bytes)?;
    let text = std::str::from_utf8(content).ok()?.strip_suffix('Z')?;
    let (year, text) = match tag {
        UTC_TIME => {
            let (year, text) = text.split_at_checked(2)?;
            let year = number(year)?;
            (if year < 50 { 2000 + year } else { 1900 + year }, text)
        }
        GENERALIZED_TIME => {
            let (year, text) = text.split_at_checked(4)?;
            (number(year)?, text)
        }
        _ => return None,
    };
    let part = |at: usize| number(text.get(at..at + 2)?);
    if text.len() != 10 {
        return None;
    }
    let days = days_since_1970(year, part(0)?, part(2)?)?;
    let seconds = days * 86_400 + part(4)? * 3600 + part(6)? * 60 + part(8)?;
    Some((seconds * 1000, rest))
}

fn number(digits: &str) -> Option<i64> {
    digits
        .bytes()
        .all(|it| it.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

/// Counts years from March, so that a leap day is the last of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 0000-03-01 is 719468 days before 1970.
    Some(year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468)
}

/// The day of a time since 1970, as `2026-11-27`.
pub(crate) fn day(ms: i64) -> String {
    let time = std::time::UNIX_EPOCH + Duration::from_millis(u64::try_from(ms).unwrap_or_default());
    // "Fri, 27 Nov 2026 10:00:00 GMT" (RFC 9110 §5.6.7)
    let date = httpdate::fmt_http_date(time);
    let mut words = date.split(' ').skip(1);
    match (words.next(), words.next(), words.next()) {
        (Some(day), Some(month), Some(year)) => {
            let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
            let month = months.find(month).map_or(0, |at| at / 3 + 1);
            format!("{year}-{month:02}-{day}")
        }
        _ => date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_s_days_are_read_in_both_forms() {
        let mut params = rcgen::CertificateParams::new(vec!["a.example".to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(1999, 2, 28);
        params.not_after = rcgen::date_time_ymd(2050, 3, 1);
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let validity = Validity::of(certificate.der()).unwrap();
        assert_eq!(validity.begins_ms, 920_160_000_000);
        assert_eq!(validity.ends_ms, 2_529_705_600_000);
        assert_eq!(day(validity.begins_ms), "1999-02-28");
        assert_eq!(day(validity.ends_ms), "2050-03-01");
    }

    #[test]
    fn what_is_no_certificate_has_no_days() {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(Vec::new()).unwrap();
        let whole = params.self_signed(&key).unwrap();
        for length in 0..whole.der().len() {
            // It may be cut off behind its days.
            let _ = Validity::of(&whole.der()[..length]);
        }
        for bytes in [&b""[..], b"0", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80", b"text"] {
            assert_eq!(Validity::of(bytes), None);
        }
    }
}
