//! Which format a document has, by what is in it.

use crate::{
    ImportError,
    node::{self, Node},
    place::clipped,
};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `OpenAPI` 3.0 and 3.1, in JSON or YAML.
    OpenApi,
    /// A Postman collection 2.0 or 2.1, or an environment of Postman's.
    Postman,
    /// An export of Insomnia, version 4 or 5.
    Insomnia,
    /// A `.bru` file, or a folder of them.
    Bruno,
    /// An HTTP archive 1.2, as browsers record it.
    Har,
    /// A curl command.
    Curl,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::OpenApi,
        Self::Postman,
        Self::Insomnia,
        Self::Bruno,
        Self::Har,
        Self::Curl,
    ];

    /// A stable name, for options and programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::OpenApi => "openapi",
            Self::Postman => "postman",
            Self::Insomnia => "insomnia",
            Self::Bruno => "bruno",
            Self::Har => "har",
            Self::Curl => "curl",
        }
    }

    /// Its name and versions, for a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::OpenApi => "OpenAPI 3.0 or 3.1",
            Self::Postman => "Postman collection 2.0 or 2.1",
            Self::Insomnia => "Insomnia export 4 or 5",
            Self::Bruno => "Bruno",
            Self::Har => "HAR 1.2",
            Self::Curl => "curl command",
        }
    }

    /// The format of this [id](Self::id).
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    pub(crate) fn titles() -> String {
        Self::ALL.map(Self::title).join(", ")
    }
}

/// A document as far as its format is known.
pub(crate) enum Document<'a> {
    OpenApi(Node),
    Postman(Node),
    Insomnia(Node),
    Har(Node),
    Bruno(&'a str),
    Curl(&'a str),
}

/// The text of a document, without the byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, ImportError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ImportError::NotText {
        at: error.valid_up_to(),
    })?;
    Ok(text.trim_start_matches('\u{feff}'))
}

/// Reads a document as what it is, or as what it is said to be.
pub(crate) fn read(bytes: &[u8], asked: Option<Format>) -> Result<Document<'_>, ImportError> {
    let text = text(bytes)?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ImportError::Empty);
    }
    let format = match asked {
        Some(Format::Curl) => return Ok(Document::Curl(text)),
        Some(Format::Bruno) => return Ok(Document::Bruno(text)),
        None if latchkey_curl::is_curl(text) => return Ok(Document::Curl(text)),
        None if is_bruno(start) => return Ok(Document::Bruno(text)),
        asked => asked,
    };
    let node = if start.starts_with(['{', '[']) {
        node::json(text)?
    } else {
        node::yaml(text)?
    };
    let document = match format {
        Some(Format::OpenApi) => Document::OpenApi(node),
        Some(Format::Postman) => Document::Postman(node),
        Some(Format::Insomnia) => Document::Insomnia(node),
        Some(Format::Har) => Document::Har(node),
        _ => by_members(node)?,
    };
    Ok(document)
}

/// A block of Bruno's at the start: a word, and a brace at the end of its line.
fn is_bruno(start: &str) -> bool {
    let line = start.lines().next().unwrap_or_default().trim_end();
    let Some(word) = line.strip_suffix('{') else {
        return false;
    };
    let word = word.trim_end();
    let named = |byte: u8| byte.is_ascii_alphanumeric() || b":-_".contains(&byte);
    word.starts_with(|it: char| it.is_ascii_alphabetic()) && word.bytes().all(named)
}

fn by_members(node: Node) -> Result<Document<'static>, ImportError> {
    let v5 = node.get("type").str();
    if node.has("openapi") || node.has("swagger") {
        Ok(Document::OpenApi(node))
    } else if node.get("_type").str() == "export" || v5.contains("insomnia.rest/") {
        Ok(Document::Insomnia(node))
    } else if node.find(&["log", "entries"]) != &Node::Null {
        Ok(Document::Har(node))
    } else if is_postman(&node) || is_postman(node.get("collection")) {
        Ok(Document::Postman(node))
    } else {
        let found = match &node {
            Node::Map(members) => {
                let keys: Vec<_> = members.keys().take(5).map(|key| clipped(key)).collect();
                format!("an object with the members {}", keys.join(", "))
            }
            other => other.kind().to_string(),
        };
        Err(ImportError::Unknown { found })
    }
}

fn is_postman(node: &Node) -> bool {
    let environment = node.has("values") && node.has("name");
    node.has("item") && node.has("info")
        || node.has("_postman_variable_scope")
        || node.find(&["info", "schema"]).str().contains("getpostman.com")
        || environment
        || node.has("requests") && node.has("order")
}
