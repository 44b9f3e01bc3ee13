//! Profiles as TOML files, and the JSON schema that editors check them with.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::Description;

/// Why a file cannot be used: where, what was found, what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// Line, from 1, where it is known.
    pub line: Option<usize>,
    /// The field, for example `requests.refresh.body`; empty where the file is not TOML.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What is allowed.
    pub allowed: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        write!(f, "found {}; allowed is {}", self.found, self.allowed)
    }
}

impl std::error::Error for FileError {}

/// Reads a profile's file.
pub fn read(text: &str) -> Result<Description, FileError> {
    parse(text)
}

/// Reads a TOML file of any kind.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, FileError> {
    let parsed = toml::Deserializer::parse(text).map_err(|error| {
        let allowed = "a TOML file".to_owned();
        described(text, "", error.message(), error.span(), allowed)
    })?;
    let mut track = serde_path_to_error::Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(parsed, &mut track);
    T::deserialize(deserializer).map_err(|error| {
        let path = track.path().to_string();
        let field = if path == "." { "" } else { &path };
        described(text, field, error.message(), error.span(), String::new())
    })
}

/// Writes a file. What is as it is by default is left out.
pub fn write(description: &Description) -> String {
    // A description has nothing that TOML cannot say.
    toml::to_string_pretty(description).unwrap_or_default()
}

/// The JSON schema of a file.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Description).to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), "Latchkey profile".into());
    }
    schema
}

/// Takes serde's sentence apart: which field, what was found, what is allowed.
fn described(
    text: &str,
    field: &str,
    message: &str,
    span: Option<std::ops::Range<usize>>,
    allowed: String,
) -> FileError {
    let line = span.map(|span| {
        let before = text.as_bytes().get(..span.start).unwrap_or_default();
        before.split(|byte| *byte == b'\n').count()
    });
    let below = |name: &str| match (field, name) {
        ("", name) => name.to_owned(),
        (field, name) if field == name || field.ends_with(&format!(".{name}")) => field.to_owned(),
        (field, name) => format!("{field}.{name}"),
    };
    let named = |rest: &str| rest.split('`').nth(1).unwrap_or_default().to_owned();
    let (field, found, allowed) = if let Some(rest) = message.strip_prefix("missing field ") {
        (
            below(&named(rest)),
            "nothing".to_owned(),
            "a value: this field is needed".to_owned(),
        )
    } else if let Some(rest) = message.strip_prefix("unknown field ") {
        let known = rest
            .split_once(", expected ")
            .map_or("no field", |(_, known)| known);
        (
            below(&named(rest)),
            "a field that is not known".to_owned(),
            known.replace("one of ", "one of: "),
        )
    } else if let Some(rest) = message.strip_prefix("unknown variant ") {
        let known = rest.split_once(", expected ").map_or("", |(_, known)| known);
        (
            field.to_owned(),
            format!("{:?}", named(rest)),
            known.replace("one of ", "one of: "),
        )
    } else if let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "))
    {
        let allowed = match expected {
            "u16" => "a whole number from 0 to 65535",
            "u32" => "a whole number from 0 to 4294967295",
            "u64" => "a whole number from 0 upwards",
            other => other,
        };
        (field.to_owned(), found.to_owned(), allowed.to_owned())
    } else if message.starts_with("data did not match any variant") {
        let allowed = "text, a whole number, true or false".to_owned();
        (field.to_owned(), "something else".to_owned(), allowed)
    } else if allowed.is_empty() {
        (
            field.to_owned(),
            message.to_owned(),
            "what the schema says".to_owned(),
        )
    } else {
        (field.to_owned(), message.to_owned(), allowed)
    };
    FileError {
        line,
        field,
        found,
        allowed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use proptest::prelude::*;

    fn error(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn every_kind_survives_being_written_and_read() {
        for kind in Kind::ALL {
            let profile = kind.description("team", "Team", "https://api.example.com");
            assert_eq!(read(&write(&profile)).unwrap(), profile, "{}", write(&profile));
        }
    }

    #[test]
    fn a_file_is_short() {
        insta::assert_snapshot!(write(&Kind::SimpleJwt.description(
            "team",
            "Team API",
            "https://api.example.com"
        )));
    }

    #[test]
    fn an_error_names_the_line_the_field_what_was_found_and_what_is_allowed() {
        let whole = write(&Kind::HeaderPair.description("team", "", "https://api.example.com"));
        let with = |from: &str, to: &str| {
            assert!(whole.contains(from), "{whole}");
            error(&whole.replacen(from, to, 1))
        };
        let mut said = vec![with("id = \"team\"", "id = 7")];
        said.push(with("id = \"team\"", ""));
        said.push(with("body = \"none\"", "body = \"xml\""));
        said.push(with("body = \"none\"", "bodies = \"none\""));
        said.push(with("password = \"{password}\"", "password = [1]"));
        said.push(with("id = \"team\"", "id = "));
        said.push(with("status = 401", "status = -1"));
        insta::assert_snapshot!(said.join("\n"));
    }

    #[test]
    fn the_schema_knows_every_top_level_field() {
        let schema = schema();
        let known = schema["properties"].as_object().unwrap();
        let whole = serde_json::to_value(Kind::OAuthBasic.description("a", "b", "https://c")).unwrap();
        for field in whole.as_object().unwrap().keys() {
            assert!(known.contains_key(field), "{field}");
        }
        assert_eq!(schema["additionalProperties"], false);
    }

    proptest! {
        #[test]
        fn anything_is_read_or_refused(text in "(\\PC|\\n){0,200}") {
            let _ = read(&text);
        }

        #[test]
        fn a_kind_with_a_hole_is_read_or_refused(cut in 0..800_usize, length in 0..80_usize) {
            let whole = write(&Kind::OAuthBody.description("team", "Team", "https://api.example.com"));
            let end = (cut + length).min(whole.len());
            let holed = format!("{}{}", &whole[..cut.min(whole.len())], &whole[end..]);
            if let Err(error) = read(&holed) {
                prop_assert!(!error.found.is_empty() && !error.allowed.is_empty());
            }
        }
    }
}
