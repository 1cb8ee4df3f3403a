//! `probe` as a process against real servers on loopback: nginx, `openssl s_server`, our own gateway, and ports that speak no TLS. What
//! it says of each stands beside what it says of the nearest other one.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

#[path = "../proxy/support/mod.rs"]
#[allow(dead_code, reason = "the scenarios of the proxy use more of it")]
mod support;

mod chain;
mod demand;
mod form;
mod kit;
mod kit_refusals;
mod odd;
mod refusal;
mod server;
