use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

fn refused(text: &str) -> LinkError {
    match read(text) {
        Ok(link) => panic!("{text} was read as {link:?}"),
        Err(error) => error,
    }
}

/// The rule and the field of what is wrong with the parameters `query`.
fn wrong(query: &str) -> (LinkRule, String) {
    let error = refused(&format!("latchkey://request?{query}"));
    (error.rule, error.field)
}

#[test]
fn a_whole_link_says_a_whole_request() {
    let link = read(
        "latchkey://request?method=PUT&url=/api/notes/1%3Fa=1%26b=2&header=Accept:%20text/plain&header=X-Trace:1\
         &body=%7B%22title%22:%20%22caf%C3%A9+%2B%22%7D&profile=team-1",
    )
    .unwrap();
    assert_eq!(
        link,
        Link {
            method: "PUT".to_owned(),
            target: "/api/notes/1?a=1&b=2".to_owned(),
            origin: None,
            headers: vec![
                ("Accept".to_owned(), "text/plain".to_owned()),
                ("X-Trace".to_owned(), "1".to_owned())
            ],
            body: Body::Json("{\"title\": \"café +\"}".to_owned()),
            profile: Some("team-1".to_owned()),
        }
    );
}

#[test]
fn scheme_and_name_are_read_in_any_case_and_with_the_slash_that_some_systems_add() {
    for text in [
        "latchkey://request?url=/a",
        "LATCHKEY://request?url=/a",
        "latchkey://Request/?url=/a",
    ] {
        assert_eq!(read(text).unwrap().target, "/a", "{text}");
    }
}

#[test]
fn what_is_no_request_is_refused() {
    for text in [
        "",
        "latchkey:",
        "latchkey://request",
        "latchkey:request?url=/a",
        "latchkey://send?url=/a",
        "latchkey://request/now?url=/a",
        "latchkey://request@evil.example?url=/a",
        "https://request?url=/a",
    ] {
        let error = refused(text);
        assert_eq!(
            (error.rule, error.field.as_str()),
            (LinkRule::Action, "link"),
            "{text}"
        );
    }
}

#[test]
fn a_link_that_is_too_long_is_not_even_looked_at() {
    let long = format!("latchkey://request?url=/{}", "%".repeat(1_000_000));
    assert_eq!(refused(&long).rule, LinkRule::TooLong);
    let most = format!("latchkey://request?url=/{}", "a".repeat(MAX_LINK_BYTES - 24));
    assert_eq!(most.len(), MAX_LINK_BYTES);
    assert!(read(&most).is_ok());
}

#[test]
fn parameters_are_known_decoded_and_there_once() {
    let rule = |query: &str| wrong(query).0;
    assert_eq!(rule("url=/a&auto=1"), LinkRule::Parameter);
    assert_eq!(rule("URL=/a"), LinkRule::Parameter);
    assert_eq!(rule("url=/a&"), LinkRule::Parameter);
    assert_eq!(wrong("url=/a&url=/b"), (LinkRule::Twice, "url".to_owned()));
    assert_eq!(wrong("method=GET"), (LinkRule::Missing, "url".to_owned()));
    assert_eq!(rule("url="), LinkRule::Missing);
    for bad in [
        "url=/%",
        "url=/%2",
        "url=/%zz",
        "url=/%+1",
        "url=/%c3",
        "url=/%é",
        "url=/a#b",
        "url=/a b",
        "url=/\u{a0}",
    ] {
        assert_eq!(wrong(bad), (LinkRule::Encoding, "url".to_owned()), "{bad}");
    }
}

#[test]
fn a_url_is_what_it_looks_like() {
    let target = |typed: &str| {
        let link = read(&format!("latchkey://request?url={typed}")).unwrap();
        (link.target, link.origin)
    };
    let url = |text: &str, origin: &str| (text.to_owned(), Some(origin.to_owned()));
    assert_eq!(
        target("https://API.Example.com:443/a?b={c}"),
        url("https://api.example.com/a?b={c}", "https://api.example.com")
    );
    assert_eq!(
        target("http://127.0.0.1:8080"),
        url("http://127.0.0.1:8080/", "http://127.0.0.1:8080")
    );
    // A look-alike shows what it is.
    assert_eq!(
        target("https://аpple.com/").1.unwrap(),
        "https://xn--pple-43d.com"
    );
    assert_eq!(target("/notes/{id}").0, "/notes/{id}");

    for (bad, rule) in [
        ("notes", LinkRule::Url),
        ("?a=1", LinkRule::Url),
        ("//evil.example/", LinkRule::Url),
        ("/%5Cevil.example/", LinkRule::Url),
        ("https:evil.example", LinkRule::Url),
        ("https:///evil.example", LinkRule::Url),
        ("https://", LinkRule::Url),
        ("https://a b/", LinkRule::Encoding),
        ("https://a/%20b", LinkRule::Url),
        ("/../admin", LinkRule::Url),
        ("/a/%252E%252e/b", LinkRule::Url),
        ("https://a.example/b/../c", LinkRule::Url),
        ("/a%23b", LinkRule::Url),
        ("file:///etc/passwd", LinkRule::Scheme),
        ("javascript:alert(1)", LinkRule::Scheme),
        ("ftp://a.example/", LinkRule::Scheme),
        ("latchkey://request", LinkRule::Scheme),
        ("https://user:pass@a.example/", LinkRule::UserInUrl),
        ("https://@a.example/", LinkRule::UserInUrl),
        ("/a%00", LinkRule::Unseen),
        ("/a%0D%0Ab", LinkRule::Unseen),
        ("/a%E2%80%AEb", LinkRule::Unseen),
    ] {
        let (found, field) = wrong(&format!("url={bad}"));
        assert_eq!((found, field.as_str()), (rule, "url"), "{bad}");
    }
}

