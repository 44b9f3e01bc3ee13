//! The last line of defence: what looks like a secret is not written, whoever said it.
//!
//! Nothing of ours logs a token, a password or a query on purpose. But an error text is made by somebody else, and a
//! panic says whatever a value's `Debug` says.

/// What takes the place of a secret.
const HIDDEN: &str = "<hidden>";
/// So long a run of letters and digits is no word, no path and no fingerprint.
const OPAQUE: usize = 32;
/// What stands before credentials in a header (RFC 9110 §11.4). Compared without regard to case.
const SCHEMES: [&str; 3] = ["bearer", "basic", "digest"];

/// The text without what looks like a secret: the queries and user parts of URLs, JSON Web Tokens, what follows the
/// name of an authentication scheme, and long runs that mix letters and digits.
pub(crate) fn scrub(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut after_scheme = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|c| is_in_word(c) != is_in_word(first))
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if !is_in_word(first) {
            clean.push_str(run);
        } else if after_scheme {
            clean.push_str(HIDDEN);
            after_scheme = false;
        } else {
            after_scheme = SCHEMES.iter().any(|scheme| run.eq_ignore_ascii_case(scheme));
            clean.push_str(&scrub_word(run));
        }
        rest = after;
    }
    clean
}

/// The text without JSON Web Tokens, and otherwise as it is.
pub(crate) fn without_jwts(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    // Any of them begins like this: it is `{"` in base64url (RFC 7519 §3).
    while let Some(at) = rest.find("eyJ") {
        let (before, found) = rest.split_at(at);
        let end = found.find(|c| !is_opaque(c)).unwrap_or(found.len());
        let (run, after) = found.split_at(end);
        let is_jwt = run.len() > 20 && run.contains('.');
        clean.push_str(before);
        clean.push_str(if is_jwt { HIDDEN } else { run });
        rest = after;
    }
    clean.push_str(rest);
    clean
}

/// A word ends at a space or at what a text puts around a value.
fn is_in_word(c: char) -> bool {
    !(c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '`' | '(' | ')' | '<' | '>' | '{' | '}' | '[' | ']'
        ))
}

fn scrub_word(word: &str) -> String {
    let word = match word.find("://") {
        Some(at) => scrub_url(word, at + 3),
        // A target without its origin: `/api/notes?token=…`.
        None => match word.split_once('?') {
            Some((path, query)) if path.starts_with('/') && !query.is_empty() => format!("{path}?…"),
            _ => word.to_owned(),
        },
    };
    let mut clean = String::with_capacity(word.len());
    let mut rest = word.as_str();
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|c| is_opaque(c) != is_opaque(first))
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        clean.push_str(if looks_secret(run) { HIDDEN } else { run });
        rest = after;
    }
    clean
}

/// Leaves scheme, host, port and path of a URL.
fn scrub_url(word: &str, host: usize) -> String {
    let (before, after) = word.split_at(host);
    let (whole, cut) = match after.find(['?', '#']) {
        Some(at) => (&after[..at], "?…"),
        None => (after, ""),
    };
    let (authority, path) = whole.split_at(whole.find('/').unwrap_or(whole.len()));
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{before}{authority}{path}{cut}")
}

fn is_opaque(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '%' | '~')
}

fn looks_secret(run: &str) -> bool {
    // Any JSON Web Token begins like this: it is `{"` in base64url (RFC 7519 §3).
    let is_jwt = run.find("eyJ").is_some_and(|at| run.len() - at > 10);
    let letters = || run.chars().any(|c| c.is_ascii_alphabetic());
    let digits = || run.chars().any(|c| c.is_ascii_digit());
    is_jwt || longest_part(run) >= OPAQUE && letters() && digits()
}

/// The longest part between dots: `crates.io-1949cf8c6b5b557f` or a host's name is no secret.
fn longest_part(run: &str) -> usize {
    run.split('.').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{scrub, without_jwts};

    #[test]
    fn tokens_alone_are_taken_out_of_what_is_to_be_used_again() {
        let jwt = format!("{}.{}.sig", "eyJhbGciOi", "eyJzdWIiOi");
        let text = format!("/a/0123456789abcdef0123456789abcdef?t={jwt}&u=eyJ&v=\"{jwt}\"");
        let clean = "/a/0123456789abcdef0123456789abcdef?t=<hidden>&u=eyJ&v=\"<hidden>\"";
        assert_eq!(without_jwts(&text), clean);
        assert_eq!(without_jwts("한국어 eyJ"), "한국어 eyJ");
    }

    #[test]
    fn secrets_are_hidden_wherever_they_stand() {
        let jwt = format!("{}.{}.sig", "eyJhbGciOi", "eyJzdWIiOi");
        let opaque = "a1".repeat(20);
        for (text, clean) in [
            (format!("token {jwt}, next"), "token <hidden>, next"),
            (format!("{{\"access\":\"{jwt}\"}}"), "{\"access\":\"<hidden>\"}"),
            (
                "authorization: Bearer abc".to_owned(),
                "authorization: Bearer <hidden>",
            ),
            ("BASIC dXNlcjpwYXNz==".to_owned(), "BASIC <hidden>"),
            (format!("refresh_token={opaque}"), "refresh_token=<hidden>"),
            (
                "error for https://me:pw@api.example.com:8443/v1/notes?key=s3cret#x)".to_owned(),
                "error for https://api.example.com:8443/v1/notes?…)",
            ),
            ("GET /api/notes?key=s3cret now".to_owned(), "GET /api/notes?… now"),
        ] {
            assert_eq!(scrub(&text), clean);
        }
    }

    #[test]
    fn what_people_need_to_read_stays() {
        for text in [
            "2026-11-26T21:49:15.123456Z  INFO latchkey_app::start: the session is refreshed profile=\"at-1f2e3d4c5b6a\"",
            "/home/me/.local/share/dev.latchkey.desktop/latchkey.json: No space left on device (os error 28)",
            "thread 'main' at src-tauri/src/log/scrub.rs:12:34: called `Option::unwrap()` on a `None` value",
            "access=a1b2c3d4 refresh=7e9f0a1b",
            "http://127.0.0.1:34567/api/refresh-token: connection refused",
            "is it so? yes",
            "한국어로 된 오류 메시지",
        ] {
            assert_eq!(scrub(text), text);
        }
    }
}
