//! Latchkey as a version that is to come: what the tests of the updater let the app update itself to.

fn main() -> std::process::ExitCode {
    latchkey_app::run_as(release_server::NEXT_VERSION)
}
