//! What only a browser can show, run in headless Chromium by `cargo xtask test wasm`.
//! Whole journeys through the page are in `e2e`.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The single file unpacks its programs with these, and keys are made by the last.
#[wasm_bindgen_test]
fn the_browser_brings_what_the_page_needs() {
    for name in ["DecompressionStream", "Worker", "Blob", "WebAssembly", "crypto"] {
        let found = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str(name));
        assert!(found.is_ok_and(|value| !value.is_undefined()), "{name} is not there");
    }
}

#[wasm_bindgen_test]
fn randomness_comes_from_the_browser() {
    let (mut first, mut second) = ([0_u8; 32], [0_u8; 32]);
    getrandom::fill(&mut first).expect("the browser has randomness");
    getrandom::fill(&mut second).expect("the browser has randomness");
    assert_ne!(first, second);
}
