//! `$ref`: within the document alone.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::{node::Node, openapi::told, report::Reason};

/// How many references in a row are followed.
const MAX_HOPS: usize = 32;

/// What a node stands for, its references followed.
pub(crate) fn resolve<'a>(root: &'a Node, node: &'a Node) -> Result<&'a Node, Reason> {
    let mut node = node;
    for _ in 0..MAX_HOPS {
        let Some(target) = node.get("$ref").text() else {
            return Ok(node);
        };
        node = follow(root, target)?;
    }
    let target = told(node.get("$ref").str());
    Err(Reason::Dangling { target })
}

/// What a reference points to (RFC 6901 §6).
pub(crate) fn follow<'a>(root: &'a Node, target: &str) -> Result<&'a Node, Reason> {
    let Some(pointer) = target.strip_prefix('#') else {
        return Err(Reason::elsewhere(target));
    };
    let dangling = || Reason::Dangling { target: told(target) };
    let pointer = percent_decode_str(pointer)
        .decode_utf8()
        .map_err(|_| dangling())?;
    if pointer.is_empty() {
        return Ok(root);
    }
    let parts = pointer.strip_prefix('/').ok_or_else(dangling)?;
    let found = parts.split('/').try_fold(root, |node, part| {
        let key = unescaped(part);
        match node {
            Node::List(items) => key.parse::<usize>().ok().and_then(|at| items.get(at)),
            Node::Map(members) => members.get(key.as_ref()),
            _ => None,
        }
    });
    found.ok_or_else(dangling)
}

fn unescaped(part: &str) -> Cow<'_, str> {
    if part.contains('~') {
        Cow::Owned(part.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(part)
    }
}
