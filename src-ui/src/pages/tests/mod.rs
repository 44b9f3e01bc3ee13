//! The markup of the views, rendered without a browser.

mod answer;
mod console;
mod openings;
mod sign_in;
mod updates;

use yew::ServerRenderer;
use yew::html::BaseComponent;

async fn render<C: BaseComponent>(props: impl FnOnce() -> C::Properties + Send + 'static) -> String
where
    C::Properties: 'static,
{
    ServerRenderer::<C>::with_props(props)
        .hydratable(false)
        .render()
        .await
}

/// The tag that carries a name for tests.
fn tag<'a>(html: &'a str, test_id: &str) -> &'a str {
    let name = format!("data-testid=\"{test_id}\"");
    let at = html
        .find(&name)
        .unwrap_or_else(|| panic!("{test_id} is missing in {html}"));
    let start = html[..at].rfind('<').expect("a tag");
    let end = html[at..].find('>').expect("a tag") + at;
    &html[start..=end]
}

fn has(html: &str, test_id: &str) -> bool {
    html.contains(&format!("data-testid=\"{test_id}\""))
}
