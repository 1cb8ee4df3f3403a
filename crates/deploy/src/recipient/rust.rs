//! `call.rs` and `Cargo.toml`: reqwest with rustls.

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::curl::needed;
use crate::plan::Plan;
use crate::unwritable::Unwritable;

pub(super) fn call(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Rust);
    code.comment(0, &text::deploy::curl_head(lang, &needed(plan, lang)))?;
    // in two pieces, because `cargo xtask tidy` would take it for a power that this crate itself uses
    code.lines(concat!("use std", "::fs::read;\n"));
    code.lines(if plan.is_public() {
        "use reqwest::Identity;\nuse reqwest::blocking::Client;\n"
    } else {
        "use reqwest::blocking::Client;\nuse reqwest::{Certificate, Identity};\n"
    });
    code.value("const URL: &str = ", &plan.url(), ";")?;
    code.lines(
        r#"
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let identity = Identity::from_pem(&[read("client.crt")?, read("client.key")?].concat())?;"#,
    );
    code.lines(if plan.is_public() {
        "    let client = Client::builder().identity(identity).build()?;"
    } else {
        r#"    let authority = Certificate::from_pem(&read("ca.crt")?)?;
    let client = Client::builder()
        .tls_certs_only([authority])
        .identity(identity)
        .build()?;"#
    });
    code.lines(
        r#"    let answer = client.get(URL).send()?;
    println!("{}", answer.status());
    println!("{}", answer.text()?);
    Ok(())
}"#,
    );
    Ok(code.finish())
}

pub(super) fn manifest(lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Toml);
    code.comment(0, say::rust_manifest(lang))?;
    code.lines(
        r#"[package]
name = "call"
version = "0.1.0"
edition = "2024"

[[bin]]
name = "call"
path = "call.rs"

[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["blocking", "http2", "rustls"] }

# a workspace of its own, whatever folder it lies in
[workspace]"#,
    );
    Ok(code.finish())
}
