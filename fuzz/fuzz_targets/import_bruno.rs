//! Any bytes as a `.bru` file, and as the files of a folder of Bruno's, parted by lines that begin with `=== `: its path is
//! behind that. What comes in keeps to its limits and can be kept; what does not is told.

#![no_main]

use latchkey_fuzz::hold_import;
use latchkey_importing::{File, Format, import, import_folder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    hold_import(import(bytes, Some("x.bru"), Some(Format::Bruno)));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let files = text.split("=== ").filter_map(|file| {
        let (path, text) = file.split_once('\n')?;
        let bytes = text.as_bytes();
        Some(File { path, bytes })
    });
    let files: Vec<_> = files.collect();
    hold_import(import_folder(&files, Some("x")));
});
