//! The profile editor: the fields there are, what is typed into them, and where errors belong.

pub mod begin;
pub mod catalogue;
pub mod editor;
pub mod foreign;
pub mod form;
pub mod rows;
pub mod spot;
pub mod trial;
