//! What cannot be used is named where it belongs, nothing is sent, and nothing is lost.
