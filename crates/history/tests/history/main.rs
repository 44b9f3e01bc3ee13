//! The history as its users hold it, over real files.
//!
//! - `found`: what was added is found, within its bounds
//! - `kept`: what is there after the end, a crash, and beside another process
//! - `any`: files of any content

mod any;
mod found;
mod kept;
mod support;
