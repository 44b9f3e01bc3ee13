//! Sends a call and follows redirects, so that no token and no cookie ever leaves the profile's origin.

use http::{HeaderMap, Method, StatusCode, header};
use reqwest::{Request, Response};
use url::Url;

use crate::{
    connecting::Watch,
    core::Core,
    error::Error,
    network::For,
    request::CheckedRequest,
    session::Live,
    target,
    trace::{Event, Recorder},
    transport,
    upload::Upload,
};

/// How many redirects are followed.
pub const MAX_REDIRECTS: usize = 10;

/// Headers of the caller that stay behind when a redirect leaves the origin.
const PRIVATE: [http::HeaderName; 3] = [header::AUTHORIZATION, header::COOKIE, header::PROXY_AUTHORIZATION];

/// The head of an answer, and whether the request that it answers carried the token.
pub(crate) struct Answered {
    pub(crate) response: Response,
    pub(crate) url: Url,
    pub(crate) carried_token: bool,
    /// Whether the body of the request has been sent.
    pub(crate) body_sent: bool,
}

/// Sends `request` once, and follows where the server points (RFC 9110 §15.4).
pub(crate) async fn send(
    core: &Core,
    request: &CheckedRequest,
    live: &Live,
    with_token: bool,
    again: bool,
    recorder: &mut Recorder,
) -> Result<Answered, Error> {
    let profile = &live.identity.profile;
    let mut leg = Leg {
        method: request.method.clone(),
        url: request.url.clone(),
        headers: request.headers.clone(),
        with_body: true,
        with_token,
    };
    let mut body_sent = false;
    for _ in 0..=MAX_REDIRECTS {
        let began = recorder.now();
        let clients = &live.identity.clients;
        let sender = clients.to(&leg.url, For::Call, profile, core.clock.wall_ms())?;
        let (built, upload) = leg.build(request, live).await?;
        body_sent |= leg.with_body;
        let watch = Watch::new(core.clock.clone());
        let sent = transport::send(
            &*core.clock,
            request.time_out,
            &sender,
            built,
            upload,
            Some(&watch),
        );
        let result = sent.await;
        let target = shown_target(&leg.url, target::is_home(profile, &leg.url));
        let phases = recorder.phases(began, watch.seen(), result.is_ok());
        recorder.since(
            began,
            Event::Send {
                method: leg.method.to_string(),
                target,
                again,
                phases,
            },
        );
        let response = result?;
        let Some(next) = leg.redirected(&response, request, live)? else {
            let Leg {
                url,
                with_token: carried_token,
                ..
            } = leg;
            return Ok(Answered {
                response,
                url,
                carried_token,
                body_sent,
            });
        };
        recorder.note(Event::Answer {
            status: response.status().as_u16(),
            code: None,
        });
        let to = shown_target(&next.url, target::is_home(profile, &next.url));
        recorder.note(Event::Redirect {
            to,
            keeps_token: next.with_token,
        });
        leg = next;
    }
    Err(Error::TooManyRedirects { limit: MAX_REDIRECTS })
}

/// One request on the way through redirects.
struct Leg {
    method: Method,
    url: Url,
    headers: HeaderMap,
    with_body: bool,
    with_token: bool,
}

impl Leg {
    /// The request, and how far its body has come.
    async fn build(&self, request: &CheckedRequest, live: &Live) -> Result<(Request, Option<Upload>), Error> {
        let profile = &live.identity.profile;
        let mut built = Request::new(self.method.clone(), self.url.clone());
        let headers = built.headers_mut();
        headers.clone_from(&self.headers);
        if target::is_home(profile, &self.url) {
            for (name, value) in &profile.headers {
                headers.entry(name).or_insert_with(|| value.clone());
            }
        }
        if self.with_token {
            // In place of whatever the profile's own headers say.
            headers.insert(&profile.attach.header, live.ready.header.clone());
        }
        let mut upload = None;
        if self.with_body {
            let outgoing = request.body.to_send().await?;
            if let Some(length) = outgoing.length {
                headers.insert(header::CONTENT_LENGTH, length.into());
            }
            *built.body_mut() = Some(outgoing.body);
            upload = outgoing.upload;
        }
        Ok((built, upload))
    }

    /// The next leg, if the answer is a redirect that can be followed.
    fn redirected(
        &self,
        response: &Response,
        request: &CheckedRequest,
        live: &Live,
    ) -> Result<Option<Self>, Error> {
        let status = response.status();
        if !request.follow_redirects || !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let location = response
            .headers()
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok());
        let Some(Ok(mut url)) = location.map(|location| self.url.join(location)) else {
            return Ok(None);
        };
        if !matches!(url.scheme(), "http" | "https") {
            return Ok(None);
        }
        let becomes_get = match status {
            StatusCode::SEE_OTHER => self.method != Method::HEAD,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => self.method == Method::POST,
            _ => false,
        };
        if !becomes_get && self.with_body && !request.body.replays() {
            return Ok(None);
        }
        let profile = &live.identity.profile;
        target::check_plain_http(profile, &url)?;
        url.set_fragment(None);
        // A location is the server's word: user name and password in it are not sent.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let mut headers = self.headers.clone();
        if !target::same_origin(&url, &self.url) {
            for name in PRIVATE {
                headers.remove(name);
            }
            headers.remove(&profile.attach.header);
        }
        let (method, with_body) = if becomes_get {
            for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING] {
                headers.remove(name);
            }
            (Method::GET, false)
        } else {
            (self.method.clone(), self.with_body)
        };
        // Once outside, a redirect back does not bring the token back: the path is another server's choice.
        let with_token = self.with_token && target::is_home(profile, &url);
        Ok(Some(Self {
            method,
            url,
            headers,
            with_body,
            with_token,
        }))
    }
}

fn shown_target(url: &Url, home: bool) -> String {
    if home {
        url[url::Position::BeforePath..].to_owned()
    } else {
        url.to_string()
    }
}
