//! A curl command, which `latchkey-curl` reads.

use latchkey_collection::{Folder, Item, Part, PartKind, Request, RequestBody, Row};
use latchkey_curl::{Body, PartValue};

use crate::{
    ImportError,
    intake::{Intake, named, settle_type},
    place::Place,
    report::Reason,
};

/// Reads the command of a file.
pub(crate) fn read(text: &str, name: &str, intake: &mut Intake) -> Result<Folder, ImportError> {
    let place = Place::Root("curl");
    let read = latchkey_curl::read(text)?;
    intake.request()?;
    let folder = |items| Folder {
        name: named(name, "curl"),
        description: String::new(),
        items,
    };
    let Some(mut address) = intake.address(&place, &read.url) else {
        return Ok(folder(Vec::new()));
    };
    // A colon that is sent is no parameter.
    address.target = address.target.replace("/:", "/%3A");
    let path = address.target.splitn(4, '/').nth(3).unwrap_or_default();
    let mut request = Request::new(
        named(&format!("{} /{path}", read.method), &read.method),
        read.method,
        address.target,
    );
    request.query = intake.query(&place, address.query);
    request.timeout_ms = read.max_time_ms;
    request.redirects = read.redirects.unwrap_or(true);
    for (name, value) in read.headers {
        request.headers.extend(intake.header(&place, &name, &value, true));
    }
    for credential in read.credentials {
        request
            .headers
            .extend(intake.header(&place, &credential.name, &credential.value, true));
    }
    request.body = match read.body {
        Body::None => RequestBody::None,
        Body::Json(text) => RequestBody::Json {
            text: intake.json_text(&place, &text),
        },
        Body::Text(text) => RequestBody::Text {
            text: intake.json_text(&place, &text),
        },
        Body::Form(fields) => RequestBody::Form {
            fields: fields
                .into_iter()
                .filter_map(|(name, value)| intake.row(&place, &name, value, true))
                .collect::<Vec<Row>>(),
        },
        Body::Multipart(parts) => {
            let mut kept = Vec::new();
            for part in parts {
                let (kind, value) = match part.value {
                    PartValue::Text(text) => (PartKind::Text, text),
                    PartValue::File(path) => (PartKind::File, path),
                };
                let name = part.name;
                let enabled = true;
                kept.extend(intake.part(
                    &place,
                    Part {
                        name,
                        value,
                        kind,
                        enabled,
                    },
                ));
            }
            RequestBody::Multipart { parts: kept }
        }
        Body::File(path) => RequestBody::File { path },
    };
    for note in read.notes {
        let what = crate::place::clipped(&note.what);
        intake.note(
            &place,
            Reason::Curl {
                kind: note.kind,
                what,
            },
        );
    }
    settle_type(&mut request);
    Ok(folder(vec![Item::Request(request)]))
}
