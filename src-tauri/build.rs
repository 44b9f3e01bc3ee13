//! Tells Tauri where the capabilities and permissions of the app are, and the app where its updates come from.

#[path = "src/updates/source.rs"]
mod source;

use source::Source;

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*"));
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the Tauri configuration cannot be used: {error:#}");
    }
    updates();
}

/// Hands on where updates come from. A release that could not update itself is not built.
fn updates() {
    let given = |name| {
        println!("cargo:rerun-if-env-changed={name}");
        std::env::var(name).ok()
    };
    let (endpoint, key) = (given(source::ENDPOINT), given(source::KEY));
    match Source::read(endpoint.as_deref(), key.as_deref(), false) {
        Ok(Some(Source { endpoint, key })) => {
            println!("cargo:rustc-env={}={endpoint}", source::ENDPOINT);
            println!("cargo:rustc-env={}={key}", source::KEY);
        }
        Ok(None) => {}
        Err(problem) => panic!("updates cannot be had like this: {problem}"),
    }
}
