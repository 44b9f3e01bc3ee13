//! The signing key, random ids, and hex digits.

use std::fmt::Write;

/// A random signing key of 256 bits.
pub(crate) type SigningKey = [u8; 32];

/// A new signing key.
pub(crate) fn random_key() -> Result<SigningKey, getrandom::Error> {
    let mut key = SigningKey::default();
    getrandom::fill(&mut key)?;
    Ok(key)
}

/// 128 random bits in hex.
#[expect(
    clippy::expect_used,
    reason = "the same source gave the signing key; it does not run dry"
)]
pub(crate) fn random_id() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    hex(&bytes)
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The bytes that `text` spells in hex, when there are exactly 32.
pub(crate) fn key_from_hex(text: &str) -> Option<SigningKey> {
    let mut key = SigningKey::default();
    if text.len() != key.len() * 2 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in key.iter_mut().zip((0..text.len()).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_hex_and_nothing_else_does() {
        let key: SigningKey = std::array::from_fn(|at| u8::try_from(at * 7).unwrap());
        assert_eq!(key_from_hex(&hex(&key)), Some(key));
        for bad in ["", "00", &"zz".repeat(32), &"0".repeat(63), &"é".repeat(32)] {
            assert_eq!(key_from_hex(bad), None, "{bad}");
        }
    }
}
