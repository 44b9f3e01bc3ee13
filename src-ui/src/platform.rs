//! What differs from one system to the next.

/// Whether this is a Mac, which has keys and signs of its own.
#[cfg(target_arch = "wasm32")]
pub fn is_mac() -> bool {
    thread_local! {
        static IS_MAC: bool = gloo::utils::window()
            .navigator()
            .platform()
            .is_ok_and(|it| it.starts_with("Mac"));
    }
    IS_MAC.with(|it| *it)
}

/// Whether this is a Mac.
#[cfg(not(target_arch = "wasm32"))]
pub fn is_mac() -> bool {
    false
}
