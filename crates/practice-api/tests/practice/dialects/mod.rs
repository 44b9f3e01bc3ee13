//! The kinds of servers, one module each for what it says to the letter, and `every` for what all have in common.

mod at_proto;
mod both_tokens;
mod client; // Signs in and refreshes in the way of any kind
mod cookie_refresh;
mod every;
mod flask_jwt;
mod oauth2;
mod simple_jwt;
