//! `docs/profiles.md` tells the truth: each kind as it is, and every field by its name.
#![cfg(feature = "files")]

use latchkey_profile::{Kind, file};
use serde_json::Value;

const DOCS: &str = include_str!("../../../docs/profiles.md");

#[test]
fn each_kind_is_shown_as_it_is() {
    for kind in Kind::ALL {
        let text = file::write(&kind.description(kind.id(), "", "https://api.example.com"));
        assert!(DOCS.contains(&format!("```toml\n{text}```")), "{}", kind.id());
        assert!(DOCS.contains(&format!("`{}`", kind.id())), "{}", kind.id());
    }
}

#[test]
fn every_field_is_explained() {
    let schema = file::schema();
    let mut missing = Vec::new();
    let definitions = schema["$defs"].as_object().unwrap();
    let all = definitions.iter().map(|(name, it)| (name.as_str(), it));
    for (name, definition) in all.chain([("Description", &schema)]) {
        for field in definition["properties"]
            .as_object()
            .into_iter()
            .flat_map(|it| it.keys())
        {
            let table = name.to_lowercase();
            let named = [format!("`{field}`"), format!("`{table}.{field}`")];
            let below = format!(".{field}`");
            if !named.iter().any(|named| DOCS.contains(named)) && !DOCS.contains(&below) {
                missing.push(format!("{name}.{field}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(matches!(schema["properties"]["id"], Value::Object(_)));
}
