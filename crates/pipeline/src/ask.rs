//! Carries out a request of the session itself: the whole answer, or none.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};

use crate::{
    clock::{Clock, within},
    error::{Error, NetworkError},
    profile::{Exchange, Profile, Values},
    tokens_in::MAX_BODY_BYTES,
    transport,
};

/// The whole answer to a request of the session.
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Asks once. The answer must come to its end within the profile's time: a torn answer is no answer.
pub(crate) async fn ask(
    clock: &dyn Clock,
    client: &reqwest::Client,
    profile: &Profile,
    exchange: &Exchange,
    values: &Values<'_>,
) -> Result<Told, Error> {
    let request = exchange.request(client, profile, values)?;
    let limit = Duration::from_millis(profile.timeouts().refresh_ms);
    let whole = async {
        let mut response = request
            .send()
            .await
            .map_err(|error| transport::network_error(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while body.len() < MAX_BODY_BYTES
            && let Some(piece) = response
                .chunk()
                .await
                .map_err(|error| transport::network_error(&error))?
        {
            body.extend_from_slice(&piece);
        }
        Ok::<_, NetworkError>(Told {
            status,
            headers,
            body,
        })
    };
    match within(clock, limit, whole).await {
        Some(told) => Ok(told?),
        None => Err(transport::timed_out(limit).into()),
    }
}

impl Told {
    /// Whether a web page came, as a network's sign-in page does.
    pub(crate) fn is_web_page(&self) -> bool {
        let media_type = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let html = media_type.is_some_and(|it| it.trim_start().to_ascii_lowercase().starts_with("text/html"));
        let start = &self.body[..self.body.len().min(64)];
        let start = String::from_utf8_lossy(start).trim_start().to_ascii_lowercase();
        html || start.starts_with("<!doctype html") || start.starts_with("<html")
    }

    /// Whether the body is a JSON document.
    pub(crate) fn is_json(&self) -> bool {
        serde_json::from_slice::<serde::de::IgnoredAny>(&self.body).is_ok()
    }

    /// `Retry-After` (RFC 9110 §10.2.3), in seconds or as a date.
    pub(crate) fn retry_after(&self, wall_ms: i64) -> Option<Duration> {
        let text = self.headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = httpdate::parse_http_date(text)
            .ok()?
            .duration_since(std::time::UNIX_EPOCH)
            .ok()?;
        Some(date.saturating_sub(Duration::from_millis(u64::try_from(wall_ms).ok()?)))
    }
}
