//! Any bytes as a token. What is accepted can travel in a header, and its claims make sense.

#![no_main]

use latchkey_pipeline::Token;
use latchkey_profile::Claims;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(token) = Token::parse(data) else {
        return;
    };
    assert!(token.expose().bytes().all(|byte| byte.is_ascii_graphic()));
    let names = Claims {
        subject: "/user/0/id".to_owned(),
        name: Some("/name".to_owned()),
    };
    for names in [Claims::default(), names] {
        let claims = token.claims(&names);
        for seconds in [claims.issued_at, claims.expires_at].into_iter().flatten() {
            assert!((0..=253_402_300_799).contains(&seconds));
        }
    }
    let shown = format!("{token:?}");
    assert!(token.expose().len() < 16 || !shown.contains(token.expose()));
    let again = Token::parse(format!("Bearer {}", token.expose()).as_bytes());
    assert!(again.is_ok_and(|again| again == token));
});
