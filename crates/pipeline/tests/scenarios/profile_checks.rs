//! Profiles that are wrong: each field names itself, what was found and what is allowed.

use latchkey_pipeline::{
    InputError, Profile, Rule,
    description::{Body, Client, ClientAuthentication, Description, FieldValue, Kind, ProactiveFrom, Tokens},
};

/// Makes one field of a description wrong.
type Spoil = fn(&mut Description);

fn good() -> Description {
    Kind::SimpleJwt.description("team", "Team API", "https://api.example.com")
}

fn errors_of(spoil: Spoil) -> Vec<InputError> {
    let mut description = good();
    spoil(&mut description);
    Profile::new(description).unwrap_err()
}

/// Each entry makes exactly one error: at that field, by that rule.
fn assert_each(table: &[(&str, Rule, Spoil)]) {
    for (field, rule, spoil) in table {
        let errors = errors_of(*spoil);
        let [error] = errors.as_slice() else {
            panic!("{field}: {errors:?}")
        };
        assert_eq!((error.field.as_str(), error.rule), (*field, *rule), "{error}");
        assert!(!error.found.is_empty() && !error.allowed.is_empty(), "{error:?}");
        let told = error.to_string();
        let expected = format!("{field}: found {}; allowed is {}", error.found, error.allowed);
        assert_eq!(told, expected);
    }
}

#[test]
fn a_wrong_name_or_address_says_so() {
    assert_each(&[
        ("id", Rule::Empty, |it| it.id.clear()),
        ("id", Rule::ProfileId, |it| it.id = "Team A".to_owned()),
        ("id", Rule::ProfileId, |it| it.id = "-team".to_owned()),
        ("id", Rule::ProfileId, |it| it.id = "a".repeat(65)),
        ("id", Rule::ProfileId, |it| it.id = "con".to_owned()),
        ("id", Rule::ProfileId, |it| it.id = "lpt9".to_owned()),
        ("name", Rule::Name, |it| it.name = "n".repeat(101)),
        ("name", Rule::Name, |it| it.name = "Goo\u{200b}gle".to_owned()),
        ("name", Rule::Name, |it| it.name = "\u{202e}elgooG".to_owned()),
        ("name", Rule::Name, |it| it.name = "two\nlines".to_owned()),
        ("base_url", Rule::Empty, |it| it.base_url = " ".to_owned()),
        ("base_url", Rule::BaseUrl, |it| {
            it.base_url = "api.example.com".to_owned();
        }),
        ("base_url", Rule::BaseUrlScheme, |it| {
            it.base_url = "ftp://api.example.com".to_owned();
        }),
        ("base_url", Rule::BaseUrlParts, |it| {
            it.base_url = "https://api.example.com/?a=1".to_owned();
        }),
        ("base_url", Rule::BaseUrlParts, |it| {
            it.base_url = "https://api.example.com/#a".to_owned();
        }),
        ("base_url", Rule::BaseUrlParts, |it| {
            it.base_url = "https://me:pw@api.example.com".to_owned();
        }),
        ("base_url", Rule::ControlCharacter, |it| {
            it.base_url = "https://api\n.example.com".to_owned();
        }),
        ("base_url", Rule::PlainHttp, |it| {
            it.base_url = "http://api.example.com".to_owned();
        }),
    ]);
}

fn header(description: &mut Description, name: &str, value: &str) {
    description.headers.insert(name.to_owned(), value.to_owned());
}

#[test]
fn a_wrong_header_or_way_to_attach_the_token_says_so() {
    assert_each(&[
        ("headers.X Key", Rule::HeaderName, |it| header(it, "X Key", "1")),
        ("headers.X-Key", Rule::HeaderValue, |it| {
            header(it, "X-Key", "a\r\nb");
        }),
        ("headers.Host", Rule::HeaderReserved, |it| {
            header(it, "Host", "other");
        }),
        ("headers.Content-Length", Rule::HeaderReserved, |it| {
            header(it, "Content-Length", "1");
        }),
        ("attach.header", Rule::HeaderName, |it| {
            it.attach.header = "X Token".to_owned();
        }),
        ("attach.header", Rule::HeaderReserved, |it| {
            it.attach.header = "Connection".to_owned();
        }),
        ("attach.scheme", Rule::Scheme, |it| {
            it.attach.scheme = "Two words".to_owned();
        }),
        ("attach.scheme", Rule::Scheme, |it| {
            it.attach.scheme = "Bearer:".to_owned();
        }),
    ]);
}

fn sign_in_field(description: &mut Description, name: &str, value: &str) {
    let fields = &mut description.requests.sign_in.fields;
    fields.insert(name.to_owned(), FieldValue::from(value));
}

fn sign_in_url(description: &mut Description, url: &str) {
    url.clone_into(&mut description.requests.sign_in.url);
}

