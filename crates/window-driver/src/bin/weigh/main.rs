//! `cargo xtask weigh`: how long the window takes to be there and how much memory it has, beside the least that Tauri and Yew
//! can be.

#![cfg_attr(
    target_os = "linux",
    expect(clippy::print_stdout, reason = "a command tells what it measured")
)]

#[cfg(target_os = "linux")]
mod large;
#[cfg(target_os = "linux")]
mod scales;

/// Weighs; the arguments are the two programs and the number of rounds.
#[cfg(target_os = "linux")]
fn main() -> anyhow::Result<()> {
    scales::weigh(&std::env::args().skip(1).collect::<Vec<_>>())
}

/// Says why not.
#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("the window is weighed on Linux, on a virtual display")
}
