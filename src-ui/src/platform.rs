//! What differs from one system to the next.

/// Whether this is a Mac, which has keys and signs of its own.
pub fn is_mac() -> bool {
    is("Mac")
}

/// Whether this is Linux, where looking for a font that is not there takes long.
pub fn is_linux() -> bool {
    is("Linux")
}

/// Whether the system is called so by the web view.
#[cfg(target_arch = "wasm32")]
fn is(name: &str) -> bool {
    thread_local! {
        static PLATFORM: String = gloo::utils::window().navigator().platform().unwrap_or_default();
    }
    PLATFORM.with(|it| it.starts_with(name))
}

/// Without a web view it is none of them.
#[cfg(not(target_arch = "wasm32"))]
fn is(_name: &str) -> bool {
    false
}
