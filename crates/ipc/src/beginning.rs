use serde::{Deserialize, Serialize};

use crate::{Command, KeptTabs, Nothing};

/// Ask what a window begins with. A window that is loaded anew asks again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin;

impl Command for Begin {
    const NAME: &'static str = "begin";
    type Request = Nothing;
    type Response = Beginning;
}

/// What a window begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    /// The requests that were open, in this run or an earlier one.
    pub tabs: KeptTabs,
    /// Whether the window had stopped working and was loaded anew.
    pub restarted: bool,
    /// What is wrong with the folder that everything is kept in.
    pub folder: Option<FolderProblem>,
}

/// Why nothing can be kept in the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderProblem {
    /// What kind of problem.
    pub fault: FolderFault,
    /// The folder.
    pub folder: String,
    /// What the system said.
    pub detail: String,
}

/// What is wrong with a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FolderFault {
    /// It is not a folder, or something on the way to it is not.
    NotAFolder,
    /// It belongs to another user of this computer.
    NotYours,
    /// Writing in it is not allowed.
    ReadOnly,
    /// There is no room left.
    Full,
    /// Anything else.
    Other,
}

/// Ask for a text about the app and this computer that helps whoever looks into a problem: without user names,
/// addresses, tokens, or anything from a request or an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostics;

impl Command for Diagnostics {
    const NAME: &'static str = "diagnostics";
    type Request = Nothing;
    type Response = String;
}
