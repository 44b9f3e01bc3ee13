//! Documents as other tools write them, and what becomes of them.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

mod bruno;
mod curl;
mod formats;
mod har;
mod insomnia;
mod openapi;
mod postman;
mod support;
mod wild;
