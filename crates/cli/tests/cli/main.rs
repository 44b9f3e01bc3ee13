//! `latchkey-cli` as real processes against a real server.
