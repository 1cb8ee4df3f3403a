//! `app.py`: the Flask backend. It answers who called, and listens where only this machine can reach it.
//! How Python is quoted is [`crate::python`]'s.

use text::Lang;
use text::deploy as say;

use crate::choices::Port;
use crate::python::Source;
use crate::unwritable::Unwritable;

/// The text that the backend answers with, without the line end: checks and people look for it.
#[must_use]
pub fn greeting(service: &str) -> String {
    format!("Hello from {service} backend!")
}

/// The application for a service of this name on this port of 127.0.0.1, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when the name holds what no file of ours may hold.
pub fn render(service: &str, port: Port, lang: Lang) -> Result<String, Unwritable> {
    let mut source = Source::default();
    source.comment(0, &say::flask_head(lang, &service))?;
    source.comment(0, say::flask_install(lang))?;
    source.code("from flask import Flask, jsonify, request").blank();
    source.text("SERVICE", service).number("PORT", port.number());
    source.code("PLAIN = {'Content-Type': 'text/plain; charset=utf-8'}");
    source.blank().code("app = Flask(__name__)").blank().blank();
    source.code("@app.before_request\ndef refuse_unverified():");
    source.comment(4, say::flask_verify(lang))?;
    source.code("    if request.headers.get('X-SSL-Client-Verify') != 'SUCCESS':");
    source.code(
        "        return 'This request did not come through the server that verifies clients.\\n', 403, PLAIN",
    );
    source.code("    return None").blank().blank();
    source.code("@app.route('/')\ndef hello():");
    source.comment(4, say::flask_subject(lang))?;
    source.code("    caller = request.headers.get('X-SSL-Client-S-DN', '')");
    source
        .code("    return f'Hello from {SERVICE} backend!\\nYou are {caller}\\n', 200, PLAIN")
        .blank()
        .blank();
    source.code("@app.route('/whoami')\ndef whoami():");
    source.code("    return jsonify(");
    source.code("        subject=request.headers.get('X-SSL-Client-S-DN'),");
    source.code("        serial=request.headers.get('X-SSL-Client-Serial'),");
    source.comment(8, say::flask_fingerprint(lang))?;
    source.code("        sha1=request.headers.get('X-SSL-Client-Fingerprint'),");
    source.code("    )").blank().blank();
    source.code("if __name__ == '__main__':");
    source.comment(4, say::flask_loopback(lang))?;
    source.code("    app.run(host='127.0.0.1', port=PORT)");
    Ok(source.finish())
}
