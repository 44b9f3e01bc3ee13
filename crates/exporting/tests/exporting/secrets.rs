use latchkey_collection::{Environment, Folder, Item, Part, PartKind, Request, RequestBody, Row};
use latchkey_exporting::{Server, curl, postman};

const SECRET: &str = "s3cret-token";

fn row(name: &str, value: &str) -> Row {
    Row {
        name: name.to_owned(),
        value: value.to_owned(),
        enabled: true,
    }
}

/// A request for each kind of body, with the secret wherever one can be.
fn requests() -> Vec<Request> {
    let mut request = Request::new(
        "Sign in",
        "POST",
        format!("https://ann:{SECRET}@a.example/:token?access_token={SECRET}&a=1"),
    );
    request.path = vec![row("token", SECRET)];
    request.query = vec![row("api_key", SECRET)];
    request.headers = vec![
        row("Authorization", &format!("Bearer {SECRET}")),
        row("Cookie", &format!("sid={SECRET}")),
        row("X-Any", &format!("Basic {SECRET}")),
    ];
    let json = format!(r#"{{"user": "ann", "password": "{SECRET}", "n": {{{{n}}}}}}"#);
    let part = |name: &str| Part {
        name: name.to_owned(),
        value: SECRET.to_owned(),
        kind: PartKind::Text,
        enabled: true,
    };
    let bodies = [
        RequestBody::Json { text: json.clone() },
        RequestBody::Text { text: json },
        RequestBody::Form {
            fields: vec![row("client_secret", SECRET)],
        },
        RequestBody::Multipart {
            parts: vec![part("refresh_token")],
        },
    ];
    bodies
        .map(|body| Request {
            body,
            ..request.clone()
        })
        .into()
}

#[test]
fn a_request_that_holds_credentials_is_exported_without_them() {
    for request in requests() {
        let exported = curl(&request, &Server::default(), None).unwrap();
        assert!(!format!("{exported:?}").contains(SECRET), "{}", exported.text);
        assert!(
            exported.text.contains("Authorization: {{authorization}}"),
            "{}",
            exported.text
        );
        let slugs: Vec<_> = exported.left_out.iter().map(|it| it.reason.slug()).collect();
        assert_eq!(
            slugs.iter().filter(|it| **it == "credential").count(),
            7,
            "{slugs:?}"
        );
        assert!(slugs.contains(&"user-in-url"), "{slugs:?}");
    }
    let items = requests().into_iter().map(Item::Request).collect();
    let folder = Folder {
        name: "All".to_owned(),
        items,
        ..Folder::default()
    };
    let exported = postman(&folder, &[], "");
    assert!(!format!("{exported:?}").contains(SECRET), "{}", exported.text);
}

#[test]
fn a_secret_variable_comes_by_its_name_alone() {
    let environment = Environment {
        name: "Staging".to_owned(),
        secrets: vec!["password".to_owned()],
        variables: [
            ("apiToken", SECRET),
            ("greeting", &format!("Bearer {SECRET}")),
            ("base", "/v2"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into(),
    };
    let exported = postman(&Folder::default(), std::slice::from_ref(&environment), "");
    assert!(!format!("{exported:?}").contains(SECRET), "{}", exported.text);
    let document: serde_json::Value = serde_json::from_str(&exported.text).unwrap();
    let variables = document["variable"].as_array().unwrap();
    let told: Vec<_> = variables
        .iter()
        .map(|it| {
            format!(
                "{}:{}={}",
                it["key"].as_str().unwrap(),
                it["type"].as_str().unwrap(),
                it["value"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "password:secret=",
            "apiToken:secret=",
            "base:default=/v2",
            "greeting:secret="
        ]
    );
    let mut request = Request::new("x", "GET", "/");
    request.headers = vec![row("X-A", "{{greeting}}"), row("X-B", "{{password}}")];
    let exported = curl(&request, &Server::default(), Some(&environment)).unwrap();
    assert!(exported.text.contains("X-A: {{greeting}}"), "{}", exported.text);
}

#[test]
fn a_variable_that_is_secret_in_one_environment_has_no_value_in_any() {
    let staging = Environment {
        name: "Staging".to_owned(),
        variables: [("pin".to_owned(), SECRET.to_owned())].into(),
        ..Environment::default()
    };
    let live = Environment {
        name: "Live".to_owned(),
        secrets: vec!["pin".to_owned()],
        ..Environment::default()
    };
    let exported = postman(&Folder::default(), &[staging, live], "");
    assert!(!exported.text.contains(SECRET), "{}", exported.text);
    let told: Vec<_> = exported.left_out.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["environment Staging: the value of the variable pin was left out: it is a secret"]
    );
}
