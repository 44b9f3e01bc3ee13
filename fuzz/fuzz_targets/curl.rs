//! Any text behind `curl `. What is read is a request, and nothing that was said to be a secret is told.

#![no_main]

use latchkey_curl::{Body, is_curl, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    const SECRET: &str = "5ecret-0f-0urs";
    let command = format!("curl -u {SECRET} -H \"Cookie: {SECRET}\" --proxy-user {SECRET} {text}");
    assert!(is_curl(&command));
    let Ok(request) = read(&command) else { return };
    assert!(request.url.starts_with("http://") || request.url.starts_with("https://"));
    let (_, authority) = request.url.split_once("://").unwrap_or_default();
    let authority = authority.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    assert!(!authority.is_empty() && !authority.contains('@'));
    assert_eq!(request.credentials[0].value, SECRET);
    assert!(!request.notes.iter().any(|note| note.what.contains(SECRET)));
    for (name, _) in &request.headers {
        let name = name.to_ascii_lowercase();
        assert!(!["authorization", "cookie", "host", "content-length"].contains(&name.as_str()));
    }
    if let Body::Form(fields) = &request.body {
        assert!(!fields.is_empty());
    }
});
