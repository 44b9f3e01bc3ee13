//! Carries out a request of the session itself: the whole answer, or none.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};

use crate::{
    clock::{Clock, within},
    error::{Error, NetworkError},
    profile::{Exchange, Profile, Values},
    tokens_in::MAX_BODY_BYTES,
    transport::{self, Sender},
};

/// The whole answer to a request of the session.
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Why the body did not come to its end, if it did not.
    pub(crate) torn: Option<NetworkError>,
}

/// Asks once, for as long as the profile allows. An answer whose body breaks off is told as such: what its head says has
/// arrived whole, and nothing else of it counts.
pub(crate) async fn ask(
    clock: &dyn Clock,
    sender: &Sender,
    profile: &Profile,
    exchange: &Exchange,
    values: &Values<'_>,
) -> Result<Told, Error> {
    let request = exchange.request(&sender.client, profile, values)?;
    let request = request
        .build()
        .map_err(|error| transport::network_error(&error))?;
    let limit = Duration::from_millis(profile.timeouts().refresh_ms);
    let began = clock.elapsed();
    let mut response = transport::send(clock, limit, sender, request, None, None).await?;
    let mut body = Vec::new();
    let rest = async {
        while body.len() < MAX_BODY_BYTES {
            match response.chunk().await {
                Ok(Some(piece)) => body.extend_from_slice(&piece),
                Ok(None) => return None,
                Err(error) => return Some(transport::network_error(&error)),
            }
        }
        None
    };
    let left = limit.saturating_sub(clock.elapsed().saturating_sub(began));
    let torn = within(clock, left, rest)
        .await
        .unwrap_or_else(|| Some(transport::timed_out(limit)));
    Ok(Told {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
        torn,
    })
}

impl Told {
    /// The answer, if it came to its end.
    pub(crate) fn whole(self) -> Result<Self, NetworkError> {
        match self.torn {
            Some(error) => Err(error),
            None => Ok(self),
        }
    }

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
