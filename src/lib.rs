//! The page's shell: what paints and what touches the browser. It holds no rule about certificates, TLS or nginx;
//! those are in `crates/`. Four programs are built from it: `app` (the page), `worker`, `lab` and `examiner`.

pub mod app;
pub mod effects;
pub mod frame;
pub mod lab;
pub mod looking;
pub mod pages;
pub mod panic;
pub mod shared;
pub mod shell;
pub mod widgets;
pub mod wire;

/// Memory of all programs: smaller and faster than what the standard library brings for wasm.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
