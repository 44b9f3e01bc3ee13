//! Reads `tauri.conf.json`; the page needs none of it.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() != Ok("wasm32") {
        tauri_build::build();
    }
}
