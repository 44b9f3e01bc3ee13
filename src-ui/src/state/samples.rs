//! Ready-made requests for the practice API.

use super::body::BodyDraft;
use super::draft::Draft;

/// A ready-made request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Stable name; its title is the message `sample-<slug>`.
    pub slug: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path with query.
    pub target: &'static str,
    /// JSON to send.
    json: Option<&'static str>,
}

/// Requests that belong together; the title is the message `samples-<slug>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleGroup {
    /// Stable name.
    pub slug: &'static str,
    /// The requests.
    pub samples: &'static [Sample],
}

const fn plain(slug: &'static str, method: &'static str, target: &'static str) -> Sample {
    Sample {
        slug,
        method,
        target,
        json: None,
    }
}

const fn with_json(
    slug: &'static str,
    method: &'static str,
    target: &'static str,
    json: &'static str,
) -> Sample {
    Sample {
        slug,
        method,
        target,
        json: Some(json),
    }
}

/// The first request a newcomer sees.
const FIRST: Sample = plain("notes-list", "GET", "/api/notes?limit=20");

/// All ready-made requests.
pub const GROUPS: &[SampleGroup] = &[
    SampleGroup {
        slug: "notes",
        samples: &[
            FIRST,
            with_json(
                "notes-create",
                "POST",
                "/api/notes",
                "{\n  \"title\": \"Groceries\",\n  \"text\": \"Milk, bread, two lemons\"\n}",
            ),
            plain("notes-get", "GET", "/api/notes/1"),
            plain("notes-delete", "DELETE", "/api/notes/1"),
        ],
    },
    SampleGroup {
        slug: "me",
        samples: &[plain("me", "GET", "/api/me")],
    },
    SampleGroup {
        slug: "try",
        samples: &[
            with_json("echo", "POST", "/api/echo", "{\n  \"hello\": \"world\"\n}"),
            plain("image", "GET", "/api/image"),
            plain("slow", "GET", "/api/slow?ms=3000"),
            plain("large", "GET", "/api/large?mib=5"),
            plain("download", "GET", "/api/download?bytes=50000000&ms=10000"),
            plain("events", "GET", "/api/stream/events?count=20&every_ms=500"),
            plain("status", "GET", "/api/status/404"),
        ],
    },
    SampleGroup {
        slug: "session",
        samples: &[
            plain("expire", "POST", "/__control/expire"),
            plain("revoke", "POST", "/__control/revoke"),
        ],
    },
];

impl Sample {
    /// The request to put into the editor.
    pub fn draft(&self) -> Draft {
        Draft::new(
            self.method,
            self.target,
            self.json.map(BodyDraft::json).unwrap_or_default(),
        )
    }
}

/// The id of the practice API's profile.
pub const PRACTICE: &str = "practice";

/// The request offered after the first sign-in to a server of this profile.
pub fn first_request(profile_id: &str) -> Draft {
    if profile_id == PRACTICE {
        FIRST.draft()
    } else {
        Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_bodies_are_json() {
        let all: Vec<_> = GROUPS.iter().flat_map(|group| group.samples).collect();
        let slugs: BTreeSet<_> = all.iter().map(|sample| sample.slug).collect();
        assert_eq!(slugs.len(), all.len());
        for json in all.iter().filter_map(|sample| sample.json) {
            serde_json::from_str::<serde_json::Value>(json).expect("JSON");
        }
    }

    #[test]
    fn a_sample_fills_the_table_of_its_query() {
        let draft = first_request("practice");
        assert_eq!(draft.params[0].name, "limit");
        assert_eq!(first_request("default").target, "/");
    }
}
