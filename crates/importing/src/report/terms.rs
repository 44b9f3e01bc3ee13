//! What the reasons of a report name: things that are no text of the document, so that each language has its own words for them.

use std::fmt;

use crate::place::clipped;

/// What was found where something else is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// A truth value.
    Bool,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
    /// A parameter without a name.
    NoName,
    /// An entry or a file without a request.
    NoRequest,
    /// Something that does not belong there, at this line.
    Line(String),
    /// A text of the document, or what reading it came to.
    Said(String),
}

impl Found {
    /// A stable name, for keys.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Bool => "bool",
            Self::Number => "number",
            Self::Text => "text",
            Self::List => "list",
            Self::Object => "object",
            Self::NoName => "no-name",
            Self::NoRequest => "no-request",
            Self::Line(_) => "line",
            Self::Said(_) => "said",
        }
    }

    /// A text of the document, or what reading it came to.
    pub(crate) fn said(text: &(impl ToString + ?Sized)) -> Self {
        Self::Said(clipped(&text.to_string()))
    }

    /// The text that it holds.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Line(text) | Self::Said(text) => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "nothing",
            Self::Bool => "true or false",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
            Self::NoName => "no name",
            Self::NoRequest => "no request",
            Self::Line(line) => return write!(f, "something else at line {line}"),
            Self::Said(text) => text,
        })
    }
}

/// What is allowed where something else was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// The blocks of a `.bru` file.
    Blocks,
    /// A `.bru` file that is known.
    BrunoFile,
    /// Text in UTF-8.
    Utf8,
    /// JSON.
    Json,
    /// Requests and folders, in a list.
    Items,
    /// A request or a folder.
    Item,
    /// A place of a parameter.
    Within,
    /// A parameter with a name.
    Named,
    /// An entry with a request.
    Entry,
    /// An object of paths.
    Paths,
    /// An object of operations.
    Operations,
    /// An operation.
    Operation,
}

impl Wanted {
    /// A stable name, for keys.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::BrunoFile => "bruno-file",
            Self::Utf8 => "utf-8",
            Self::Json => "json",
            Self::Items => "items",
            Self::Item => "item",
            Self::Within => "within",
            Self::Named => "named",
            Self::Entry => "entry",
            Self::Paths => "paths",
            Self::Operations => "operations",
            Self::Operation => "operation",
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blocks => "blocks such as meta { … }",
            Self::BrunoFile => "a request, a folder's file or an environment",
            Self::Utf8 => "text in UTF-8",
            Self::Json => "JSON",
            Self::Items => "a list of requests and folders",
            Self::Item => "an object that is a request or a folder",
            Self::Within => "path, query, header or cookie",
            Self::Named => "a parameter with a name",
            Self::Entry => "an entry with a request",
            Self::Paths => "an object of paths",
            Self::Operations => "an object of operations",
            Self::Operation => "an operation",
        })
    }
}

/// Something that is no request over HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Foreign {
    /// The description of an API, kept beside the requests.
    Description,
    /// What a server would send by itself: a callback of an operation.
    Callback,
    /// What a server would send by itself: a webhook.
    Webhook,
    /// An address of another scheme than `http` and `https`.
    Scheme(String),
    /// An entry without an address.
    NoAddress,
    /// An address without a scheme.
    NoScheme,
    /// A request over this protocol.
    Protocol(&'static str),
    /// Something that the document calls so.
    Named(String),
}

impl Foreign {
    /// A stable name, for keys.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Callback => "callback",
            Self::Webhook => "webhook",
            Self::Scheme(_) => "scheme",
            Self::NoAddress => "no-address",
            Self::NoScheme => "no-scheme",
            Self::Protocol(_) => "protocol",
            Self::Named(_) => "named",
        }
    }

    /// What it is called.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Scheme(name) | Self::Named(name) => Some(name),
            Self::Protocol(name) => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Description => "an API's description",
            Self::Callback => "a callback",
            Self::Webhook => "a webhook",
            Self::Scheme(scheme) => return write!(f, "an address of the scheme {scheme}"),
            Self::NoAddress => "an entry without an address",
            Self::NoScheme => "an address without a scheme",
            Self::Protocol(name) => return write!(f, "a {name} request"),
            Self::Named(name) => name,
        })
    }
}

/// Things of which no more is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plenty {
    /// Addresses that requests go to.
    Addresses,
    /// Environments.
    Environments,
    /// Examples that are made from references and schemas.
    Examples,
}

impl Plenty {
    /// A stable name, for keys.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Addresses => "addresses",
            Self::Environments => "environments",
            Self::Examples => "examples",
        }
    }
}

impl fmt::Display for Plenty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Addresses => "addresses",
            Self::Environments => "environments",
            Self::Examples => "texts made from references and schemas",
        })
    }
}
