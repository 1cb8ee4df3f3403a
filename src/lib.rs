//! The page's shell: what paints and what touches the browser. It holds no rule about certificates, TLS or nginx;
//! those are in `crates/`. Two programs are built from it: `app` (the page) and `worker` (the heavy work).

pub mod app;
pub mod effects;
pub mod frame;
pub mod pages;
pub mod panic;
pub mod shared;
pub mod shell;
pub mod widgets;
pub mod wire;
