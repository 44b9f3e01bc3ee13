//! `servers`: where requests go.

use crate::{
    address::is_absolute,
    intake::Intake,
    node::Node,
    place::{Place, clipped},
    report::{Foreign, Reason},
};

/// Where a document's requests go.
#[derive(Debug, Default)]
pub(crate) struct Servers {
    /// What stands before each path, where the first server is not a whole address.
    pub(crate) prefix: String,
}

/// Reads the document's servers: whole addresses are told, the path of another stands before each request's.
pub(crate) fn read(servers: &Node, place: &Place<'_>, intake: &mut Intake) -> Servers {
    let mut first = None;
    for (index, server) in servers.items().iter().enumerate() {
        let place = place.at(index);
        let Some(url) = url(server, &place, intake) else {
            continue;
        };
        if is_absolute(&url) {
            intake.base_url(&place, url.clone());
        }
        first.get_or_insert(url);
    }
    let prefix = match first {
        Some(url) if !is_absolute(&url) && url.starts_with('/') => url,
        _ => String::new(),
    };
    Servers { prefix }
}

/// The whole address of the first server of a path or of an operation.
pub(crate) fn own(servers: &Node, place: &Place<'_>, intake: &mut Intake) -> Option<String> {
    let place = place.key("servers");
    let url = url(servers.items().first()?, &place.at(0), intake)?;
    Some(url).filter(|url| is_absolute(url))
}

/// A server's address with the defaults of its variables, without a slash at the end and without a user.
fn url(server: &Node, place: &Place<'_>, intake: &mut Intake) -> Option<String> {
    let template = server.get("url").text()?;
    let variables = server.get("variables");
    let mut url = String::new();
    let mut rest = template;
    while let Some((before, name, after)) = placeholder(rest) {
        url.push_str(before);
        let variable = variables.get(name);
        let default = variable.get("default").scalar();
        if let Some(value) = default.or_else(|| variable.get("enum").items().first().and_then(Node::scalar)) {
            url.push_str(&value);
        } else {
            url.push_str("{{");
            url.push_str(name);
            url.push_str("}}");
        }
        rest = after;
    }
    url.push_str(rest);
    let address = match crate::address::split(&url) {
        Ok(address) => address,
        Err(scheme) => {
            intake.note(place, Reason::NotARequest(Foreign::Scheme(clipped(&scheme))));
            return None;
        }
    };
    if address.had_user {
        intake.note(place, Reason::UserInUrl);
    }
    Some(address.target.trim_end_matches('/').to_owned())
}

/// What is before a name in braces, the name, and what is behind.
pub(crate) fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('{')?;
    let close = open + text[open..].find('}')?;
    Some((&text[..open], &text[open + 1..close], &text[close + 1..]))
}