#[test]
fn a_wrong_request_says_so() {
    assert_each(&[
        ("requests.sign_in.method", Rule::Method, |it| {
            it.requests.sign_in.method = "PO ST".to_owned();
        }),
        ("requests.sign_in.url", Rule::Empty, |it| sign_in_url(it, "")),
        ("requests.sign_in.url", Rule::Target, |it| {
            sign_in_url(it, "token");
        }),
        ("requests.sign_in.url", Rule::Target, |it| {
            sign_in_url(it, "//other.example.com/token");
        }),
        ("requests.sign_in.url", Rule::Target, |it| {
            sign_in_url(it, "/token#a");
        }),
        ("requests.sign_in.url", Rule::ControlCharacter, |it| {
            sign_in_url(it, "/to\tken");
        }),
        ("requests.sign_in.url", Rule::TargetScheme, |it| {
            sign_in_url(it, "ftp://example.com/token");
        }),
        ("requests.sign_in.url", Rule::TargetCredentials, |it| {
            sign_in_url(it, "https://me:pw@example.com/t");
        }),
        ("requests.sign_in.url", Rule::PlainHttp, |it| {
            sign_in_url(it, "http://login.example.com/token");
        }),
        ("requests.sign_in.headers.X Key", Rule::HeaderName, |it| {
            it.requests
                .sign_in
                .headers
                .insert("X Key".to_owned(), "1".to_owned());
        }),
        ("requests.sign_in.headers.X-Key", Rule::HeaderValue, |it| {
            it.requests
                .sign_in
                .headers
                .insert("X-Key".to_owned(), "a\nb".to_owned());
        }),
        ("requests.sign_in.cookies.a=b", Rule::CookieName, |it| {
            it.requests
                .sign_in
                .cookies
                .insert("a=b".to_owned(), "1".to_owned());
        }),
        ("requests.sign_in.cookies.sid", Rule::HeaderValue, |it| {
            it.requests
                .sign_in
                .cookies
                .insert("sid".to_owned(), "a; b".to_owned());
        }),
        ("requests.sign_in.fields.", Rule::Empty, |it| {
            sign_in_field(it, "", "1");
        }),
        ("requests.sign_in.fields./a~2", Rule::JsonPointer, |it| {
            sign_in_field(it, "/a~2", "1");
        }),
        ("requests.refresh.fields", Rule::FieldsWithoutBody, |it| {
            it.requests.refresh.body = Body::None;
        }),
        ("requests.sign_out.url", Rule::Target, |it| {
            it.requests.sign_out.as_mut().unwrap().url = "logout".to_owned();
        }),
    ]);
}

#[test]
fn a_wrong_placeholder_says_which_are_known_there() {
    assert_each(&[
        ("requests.sign_in.fields.x", Rule::Placeholder, |it| {
            sign_in_field(it, "x", "{nobody}");
        }),
        ("requests.sign_in.fields.x", Rule::Placeholder, |it| {
            sign_in_field(it, "x", "{refresh_token}");
        }),
        ("requests.sign_in.fields.x", Rule::Placeholder, |it| {
            sign_in_field(it, "x", "{client_id}");
        }),
        ("requests.sign_in.fields.x", Rule::Placeholder, |it| {
            sign_in_field(it, "x", "a } b");
        }),
        ("requests.refresh.headers.X-Pw", Rule::Placeholder, |it| {
            it.requests
                .refresh
                .headers
                .insert("X-Pw".to_owned(), "{password}".to_owned());
        }),
        ("requests.refresh.cookies.pw", Rule::Placeholder, |it| {
            it.requests
                .refresh
                .cookies
                .insert("pw".to_owned(), "{password}".to_owned());
        }),
        ("requests.refresh", Rule::Placeholder, |it| {
            it.requests.refresh.fields.clear();
        }),
    ]);
    let errors = errors_of(|it| sign_in_field(it, "x", "{refresh_token}"));
    assert!(errors[0].allowed.contains("{user}, {password}"), "{}", errors[0]);
    assert!(errors[0].found.contains("{refresh_token}"), "{}", errors[0]);
}

fn first_rule(description: &mut Description) -> &mut latchkey_pipeline::description::Rule {
    &mut description.refusals.rules[0]
}

#[test]
fn a_wrong_place_of_a_token_or_a_wrong_rule_says_so() {
    assert_each(&[
        ("tokens.access", Rule::TokenPlace, |it| {
            it.tokens.access = "body:/access".to_owned();
        }),
        ("tokens.refresh", Rule::TokenPlace, |it| {
            it.tokens.refresh = "json:refresh".to_owned();
        }),
        ("tokens.refresh", Rule::TokenPlace, |it| {
            it.tokens.refresh = it.tokens.access.clone();
        }),
        ("tokens.expires_in", Rule::TokenPlace, |it| {
            it.tokens.expires_in = Some("soon".to_owned());
        }),
        ("refresh.tokens.access", Rule::TokenPlace, |it| {
            it.refresh.tokens = Some(Tokens {
                access: "header:a b".to_owned(),
                ..it.tokens.clone()
            });
        }),
        ("refusals.rules[0].status", Rule::Status, |it| {
            first_rule(it).status = 500;
        }),
        ("refusals.rules[0].pointer", Rule::JsonPointer, |it| {
            first_rule(it).pointer = Some("code".to_owned());
        }),
        ("refusals.rules[0].pointer", Rule::Incomplete, |it| {
            first_rule(it).contains = None;
        }),
        ("refusals.rules[0].pointer", Rule::Incomplete, |it| {
            first_rule(it).pointer = None;
        }),
        ("refusals.rules[0].code", Rule::Empty, |it| {
            first_rule(it).code = Some(" ".to_owned());
        }),
        ("refusals.rules[0].contains", Rule::Empty, |it| {
            first_rule(it).contains = Some(String::new());
        }),
        ("refusals.rules[0].challenge_error", Rule::Empty, |it| {
            first_rule(it).challenge_error = Some(String::new());
        }),
        ("refusals.rules[0].status", Rule::Incomplete, |it| {
            let rule = first_rule(it);
            (rule.status, rule.pointer, rule.contains) = (403, None, None);
        }),
    ]);
}

