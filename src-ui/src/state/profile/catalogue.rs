//! Every field of a profile, in the groups and the order in which the editor shows them.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text that is needed, or means something when it is empty.
    Text,
    /// Text that may be left out; the example is what holds then.
    Optional(&'static str),
    /// The path of a file that may be left out.
    File,
    /// A whole number, from the first to the second.
    Number(u64, u64),
    /// One of these, the default first.
    Choice(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// Whether the part of the profile with this path is there at all.
    Part,
    /// Names and values.
    Pairs,
    /// Names and values, each of which is text, a number, or yes or no.
    Values,
    /// The rules of `refusals.rules`.
    Rules,
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Where it is in the file, for example `requests.refresh.url`.
    pub path: &'static str,
    /// The part of its keys that names it: requests share theirs.
    pub words: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// The part that has to be there for it.
    pub part: Option<&'static str>,
}

/// Fields that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Stable name, for keys and attributes.
    pub slug: &'static str,
    /// Whether most people can leave it as it is.
    pub advanced: bool,
    /// The fields.
    pub fields: &'static [Field],
}

/// The columns of a rule, as the file names them.
pub const RULE_CELLS: [&str; 8] = [
    "means",
    "status",
    "code",
    "pointer",
    "equals",
    "contains",
    "challenge_error",
    "challenge_description",
];

/// One day, in milliseconds.
const DAY_MS: u64 = 86_400_000;

const fn field(path: &'static str, words: &'static str, kind: FieldKind) -> Field {
    let part = None;
    Field {
        path,
        words,
        kind,
        part,
    }
}

const fn within(part: &'static str, field: Field) -> Field {
    Field {
        part: Some(part),
        ..field
    }
}

const BODIES: FieldKind = FieldKind::Choice(&["json", "form", "none"]);
const POST: FieldKind = FieldKind::Optional("POST");

