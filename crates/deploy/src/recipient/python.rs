//! `call_requests.py` and `call_httpx.py`. Both take PEM files; requests takes a key without a passphrase alone, httpx either.

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::unwritable::Unwritable;

pub(super) fn requests(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Python);
    code.comment(0, text::deploy::curl_head(lang))?.comment(0, say::python_requests(lang))?;
    code.lines("import requests\n").value("URL = ", url, "")?;
    code.lines(
        "answer = requests.get(URL, cert=('client.crt', 'client.key'), verify='ca.crt', timeout=10)
print(answer.status_code, answer.reason)
print(answer.text)",
    );
    Ok(code.finish())
}

/// `cert=` and a path as `verify=` are deprecated since httpx 0.28, so the context is made here (httpx's docs, "SSL").
pub(super) fn httpx(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Python);
    code.comment(0, text::deploy::curl_head(lang))?.comment(0, say::python_httpx(lang))?;
    code.lines("import ssl\n\nimport httpx\n").value("URL = ", url, "")?;
    code.lines(
        "context = ssl.create_default_context(cafile='ca.crt')
context.load_cert_chain('client.crt', 'client.key')
answer = httpx.get(URL, verify=context, timeout=10)
print(answer.status_code, answer.reason_phrase)
print(answer.text)",
    );
    Ok(code.finish())
}

/// The passphrase comes from the variable or from the terminal, never from the command line, which others can see.
pub(super) fn httpx_with_encrypted_key(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Python);
    code.comment(0, text::deploy::curl_head(lang))?.comment(0, say::snippet_key(lang))?;
    code.lines("import getpass\nimport os\nimport ssl\n\nimport httpx\n").value("URL = ", url, "")?;
    code.lines(
        "passphrase = os.environ.get('HANDFAST_PASSPHRASE') or getpass.getpass()
context = ssl.create_default_context(cafile='ca.crt')
context.load_cert_chain('client.crt', 'client.key', passphrase)
answer = httpx.get(URL, verify=context, timeout=10)
print(answer.status_code, answer.reason_phrase)
print(answer.text)",
    );
    Ok(code.finish())
}
