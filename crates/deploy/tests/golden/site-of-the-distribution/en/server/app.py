# The backend of api.example.com. The server in front verifies the caller’s certificate and
# tells in headers who it is.
# Flask comes with Debian and Ubuntu: apt-get install python3-flask. This is Flask’s
# development server; for production put the same app behind gunicorn.
import re

from flask import Flask, jsonify, request

SERVICE = 'api.example.com'
PORT = 8080
PLAIN = {'Content-Type': 'text/plain; charset=utf-8'}

app = Flask(__name__)


@app.before_request
def refuse_unverified():
    # Trust the X-SSL-Client headers only because the server in front always overwrites them and
    # nobody else on the network reaches this port. They are not proof by themselves: any program
    # on this machine could send them.
    if request.headers.get('X-SSL-Client-Verify') != 'SUCCESS':
        return 'This request did not come through the server that verifies clients.\n', 403, PLAIN
    return None


def as_text(subject):
    # The server in front writes the subject of the caller’s certificate as in RFC 2253, such as
    # CN=partner-a, and every octet beyond ASCII as a backslash and two hexadecimal digits:
    # CN=Café arrives as CN=Caf\C3\A9. This makes text of those; other escapes, such as \, for a
    # comma, stay.
    def text(found):
        octets = bytes.fromhex((found[1] or '').replace('\\', ''))
        return octets.decode(errors='backslashreplace') if octets else found[0]

    return re.sub(r'((?:\\[89A-F][0-9A-F])+)|\\.', text, subject)


@app.route('/')
def hello():
    # Who is calling. Decide here who may do what: compare this text and not the header as it
    # arrives, or better the serial number or the fingerprint, which belong to one certificate
    # alone.
    caller = as_text(request.headers.get('X-SSL-Client-S-DN', '')) or 'nobody known'
    return f'Hello from {SERVICE} backend!\nYou are {caller}\n', 200, PLAIN


@app.route('/whoami')
def whoami():
    return jsonify(
        subject=as_text(request.headers.get('X-SSL-Client-S-DN', '')),
        issuer=as_text(request.headers.get('X-SSL-Client-I-DN', '')),
        serial=request.headers.get('X-SSL-Client-Serial'),
        # SHA-1 of the certificate, as the server in front gives it; good for recognising, not for
        # proving.
        sha1=request.headers.get('X-SSL-Client-Fingerprint'),
    )


if __name__ == '__main__':
    # 127.0.0.1 and never 0.0.0.0: whoever reaches this port from outside bypasses mutual TLS.
    app.run(host='127.0.0.1', port=PORT)
