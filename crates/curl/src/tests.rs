use proptest::prelude::*;

use super::*;

fn request(command: &str) -> CurlRequest {
    read(command).unwrap_or_else(|error| panic!("{command}: {error}"))
}

fn kinds(request: &CurlRequest) -> Vec<(NoteKind, &str)> {
    request
        .notes
        .iter()
        .map(|note| (note.kind, note.what.as_str()))
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn what_is_meant_as_a_command() {
    for text in [
        "curl x",
        "  $ curl x",
        "/usr/bin/curl x",
        "curl.exe x",
        "CURL x",
        "curl ^\nx",
    ] {
        assert!(is_curl(text), "{text}");
    }
    for text in [
        "curl",
        "/curl",
        "curly x",
        "/api/curl x",
        "https://a/?q=curl x",
        "",
    ] {
        assert!(!is_curl(text), "{text}");
    }
}

#[test]
fn methods_follow_from_what_is_sent() {
    for (command, method) in [
        ("curl a.example", "GET"),
        ("curl a.example -d a=1", "POST"),
        ("curl a.example -F a=1", "POST"),
        ("curl a.example -T f", "PUT"),
        ("curl -I a.example", "HEAD"),
        ("curl -G a.example -d a=1", "GET"),
        ("curl -X PATCH a.example -d a=1", "PATCH"),
        ("curl -XDELETE a.example", "DELETE"),
        ("curl --request purge a.example", "purge"),
    ] {
        assert_eq!(request(command).method, method, "{command}");
    }
}

#[test]
fn addresses() {
    for (command, url) in [
        ("curl a.example/x", "http://a.example/x"),
        ("curl HTTPS://a.example", "https://a.example"),
        ("curl --url localhost:8080/x", "http://localhost:8080/x"),
        ("curl http://x/?u=http://y", "http://x/?u=http://y"),
        (
            "curl -G 'a.example/?x=1#f' -d b=2 --data-urlencode 'c=d e&f'",
            "http://a.example/?x=1&b=2&c=d%20e%26f#f",
        ),
        ("curl a.example --url-query q=a/b", "http://a.example?q=a%2Fb"),
        ("curl -- a.example", "http://a.example"),
    ] {
        assert_eq!(request(command).url, url, "{command}");
    }
    assert_eq!(read("curl ftp://a.example"), Err(CurlError::Scheme));
    assert_eq!(read("curl http://:80/"), Err(CurlError::NoUrl));
    assert_eq!(read("curl -H 'A: b'"), Err(CurlError::NoUrl));
    assert_eq!(
        read("curl a.example -H"),
        Err(CurlError::NoValue { option: "-H".into() })
    );
    assert_eq!(read("wget a.example"), Err(CurlError::NotCurl));
}

#[test]
fn bodies_are_what_curl_would_send() {
    let json = request(r#"curl a.example -H 'content-type: application/json; charset=utf-8' -d '{"a": 1}'"#);
    assert_eq!(
        (json.body, json.headers.len()),
        (Body::Json("{\"a\": 1}".into()), 0)
    );
    let broken = request("curl a.example -H 'Content-Type: application/json' -d '{\"a\": '");
    assert_eq!(
        (broken.body, broken.headers.len()),
        (Body::Text("{\"a\": ".into()), 1)
    );
    let form = request("curl a.example -d a=1 -d b=x+y%21 --data-urlencode 'c=€ &'");
    assert_eq!(
        form.body,
        Body::Form(pairs(&[("a", "1"), ("b", "x y!"), ("c", "€ &")]))
    );
    // Many forget to name the type: curl says that it is a form, and so does the request.
    let forgotten = request("curl a.example -d '{\"a\": 1}'");
    assert_eq!(forgotten.body, Body::Text("{\"a\": 1}".into()));
    assert_eq!(
        forgotten.headers,
        pairs(&[("Content-Type", "application/x-www-form-urlencoded")])
    );
    let json = request("curl a.example --json '{' --json '}'");
    assert_eq!(
        (json.method.as_str(), json.body),
        ("POST", Body::Json("{}".into()))
    );
    assert_eq!(json.headers, pairs(&[("Accept", "application/json")]));
    let xml = request("curl a.example -H 'Content-Type: text/xml' --data-raw '@<a/>'");
    assert_eq!(xml.body, Body::Text("@<a/>".into()));
}

#[test]
fn files_are_named_and_never_read() {
    let file = request("curl a.example --data-binary @/tmp/a.bin");
    assert_eq!(file.body, Body::File("/tmp/a.bin".into()));
    assert_eq!(kinds(&file), [(NoteKind::ReadsFile, "/tmp/a.bin")]);
    let parts = request("curl a.example -F a=1 -F 'f=@\"/tmp/x;y.png\";type=image/png' --form-string b=@c");
    let Body::Multipart(found) = &parts.body else {
        panic!("{parts:?}")
    };
    assert_eq!(found[1].value, PartValue::File("/tmp/x;y.png".into()));
    assert_eq!(found[2].value, PartValue::Text("@c".into()));
    assert_eq!(
        kinds(&parts),
        [
            (NoteKind::Unsupported, "-F f=;type=image/png"),
            (NoteKind::ReadsFile, "/tmp/x;y.png")
        ]
    );
    let left_out = request("curl a.example -d a=1 -d @x -H @h -b jar --data-urlencode n@f -F 'p=<q'");
    assert_eq!(
        left_out
            .notes
            .iter()
            .filter(|it| it.kind == NoteKind::FileContent)
            .count(),
        5
    );
}

#[test]
fn credentials_are_held_apart_and_passwords_are_left_out() {
    let found = request(
        "curl https://ann:pw@a.example -u bob:secret -H 'Authorization: Bearer abc' -b 'id=1' -H 'X-Api-Key: k' \
         -H 'Accept: */*' --oauth2-bearer tok",
    );
    assert_eq!(found.url, "https://a.example");
    assert_eq!(found.headers, pairs(&[("Accept", "*/*")]));
    let names: Vec<_> = found.credentials.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Authorization", "Cookie", "X-Api-Key", "Authorization"]);
    assert_eq!(kinds(&found), [(NoteKind::User, "-u"), (NoteKind::User, "")]);
    let debug = format!("{found:?}");
    assert!(
        !["pw", "secret", "abc", "id=1", "tok"]
            .iter()
            .any(|it| debug.contains(it)),
        "{debug}"
    );
}

#[test]
fn what_is_not_understood_is_said_and_the_rest_is_used() {
    let found =
        request("curl -sSLk --foo --compressed --proxy http://p:1 a.example b.example -m 1.5 | jq . ");
    assert_eq!((found.redirects, found.max_time_ms), (Some(true), Some(1_500)));
    assert_eq!(
        kinds(&found),
        [
            (NoteKind::Unsupported, "-k"),
            (NoteKind::Unknown, "--foo"),
            (NoteKind::Unsupported, "--proxy"),
            (NoteKind::AnotherUrl, ""),
            (NoteKind::More, ""),
        ]
    );
    let variable = request("curl \"$HOST/x\" -H \"X-A: ${ID}\"");
    assert_eq!(
        kinds(&variable),
        [(NoteKind::Expansion, "$HOST"), (NoteKind::Expansion, "$ID")]
    );
    let connection =
        request("curl a.example -H 'Host: b' -H ':authority: c' -H 'Content-Length: 3' -H 'Accept:' -H 'X;'");
    assert_eq!(connection.headers, pairs(&[("X", "")]));
    assert_eq!(connection.notes.len(), 2);
}

#[test]
fn a_command_as_browsers_copy_it() {
    let found = request(
        "curl 'https://api.example.com/api/notes?limit=20' \\\n  -H 'accept: application/json' \\\n  \
         -H 'content-type: application/json' \\\n  -b 'sid=abc' \\\n  --data-raw $'{\"text\":\"it\\'s \\u0021\"}' \\\n  \
         --compressed ;",
    );
    assert_eq!(found.method, "POST");
    assert_eq!(found.body, Body::Json("{\"text\":\"it's !\"}".into()));
    assert_eq!(found.headers, pairs(&[("accept", "application/json")]));
    assert_eq!(found.notes, []);
}

proptest! {
    #[test]
    fn nothing_panics_and_no_secret_is_told(rest in "\\PC{0,80}", secret in "[a-z]{12}") {
        let _ = read(&format!("curl {rest}"));
        let command = format!("curl https://a.example -u {secret} -H 'Authorization: {secret}' --proxy-user {secret} {rest}");
        if let Ok(found) = read(&command) {
            prop_assert!(!found.notes.iter().any(|note| note.what.contains(&secret)), "{:?}", found.notes);
        }
    }

    #[test]
    fn headers_and_data_arrive(name in "X-[A-Z]{1,6}q", value in "[!-~]([ -~]{0,20}[!-~])?", data in "[^\\x00@]{1,40}") {
        let quote = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
        let command = format!(
            "curl https://a.example -H {} -H 'Content-Type: text/plain' -d {}",
            quote(&format!("{name}: {value}")),
            quote(&data)
        );
        let found = read(&command).expect("a request");
        prop_assert_eq!(&found.headers[0], &(name, value));
        prop_assert_eq!(found.body, Body::Text(data));
    }
}
