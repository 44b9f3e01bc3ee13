//! Any answer to a sign-in or a refresh, from any kind of server: headers, JSON, and cookies that it sets.

#![no_main]

use std::sync::LazyLock;

use latchkey_fuzz::Answer;
use latchkey_pipeline::{Profile, Token, fuzzing::pair};
use latchkey_profile::Kind;
use libfuzzer_sys::fuzz_target;

static PROFILES: LazyLock<Vec<(Kind, Profile)>> = LazyLock::new(|| {
    let profile = |kind: Kind| Profile::new(kind.description("a", "", "https://api.example.com"));
    Kind::ALL
        .into_iter()
        .map(|kind| (kind, profile(kind).expect("built in")))
        .collect()
});

fuzz_target!(|data: &[u8]| {
    let Some(answer) = Answer::read(data) else {
        return;
    };
    let found = PROFILES.iter().find(|(kind, _)| *kind == answer.kind);
    let profile = found.map(|(_, profile)| profile).expect("every kind is there");
    let old = Token::parse(b"the-refresh-token-until-now").expect("a token");
    for old in [None, Some(&old)] {
        match pair(profile, &answer.headers, answer.body, old) {
            Ok(pair) => {
                let shown = format!("{pair:?}");
                for token in [&pair.access, &pair.refresh] {
                    assert!(token.expose().bytes().all(|byte| byte.is_ascii_graphic()));
                    assert!(token.expose().len() < 16 || !shown.contains(token.expose()));
                }
            }
            Err(detail) => assert!(!detail.is_empty()),
        }
    }
});
