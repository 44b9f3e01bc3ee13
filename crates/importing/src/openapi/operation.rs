//! An operation as a request.

use latchkey_collection::{Request, Row};

use super::{
    Reader,
    parameter::{Found, Within},
    server::{self, placeholder},
};
use crate::{
    address,
    intake::{clean, named, settle_type},
    node::Node,
    place::Place,
    report::{Foreign, Reason},
};

impl Reader<'_> {
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &Node,
        operation: &Node,
        place: &Place<'_>,
    ) -> Request {
        let method = method.to_ascii_uppercase();
        let title = [operation.get("summary").str(), operation.get("operationId").str()]
            .into_iter()
            .find(|text| !text.trim().is_empty())
            .unwrap_or_default();
        let name = named(title, &format!("{method} {path}"));
        let parameters = self.parameters(item, operation, place);
        let own = server::own(operation.get("servers"), place, self.intake)
            .or_else(|| server::own(item.get("servers"), place, self.intake));
        let (path, query) = without_query(path);
        let (path, named) = self.template(path, &parameters);
        let target = match own {
            Some(server) => format!("{server}{path}"),
            None => format!("{}{path}", self.servers.prefix),
        };
        let mut request = Request::new(name, method, target);
        request.path = named;
        if let Some(query) = query {
            let query = query.replace('{', "{{").replace('}', "}}");
            request.query = self.intake.query(place, address::decoded(&query));
        }
        for found in parameters {
            self.take(&found, &mut request, place);
        }
        let description = operation.get("description").str();
        self.describe(&mut request, description, place);
        self.body(operation, &mut request, place);
        let callbacks = place.key("callbacks");
        for (name, _) in operation.get("callbacks").members() {
            self.intake
                .note(&callbacks.key(name), Reason::NotARequest(Foreign::Callback));
        }
        settle_type(&mut request);
        request
    }

    /// A path with `:name` for its parameters, and their values. One that is a part of a segment becomes a variable.
    fn template(&mut self, path: &str, parameters: &[Found]) -> (String, Vec<Row>) {
        let mut rows: Vec<Row> = Vec::new();
        let value = |name: &str| {
            let found = parameters
                .iter()
                .find(|it| it.within == Within::Path && it.name == name);
            found.map(Found::text).unwrap_or_default()
        };
        let mut segments = Vec::new();
        for segment in path.split('/') {
            let whole = segment.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
            match whole.map(clean) {
                Some(name) if !name.is_empty() && !name.contains(['{', '}', ':', '=']) => {
                    let value = value(&name);
                    segments.push(format!(":{name}"));
                    if !rows.iter().any(|row| row.name == name) {
                        let enabled = true;
                        rows.push(Row { name, value, enabled });
                    }
                }
                _ => segments.push(self.with_variables(segment, &value)),
            }
        }
        let path = segments.join("/");
        let slash = if path.starts_with('/') { "" } else { "/" };
        (format!("{slash}{path}"), rows)
    }

    fn with_variables(&mut self, segment: &str, value: &dyn Fn(&str) -> String) -> String {
        let mut made = String::new();
        let mut rest = segment;
        while let Some((before, name, after)) = placeholder(rest) {
            made.push_str(before);
            // Behind an equals sign Google's documents say what the value looks like.
            let bare = name.split('=').next().unwrap_or_default();
            let bare = clean(bare.trim_matches(['+', '*', '{']));
            self.variable(&bare, value(&bare));
            made.extend(["{{", bare.as_ref(), "}}"]);
            rest = after;
        }
        made.push_str(rest);
        // Where no parameter is meant, none must be read.
        if made.starts_with(':') {
            made.replace_range(..1, "%3A");
        }
        made
    }
}

/// A path without the query and the fragment that some documents put there.
fn without_query(path: &str) -> (&str, Option<&str>) {
    let path = path.split('#').next().unwrap_or_default();
    match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    }
}
