//! Any text as a link. What is accepted goes where it looks like going, and brings nothing along that it must not.

#![no_main]

use latchkey_link::{MAX_HEADERS, MAX_LINK_BYTES, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let link = match read(text) {
        Ok(link) => link,
        Err(error) => {
            assert!(!error.field.is_empty() && !error.found.is_empty() && !error.allowed.is_empty());
            assert!(error.to_string().len() < 2_000);
            return;
        }
    };
    assert!(text.len() <= MAX_LINK_BYTES);
    assert!(
        !link
            .target
            .chars()
            .any(|it| it.is_control() || it.is_whitespace())
    );
    match &link.origin {
        None => assert!(link.target.starts_with('/') && !link.target.starts_with("//")),
        Some(origin) => assert!(
            link.target
                .strip_prefix(origin.as_str())
                .is_some_and(|path| path.starts_with('/'))
        ),
    }
    // One more for the body's own type.
    assert!(link.headers.len() <= MAX_HEADERS + 1);
    for (name, value) in &link.headers {
        let name = name.to_ascii_lowercase();
        assert!(!["authorization", "cookie", "host", "content-length"].contains(&name.as_str()));
        assert!(
            value
                .bytes()
                .all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\t')
        );
    }
});
