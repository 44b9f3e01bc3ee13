//! Any answer, to the rules of any kind of server. It never fails, and a success is never a refusal.

#![no_main]

use latchkey_fuzz::Answer;
use latchkey_pipeline::classify::{RefusalKind, classify, concerns};
use latchkey_profile::Unauthorized;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(answer) = Answer::read(data) else {
        return;
    };
    let rules = answer
        .kind
        .description("a", "", "https://api.example.com")
        .refusals;
    let refusal = classify(&rules, answer.status, &answer.headers, answer.body);
    if let Some(refusal) = &refusal {
        assert!(concerns(&rules, answer.status), "refused unseen");
        assert!(!answer.status.is_success());
        if refusal.kind == RefusalKind::Unknown {
            assert_eq!(answer.status.as_u16(), 401);
        }
    }
    if answer.status.as_u16() == 401 && rules.unauthorized != Unauthorized::Return {
        assert!(refusal.is_some(), "a 401 went unseen");
    }
    let again = classify(&rules, answer.status, &answer.headers, answer.body);
    assert_eq!(refusal, again);
});
