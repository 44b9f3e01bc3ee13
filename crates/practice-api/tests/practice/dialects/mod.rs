//! The kinds of servers, one module each for what it says to the letter, and `every` and
//! `faults` for what all have in common.

mod at_proto;
mod both_tokens;
mod client; // Signs in and refreshes in the way of any kind
mod cookie_refresh;
mod every;
mod faults;
mod flask_jwt;
mod oauth2;
mod simple_jwt;
