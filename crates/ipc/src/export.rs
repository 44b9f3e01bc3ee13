use serde::{Deserialize, Serialize};

use crate::Command;

/// How many things that an export does not hold are told one by one.
pub const LEFT_OUT_LIMIT: usize = 500;

/// Write the collection or a folder of it as a Postman collection, to a file that the user names in the system's own dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportCollection {
    /// Where the folder is; empty for all of it.
    pub place: String,
}

impl Command for ExportCollection {
    const NAME: &'static str = "export_collection";
    type Request = Self;
    /// `None` when the user closes the dialog.
    type Response = Option<ExportReport>;
}

/// What was written, and what of the collection it does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportReport {
    /// Where it is.
    pub path: String,
    /// What it does not hold, or not as it is.
    pub left_out: Vec<LeftOut>,
    /// How many more of these there are.
    pub more: usize,
    /// Files of the collection that could not be read: they are not in it.
    pub problems: Vec<String>,
}

/// Something that an export does not hold, or not as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Whose it is: names of folders and of the request, joined by `/`; of the collection itself, empty.
    pub of: String,
    /// The field, for example `headers[1]`.
    pub field: String,
    /// Why: the end of a key of the window's texts.
    pub reason: String,
    /// The variable or parameter that it is about.
    pub name: Option<String>,
}
