//! Any text as a profile's file. What is accepted can be written, and reads the same.

#![no_main]

use latchkey_pipeline::Profile;
use latchkey_profile::file;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let description = match file::read(text) {
        Ok(description) => description,
        Err(error) => {
            assert!(error.line.is_none_or(|line| line <= text.split('\n').count()));
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let written = file::write(&description);
    assert_eq!(file::read(&written).as_ref(), Ok(&description), "{written}");
    match Profile::new(description.clone()) {
        Ok(profile) => assert_eq!(profile.description(), &description),
        Err(errors) => {
            assert!(!errors.is_empty());
            assert!(errors.iter().all(|error| !error.field.is_empty()));
        }
    }
});
