//! Which format a document has, and what is refused as a whole.

use latchkey_importing::{Format, ImportError, MAX_BYTES, MAX_REQUESTS, import};

#[test]
fn a_document_of_no_format_is_refused_and_the_formats_are_named() {
    for text in [r#"{"a": 1, "b": 2}"#, "[1, 2]", "just a text", "a: 1\nb: 2\n"] {
        let error = import(text.as_bytes(), None, None).unwrap_err();
        assert!(matches!(error, ImportError::Unknown { .. }), "{text}: {error:?}");
        assert!(error.to_string().contains("OpenAPI 3.0 or 3.1"), "{error}");
    }
}

#[test]
fn what_is_no_document_is_refused() {
    assert_eq!(import(b" \n", None, None), Err(ImportError::Empty));
    assert_eq!(import(b"\xef\xbb\xbf", None, None), Err(ImportError::Empty));
    assert_eq!(
        import(b"{\"a\xff\"", None, None),
        Err(ImportError::NotText { at: 3 })
    );
    assert!(matches!(
        import(b"{\"openapi\": ", None, None),
        Err(ImportError::Json { .. })
    ));
    let large = vec![b' '; MAX_BYTES + 1];
    assert_eq!(
        import(&large, None, None),
        Err(ImportError::TooLarge { bytes: MAX_BYTES + 1 })
    );
}

#[test]
fn a_byte_order_mark_does_not_matter() {
    let document = "\u{feff}{\"openapi\": \"3.0.0\", \"info\": {\"title\": \"T\"}}";
    assert_eq!(import(document.as_bytes(), None, None).unwrap().folder.name, "T");
}

#[test]
fn a_document_can_be_said_to_be_of_a_format() {
    let document = br#"{"info": {"name": "T"}, "paths": {}}"#;
    let error = import(document, None, Some(Format::OpenApi))
        .unwrap_err()
        .to_string();
    assert_eq!(error, "openapi: found ; allowed is 3.0 or 3.1");
    assert_eq!(
        import(document, None, Some(Format::Postman)).unwrap().folder.name,
        "T"
    );
    for format in Format::ALL {
        assert_eq!(Format::of_id(format.id()), Some(format));
    }
    assert_eq!(Format::of_id("wsdl"), None);
}

#[test]
fn too_many_requests_are_refused() {
    let request = r#"{"request": "https://a.example"}"#;
    let document = |count| {
        format!(
            r#"{{"info": {{}}, "item": [{}]}}"#,
            vec![request; count].join(",")
        )
    };
    let imported = import(document(MAX_REQUESTS).as_bytes(), None, None).unwrap();
    assert_eq!(imported.folder.items.len(), MAX_REQUESTS);
    let error = import(document(MAX_REQUESTS + 1).as_bytes(), None, None);
    assert_eq!(error, Err(ImportError::TooManyRequests));
}

#[test]
fn an_error_repeats_no_value_of_the_document() {
    for document in [
        "{\"openapi\": \"3.0.0\", \"password\": \"s3cret-token\", }",
        "openapi: 3.0.0\npassword: 's3cret-token\n",
        "openapi: 3.0.0\npassword: *s3cret\n  token: [",
        "{\"password\": \"s3cret-token\"}",
    ] {
        let error = import(document.as_bytes(), None, None).unwrap_err().to_string();
        assert!(!error.contains("s3cret-token"), "{error}");
    }
}
