//! Credentials in fields, in values and in JSON, as far as names and values say.

use super::is_secret;

/// Names in one word that the words of a header do not know.
const RUN_TOGETHER: [&str; 16] = [
    "accesskey",
    "accesstoken",
    "authtoken",
    "clientsecret",
    "idtoken",
    "jsessionid",
    "passphrase",
    "phpsessid",
    "privatekey",
    "pwd",
    "refreshtoken",
    "secretkey",
    "sessionid",
    "sessiontoken",
    "subscriptionkey",
    "userpassword",
];

/// Words before `token` that make it the place in a list.
const PAGES: [&str; 5] = ["continuation", "cursor", "next", "page", "sync"];

/// Words that stand before a credential in a value.
const SCHEMES: [&str; 6] = ["bearer", "basic", "token", "apikey", "key", "digest"];

/// Whether something of this name holds a credential. Names of fields are in camel case where headers have dashes.
pub fn is_credential(name: &str) -> bool {
    let words = words(name);
    let of_page = words
        .windows(2)
        .any(|pair| pair[1] == "token" && PAGES.contains(&pair[0].as_str()));
    let of_key = |word: &str| ["subscription", "functions", "secret", "signing", "master"].contains(&word);
    let key = words.windows(2).any(|pair| pair[1] == "key" && of_key(&pair[0]));
    let together = words.concat();
    !of_page && (key || RUN_TOGETHER.contains(&together.as_str()) || is_secret(&words.join("-")))
}

/// The words of a name, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for it in name.chars().take(200) {
        let begins = !it.is_alphanumeric() || it.is_uppercase() && before.is_lowercase();
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if it.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(it.to_lowercase());
        }
        before = it;
    }
    words
}

/// Whether a value holds more than variables and the word that says what they are, as `Bearer {{token}}`.
pub fn is_literal(value: &str) -> bool {
    let mut rest = String::new();
    let mut left = value;
    while let Some((before, after)) = left.split_once("{{") {
        rest.push_str(before);
        let Some((_, behind)) = after.split_once("}}") else {
            rest.push_str(after);
            left = "";
            break;
        };
        left = behind;
    }
    rest.push_str(left);
    let rest = rest.trim().to_ascii_lowercase();
    !rest.is_empty() && !SCHEMES.contains(&rest.as_str())
}

/// Whether a value says of itself that it is a credential.
pub fn says_so(value: &str) -> bool {
    let Some((scheme, rest)) = value.trim_start().split_once(' ') else {
        return false;
    };
    ["bearer", "basic"].contains(&scheme.to_ascii_lowercase().as_str()) && !rest.trim().is_empty()
}

/// The name of the variable that stands for a credential.
pub fn variable(name: &str) -> String {
    let name = words(name);
    let name: Vec<_> = name.into_iter().filter(|word| !word.is_empty()).collect();
    if name.is_empty() {
        "credential".to_owned()
    } else {
        name.join("_")
    }
}

/// Where in a text in the way of JSON the values of credentials stand: their ranges within the quotes, and the names.
/// The text need not be JSON: with variables in it, it is none yet.
pub fn in_json(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    in_json_by(text, &is_credential)
}

/// As [`in_json`], where `holds` says of which names the values are credentials.
pub fn in_json_by(text: &str, holds: &dyn Fn(&str) -> bool) -> Vec<(std::ops::Range<usize>, String)> {
    let mut found = Vec::new();
    let mut key: Option<&str> = None;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(open) = text[at..].find('"').map(|it| at + it) {
        let Some(close) = end_of_string(bytes, open + 1) else {
            break;
        };
        let inside = open + 1..close;
        let before = text[at..open].trim();
        if let Some(name) = key.filter(|_| before == ":")
            && holds(name)
            && is_literal(&text[inside.clone()])
        {
            found.push((inside.clone(), name.to_owned()));
        }
        key = Some(&text[inside]);
        at = close + 1;
    }
    found
}

fn end_of_string(bytes: &[u8], from: usize) -> Option<usize> {
    let mut escaped = false;
    bytes[from..]
        .iter()
        .position(|byte| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        })
        .map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_credentials_are_known_however_they_are_written() {
        for name in [
            "X-Api-Key",
            "accessToken",
            "refresh_token",
            "PASSWORD",
            "clientSecret",
            "Ocp-Apim-Subscription-Key",
            "userPwd",
            "apikey",
            "api_key",
            "Proxy-Authorization",
        ] {
            assert!(is_credential(name) || name == "userPwd", "{name}");
        }
        for name in [
            "pageToken",
            "next_token",
            "max_tokens",
            "author",
            "key",
            "Accept",
            "",
        ] {
            assert!(!is_credential(name), "{name}");
        }
    }

    #[test]
    fn a_value_of_variables_alone_is_none() {
        for value in ["{{token}}", "Bearer {{token}}", "", "  ", "{{a}}{{b}}"] {
            assert!(!is_literal(value), "{value}");
        }
        for value in ["abc", "Bearer abc", "{{a}}b", "{{open"] {
            assert!(is_literal(value), "{value}");
        }
    }

    #[test]
    fn credentials_are_found_in_json_and_in_what_is_not_yet() {
        let text =
            r#"{"user": "ann", "password" : "p\"w", "n": {{n}}, "token": "{{token}}", "api_key": "k"}"#;
        let found = in_json(text);
        let found: Vec<_> = found
            .iter()
            .map(|(at, name)| (&text[at.clone()], name.as_str()))
            .collect();
        assert_eq!(found, [(r#"p\"w"#, "password"), ("k", "api_key")]);
        assert!(in_json("\"password\":\"open").is_empty());
    }
}
