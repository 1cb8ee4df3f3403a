//! `call_https.mjs` and `call_undici.mjs`: Node's own client, and the one under its `fetch`, which alone takes no certificate.

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::plan::Plan;
use crate::unwritable::Unwritable;

/// `pfx` is read by OpenSSL, with the passphrase beside it (Node's tls.createSecureContext).
const IDENTITY: &str = r#"const pfx = readFileSync("client.p12");"#;
const AUTHORITY: &str = r#"const ca = readFileSync("ca.crt");"#;
const PASSPHRASE: &str = "const passphrase = process.env.HANDFAST_PASSPHRASE;";

/// Reads the files; whether the authority is not among them.
fn identity(plan: &Plan, code: &mut Code) -> bool {
    code.lines(IDENTITY);
    if !plan.is_public() {
        code.lines(AUTHORITY);
    }
    code.lines(PASSPHRASE);
    plan.is_public()
}

pub(super) fn https(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::JavaScript);
    code.comment(0, &say::snippet_p12(lang, &super::p12_needed(plan, lang)))?
        .comment(0, say::snippet_variable(lang))?;
    code.lines("import { readFileSync } from \"node:fs\";\nimport https from \"node:https\";\n");
    code.value("const url = ", &plan.url(), ";")?;
    let public = identity(plan, &mut code);
    code.lines(if public {
        "https.get(url, { pfx, passphrase }, (answer) => {"
    } else {
        "https.get(url, { pfx, passphrase, ca }, (answer) => {"
    });
    code.lines(
        "  console.log(answer.statusCode, answer.statusMessage);
  answer.pipe(process.stdout);
});",
    );
    Ok(code.finish())
}

pub(super) fn undici(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::JavaScript);
    code.comment(0, &say::snippet_p12(lang, &super::p12_needed(plan, lang)))?
        .comment(0, say::snippet_variable(lang))?;
    code.comment(0, say::node_undici(lang))?;
    code.lines("import { readFileSync } from \"node:fs\";\nimport { Agent, fetch } from \"undici\";\n");
    code.value("const url = ", &plan.url(), ";")?;
    let public = identity(plan, &mut code);
    code.lines(if public {
        "const dispatcher = new Agent({ connect: { pfx, passphrase } });"
    } else {
        "const dispatcher = new Agent({ connect: { pfx, passphrase, ca } });"
    });
    code.lines(
        "const answer = await fetch(url, { dispatcher });
console.log(answer.status, answer.statusText);
console.log(await answer.text());
await dispatcher.close();",
    );
    Ok(code.finish())
}
