//! Which system this is.

/// Name and version, for example `Debian GNU/Linux 12 (bookworm)`.
#[cfg(target_os = "linux")]
pub(super) fn name() -> String {
    let about = ["/etc/os-release", "/usr/lib/os-release"]
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok())
        .unwrap_or_default();
    pretty_name(&about).unwrap_or_else(|| "Linux".to_owned())
}

/// Name and version, for example `Windows 11 [64-bit]`.
#[cfg(not(target_os = "linux"))]
pub(super) fn name() -> String {
    os_info::get().to_string()
}

/// The desktop and how it draws windows: half of all troubles of web views are theirs.
pub(super) fn desktop() -> Option<String> {
    let variable = |name| {
        std::env::var(name)
            .ok()
            .filter(|value: &String| !value.is_empty())
    };
    let parts: Vec<_> = ["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE"]
        .into_iter()
        .filter_map(variable)
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(target_os = "linux")]
fn pretty_name(about: &str) -> Option<String> {
    let value = about.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(value.trim().trim_matches(['"', '\'']).to_owned())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::pretty_name;

    #[test]
    fn the_name_is_that_of_the_distribution() {
        let about = "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=x\n";
        assert_eq!(pretty_name(about).unwrap(), "Debian GNU/Linux 12 (bookworm)");
        assert_eq!(pretty_name(""), None);
    }
}