#[test]
fn methods_are_those_of_apis() {
    let method = |query: &str| read(&format!("latchkey://request?url=/a{query}")).map(|link| link.method);
    assert_eq!(method("").unwrap(), "GET");
    assert_eq!(method("&body=1").unwrap(), "POST");
    assert_eq!(method("&body=1&method=GET").unwrap(), "GET");
    assert_eq!(method("&method=VERSION-CONTROL").unwrap(), "VERSION-CONTROL");
    for bad in ["", "get", "GET%20/", "CONNECT", "TRACE", "G%00", &"A".repeat(33)] {
        let error = method(&format!("&method={bad}")).unwrap_err();
        assert_eq!(
            (error.rule, error.field.as_str()),
            (LinkRule::Method, "method"),
            "{bad}"
        );
    }
}

#[test]
fn no_header_carries_a_credential_or_belongs_to_the_connection() {
    let rule = |line: &str| wrong(&format!("url=/&header=X-Ok:1&header={line}"));
    for name in [
        "Authorization",
        "AUTHORIZATION",
        "Authorization-refresh",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "X-Api-Key",
        "Api_Key",
        "apikey",
        "X-Auth-Token",
        "X-CSRF-Token",
        "X-Client-Secret",
        "X-Session",
    ] {
        let error = refused(&format!("latchkey://request?url=/&header={name}:%20swordfish"));
        assert_eq!(
            (error.rule, error.field.as_str()),
            (LinkRule::Secret, "header[0]"),
            "{name}"
        );
        assert!(!error.to_string().contains("swordfish"), "{error}");
    }
    for name in [
        "Host",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "Content-Type",
    ] {
        assert_eq!(
            rule(&format!("{name}:1")),
            (LinkRule::Reserved, "header[1]".to_owned())
        );
    }
    assert_eq!(rule("swordfish").0, LinkRule::Header);
    assert_eq!(rule(":1").0, LinkRule::HeaderName);
    assert_eq!(rule("X%20Y:1").0, LinkRule::HeaderName);
    assert_eq!(rule("X:a%0D%0AY:b").0, LinkRule::HeaderValue);
    assert_eq!(rule("X:caf%C3%A9").0, LinkRule::HeaderValue);
    for fine in ["X-Author", "Idempotency-Key", "Accept-Language", "Authority"] {
        assert!(
            read(&format!("latchkey://request?url=/&header={fine}:%201")).is_ok(),
            "{fine}"
        );
    }
    let many = "&header=X:1".repeat(MAX_HEADERS + 1);
    assert_eq!(wrong(&format!("url=/{many}")).0, LinkRule::TooManyHeaders);
}

