use latchkey_ipc::{ErrorCode, IpcError, NameValue, OfferedBody, OfferedRequest};
use latchkey_link::{Body, Link, LinkError, LinkRule};

/// A request that a link offers, as the window shows it.
pub(crate) fn offered(link: Link) -> OfferedRequest {
    OfferedRequest {
        method: link.method,
        target: link.target,
        origin: link.origin,
        headers: pairs(link.headers),
        body: match link.body {
            Body::None => OfferedBody::None,
            Body::Json(text) => OfferedBody::Json { text },
            Body::Text(text) => OfferedBody::Text { text },
            Body::Form(fields) => OfferedBody::Form {
                fields: pairs(fields),
            },
        },
        profile: link.profile,
    }
}

/// A link that cannot be used.
pub(crate) fn from_link(error: &LinkError) -> IpcError {
    IpcError {
        code: ErrorCode::InvalidInput,
        key: rule_key(error.rule).to_owned(),
        message: error.to_string(),
        field: Some(error.field.clone()),
        found: Some(error.found.clone()),
        allowed: Some(error.allowed.clone()),
        trace: None,
    }
}

fn pairs(pairs: Vec<(String, String)>) -> Vec<NameValue> {
    let pairs = pairs.into_iter();
    pairs.map(|(name, value)| NameValue { name, value }).collect()
}

fn rule_key(rule: LinkRule) -> &'static str {
    match rule {
        LinkRule::TooLong => "link-too-long",
        LinkRule::Action => "link-action",
        LinkRule::Parameter => "link-parameter",
        LinkRule::Twice => "link-twice",
        LinkRule::Missing => "link-missing",
        LinkRule::Encoding => "link-encoding",
        LinkRule::Unseen => "link-unseen",
        LinkRule::Method => "method-invalid",
        LinkRule::Url => "link-url",
        LinkRule::Scheme => "target-scheme",
        LinkRule::UserInUrl => "target-credentials",
        LinkRule::Header => "link-header",
        LinkRule::HeaderName => "header-name-invalid",
        LinkRule::HeaderValue => "header-value-invalid",
        LinkRule::Secret => "link-secret",
        LinkRule::Reserved => "header-reserved",
        LinkRule::TooManyHeaders => "link-headers",
        LinkRule::Json => "link-json",
        LinkRule::MediaType => "link-media-type",
        LinkRule::NoBody => "link-no-body",
        LinkRule::Profile => "profile-id",
        _ => "internal",
    }
}
