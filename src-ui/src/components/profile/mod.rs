//! The profile editor's parts.

pub mod beginning;
pub mod field;
pub mod foreign;
pub mod groups;
pub mod pairs;
pub mod rules;
pub mod text;
pub mod trial;
