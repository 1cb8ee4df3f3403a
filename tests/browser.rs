//! What only a browser can show, run in headless Chromium by `cargo xtask test wasm`.
//! Whole journeys through the page are in `e2e`.
#![cfg(target_arch = "wasm32")]

use handfast::shell::decode;
use handfast::shell::idna::BrowserIdna;
use pki::name::dns::DnsName;
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

/// A list of clients as spreadsheets save it, most of all those of a Korean Windows.
#[wasm_bindgen_test]
fn lists_are_read_in_the_encodings_of_spreadsheets() {
    let utf16: Vec<u8> = "\u{feff}이름\t똠".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big_endian: Vec<u8> = "\u{feff}이름\t똠".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (octets, text) in [
        (&b"name,e-mail"[..], "name,e-mail"),
        ("이름,똠방각하".as_bytes(), "이름,똠방각하"),
        ("\u{feff}이름".as_bytes(), "이름"),
        // KS X 1001, and a syllable that only CP949 has
        (b"\xc0\xcc\xb8\xa7,\x8c\x63", "이름,똠"),
        (&utf16, "이름\t똠"),
        (&big_endian, "이름\t똠"),
        // Windows-1252 is neither: told as unreadable instead of guessed
        (b"Jos\xe9,a@b.test", "Jos\u{fffd},a@b.test"),
        (b"\xff\xff", "\u{fffd}\u{fffd}"),
        (b"", ""),
    ] {
        let read = decode::text(&js_sys::Uint8Array::from(octets));
        assert_eq!(read.as_deref(), Some(text), "{octets:?}");
    }
}

/// The same names that `pki` is tested with on the tables of the `idna` crate.
#[wasm_bindgen_test]
fn internationalized_names_are_the_browsers() {
    for (name, ascii) in [
        ("예시.한국", Some("xn--vv4b11d.xn--3e0b707e")),
        ("xn--vv4b11d.xn--3e0b707e", Some("xn--vv4b11d.xn--3e0b707e")),
        ("BÜCHER.example", Some("xn--bcher-kva.example")),
        ("faß.example", Some("xn--fa-hia.example")),
        ("ａｐｉ。example", Some("api.example")),
        ("xn--zzzzzz99999.example", None),
        ("xn--.example", None),
        ("xn--a.example", None),
        ("\u{05d0}b.example", None),
        ("\u{301}a.example", None),
        ("℀.example", None),
    ] {
        let found = DnsName::parse_with(name, &BrowserIdna).ok();
        assert_eq!(found.as_ref().map(DnsName::as_str), ascii, "{name}");
    }
}
