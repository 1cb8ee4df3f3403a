//! `call_https.mjs` and `call_undici.mjs`: Node's own client, and the one under its `fetch`, which alone takes no certificate.

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::unwritable::Unwritable;

/// `pfx` is read by OpenSSL, with the passphrase beside it (Node's tls.createSecureContext).
const IDENTITY: &str = r#"const pfx = readFileSync("client.p12");
const ca = readFileSync("ca.crt");
const passphrase = process.env.HANDFAST_PASSPHRASE;"#;

pub(super) fn https(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::JavaScript);
    code.comment(0, say::snippet_p12(lang))?.comment(0, say::snippet_variable(lang))?;
    code.lines("import { readFileSync } from \"node:fs\";\nimport https from \"node:https\";\n");
    code.value("const url = ", url, ";")?.lines(IDENTITY);
    code.lines(
        "https.get(url, { pfx, passphrase, ca }, (answer) => {
  console.log(answer.statusCode, answer.statusMessage);
  answer.pipe(process.stdout);
});",
    );
    Ok(code.finish())
}

pub(super) fn undici(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::JavaScript);
    code.comment(0, say::snippet_p12(lang))?.comment(0, say::snippet_variable(lang))?;
    code.comment(0, say::node_undici(lang))?;
    code.lines("import { readFileSync } from \"node:fs\";\nimport { Agent, fetch } from \"undici\";\n");
    code.value("const url = ", url, ";")?.lines(IDENTITY);
    code.lines(
        "const dispatcher = new Agent({ connect: { pfx, passphrase, ca } });
const answer = await fetch(url, { dispatcher });
console.log(answer.status, answer.statusText);
console.log(await answer.text());
await dispatcher.close();",
    );
    Ok(code.finish())
}
