//! The public front page.

use super::Shared;
use crate::{DEMO_USER, Dialect, OTHER_USER, PASSWORD};
use axum::response::Html;

/// `GET /`
pub(crate) async fn page(state: Shared) -> Html<String> {
    let sessions = sessions(state.dialect);
    Html(format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Practice API</title>
<meta name="viewport" content="width=device-width">
<style>
  :root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }}
  body {{ max-width: 46rem; margin: 3rem auto; padding: 0 1rem }}
  code {{ font: 0.9em ui-monospace, monospace }}
  td {{ padding: 0.15rem 1.5rem 0.15rem 0; vertical-align: top }}
</style>
<h1>Practice API</h1>
<p>A real HTTP API with short-lived tokens, served by your own computer to nobody else. Sign in as
<code>{DEMO_USER}</code> or <code>{OTHER_USER}</code> with the password <code>{PASSWORD}</code>.</p>
<table>
{sessions}<tr><td><code>GET /api/me</code><td>who you are
<tr><td><code>GET /api/notes?limit=&amp;offset=</code><td>your notes; <code>POST</code> makes one
<tr><td><code>GET /api/notes/{{id}}</code><td>one note; also <code>PUT</code>, <code>PATCH</code>, <code>DELETE</code>
<tr><td><code>POST /api/echo</code><td>what you sent, part by part, with hashes
<tr><td><code>GET /api/image</code><td>a picture
<tr><td><code>GET /api/slow?ms=</code><td>an answer after 0 to 60000 ms
<tr><td><code>GET /api/large?mib=</code><td>1 to 512 MiB of JSON
<tr><td><code>GET /api/download?bytes=&amp;ms=</code><td>up to 1 GiB, of a size that is known ahead, spread over so many ms
<tr><td><code>GET /api/stream/events?count=&amp;every_ms=</code><td>server-sent events, one by one
<tr><td><code>GET /api/stream/lines?count=&amp;every_ms=</code><td>the same as lines of JSON
<tr><td><code>GET /api/status/{{code}}</code><td>any status from 200 to 599
<tr><td><code>GET /api/redirect?to=&amp;status=</code><td>a redirect
</table>
</html>
"#
    ))
}

/// The rows about signing in, refreshing and signing out.
fn sessions(dialect: Dialect) -> String {
    let (sign_in, refresh) = match dialect {
        Dialect::HeaderPair => (
            "JSON <code>email</code>, <code>password</code>; the tokens come in the headers",
            "a new pair; the old refresh token is dead at once",
        ),
        Dialect::SimpleJwt { .. } => (
            "JSON <code>username</code>, <code>password</code>; the tokens come as JSON",
            "JSON <code>refresh</code>; a new access token, and a new refresh token if they rotate",
        ),
        Dialect::FlaskJwt => (
            "JSON <code>username</code>, <code>password</code>; the tokens come as JSON",
            "with the refresh token as bearer; a new access token",
        ),
        Dialect::AtProto => (
            "JSON <code>identifier</code>, <code>password</code>; the tokens come as JSON",
            "with the refresh token as bearer; a new pair",
        ),
        Dialect::OAuth2 { .. } => (
            "form with <code>grant_type=password</code>; the tokens come as JSON",
            "form with <code>grant_type=refresh_token</code>; a new pair",
        ),
        Dialect::CookieRefresh => (
            "JSON <code>email</code>, <code>password</code>; the refresh token comes as a cookie",
            "with the cookie; a new pair",
        ),
        Dialect::BothTokens => (
            "JSON <code>userName</code>, <code>password</code>; the tokens come as JSON",
            "JSON <code>accessToken</code>, <code>refreshToken</code>; a new pair",
        ),
    };
    let paths = dialect.paths();
    let sign_out = paths.sign_out.map(|(method, path)| (method, path, "signs out"));
    [("POST", paths.sign_in, sign_in), ("POST", paths.refresh, refresh)]
        .into_iter()
        .chain(sign_out)
        .fold(String::new(), |rows, (method, path, what)| {
            rows + "<tr><td><code>" + method + " " + path + "</code><td>" + what + "\n"
        })
}
