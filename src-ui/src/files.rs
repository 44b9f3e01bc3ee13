//! Reads the files that lie beside the window's code, made by `crates/window-files`: what is long and not wanted at once
//! need not be compiled with it.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// What the file at this path says; `None` where it cannot be read.
pub async fn read(path: &str) -> Option<String> {
    let answer = JsFuture::from(gloo::utils::window().fetch_with_str(path)).await;
    let answer: Response = answer.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    // In the place of a file that is not there, the app serves the window's page.
    text.as_string()
        .filter(|text| answer.ok() && !text.starts_with("<!"))
}
