//! Colours for one row of server-sent events, whose data is JSON more often than not.

use super::{Carry, JsonToken, Kind, tokens};

/// The fields that an event may have (WHATWG HTML §9.2.6). Any other line is left as it is.
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

/// The pieces of a row, which together are the row, and how the next one begins.
pub fn event_tokens(row: &str, carry: Carry) -> (Vec<JsonToken<'_>>, Carry) {
    let piece = |kind, text| JsonToken { kind, text };
    let Some((name, value)) = row.split_once(':').filter(|(name, _)| FIELDS.contains(name)) else {
        if row.starts_with(':') {
            return (vec![piece(Kind::Mark, row)], Carry::Between);
        }
        // A line that is too long for one row goes on in the next.
        return match carry {
            Carry::InText => tokens(row, carry),
            Carry::Between => (vec![piece(Kind::Other, row)], Carry::Between),
        };
    };
    let blank = value.len() - value.trim_start_matches(' ').len();
    let (mark, value) = row[name.len()..].split_at(1 + blank);
    let mut found = vec![piece(Kind::Key, name), piece(Kind::Mark, mark)];
    if value.starts_with(['{', '[', '"']) {
        let (data, next) = tokens(value, Carry::Between);
        found.extend(data);
        return (found, next);
    }
    found.push(piece(Kind::Other, value));
    (found, Carry::Between)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(row: &str) -> Vec<(Kind, &str)> {
        let (found, _) = event_tokens(row, Carry::Between);
        found.iter().map(|it| (it.kind, it.text)).collect()
    }

    #[test]
    fn fields_have_a_name_and_data_that_is_json_its_colours() {
        assert_eq!(
            kinds("data: [7]"),
            [
                (Kind::Key, "data"),
                (Kind::Mark, ": "),
                (Kind::Mark, "["),
                (Kind::Number, "7"),
                (Kind::Mark, "]"),
            ]
        );
        assert_eq!(
            kinds("event:tick"),
            [(Kind::Key, "event"), (Kind::Mark, ":"), (Kind::Other, "tick")]
        );
        assert_eq!(kinds(": still there"), [(Kind::Mark, ": still there")]);
        assert_eq!(kinds("http://a"), [(Kind::Other, "http://a")]);
    }

    #[test]
    fn a_string_goes_on_in_the_next_row_and_no_further_than_the_next_field() {
        let (_, carry) = event_tokens("data: \"a", Carry::Between);
        assert_eq!(carry, Carry::InText);
        assert_eq!(event_tokens("b\"", carry).0[0].kind, Kind::Text);
        assert_eq!(event_tokens("data: 1", carry).0[0].kind, Kind::Key);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_invented(row in "(data|id|x)?:?\\PC{0,40}", inside in any::<bool>()) {
            let carry = if inside { Carry::InText } else { Carry::Between };
            let (found, _) = event_tokens(&row, carry);
            prop_assert_eq!(found.iter().map(|it| it.text).collect::<String>(), row);
        }
    }
}
