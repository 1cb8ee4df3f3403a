//! The predictions of the gateway against the gateway and curl themselves: for each case the same configuration, command and files
//! are given to the model and to the programs, and any difference is a failure.

#[path = "../../../diagnose/tests/support/mod.rs"]
mod support;

mod cases;
mod catalogue;
mod random;
mod real;
