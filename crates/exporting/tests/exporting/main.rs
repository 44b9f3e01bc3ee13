//! Requests as others have them, and read back.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

mod any;
mod curl;
mod postman;
mod secrets;
mod words;
