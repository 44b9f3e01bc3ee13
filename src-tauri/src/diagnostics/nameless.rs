//! A line of the log without the names of servers and profiles, which may be nobody else's business.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// What stands before a profile's id in a line.
const PROFILE: &str = "profile=\"";

/// The line with each profile's id as a fingerprint, the same wherever it stands, and without the hosts of URLs.
pub(super) fn line(line: &str) -> String {
    without_hosts(&without_profiles(line))
}

fn without_profiles(line: &str) -> String {
    let mut clean = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(PROFILE) {
        let (id, after) = after.split_once('"').unwrap_or((after, ""));
        let _ = write!(clean, "{before}{PROFILE}{}\"", fingerprint(id));
        rest = after;
    }
    clean + rest
}

fn without_hosts(line: &str) -> String {
    let mut clean = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("://") {
        let end = after.find(|c: char| !(c.is_alphanumeric() || ".-:[]_".contains(c)));
        let (host, after) = after.split_at(end.unwrap_or(after.len()));
        let mark = if host.is_empty() { "" } else { "<host>" };
        let _ = write!(clean, "{before}://{mark}");
        rest = after;
    }
    clean + rest
}

fn fingerprint(id: &str) -> String {
    let digest = Sha256::digest(id.as_bytes());
    digest.iter().take(4).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn profiles_become_fingerprints_and_hosts_go() {
        let told = "refresh profile=\"at-api-example-com-d770acef\" by_a_call=true profile=\"team\"";
        let clean = line(told);
        assert!(!clean.contains("example") && !clean.contains("team"), "{clean}");
        assert!(
            clean.ends_with('"') && clean.contains("by_a_call=true"),
            "{clean}"
        );
        assert_eq!(
            line("asked https://api.example.com:8443/v1/x and http://[::1]:80, twice"),
            "asked https://<host>/v1/x and http://<host>, twice"
        );
        assert_eq!(
            line("nothing to hide: // and \"quotes\""),
            "nothing to hide: // and \"quotes\""
        );
    }
}
