//! Parameters of a query.

use url::form_urlencoded;

/// Appends parameters to a target's query, encoded. A fragment goes: it never leaves the caller (RFC 9110 §7.1).
pub fn with_query<'a>(target: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut parameters = parameters.into_iter().peekable();
    if parameters.peek().is_none() {
        return target.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let target = target.split_once('#').map_or(target, |(before, _)| before);
    let joint = match target.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    format!("{target}{joint}{query}")
}

#[cfg(test)]
mod tests {
    use super::with_query;

    #[test]
    fn parameters_are_encoded_and_appended() {
        let with = |target: &str| with_query(target, [("q", "a b&c"), ("서", "연=")]);
        let query = "q=a+b%26c&%EC%84%9C=%EC%97%B0%3D";
        assert_eq!(with("/n"), format!("/n?{query}"));
        assert_eq!(with("/n?"), format!("/n?{query}"));
        assert_eq!(with("/n?x=1#top"), format!("/n?x=1&{query}"));
        assert_eq!(with_query("/n#top", []), "/n#top");
    }
}
