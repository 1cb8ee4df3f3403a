//! `call_requests.py` and `call_httpx.py`. Both take PEM files; requests takes a key without a passphrase alone, httpx either.

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::curl::needed;
use crate::plan::Plan;
use crate::unwritable::Unwritable;

pub(super) fn requests(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Python);
    code.comment(0, &text::deploy::curl_head(lang, &needed(plan, lang)))?
        .comment(0, say::python_requests(lang))?;
    code.lines("import requests\n").value("URL = ", &plan.url(), "")?;
    code.lines(if plan.is_public() {
        "answer = requests.get(URL, cert=('client.crt', 'client.key'), timeout=10)"
    } else {
        "answer = requests.get(URL, cert=('client.crt', 'client.key'), verify='ca.crt', timeout=10)"
    });
    code.lines(
        "print(answer.status_code, answer.reason)
print(answer.text)",
    );
    Ok(code.finish())
}

fn context(plan: &Plan) -> &'static str {
    if plan.is_public() {
        "context = ssl.create_default_context()"
    } else {
        "context = ssl.create_default_context(cafile='ca.crt')"
    }
}

/// `cert=` and a path as `verify=` are deprecated since httpx 0.28, so the context is made here (httpx's docs, "SSL").
pub(super) fn httpx(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Python);
    code.comment(0, &text::deploy::curl_head(lang, &needed(plan, lang)))?
        .comment(0, say::python_httpx(lang))?;
    code.lines("import ssl\n\nimport httpx\n").value("URL = ", &plan.url(), "")?;
    code.lines(context(plan)).lines(
        "context.load_cert_chain('client.crt', 'client.key')
answer = httpx.get(URL, verify=context, timeout=10)
print(answer.status_code, answer.reason_phrase)
print(answer.text)",
    );
    Ok(code.finish())
}

/// The passphrase comes from the variable or from the terminal, never from the command line, which others can see.
pub(super) fn httpx_with_encrypted_key(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Python);
    code.comment(0, &text::deploy::curl_head(lang, &needed(plan, lang)))?
        .comment(0, say::snippet_key(lang))?;
    code.lines("import getpass\nimport os\nimport ssl\n\nimport httpx\n").value("URL = ", &plan.url(), "")?;
    code.lines("passphrase = os.environ.get('HANDFAST_PASSPHRASE') or getpass.getpass()");
    code.lines(context(plan)).lines(
        "context.load_cert_chain('client.crt', 'client.key', passphrase)
answer = httpx.get(URL, verify=context, timeout=10)
print(answer.status_code, answer.reason_phrase)
print(answer.text)",
    );
    Ok(code.finish())
}