#[test]
fn a_wrong_client_claim_time_or_file_says_so() {
    assert_each(&[
        ("client.id", Rule::Empty, |it| {
            it.client = Some(Client {
                id: " ".to_owned(),
                authentication: ClientAuthentication::None,
            });
        }),
        ("claims.subject", Rule::JsonPointer, |it| {
            it.claims.subject = "sub".to_owned();
        }),
        ("claims.name", Rule::JsonPointer, |it| {
            it.claims.name = Some("name".to_owned());
        }),
        ("proactive.from", Rule::Incomplete, |it| {
            it.proactive.from = ProactiveFrom::ExpiresIn;
        }),
        ("proactive.margin_s", Rule::Range, |it| {
            it.proactive.margin_s = 3601;
        }),
        ("timeouts.connect_ms", Rule::TimeOut, |it| {
            it.timeouts.connect_ms = 0;
        }),
        ("timeouts.answer_ms", Rule::TimeOut, |it| {
            it.timeouts.answer_ms = 86_400_001;
        }),
        ("timeouts.idle_ms", Rule::TimeOut, |it| it.timeouts.idle_ms = 0),
        ("timeouts.refresh_ms", Rule::TimeOut, |it| {
            it.timeouts.refresh_ms = u64::MAX;
        }),
        ("timeouts.peek_ms", Rule::TimeOut, |it| it.timeouts.peek_ms = 0),
        ("tls.ca_file", Rule::Empty, |it| {
            it.tls.ca_file = Some(" ".to_owned());
        }),
        ("tls.client_certificate_file", Rule::Empty, |it| {
            it.tls.client_certificate_file = Some(String::new());
        }),
        // Looking for it would tell another computer who the user is.
        ("tls.ca_file", Rule::FileUnreadable, |it| {
            it.tls.ca_file = Some(r"\\server\share\ca.pem".to_owned());
        }),
        ("tls.client_certificate_file", Rule::FileUnreadable, |it| {
            it.tls.client_certificate_file = Some(r"\\?\UNC\server\share\client.pem".to_owned());
        }),
    ]);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let errors = errors_of(|it| {
        it.id.clear();
        it.base_url.clear();
        it.requests.sign_in.method = "PO ST".to_owned();
        it.requests.refresh.url.clear();
        it.tokens.access = "somewhere".to_owned();
        it.attach.scheme = "a b".to_owned();
        it.timeouts.idle_ms = 0;
    });
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "id",
            "base_url",
            "requests.sign_in.method",
            "requests.refresh.url",
            "tokens.access",
            "attach.scheme",
            "timeouts.idle_ms"
        ]
    );
}

#[test]
fn a_password_in_an_address_is_not_repeated() {
    for spoil in [
        (|it: &mut Description| it.base_url = "https://me:hunter2@api.example.com".to_owned()) as Spoil,
        |it| sign_in_url(it, "https://me:hunter2@login.example.com/t"),
    ] {
        let errors = errors_of(spoil);
        assert!(!format!("{errors:?} {}", errors[0]).contains("hunter2"));
    }
}

#[test]
fn every_kind_is_written_and_read_back_as_it_is() {
    for kind in Kind::ALL {
        let profile = Profile::new(kind.description(kind.id(), kind.title(), "https://api.example.com/v1"));
        let profile = profile.unwrap_or_else(|errors| panic!("{}: {errors:?}", kind.id()));
        let text = serde_json::to_string(&profile).unwrap();
        let read: Profile = serde_json::from_str(&text).unwrap();
        assert_eq!(read, profile, "{}", kind.id());
        assert_eq!(Kind::from_id(kind.id()), Some(kind));
    }
}

#[test]
fn a_profile_that_is_read_is_checked() {
    let mut json = serde_json::to_value(Profile::new(good()).unwrap()).unwrap();
    json["timeouts"] = serde_json::json!({"idle_ms": 0});
    let error = serde_json::from_value::<Profile>(json.clone())
        .unwrap_err()
        .to_string();
    assert!(error.contains("timeouts.idle_ms"), "{error}");
    json["timeouts"] = serde_json::json!({"idle": 5});
    let error = serde_json::from_value::<Profile>(json).unwrap_err().to_string();
    assert!(error.contains("idle") && error.contains("idle_ms"), "{error}");
}