/// Every group.
pub const GROUPS: [Group; 12] = [
    Group {
        slug: "server",
        advanced: false,
        fields: &[
            field("name", "name", FieldKind::Optional("")),
            field("base_url", "base-url", FieldKind::Text),
            field("allow_plain_http", "plain-http", FieldKind::Flag),
            field("id", "id", FieldKind::Text),
        ],
    },
    Group {
        slug: "sign-in",
        advanced: false,
        fields: &[
            field("requests.sign_in.method", "method", POST),
            field("requests.sign_in.url", "url", FieldKind::Text),
            field("requests.sign_in.body", "body", BODIES),
            field("requests.sign_in.fields", "fields", FieldKind::Values),
            field("requests.sign_in.headers", "request-headers", FieldKind::Pairs),
            field("requests.sign_in.cookies", "cookies", FieldKind::Pairs),
        ],
    },
    Group {
        slug: "tokens",
        advanced: false,
        fields: &[
            field("tokens.access", "token-access", FieldKind::Text),
            field("tokens.refresh", "token-refresh", FieldKind::Text),
            field("tokens.expires_in", "token-expires", FieldKind::Optional("")),
        ],
    },
    Group {
        slug: "refresh",
        advanced: false,
        fields: &[
            field("requests.refresh.method", "method", POST),
            field("requests.refresh.url", "url", FieldKind::Text),
            field("requests.refresh.body", "body", BODIES),
            field("requests.refresh.fields", "fields", FieldKind::Values),
            field("requests.refresh.headers", "request-headers", FieldKind::Pairs),
            field("requests.refresh.cookies", "cookies", FieldKind::Pairs),
            field(
                "refresh.rotation",
                "rotation",
                FieldKind::Choice(&["optional", "required"]),
            ),
            field(
                "refresh.on_server_error",
                "server-error",
                FieldKind::Choice(&["keep", "end"]),
            ),
            field("refresh.tokens", "own-tokens", FieldKind::Part),
            within(
                "refresh.tokens",
                field("refresh.tokens.access", "token-access", FieldKind::Text),
            ),
            within(
                "refresh.tokens",
                field("refresh.tokens.refresh", "token-refresh", FieldKind::Text),
            ),
            within(
                "refresh.tokens",
                field(
                    "refresh.tokens.expires_in",
                    "token-expires",
                    FieldKind::Optional(""),
                ),
            ),
        ],
    },
    Group {
        slug: "refusals",
        advanced: false,
        fields: &[
            field(
                "refusals.unauthorized",
                "unauthorized",
                FieldKind::Choice(&["end", "return", "refresh"]),
            ),
            field("refusals.rules", "rules", FieldKind::Rules),
        ],
    },
    Group {
        slug: "calls",
        advanced: true,
        fields: &[
            field("attach.header", "attach-header", FieldKind::Text),
            field("attach.scheme", "attach-scheme", FieldKind::Text),
            field("headers", "headers", FieldKind::Pairs),
            field(
                "caller_authorization",
                "caller",
                FieldKind::Choice(&["refuse", "keep"]),
            ),
        ],
    },
    Group {
        slug: "sign-out",
        advanced: true,
        fields: &[
            field("requests.sign_out", "sign-out", FieldKind::Part),
            within(
                "requests.sign_out",
                field("requests.sign_out.method", "method", POST),
            ),
            within(
                "requests.sign_out",
                field("requests.sign_out.url", "url", FieldKind::Text),
            ),
            within(
                "requests.sign_out",
                field("requests.sign_out.body", "body", BODIES),
            ),
            within(
                "requests.sign_out",
                field("requests.sign_out.fields", "fields", FieldKind::Values),
            ),
            within(
                "requests.sign_out",
                field("requests.sign_out.headers", "request-headers", FieldKind::Pairs),
            ),
            within(
                "requests.sign_out",
                field("requests.sign_out.cookies", "cookies", FieldKind::Pairs),
            ),
        ],
    },
    Group {
        slug: "client",
        advanced: true,
        fields: &[
            field("client", "client", FieldKind::Part),
            within("client", field("client.id", "client-id", FieldKind::Text)),
            within(
                "client",
                field(
                    "client.authentication",
                    "client-authentication",
                    FieldKind::Choice(&["none", "basic", "body"]),
                ),
            ),
        ],
    },
    Group {
        slug: "claims",
        advanced: true,
        fields: &[
            field("claims.subject", "claim-subject", FieldKind::Text),
            field("claims.name", "claim-name", FieldKind::Optional("")),
        ],
    },
    Group {
        slug: "ahead",
        advanced: true,
        fields: &[
            field(
                "proactive.from",
                "ahead-from",
                FieldKind::Choice(&["off", "token", "expires_in"]),
            ),
            field("proactive.margin_s", "ahead-margin", FieldKind::Number(0, 3_600)),
            field("proactive.keep_alive", "keep-alive", FieldKind::Flag),
        ],
    },
    Group {
        slug: "time-outs",
        advanced: true,
        fields: &[
            field(
                "timeouts.connect_ms",
                "time-connect",
                FieldKind::Number(1, DAY_MS),
            ),
            field("timeouts.answer_ms", "time-answer", FieldKind::Number(1, DAY_MS)),
            field("timeouts.idle_ms", "time-idle", FieldKind::Number(1, DAY_MS)),
            field(
                "timeouts.refresh_ms",
                "time-refresh",
                FieldKind::Number(1, DAY_MS),
            ),
            field("timeouts.peek_ms", "time-peek", FieldKind::Number(1, DAY_MS)),
        ],
    },
    Group {
        slug: "tls",
        advanced: true,
        fields: &[
            field("tls.verify", "tls-verify", FieldKind::Flag),
            field("tls.ca_file", "tls-ca", FieldKind::File),
            field("tls.client_certificate_file", "tls-client", FieldKind::File),
        ],
    },
];

/// Every field of every group.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    GROUPS.iter().flat_map(|group| group.fields)
}

/// The group that holds a field.
pub fn group_of(path: &str) -> Option<&'static Group> {
    GROUPS
        .iter()
        .find(|group| group.fields.iter().any(|field| field.path == path))
}
