//! Any text as a file of a collection. What is accepted can be written, anew and over what stands there, and reads the
//! same; its variables are resolved or refused, whatever they hold.

#![no_main]

use latchkey_collection::{
    Variable, resolve,
    store::{read_environment, read_folder, read_request, write_environment, write_folder, write_request},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match read_request(text) {
        Ok(request) => {
            for old in [None, Some(text)] {
                // A number that JSON has and TOML has not is refused, with the file.
                match write_request("x", &request, old) {
                    Ok(written) => assert_eq!(read_request(&written).as_ref(), Ok(&request), "{written}"),
                    Err(error) => assert_eq!(error.file(), Some("x")),
                }
            }
            let _ = resolve(&request, &|name| {
                Some(Variable::Template(format!("{name}{text}")))
            });
            let _ = resolve(&request, &|_| Some(Variable::Literal(text.to_owned())));
            let _ = resolve(&request, &|_| None);
        }
        Err(error) => {
            assert!(error.line.is_none_or(|line| line <= text.split('\n').count()));
            assert!(!error.to_string().is_empty());
        }
    }
    if let Ok(folder) = read_folder(text) {
        let written = write_folder("x", &folder, Some(text)).expect("a folder has text alone");
        assert_eq!(read_folder(&written), Ok(folder));
    }
    if let Ok(environment) = read_environment(text) {
        let written =
            write_environment("x", &environment, Some(text)).expect("an environment has text alone");
        assert_eq!(read_environment(&written), Ok(environment));
    }
});
