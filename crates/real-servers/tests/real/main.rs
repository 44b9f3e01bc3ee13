//! The pipeline against servers that other people wrote: real tokens that really expire.
//!
//! `cargo test -p real-servers --features real-servers`. The first run installs the servers. A server that cannot be
//! had is said loudly, its tests count as ignored, and `target/real-servers/outcome.txt` tells which ran.

#![expect(
    clippy::unwrap_used,
    reason = "a test with a harness of its own, which clippy does not take for one: what panics has failed"
)]

mod atproto;
mod facts;
mod flask_jwt_extended;
mod journeys;
mod session;
mod simplejwt;
mod wire;

use std::{io::Write as _, path::PathBuf, process::ExitCode, sync::Arc};

use libtest_mimic::{Arguments, Trial};
use real_servers::{
    Installed, Kind, install,
    outcome::{self, Outcome},
};

use crate::facts::{Facts, Test};

/// How many tests run at once, each with a server of its own.
const THREADS: usize = 6;

fn main() -> ExitCode {
    rustls::crypto::ring::default_provider()
        .install_default()
        .expect("nothing installed one before");
    let mut arguments = Arguments::from_args();
    // They mostly wait for tokens to expire.
    arguments.test_threads.get_or_insert(THREADS);
    let root = root();
    let mut trials = Vec::new();
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        let tests = tests_of(kind);
        let asked_for = tests.iter().any(|test| is_asked_for(&arguments, &name(test)));
        let installed = if asked_for && !arguments.list {
            let installed = install(&root, kind);
            let outcome = match &installed {
                Ok(installed) => Outcome::Tested(installed.versions.clone()),
                Err(problem) => Outcome::Skipped(problem.to_string()),
            };
            lines.push(outcome::line(kind.id(), &outcome));
            installed.ok().map(Arc::new)
        } else {
            None
        };
        trials.extend(tests.into_iter().map(|test| trial(test, installed.clone())));
    }
    say(&lines);
    let conclusion = libtest_mimic::run(&arguments, trials);
    // Once more, below the result: nobody should have to look for it.
    say(&lines);
    if !arguments.list {
        outcome::write(&root, &lines).expect("the target folder can be written");
    }
    conclusion.exit_code()
}

/// `real-servers` in Cargo's target folder.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("real-servers")
}

fn say(lines: &[String]) {
    for line in lines {
        writeln!(std::io::stderr(), "{line}").expect("standard error is open");
    }
}

fn tests_of(kind: Kind) -> Vec<Test> {
    let (facts, own): (&'static Facts, _) = match kind {
        Kind::Simplejwt => (&simplejwt::FACTS, simplejwt::TESTS),
        Kind::FlaskJwtExtended => (&flask_jwt_extended::FACTS, flask_jwt_extended::TESTS),
        Kind::Atproto => (&atproto::FACTS, atproto::TESTS),
    };
    journeys::TESTS
        .iter()
        .chain(own)
        .map(|&(name, run)| Test { facts, name, run })
        .collect()
}

/// As `cargo test` shows it: the server, then the scenario.
fn name(test: &Test) -> String {
    format!("{}::{}", test.facts.kind.id().replace('-', "_"), test.name)
}

fn trial(test: Test, installed: Option<Arc<Installed>>) -> Trial {
    let ignored = installed.is_none();
    Trial::test(name(&test), move || {
        let installed = installed.ok_or("the server could not be installed")?;
        test.run_with(&installed);
        Ok(())
    })
    .with_ignored_flag(ignored)
}

/// Whether the harness will run a test of this name: only then is its server needed.
fn is_asked_for(arguments: &Arguments, name: &str) -> bool {
    let matches = |pattern: &String| {
        if arguments.exact {
            name == pattern
        } else {
            name.contains(pattern.as_str())
        }
    };
    arguments.filter.as_ref().is_none_or(matches) && !arguments.skip.iter().any(matches)
}
