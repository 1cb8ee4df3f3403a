//! The Deploy room's target "Handfast gateway", end to end without a browser: what is handed over is put below a root by its own
//! `install.sh`, served by the real gateway and the real backend on the loopback interface, looked at by its own `check.sh`, broken in one
//! thing at a time, and taken away again. nginx's has the same in `crates/workbench/tests/handed_over.rs` and its neighbours.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

mod checks;
mod combinations;
mod install;
mod machine;
mod services;
