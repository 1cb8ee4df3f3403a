# The backend of api.example.com. nginx verifies the caller’s certificate and tells in headers
# who it is.
# Flask comes with Debian and Ubuntu: apt-get install python3-flask. This is Flask’s
# development server; for production put the same app behind gunicorn.
from flask import Flask, jsonify, request

SERVICE = 'api.example.com'
PORT = 8080
PLAIN = {'Content-Type': 'text/plain; charset=utf-8'}

app = Flask(__name__)


@app.before_request
def refuse_unverified():
    # Trust the X-SSL-Client headers only because nginx always overwrites them and nobody else on
    # the network reaches this port. They are not proof by themselves: any program on this machine
    # could send them.
    if request.headers.get('X-SSL-Client-Verify') != 'SUCCESS':
        return 'This request did not come through the server that verifies clients.\n', 403, PLAIN
    return None


@app.route('/')
def hello():
    # The subject of the caller’s certificate (RFC 2253), such as CN=partner-a. Decide here who
    # may do what.
    caller = request.headers.get('X-SSL-Client-S-DN', '')
    return f'Hello from {SERVICE} backend!\nYou are {caller}\n', 200, PLAIN


@app.route('/whoami')
def whoami():
    return jsonify(
        subject=request.headers.get('X-SSL-Client-S-DN'),
        serial=request.headers.get('X-SSL-Client-Serial'),
        # SHA-1 of the certificate, as nginx gives it; good for recognising, not for proving.
        sha1=request.headers.get('X-SSL-Client-Fingerprint'),
    )


if __name__ == '__main__':
    # 127.0.0.1 and never 0.0.0.0: whoever reaches this port from outside bypasses mutual TLS.
    app.run(host='127.0.0.1', port=PORT)
