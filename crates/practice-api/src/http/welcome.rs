//! The public front page.

use crate::{DEMO_USER, OTHER_USER, PASSWORD};
use axum::response::Html;

/// `GET /`
pub(crate) async fn page() -> Html<String> {
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
<tr><td><code>POST /api/user/login</code><td>JSON <code>email</code>, <code>password</code>; the tokens come in the headers
<tr><td><code>POST /api/refresh-token</code><td>a new pair; the old refresh token is dead at once
<tr><td><code>GET /api/me</code><td>who you are
<tr><td><code>GET /api/notes?limit=&amp;offset=</code><td>your notes; <code>POST</code> makes one
<tr><td><code>GET /api/notes/{{id}}</code><td>one note; also <code>PUT</code>, <code>PATCH</code>, <code>DELETE</code>
<tr><td><code>POST /api/echo</code><td>what you sent, part by part, with hashes
<tr><td><code>GET /api/image</code><td>a picture
<tr><td><code>GET /api/slow?ms=</code><td>an answer after 0 to 60000 ms
<tr><td><code>GET /api/large?mib=</code><td>1 to 512 MiB of JSON
<tr><td><code>GET /api/status/{{code}}</code><td>any status from 200 to 599
<tr><td><code>GET /api/redirect?to=&amp;status=</code><td>a redirect
</table>
</html>
"#
    ))
}
