//! What runs the page's code until it is compiled.

/// As the engine reads it. Whoever sets it keeps their choice.
const VARIABLE: &str = "JSC_useWasmIPInt";

/// `WebKitGTK` up to 2.50 has two interpreters of WebAssembly. The one that it takes, which reads the code in place, loses its
/// place once in some thousand pages, and the page's process ends with it: seen with 2.50.6, each time at the same instruction.
/// The other one takes no longer to start and no more memory. Later versions have the first alone.
///
/// To be called while there is no other thread: it is told by the environment.
pub(crate) fn choose() {
    if tauri::webview_version().is_ok_and(|version| has_two(&version)) {
        // Without it the page runs all the same.
        let _ = gtk::glib::setenv(VARIABLE, "0", false);
    }
}

fn has_two(version: &str) -> bool {
    let mut numbers = version.split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(2)), Some(Ok(minor))) => minor <= 50,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_2_50_there_are_two() {
        for (version, two) in [
            ("2.50.6", true),
            ("2.48.1", true),
            ("2.51.1", false),
            ("2.52.0", false),
            ("3.0.0", false),
            ("2", false),
            ("", false),
        ] {
            assert_eq!(has_two(version), two, "{version}");
        }
        assert!(tauri::webview_version().is_ok_and(|version| version.starts_with("2.")));
    }
}
