//! Names and values that speak of a credential.

mod fields;

pub use fields::{in_json, in_json_by, is_credential, is_literal, says_so, variable};

/// Words that make a header's name that of a credential, wherever they stand in it: `X-Api-Token`, `My-Auth`.
const SECRET_WORDS: [&str; 14] = [
    "apikey",
    "auth",
    "authentication",
    "authorization",
    "cookie",
    "cookie2",
    "credential",
    "credentials",
    "jwt",
    "passwd",
    "password",
    "secret",
    "session",
    "token",
];

/// Whether a header of this name carries a credential, as far as its name says.
///
/// ```
/// use latchkey_profile::credential::is_secret;
///
/// assert!(is_secret("X-Api-Key") && is_secret("Cookie"));
/// assert!(!is_secret("Accept") && !is_secret("X-Author"));
/// ```
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let words: Vec<_> = name.split(|it: char| !it.is_ascii_alphanumeric()).collect();
    words.iter().any(|word| SECRET_WORDS.contains(word))
        || words
            .windows(2)
            .any(|pair| pair[1] == "key" && ["api", "access", "private"].contains(&pair[0]))
}
