use std::time::Duration;

use latchkey_ipc::{ApiCall, Body, PartValue};
use latchkey_pipeline::{ApiRequest, InputError, Part, body::Body as PipelineBody};

/// A call of the window, as the pipeline takes it.
pub(crate) async fn pipeline_request(call: ApiCall) -> Result<ApiRequest, InputError> {
    Ok(ApiRequest {
        method: call.method,
        target: call.target,
        headers: call
            .headers
            .into_iter()
            .map(|header| (header.name, header.value))
            .collect(),
        body: body(call.body).await?,
        time_out: call.timeout_ms.map(Duration::from_millis),
        follow_redirects: call.redirects,
    })
}

async fn body(body: Body) -> Result<PipelineBody, InputError> {
    match body {
        Body::None => Ok(PipelineBody::empty()),
        Body::Json { text } => PipelineBody::json(text),
        Body::Text { text } => Ok(PipelineBody::text(text)),
        Body::Form { fields } => {
            let pairs = fields
                .iter()
                .map(|field| (field.name.as_str(), field.value.as_str()));
            Ok(PipelineBody::form(pairs))
        }
        Body::Multipart { parts } => {
            let parts = parts.into_iter().map(|part| match part.value {
                PartValue::Text { text } => Part::Text {
                    name: part.name,
                    text,
                },
                PartValue::File { path } => Part::File {
                    name: part.name,
                    path: path.into(),
                },
            });
            PipelineBody::multipart(parts).await
        }
        Body::File { path } => PipelineBody::file(path).await,
    }
}
