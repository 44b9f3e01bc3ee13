//! Answers in HTML, as pages: served to a frame of the window that runs no scripts and reaches no network.
//!
//! What would run, load or lead away is taken out of them ([`harmless`]), and the frame is shut three times over. Its
//! `sandbox` allows nothing; the page's own policy, which stands here, loads nothing but what it carries along itself; and
//! the window's policy lets frames show these pages alone, so that a link in one leads nowhere. [`crate::guard`] refuses
//! what is left.

mod harmless;

use tauri::{
    AppHandle, Manager, Runtime, UriSchemeContext, UriSchemeResponder, Url,
    http::{Request, Response, StatusCode, header},
};

use self::harmless::harmless;
use crate::{body::Body, guard::is_served, shell::Shell};

pub(crate) const SCHEME: &str = "answer-page";

/// Inline styles, and images and fonts within the page itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";

/// Serves the page of an answer: `answer-page://localhost/7`, or on Windows `http://answer-page.localhost/7`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "as Tauri gives it to whoever serves a scheme"
)]
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        responder.respond(response(page(&app, request.uri().path()).await));
    });
}

/// Whether it is the address of such a page, and of nothing else.
pub(crate) fn is_one(url: &Url) -> bool {
    is_served(url, SCHEME) && answer_in(url.path()).is_some()
}

fn answer_in(path: &str) -> Option<u64> {
    let number = path.strip_prefix('/')?;
    number
        .parse()
        .ok()
        .filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))
}

async fn page<R: Runtime>(app: &AppHandle<R>, path: &str) -> Option<Vec<u8>> {
    let answer = answer_in(path)?;
    let shell = app.try_state::<Shell>()?;
    let read = |body: &Body| body.page().map(|page| harmless(&page));
    shell.calls.read(answer, read).await.ok()
}

fn response(page: Option<Vec<u8>>) -> Response<Vec<u8>> {
    let status = if page.is_some() {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    let mut response = Response::new(page.unwrap_or_default());
    *response.status_mut() = status;
    for (name, value) in [
        // Whatever it was received in, it is kept in UTF-8.
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_DNS_PREFETCH_CONTROL, "off"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response
            .headers_mut()
            .insert(name, header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pages_of_answers_have_their_address() {
        let base = if cfg!(windows) {
            "http://answer-page.localhost"
        } else {
            "answer-page://localhost"
        };
        assert!(is_one(&format!("{base}/7").parse().unwrap()));
        for other in [
            "",
            "/",
            "/7/8",
            "/+7",
            "/-7",
            "/a",
            "/99999999999999999999999",
            "/%37",
        ] {
            assert!(!is_one(&format!("{base}{other}").parse().unwrap()), "{other}");
        }
        for other in [
            "answer-page://elsewhere/7",
            "http://answer-page.localhost:8080/7",
            "https://answer-page.localhost/7",
        ] {
            assert!(!is_one(&other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn what_is_not_there_is_an_empty_page_with_the_same_policy() {
        let response = response(None);
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert!(response.body().is_empty());
        assert_eq!(response.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
    }
}
