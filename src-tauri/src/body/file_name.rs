//! What a saved body is called, until the user says otherwise.

/// The most characters of a name without its ending.
const LONGEST: usize = 80;

/// The last part of the path, in characters that every system takes, with an ending that says what it is.
pub(super) fn suggest(path: &str, media_type: &str) -> String {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let safe: String = last
        .chars()
        .map(|it| {
            if it.is_ascii_alphanumeric() || "-_.".contains(it) {
                it
            } else {
                '-'
            }
        })
        .take(LONGEST)
        .collect();
    let safe = safe.trim_matches(['.', '-']);
    let name = if safe.is_empty() {
        "answer".to_owned()
    } else {
        safe.to_owned()
    };
    match ending(media_type) {
        Some(ending) if !name.to_ascii_lowercase().ends_with(&format!(".{ending}")) => {
            format!("{name}.{ending}")
        }
        _ => name,
    }
}

fn ending(media_type: &str) -> Option<&'static str> {
    Some(match media_type {
        "application/x-ndjson" | "application/jsonl" => "ndjson",
        "application/xml" | "text/xml" => "xml",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/plain" | "text/event-stream" => "txt",
        it if it == "application/json" || it.ends_with("+json") => "json",
        it if it.ends_with("+xml") => "xml",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_where_from_and_what_and_is_only_a_name() {
        assert_eq!(suggest("/api/notes", "application/json"), "notes.json");
        assert_eq!(suggest("/pictures/cat.JPG", "image/jpeg"), "cat.JPG");
        assert_eq!(suggest("/", "text/html"), "answer.html");
        assert_eq!(suggest("/..%2F..%2Fetc/", ""), "2F..-2Fetc");
        assert_eq!(suggest("/a/..", "application/octet-stream"), "answer");
        assert_eq!(suggest(&"x".repeat(300), "").len(), LONGEST);
    }
}
