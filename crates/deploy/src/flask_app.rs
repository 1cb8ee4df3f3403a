//! `app.py`: the Flask backend. It answers who called, and listens where only this machine can reach it.
//! How Python is quoted is [`crate::python`]'s.

use text::Lang;
use text::deploy as say;

use crate::choices::{FlaskListen, PathPrefix, Verify};
use crate::plan::Plan;
use crate::python::Source;
use crate::unwritable::Unwritable;

/// The text that the backend answers with, without the line end: checks and people look for it.
#[must_use]
pub fn greeting(service: &str) -> String {
    format!("Hello from {service} backend!")
}

macro_rules! unverified {
    () => {
        "This request did not come through the server that verifies clients."
    };
}

/// The text that it refuses a request with that nginx does not vouch for.
pub(crate) const UNVERIFIED: &str = unverified!();

/// Octets beyond ASCII become text. All other escapes (RFC 2253 section 2.4) are left: an escaped backslash does not begin
/// another escape, and control characters stay visible. What is no UTF-8 becomes `\xed`, which no subject holds otherwise, so
/// that different subjects stay different.
const AS_TEXT: &str = r"    def text(found):
        octets = bytes.fromhex((found[1] or '').replace('\\', ''))
        return octets.decode(errors='backslashreplace') if octets else found[0]

    return re.sub(r'((?:\\[89A-F][0-9A-F])+)|\\.', text, subject)";

/// The application for the service, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when the name holds what no file of ours may hold.
pub fn render(plan: &Plan, listen: FlaskListen, lang: Lang) -> Result<String, Unwritable> {
    let mut source = Source::default();
    source.comment(0, &say::flask_head(lang, &plan.called()))?;
    source.comment(0, say::flask_install(lang))?;
    source.code("import re").blank();
    source.code("from flask import Flask, jsonify, request").blank();
    source.text("SERVICE", &plan.called());
    if let FlaskListen::Port(port) = listen {
        source.number("PORT", port.number());
    }
    if let Verify::Paths(paths) = &plan.choices().verify {
        source.texts("PROTECTED", paths.iter().map(PathPrefix::as_str));
    }
    source.code("PLAIN = {'Content-Type': 'text/plain; charset=utf-8'}");
    source.blank().code("app = Flask(__name__)").blank().blank();
    source.code("@app.before_request\ndef refuse_unverified():");
    source.comment(4, say::flask_verify(lang))?;
    if let Verify::Paths(_) = plan.choices().verify {
        source.code("    if not request.path.startswith(PROTECTED):\n        return None");
    }
    source.code("    if request.headers.get('X-SSL-Client-Verify') != 'SUCCESS':");
    source.code(concat!("        return '", unverified!(), "\\n', 403, PLAIN"));
    source.code("    return None").blank().blank();
    source.code("def as_text(subject):");
    source.comment(4, say::flask_text(lang))?;
    source.code(AS_TEXT).blank().blank();
    source.code("@app.route('/')");
    if let Verify::Paths(_) = plan.choices().verify {
        source.code("@app.route('/<path:_>')");
        source.code("def hello(_=''):");
    } else {
        source.code("def hello():");
    }
    source.comment(4, say::flask_subject(lang))?;
    source.code("    caller = as_text(request.headers.get('X-SSL-Client-S-DN', '')) or 'nobody known'");
    source
        .code("    return f'Hello from {SERVICE} backend!\\nYou are {caller}\\n', 200, PLAIN")
        .blank()
        .blank();
    source.code("@app.route('/whoami')\ndef whoami():");
    source.code("    return jsonify(");
    source.code("        subject=as_text(request.headers.get('X-SSL-Client-S-DN', '')),");
    source.code("        issuer=as_text(request.headers.get('X-SSL-Client-I-DN', '')),");
    source.code("        serial=request.headers.get('X-SSL-Client-Serial'),");
    source.comment(8, say::flask_fingerprint(lang))?;
    source.code("        sha1=request.headers.get('X-SSL-Client-Fingerprint'),");
    source.code("    )");
    if listen == FlaskListen::Socket {
        return Ok(source.finish());
    }
    source.blank().blank();
    source.code("if __name__ == '__main__':");
    source.comment(4, say::flask_loopback(lang))?;
    source.code("    app.run(host='127.0.0.1', port=PORT)");
    Ok(source.finish())
}
