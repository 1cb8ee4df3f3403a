//! The native companion's powers, each in its own module; `main.rs` only reads the command line.
//! It knows the built files of the page that it serves, and nothing of the page's rules.

pub mod assets;
pub mod check;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod generation;
pub mod headers;
pub mod inspect;
pub mod language;
pub mod listen;
pub mod log;
pub mod metrics;
mod moment;
pub mod pace;
pub mod possession;
pub mod predict;
pub mod probe;
pub mod proxy;
pub mod respond;
pub mod serve;
pub mod stop;
pub mod systemd;
pub mod tls;
