//! The real window.
#![cfg(target_os = "linux")]
