//! A window with a page that has one button: all that Tauri and Yew bring, and nothing of Latchkey.

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let done = tauri::Builder::default().run(tauri::generate_context!());
    done.expect("the blank window could not be opened");
}

#[cfg(target_arch = "wasm32")]
fn main() {
    yew::Renderer::<App>::new().render();
}

/// As large and in the same colour as Latchkey's own "Sign in": the weighing looks for it.
#[cfg(target_arch = "wasm32")]
#[yew::component]
fn App() -> yew::Html {
    let pressed = yew::use_state(|| 0);
    let onclick = {
        let pressed = pressed.clone();
        move |_| pressed.set(*pressed + 1)
    };
    yew::html! { <button {onclick}>{ format!("Pressed {} times", *pressed) }</button> }
}
