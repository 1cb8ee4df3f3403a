//! `handfast.html`: the whole page in one file that works from `file://`, allowed by hashes, barred from the network.

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::html::{Parts, Worker, with_head};
use super::pack::gzip;

/// The file.
pub(super) fn page(parts: &Parts<'_>) -> anyhow::Result<String> {
    let script = format!("\n{}", parts.single);
    let style = format!("\n{}{}", parts.css, parts.lab_css);
    let lab = format!("\n{}", parts.lab.source);
    for (what, text, end) in
        [("script", &script, "</script"), ("script", &lab, "</script"), ("style", &style, "</style")]
    {
        // the hash is over the text that the browser's parser sees, which has no carriage returns
        if text.to_lowercase().contains(end) || text.contains("<!--") || text.contains('\r') {
            bail!(
                "The {what} of the page holds `{end}`, `<!--` or a carriage return, which cannot stand inside HTML."
            );
        }
    }
    let policy = format!(
        "default-src 'none'; script-src '{}' '{}' 'wasm-unsafe-eval'; style-src '{}'; connect-src 'none'; worker-src blob:; \
         img-src data:; object-src 'none'; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(&lab),
        hash(&style)
    );
    let head = format!(
        "    <link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">\n    <style>{style}</style>\n",
        parts.icon
    );
    let html = with_head(&with_policy(parts.html, &policy)?, &head)?;
    let mut blocks = vec![block("app.wasm", parts.app_wasm)?];
    for Worker { name, source, wasm } in &parts.workers {
        blocks.push(block(&format!("{name}.js"), source.as_bytes())?);
        blocks.push(block(&format!("{name}.wasm"), wasm)?);
    }
    blocks.push(block("lab.wasm", parts.lab.wasm)?);
    let (before, after) = html.rsplit_once("</body>").context("index.html has no `</body>`")?;
    // last, for people who read the source: a data block that no program reads
    let licences = parts.licences.replace("</", "<\\/").replace("<!--", "<!- -");
    let licences = format!("<script type=\"text/plain\" id=\"licences.txt\">\n{licences}</script>\n");
    Ok(format!(
        "{before}{}<script>{lab}</script>\n<script type=\"module\">{script}</script>\n{licences}  </body>{after}",
        blocks.concat()
    ))
}

/// A data block: not a script to the browser, so no policy is asked.
fn block(name: &str, bytes: &[u8]) -> anyhow::Result<String> {
    let text = BASE64_STANDARD.encode(gzip(bytes)?);
    Ok(format!("<script type=\"application/octet-stream\" id=\"{name}\">{text}</script>\n"))
}

/// A source expression of CSP: the SHA-256 of an inline text.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// The document with another policy in its meta element.
fn with_policy(html: &str, policy: &str) -> anyhow::Result<String> {
    let start = "http-equiv=\"Content-Security-Policy\" content=\"";
    let (before, rest) = html.split_once(start).context("index.html has no Content-Security-Policy")?;
    let (_, after) = rest.split_once('"').context("the policy of index.html has no end")?;
    Ok(format!("{before}{start}{policy}\"{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_replaced_and_nothing_else() {
        let html = r#"<meta http-equiv="Content-Security-Policy" content="old"><p>"</p>"#;
        let expected = r#"<meta http-equiv="Content-Security-Policy" content="new"><p>"</p>"#;
        assert_eq!(with_policy(html, "new").expect("it has one"), expected);
        assert!(with_policy("<p></p>", "new").is_err());
    }

    #[test]
    fn a_hash_is_written_as_csp_wants_it() {
        // the example of the CSP specification, section 8.3: alert('Hello, world.');
        assert_eq!(hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