#[test]
fn a_body_is_text_of_the_kind_it_says() {
    let read = |query: &str| {
        let link = read(&format!("latchkey://request?url=/&body={query}")).unwrap();
        (link.body, link.headers)
    };
    let own = |kind: &str| vec![("Content-Type".to_owned(), kind.to_owned())];
    assert_eq!(read("[1]"), (Body::Json("[1]".to_owned()), Vec::new()));
    assert_eq!(
        read("hi%0Ayou&content-type=text/plain;%20charset=UTF-8"),
        (Body::Text("hi\nyou".to_owned()), Vec::new())
    );
    assert_eq!(
        read("%3Ca/%3E&content-type=Application/XML"),
        (Body::Text("<a/>".to_owned()), own("application/xml"))
    );
    assert_eq!(
        read("a=1%26b=x%2520y%26c&content-type=application/x-www-form-urlencoded").0,
        Body::Form(vec![
            ("a".to_owned(), "1".to_owned()),
            ("b".to_owned(), "x y".to_owned()),
            ("c".to_owned(), String::new())
        ])
    );
    assert_eq!(
        read("&content-type=application/x-www-form-urlencoded").0,
        Body::Form(Vec::new())
    );

    let rule = |query: &str| wrong(&format!("url=/&{query}"));
    assert_eq!(rule("body=%7B"), (LinkRule::Json, "body".to_owned()));
    assert_eq!(rule("body="), (LinkRule::Json, "body".to_owned()));
    assert_eq!(rule(&format!("body={}", "[".repeat(9_000))).0, LinkRule::Json);
    assert_eq!(rule("content-type=text/plain").0, LinkRule::NoBody);
    assert_eq!(rule("body=%00&content-type=text/plain").0, LinkRule::Unseen);
    assert_eq!(
        rule("body=a%25z&content-type=application/x-www-form-urlencoded").0,
        LinkRule::Encoding
    );
    for bad in [
        "",
        "json",
        "multipart/form-data",
        "image/png",
        "application/octet-stream",
        "text/plain;charset=latin1",
        "text/",
        "text/pl%20ain",
        "text/plain%0D%0AX:1",
    ] {
        assert_eq!(
            rule(&format!("body=1&content-type={bad}")),
            (LinkRule::MediaType, "content-type".to_owned()),
            "{bad}"
        );
    }
}

#[test]
fn errors_repeat_little_and_nothing_unseen() {
    let error = refused(&format!("latchkey://request?{}\u{7}=1", "x".repeat(9_000)));
    assert!(error.found.chars().count() < 100, "{error}");
    let error = refused("latchkey://request?a\u{7}=1");
    assert_eq!(error.found, "\"a\\u{7}\"");
    assert_eq!(
        wrong("url=/&profile=../x"),
        (LinkRule::Profile, "profile".to_owned())
    );
}

/// Any text, percent-encoded byte by byte.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "%{byte:02X}");
        all
    })
}

fn json_text() -> impl Strategy<Value = String> {
    "[ -~가-힣é]{0,40}".prop_map(|text| serde_json::Value::from(text).to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_read_or_refused_with_a_field(text in "(latchkey://request\\?)?[ -~\u{0}-\u{20}é\u{202e}%&=+:/]{0,120}") {
        match read(&text) {
            Ok(link) => ensure_harmless(&link)?,
            Err(error) => {
                prop_assert!(!error.field.is_empty() && !error.allowed.is_empty());
                prop_assert!(error.found.chars().count() < 1_000);
            }
        }
    }

    #[test]
    fn any_parameters_are_read_or_refused(
        parameters in prop::collection::vec(
            (prop::sample::select(vec!["method", "url", "header", "body", "content-type", "profile"]), ".{0,30}"),
            0..6,
        )
    ) {
        let query: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        if let Ok(link) = read(&format!("latchkey://request?{}", query.join("&"))) {
            ensure_harmless(&link)?;
        }
    }

    #[test]
    fn what_is_written_is_what_is_read(
        method in "[A-Z]{3,8}",
        path in "/[a-z0-9가-힣{}'|]{0,20}(\\?[a-z]{1,5}=[a-z&=%]{0,9})?",
        values in prop::collection::vec("[!-~]([ -~]{0,20}[!-~])?", 0..5),
        json in json_text(),
    ) {
        prop_assume!(method != "CONNECT" && method != "TRACE");
        let mut text = format!("latchkey://request?method={method}&url={}&body={}", encoded(&path), encoded(&json));
        for value in &values {
            let _ = write!(text, "&header=X-Some:{}", encoded(value));
        }
        let link = read(&text).unwrap();
        prop_assert_eq!(link.method, method);
        prop_assert_eq!(link.target, path);
        prop_assert_eq!(link.body, Body::Json(json));
        prop_assert_eq!(link.headers.into_iter().map(|(_, value)| value).collect::<Vec<_>>(), values);
    }
}

/// What holds of every link that is read.
fn ensure_harmless(link: &Link) -> Result<(), TestCaseError> {
    prop_assert!(
        link.method
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'-')
    );
    prop_assert!(
        !link
            .target
            .chars()
            .any(|it| it.is_control() || it.is_whitespace())
    );
    match &link.origin {
        None => prop_assert!(link.target.starts_with('/') && !link.target.starts_with("//")),
        Some(origin) => {
            let below = link.target.strip_prefix(origin.as_str());
            prop_assert!(below.is_some_and(|path| path.starts_with('/')));
            prop_assert_eq!(
                url::Url::parse(&link.target)
                    .unwrap()
                    .origin()
                    .ascii_serialization(),
                origin.as_str()
            );
        }
    }
    for (name, value) in &link.headers {
        prop_assert!(!name.eq_ignore_ascii_case("authorization") && !name.eq_ignore_ascii_case("cookie"));
        prop_assert!(
            value
                .bytes()
                .all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\t')
        );
    }
    Ok(())
}
