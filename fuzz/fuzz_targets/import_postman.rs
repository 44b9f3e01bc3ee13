//! Any bytes as a Postman collection or environment. What comes in keeps to its limits and can be kept; what does not is told.

#![no_main]

use latchkey_fuzz::hold_import;
use latchkey_importing::{Format, import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| hold_import(import(bytes, Some("x.postman.json"), Some(Format::Postman))));
