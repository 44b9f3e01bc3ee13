//! Puts the window into the page.

fn main() {
    // The boot screen is inside this element, and goes when the app takes it over.
    if let Some(root) = gloo::utils::document().get_element_by_id("app") {
        yew::Renderer::<latchkey_ui::App>::with_root(root).render();
    }
}
