//! The practice API over real HTTP. One binary; a new test goes to the module that its subject names.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail the test")]

mod calls; // The check before every resource: good, expired, invalid, unknown paths
mod command_line; // The program: its one line, its flags, its exit codes
mod control; // The control endpoint, and who may use it
mod crowd; // Many at once: connections, refreshes of one token
mod dialects; // The other kinds of servers, to the letter, and what all kinds do alike
mod echo; // What the echo tells, and what it keeps to itself
mod faults; // Trouble at the refresh endpoint, as a client sees it
mod media; // Picture, slow, large, status, redirect, front page
mod notes; // The collection: paging, changing, refusing
mod refreshing; // Rotation, and every way a refresh is refused
mod signing_in; // The sign-in request to the letter
mod state; // What survives a restart, and what a bad file does
mod streams; // What comes bit by bit: a download, events, lines
mod support; // A started server and a client that knows the protocol
