//! Packing by xz, as tight as it goes.

use anyhow::Result;

use crate::process::through;

/// Packs it as one stream. The code of these processors is prepared for that: addresses that are said relative to where they
/// stand are said alike. Every xz since 5.0 (2010) unpacks it.
pub(super) fn packed(content: &[u8]) -> Result<Vec<u8>> {
    let mut arguments = vec!["--format=xz", "--check=crc64", "--stdout"];
    if cfg!(target_arch = "x86_64") {
        arguments.push("--x86");
    }
    arguments.push("--lzma2=preset=9e");
    through("xz", &arguments, content)
}

/// Unpacks it.
pub(super) fn unpacked(content: &[u8]) -> Result<Vec<u8>> {
    through("xz", &["--decompress", "--stdout"], content)
}
