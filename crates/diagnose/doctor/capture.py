"""Captures the samples of the doctor: what real programs print when mutual TLS fails. Each sample is a file that names the program
with its version, the command, and what it printed.

    python3 capture.py            # into samples/, from a folder of its own below the system's temporary one
    python3 capture.py go- curl-n # only those whose names begin so

It needs openssl, nginx, curl, wget, gnutls-cli, git, node, java, go, haproxy, psql, chromium and python3 (of_clients: mosquitto_pub, redis-cli, mariadb, ldapsearch, ruby, php, perl, socat, stunnel), and Apache and NSS in the folders that APACHE and NSS name; a
Python with pyOpenSSL by its path in PYOPENSSL. It listens on loopback alone (but for gnutls-serv, which knows no address) and ends what it started.
"""

import os
import pathlib
import re
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).parent / "samples"
WORK = pathlib.Path(tempfile.mkdtemp(prefix="handfast-samples-"))
HOST = "api.example.test"


def run(command, **more):
    more.setdefault("timeout", 20)
    return subprocess.run(["sh", "-c", command], cwd=WORK, capture_output=True, stdin=subprocess.DEVNULL, **more)


def must(command):
    done = run(command)
    assert done.returncode == 0, (command, done.stderr.decode())


def version(command):
    done = run(command)
    return re.sub(r"\s+", " ", (done.stdout + done.stderr).decode().splitlines()[0])


APACHE = os.environ.get("APACHE", "")
APACHE_RUN = f"LD_LIBRARY_PATH={APACHE}/usr/lib/x86_64-linux-gnu {APACHE}/usr/sbin/apache2"

# by the folder in NSS into which the packages libnss3-tools, libnss3 and libnspr4 were unpacked: Firefox's own library, by its client for tests
NSS = os.environ.get("NSS", "")
NSS_LIBRARY = pathlib.Path(f"{NSS}/usr/lib/x86_64-linux-gnu/libnss3.so")
NSS_VERSION = re.search(rb"Version: NSS ([0-9.]+)", NSS_LIBRARY.read_bytes()) if NSS else None
NSS_RUN = f"LD_LIBRARY_PATH={NSS_LIBRARY.parent} {NSS}/usr/bin/tstclnt"

PYOPENSSL = os.environ.get("PYOPENSSL", "python3")

VERSIONS = {
    "curl": version("curl --version | cut -d' ' -f1-4"),
    "nginx": version("nginx -v"),
    "openssl": version("openssl version"),
    "wget": version("wget --version | head -1"),
    "gnutls-cli": version("gnutls-cli --version | head -1"),
    "node": "node " + version("node --version"),
    "java": version("java -version"),
    "python3": version("/usr/bin/python3 -c 'import sys, ssl; print(\"Python\", sys.version.split()[0], ssl.OPENSSL_VERSION)'"),
    "keytool": version("java -version"),
    "go": version("go version"),
    "git": version("git --version"),
    "certtool": version("certtool --version | head -1"),
    "haproxy": version("/usr/sbin/haproxy -v | head -1"),
    "gnutls-serv": version("gnutls-serv --version | head -1"),
    "chromium": version("chromium --version 2>/dev/null"),
    # by the folder in APACHE into which the packages apache2-bin, libapr1 and libaprutil1 were unpacked, where it is not installed
    "apache": version(f"{APACHE_RUN} -v | head -1 | sed 's/Server version: //'"),
    "nss": f"NSS {NSS_VERSION.group(1).decode()}" if NSS_VERSION else "",
    "psql": version("psql --version"),
    "mosquitto": version("mosquitto_pub --help | grep version"),
    "redis": version("redis-cli --version"),
    "mariadb": version("mariadb --version"),
    "ldap": version("ldapsearch -VV 2>&1 | grep -o 'OpenLDAP: ldapsearch [0-9.]*'"),
    "ruby": version("ruby --version"),
    "php": version("php --version"),
    "perl": "perl " + version("perl -e 'print substr($^V, 1)'"),
    "socat": version("socat -V | grep version"),
    "stunnel": version("stunnel -version 2>&1 | grep -o 'stunnel [0-9.]*'"),
    "pyopenssl": version(f"{PYOPENSSL} -c 'import OpenSSL; print(\"pyOpenSSL\", OpenSSL.__version__)'"),
    # a newer Go, by its path in GO
    "go-newer": version(os.environ.get("GO", "go") + " version"),
}

CA = "basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,keyCertSign,cRLSign\\nsubjectKeyIdentifier=hash\\n"


def make(name, subject, by, extensions, days=365, key="ec -pkeyopt ec_paramgen_curve:P-256", dates=""):
    must(f"openssl req -new -newkey {key} -nodes -config /dev/null -subj '{subject}' -keyout {name}.key -out {name}.csr")
    must(f"printf '{extensions}' > {name}.ext")
    signer = f"-CA {by}.crt -CAkey {by}.key -CAcreateserial" if by else f"-signkey {name}.key"
    must(f"openssl x509 -req -in {name}.csr {signer} -days {days} -extfile {name}.ext -out {name}.crt {dates}")


def materials():
    client, server = "extendedKeyUsage=clientAuth\\n", f"subjectAltName=DNS:{HOST},DNS:localhost\\nextendedKeyUsage=serverAuth\\n"
    make("ca", "/CN=Test CA", None, CA)
    make("other", "/CN=Other CA", None, CA)
    make("between", "/CN=Issuing CA", "ca", CA)
    make("client", "/CN=partner-a", "ca", client)
    make("stranger", "/CN=stranger", "other", client)
    make("alone", "/CN=alone", None, client)
    make("below", "/CN=below", "between", client)
    make("server-only", "/CN=server-only", "ca", server)
    make("server", f"/CN={HOST}", "ca", server)
    make("wrong", "/CN=other", "ca", "subjectAltName=DNS:other.example.test\\nextendedKeyUsage=serverAuth\\n")
    make("client-only", f"/CN={HOST}", "ca", f"subjectAltName=DNS:{HOST},DNS:localhost\\nextendedKeyUsage=clientAuth\\n")
    make("self", f"/CN={HOST}", None, server)
    make("weak", "/CN=weak", "ca", client, key="rsa:1024")
    make("v1", f"/CN={HOST}", "ca", "")
    # certificates that have ended and that have not begun
    for name, subject, extensions, start, end in [
        ("expired", "/CN=late", client, "20240101000000Z", "20240201000000Z"),
        ("server-expired", f"/CN={HOST}", server, "20240101000000Z", "20240201000000Z"),
        ("early", "/CN=early", client, "20990101000000Z", "20990201000000Z"),
        ("server-early", f"/CN={HOST}", server, "20990101000000Z", "20990201000000Z"),
    ]:
        must("mkdir -p d && : > d/i && echo 01 > d/s")
        must("printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=d/i\\nserial=d/s\\nnew_certs_dir=d\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' > d/c")
        must(f"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config /dev/null -subj '{subject}' -keyout {name}.key -out {name}.csr")
        must(f"printf '{extensions}' > {name}.ext")
        must(f"openssl ca -batch -notext -config d/c -cert ca.crt -keyfile ca.key -in {name}.csr -out {name}.crt -startdate {start} -enddate {end} -extfile {name}.ext")
    must("printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=i\\ndefault_md=sha256\\ncrlnumber=n\\ncrl_extensions=e\\n[e]\\nauthorityKeyIdentifier=keyid\\n' > l")
    for name, by, revoke, dates in [
        ("current", "ca", "", "-crldays 30"),
        ("revoking", "ca", "client.crt", "-crldays 30"),
        ("ended", "ca", "", "-crl_lastupdate 20240101000000Z -crl_nextupdate 20240108000000Z"),
        ("of-other", "other", "", "-crldays 30"),
    ]:
        must(": > i && echo 01 > n")
        if revoke:
            must(f"openssl ca -config l -cert {by}.crt -keyfile {by}.key -revoke {revoke}")
        must(f"openssl ca -config l -cert {by}.crt -keyfile {by}.key -gencrl {dates} -out {name}.crl")
    must("openssl pkcs12 -export -in client.crt -inkey client.key -certfile ca.crt -out client.p12 -passout pass:secret")
    must("openssl pkcs12 -export -legacy -in client.crt -inkey client.key -out rc2.p12 -passout pass:secret")
    must("openssl pkcs8 -topk8 -in client.key -out locked.key -passout pass:secret")
    must("echo nothing > garbage.pem; cat below.crt between.crt > below-sent.crt; mv below.key below-sent.key")
    must("keytool -importcert -noprompt -alias ca -file ca.crt -keystore trust.p12 -storetype PKCS12 -storepass secret 2>/dev/null")
    for name, pair in [("node.js", "")]:
        (WORK / name).write_text(
            "const [port, ca, cert, key] = process.argv.slice(2); const fs = require('fs');\n"
            f"const options = {{ host: '127.0.0.1', servername: '{HOST}', port, path: '/' }};\n"
            "if (ca) options.ca = fs.readFileSync(ca); if (cert) { options.cert = fs.readFileSync(cert); options.key = fs.readFileSync(key); }\n"
            "try { require('https').get(options, answer => { console.log(answer.statusCode); answer.resume(); })"
            ".on('error', error => console.log(`${error.name}: ${error.message} (${error.code})`)); } catch (error) { console.log(`${error.name}: ${error.message} (${error.code})`) }\n"
        )
    (WORK / "call.py").write_text(
        "import ssl, sys, http.client\nport, ca, cert, key, host = (sys.argv[1:] + [''] * 5)[:5]\n"
        "context = ssl.create_default_context(cafile=ca or None)\nif cert: context.load_cert_chain(cert, key or None, password='wrong')\n"
        f"import socket\nraw = socket.create_connection(('127.0.0.1', int(port)))\nwith context.wrap_socket(raw, server_hostname=host or '{HOST}') as tls:\n"
        "    tls.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')\n    print(tls.recv(100))\n"
    )
    # a client of TLS 1.2 that answers the server's certificate with an alert
    (WORK / "refuse.py").write_text(
        "import socket, ssl, sys\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\ncontext.maximum_version = ssl.TLSVersion.TLSv1_2\n"
        f"answers, asks = ssl.MemoryBIO(), ssl.MemoryBIO()\ntls = context.wrap_bio(answers, asks, server_hostname='{HOST}')\n"
        "try: tls.do_handshake()\nexcept ssl.SSLWantReadError: pass\n"
        "raw = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\nraw.sendall(asks.read())\nraw.recv(4096)\n"
        "raw.sendall(bytes([21, 3, 3, 0, 2, 2, int(sys.argv[2])]))\nraw.recv(4096)\n"
    )
    (WORK / "call.go").write_text(GO_CLIENT)
    (WORK / "serve.go").write_text(GO_SERVER)
    make("server-below", f"/CN={HOST}", "between", server)
    must("cat server-below.crt between.crt > server-sent.crt; cp server-below.key server-sent.key")
    make("short", "/CN=Short CA", "ca", CA.replace("CA:TRUE", "CA:TRUE,pathlen:0"))
    make("under", "/CN=Under CA", "short", CA)
    make("too-deep", "/CN=below", "under", client)
    # the same of a server; a certificate that is none; a list that revokes a server
    make("deep-server-alone", f"/CN={HOST}", "under", server)
    must("cat deep-server-alone.crt under.crt short.crt > deep-server.crt; cp deep-server-alone.key deep-server.key")
    must("printf -- '-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n' > broken.crt")
    must(": > i && echo 01 > n; openssl ca -config l -cert ca.crt -keyfile ca.key -revoke server.crt; openssl ca -config l -cert ca.crt -keyfile ca.key -gencrl -crldays 30 -out revoking-server.crl")
    must("cat too-deep.crt under.crt short.crt > chain.crt; cp too-deep.key chain.key")
    # authorities of the name of one that signed, with another key; with “bare” nothing but the signature tells
    make("bare", "/CN=Bare CA", None, "basicConstraints=critical,CA:TRUE\\n")
    make("bare-twin", "/CN=Bare CA", None, "basicConstraints=critical,CA:TRUE\\n")
    make("bare-server", f"/CN={HOST}", "bare", server + "authorityKeyIdentifier=none\\n")
    make("bare-client", "/CN=partner-a", "bare", client + "authorityKeyIdentifier=none\\n")
    make("twin", "/CN=Test CA", None, CA)
    must("keytool -importcert -noprompt -alias ca -file twin.crt -keystore twin.p12 -storetype PKCS12 -storepass secret 2>/dev/null")
    must("keytool -genkeypair -alias a -dname CN=x -keyalg EC -keystore own.p12 -storepass secret 2>/dev/null; keytool -certreq -alias a -keystore own.p12 -storepass secret -file own.csr")
    must("openssl x509 -req -in own.csr -CA ca.crt -CAkey ca.key -out own.crt; openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -out reissued.crt")
    must("openssl pkcs12 -export -in server.crt -inkey server.key -out server.p12 -passout pass:secret; cat server.crt server.key > server-both.pem")
    (WORK / "Serve.java").write_text(JAVA_SERVER)
    (WORK / "serve.js").write_text(NODE_SERVER)
    (WORK / "Call.java").write_text(
        "import java.net.*; import java.net.http.*;\nclass Call { public static void main(String[] a) throws Exception {\n"
        "  var client = HttpClient.newHttpClient();\n  System.out.println(client.send(HttpRequest.newBuilder(URI.create(a[0])).build(), HttpResponse.BodyHandlers.ofString()).statusCode()); } }\n"
    )


def until_it_listens(child, port, ended):
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            assert child.poll() is None, ended
            time.sleep(0.005)


class Nginx:
    """A real nginx for one sample."""

    QUIET = ("*1 ", "epoll", "signal", "exit", "nginx/", "OS:", "getrlimit", "using the", "keepalive", "built by", "gracefully")

    def __init__(self, pair, lines, quiet=QUIET):
        self.quiet = quiet
        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        self.port = probe.getsockname()[1]
        probe.close()
        folder = WORK / "run"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        temp = "".join(f"{name}_temp_path {name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"daemon off; master_process off; pid nginx.pid; error_log error.log info; events {{}}\nhttp {{ access_log off; {temp}\n"
            f"server {{ listen 127.0.0.1:{self.port} ssl; server_name {HOST}; ssl_certificate ../{pair}.crt; ssl_certificate_key ../{pair}.key;\n{lines.replace('OWN', str(self.port))}\n}} }}\n"
        )
        self.command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "error.log"]
        self.folder = folder

    def __enter__(self):
        self.child = subprocess.Popen(self.command, stderr=subprocess.DEVNULL)
        until_it_listens(self.child, self.port, "nginx ended")
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()

    def log(self):
        lines = (self.folder / "error.log").read_text(errors="replace").splitlines()
        return [line for line in lines if not any(word in line for word in self.quiet)]


class Server:
    """openssl s_server, which refuses within TLS where nginx answers 400."""

    def __init__(self, arguments):
        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        self.port = probe.getsockname()[1]
        probe.close()
        self.arguments = arguments

    def __enter__(self):
        command = f"exec openssl s_server -accept 127.0.0.1:{self.port} -www {self.arguments}"
        self.child = subprocess.Popen(["sh", "-c", command], cwd=WORK, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until_it_listens(self.child, self.port, "s_server ended")
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()


ONLY = tuple(sys.argv[1:])


def wanted(name):
    return not ONLY or name.startswith(ONLY)


def save(name, program, command, said):
    command = command.replace(NSS_RUN, "tstclnt").replace(f"{PYOPENSSL} ", "python3 ")
    said = re.sub(r"on \S+:53: ", "on 192.0.2.53:53: ", said.replace(str(WORK), ".")).strip()
    if not said:
        print(f"{name}: nothing was said"); return
    lines = [line for line in said.splitlines() if "handfast" not in line]
    # a trace without the frames that say nothing
    lines = [line for line in lines if not re.match(r"\s+at ", line) or "check" in line]
    HERE.mkdir(exist_ok=True)
    (HERE / f"{name}.txt").write_text(f"# {VERSIONS[program]}\n# {command}\n" + "\n".join(lines[:14]) + "\n")
    print(name, "|", lines[0][:150])


def gnutls(options):
    return f'gnutls-cli {options} -p PORT localhost 2>&1 | grep -E "^(- Status|[*]{{3}}|- Description)"'


GO_CLIENT = f"""package main

import ("crypto/tls"; "crypto/x509"; "fmt"; "net/http"; "os")

func main() {{
	pool := x509.NewCertPool()
	authority, _ := os.ReadFile(os.Args[2])
	pool.AppendCertsFromPEM(authority)
	name, given := os.LookupEnv("HANDFAST_NAME")
	if !given {{ name = "{HOST}" }}
	config := &tls.Config{{RootCAs: pool, ServerName: name}}
	if len(os.Args) > 4 {{
		pair, err := tls.LoadX509KeyPair(os.Args[3], os.Args[4])
		if err != nil {{ fmt.Println(err); return }}
		config.Certificates = []tls.Certificate{{pair}}
	}}
	answer, err := (&http.Client{{Transport: &http.Transport{{TLSClientConfig: config}}}}).Get("https://127.0.0.1:" + os.Args[1] + "/")
	if err != nil {{ fmt.Println(err); return }}
	fmt.Println(answer.Status)
}}
"""

GO_SERVER = """package main

import ("crypto/tls"; "crypto/x509"; "net/http"; "os"; "time")

func main() {
	pool := x509.NewCertPool()
	authority, _ := os.ReadFile("ca.crt")
	pool.AppendCertsFromPEM(authority)
	server := &http.Server{Addr: "127.0.0.1:" + os.Args[1], ReadTimeout: 2 * time.Second, TLSConfig: &tls.Config{ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert}}
	server.ListenAndServeTLS("server.crt", "server.key")
}
"""

# keeps a server for those who show a certificate of the authority in trust.p12, with the keys of another store
JAVA_SERVER = """import java.io.*; import java.net.*; import java.security.*; import javax.net.ssl.*;

class Serve {
    public static void main(String[] a) throws Exception {
        System.setProperty("javax.net.ssl.trustStore", "trust.p12");
        System.setProperty("javax.net.ssl.trustStorePassword", "secret");
        var store = KeyStore.getInstance("PKCS12");
        store.load(new FileInputStream(a[1]), "secret".toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, (a.length > 2 ? a[2] : "secret").toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(Integer.parseInt(a[0]), 5, InetAddress.getByName("127.0.0.1"));
        listener.setNeedClientAuth(true);
        while (true) {
            var taken = (SSLSocket) listener.accept();
            try { taken.startHandshake(); taken.close(); } catch (Exception thrown) { thrown.printStackTrace(); }
        }
    }
}
"""

NODE_SERVER = """const fs = require('fs')
const options = { key: fs.readFileSync('server.key'), cert: fs.readFileSync('server.crt'), ca: fs.readFileSync('ca.crt'), requestCert: true }
const server = require('https').createServer(options, (request, answer) => answer.end())
server.on('tlsClientError', error => console.log('tlsClientError', error))
server.listen(+process.argv[2], '127.0.0.1')
"""

CURL = f"curl -sS -m 9 --resolve {HOST}:PORT:127.0.0.1"
URL = f"https://{HOST}:PORT/"
MUTUAL = "ssl_protocols TLSv1.2 TLSv1.3; ssl_client_certificate ../ca.crt; ssl_verify_client on; location / { return 200 in; }"


def call(name, program, command, server, log=False, save_as=None):
    if not wanted(name):
        return
    with server as running:
        done = run(command.replace("PORT", str(running.port)), timeout=180)
    said = (done.stdout + done.stderr).decode(errors="replace")
    if log:
        said = "\n".join(running.log())
    save(name, save_as or program, command, said)


def local(name, program, command):
    if not wanted(name):
        return
    done = run(command)
    save(name, program, command, (done.stderr + done.stdout).decode(errors="replace"))


def nginx_test(name, pair, lines):
    if not wanted(name):
        return
    server = Nginx(pair, lines)
    done = subprocess.run(server.command + ["-t"], capture_output=True, stdin=subprocess.DEVNULL, text=True)
    save(name, "nginx", f"nginx -t with {' '.join(lines.split())}", done.stderr)


def main():
    materials()
    good = f"{CURL} --cacert ca.crt --cert client.crt --key client.key {URL}"

    def client(name):
        return f"{CURL} --cacert ca.crt --cert {name}.crt --key {name}.key {URL}"

    def with_list(name):
        return Nginx("server", MUTUAL + f" ssl_crl ../{name}.crl;")

    # nginx's log
    for name, who in [("nginx-verify-18", "alone"), ("nginx-verify-21", "stranger"), ("nginx-verify-10", "expired"), ("nginx-verify-9", "early"), ("nginx-verify-26", "server-only")]:
        call(name, "nginx", client(who), Nginx("server", MUTUAL), log=True)
    call("nginx-verify-20", "nginx", client("below-sent"), Nginx("server", MUTUAL.replace("ca.crt", "other.crt")), log=True)
    call("nginx-verify-2", "nginx", client("below-sent"), Nginx("server", MUTUAL.replace("ca.crt", "between.crt")), log=True)
    call("nginx-verify-23", "nginx", good, with_list("revoking"), log=True)
    call("nginx-verify-12", "nginx", good, with_list("ended"), log=True)
    call("nginx-verify-3", "nginx", good, with_list("of-other"), log=True)
    call("nginx-no-certificate", "nginx", f"{CURL} --cacert ca.crt {URL}", Nginx("server", MUTUAL), log=True)
    call("nginx-plain", "nginx", f"{CURL} http://{HOST}:PORT/", Nginx("server", MUTUAL), log=True)
    call("nginx-alert-unknown-ca", "nginx", f"{CURL} {URL}", Nginx("server", MUTUAL), log=True)
    call("nginx-alert-expired", "nginx", good, Nginx("server-expired", MUTUAL), log=True)
    call("nginx-alert-bad-certificate", "nginx", good, Nginx("server-early", MUTUAL), log=True)
    call("nginx-alert-unsupported-certificate", "nginx", good, Nginx("client-only", MUTUAL), log=True)
    call("nginx-unsupported-protocol", "nginx", f"{CURL} -k --tls-max 1.1 {URL}", Nginx("server", MUTUAL), log=True)
    call("nginx-no-shared-cipher", "nginx", f"{CURL} -k --tls-max 1.2 --ciphers AES128-SHA {URL}", Nginx("server", MUTUAL), log=True)
    call("nginx-rejected", "nginx", f"{CURL} -k {URL}", Nginx("server", "ssl_reject_handshake on;"), log=True)
    call("nginx-backend-down", "nginx", good, Nginx("server", MUTUAL.replace("return 200 in;", "proxy_pass http://127.0.0.1:1;")), log=True)
    call("nginx-denied", "nginx", good, Nginx("server", MUTUAL.replace("return 200 in;", "deny all; proxy_pass http://127.0.0.1:1;")), log=True)
    # nginx -t
    nginx_test("nginx-key-mismatch", "server", "ssl_certificate ../server.crt; ssl_certificate_key ../client.key;")
    nginx_test("nginx-no-authorities", "server", "ssl_verify_client on;")
    nginx_test("nginx-cannot-load", "none", "")
    nginx_test("nginx-no-start-line", "garbage", "") if (WORK / "garbage.crt").write_text("x") else None
    nginx_test("nginx-authorities-missing", "server", "ssl_client_certificate ../none.crt; ssl_verify_client on;")
    nginx_test("nginx-authorities-empty", "server", "ssl_client_certificate ../garbage.pem; ssl_verify_client on;")
    nginx_test("nginx-list-missing", "server", "ssl_client_certificate ../ca.crt; ssl_verify_client on; ssl_crl ../none.crl;")
    nginx_test("nginx-unknown-directive", "server", "http2 on;")
    nginx_test("nginx-not-allowed-here", "server", "location / { ssl_verify_client on; }")
    nginx_test("nginx-unexpected-end", "server", "location / {")
    nginx_test("nginx-no-cipher-match", "server", "ssl_ciphers NONSENSE;")
    nginx_test("nginx-unknown-group", "server", "ssl_ecdh_curve X25519MLKEM768;")
    nginx_test("nginx-host-not-found", "server", "location / { proxy_pass http://nobody.invalid; }")
    # what a browser or curl is shown
    call("body-no-certificate", "nginx", f"{CURL} --cacert ca.crt {URL}", Nginx("server", MUTUAL))
    behind = MUTUAL.replace("return 200 in;", "proxy_pass https://127.0.0.1:OWN/b;")
    call("curl-behind-another", "curl", f"curl -v -m 9 --cacert ca.crt --cert client.crt --key client.key --resolve {HOST}:PORT:127.0.0.1 {URL} 2>&1 | grep -E 'OUT|< HTTP|No required'", Nginx("server", behind))
    call("body-certificate-error", "nginx", client("stranger"), Nginx("server", MUTUAL))
    call("body-plain", "nginx", f"{CURL} http://{HOST}:PORT/", Nginx("server", MUTUAL))
    call("body-bad-gateway", "nginx", good, Nginx("server", MUTUAL.replace("return 200 in;", "proxy_pass http://127.0.0.1:1;")))
    # curl
    call("curl-issuer", "curl", f"{CURL} {URL}", Nginx("server", MUTUAL))
    call("curl-self-signed", "curl", f"{CURL} --cacert ca.crt {URL}", Nginx("self", MUTUAL))
    call("curl-expired", "curl", good, Nginx("server-expired", MUTUAL))
    call("curl-early", "curl", good, Nginx("server-early", MUTUAL))
    call("curl-purpose", "curl", good, Nginx("client-only", MUTUAL))
    call("curl-name", "curl", good, Nginx("wrong", MUTUAL))
    call("curl-common-name", "curl", f"curl -sS -m 9 --cacert ca.crt https://localhost:PORT/", Nginx("v1", MUTUAL))
    call("curl-root", "curl", f"{CURL} --cacert other.crt {URL}", Server("-cert server.crt -key server.key -cert_chain ca.crt"))
    call("curl-protocol-version", "curl", f"{CURL} -k --tls-max 1.1 {URL}", Nginx("server", MUTUAL))
    call("curl-handshake-failure", "curl", f"{CURL} -k --tls-max 1.2 --ciphers AES128-SHA {URL}", Nginx("server", MUTUAL))
    call("curl-unrecognized-name", "curl", f"{CURL} -k {URL}", Nginx("server", "ssl_reject_handshake on;"))
    call("curl-wrong-version-number", "curl", f"{CURL} -k {URL}", Plain())
    strict = "-cert server.crt -key server.key -CAfile ca.crt -Verify 1 -verify_return_error"
    call("curl-alert-certificate-required", "curl", f"{CURL} --cacert ca.crt {URL}", Server(strict))
    call("curl-alert-unknown-ca", "curl", client("stranger"), Server(strict))
    call("curl-alert-certificate-expired", "curl", client("expired"), Server(strict))
    call("curl-alert-bad-certificate", "curl", client("early"), Server(strict))
    call("curl-alert-unsupported-certificate", "curl", client("server-only"), Server(strict))
    call("curl-alert-handshake-failure-12", "curl", f"{CURL} --cacert ca.crt --tls-max 1.2 {URL}", Server(strict))
    call("curl-no-key", "curl", f"{CURL} -k --cert client.crt {URL}", Nginx("server", MUTUAL))
    call("curl-no-pem", "curl", f"{CURL} -k --cert client.p12:secret {URL}", Nginx("server", MUTUAL))
    call("curl-pkcs11", "curl", f"{CURL} -k --cert 'pkcs11:token=x;object=client' --key 'pkcs11:token=x;object=client;type=private' {URL}", Nginx("server", MUTUAL))
    call("curl-certificate-missing", "curl", f"{CURL} -k --cert none.crt {URL}", Nginx("server", MUTUAL))
    call("curl-p12-password", "curl", f"{CURL} -k --cert client.p12:wrong --cert-type P12 {URL}", Nginx("server", MUTUAL))
    call("curl-p12-legacy", "curl", f"{CURL} -k --cert rc2.p12:secret --cert-type P12 {URL}", Nginx("server", MUTUAL))
    call("curl-weak-key", "curl", f"{CURL} -k --cert weak.crt --key weak.key {URL}", Nginx("server", MUTUAL))
    call("curl-cacert", "curl", f"{CURL} --cacert none.crt {URL}", Nginx("server", MUTUAL))
    call("curl-crlfile", "curl", f"{CURL} --cacert ca.crt --crlfile none.crl {URL}", Nginx("server", MUTUAL))
    call("curl-crl-missing", "curl", f"{CURL} --cacert ca.crt --crlfile of-other.crl {URL}", Nginx("server", MUTUAL))
    local("curl-refused", "curl", f"curl -sS --resolve {HOST}:1:127.0.0.1 https://{HOST}:1/")
    local("curl-resolve", "curl", "curl -sS https://nobody.invalid/")
    # openssl
    local("openssl-verify-20", "openssl", "openssl verify -CAfile other.crt client.crt")
    local("openssl-verify-10", "openssl", "openssl verify -CAfile ca.crt expired.crt")
    local("openssl-verify-23", "openssl", "openssl verify -crl_check -CRLfile revoking.crl -CAfile ca.crt client.crt")
    local("openssl-verify-26", "openssl", "openssl verify -purpose sslclient -CAfile ca.crt server-only.crt")
    local("openssl-pkcs12-password", "openssl", "openssl pkcs12 -in client.p12 -passin pass:wrong -nodes")
    local("openssl-pkcs12-legacy", "openssl", "openssl pkcs12 -in rc2.p12 -passin pass:secret -nodes")
    local("openssl-no-key", "openssl", "openssl pkey -in client.crt -noout")
    local("openssl-no-certificate", "openssl", "openssl x509 -in client.key -noout")
    local("openssl-key-password", "openssl", "openssl pkey -in locked.key -passin pass:wrong -noout")
    local("openssl-rsa-no-key", "openssl", "openssl rsa -in client.crt -noout")
    local("openssl-missing", "openssl", "openssl x509 -in none.crt -noout")
    local("openssl-not-pkcs12", "openssl", "openssl pkcs12 -in ca.crt -passin pass:secret -nokeys")
    s_client = f"openssl s_client -connect localhost:PORT -servername {HOST} -verify_return_error"
    telling = "2>&1 | grep -vE '^(CONNECTED|depth|---|$)'"
    call("openssl-client-issuer", "openssl", f"{s_client} -CAfile other.crt {telling}", Nginx("server", MUTUAL))
    call("openssl-client-expired", "openssl", f"{s_client} -CAfile ca.crt {telling}", Nginx("server-expired", MUTUAL))
    call("openssl-client-tls11", "openssl", f"{s_client} -CAfile ca.crt -tls1_1 {telling}", Nginx("server", "ssl_protocols TLSv1.1 TLSv1.2; ssl_ciphers ALL;"))
    call("openssl-client-fallback", "openssl", f"{s_client} -CAfile ca.crt -tls1_2 -fallback_scsv {telling}", Nginx("server", MUTUAL))
    call("openssl-client-protocol", "openssl", f"{s_client} -CAfile ca.crt -alpn unheard-of {telling}", Server("-cert server.crt -key server.key -alpn h2"))
    call("curl-alert-certificate-revoked", "curl", good, Server(f"{strict} -crl_check -CRL revoking.crl"))
    # others
    call("wget-issuer", "wget", f"wget -T 9 -t 1 -O /dev/null --header 'Host: {HOST}' https://localhost:PORT/", Nginx("server", MUTUAL))
    call("wget-name", "wget", "wget -T 9 -t 1 -O /dev/null --ca-certificate ca.crt https://localhost:PORT/", Nginx("wrong", MUTUAL))
    call("gnutls-issuer", "gnutls-cli", "gnutls-cli --x509cafile other.crt -p PORT localhost 2>&1 | grep -E \"^(- Status|[*]{3}|- Description)\"", Nginx("server", MUTUAL))
    call("gnutls-expired", "gnutls-cli", "gnutls-cli --x509cafile ca.crt -p PORT localhost 2>&1 | grep -E \"^(- Status|[*]{3}|- Description)\"", Nginx("server-expired", MUTUAL))
    call("gnutls-name", "gnutls-cli", "gnutls-cli --x509cafile ca.crt -p PORT localhost 2>&1 | grep -E \"^(- Status|[*]{3}|- Description)\"", Nginx("wrong", MUTUAL))
    call("gnutls-alert-required", "gnutls-cli", "gnutls-cli --x509cafile ca.crt -p PORT localhost 2>&1 | grep -E \"^(- Status|[*]{3}|- Description)\"", Server(strict))
    call("node-issuer", "node", "node node.js PORT", Nginx("server", MUTUAL))
    call("node-issuer-above", "node", "node node.js PORT", Nginx("server-sent", MUTUAL))
    call("node-self-signed", "node", "node node.js PORT ca.crt", Nginx("self", MUTUAL))
    call("node-expired", "node", "node node.js PORT ca.crt", Nginx("server-expired", MUTUAL))
    call("node-name", "node", "node node.js PORT ca.crt", Nginx("wrong", MUTUAL))
    call("node-alert-required", "node", "node node.js PORT ca.crt", Server(strict))
    call("node-alert-unknown-ca", "node", "node node.js PORT ca.crt stranger.crt stranger.key", Server(strict))
    call("node-key-mismatch", "node", "node node.js PORT ca.crt client.crt stranger.key", Nginx("server", MUTUAL))
    python = "/usr/bin/python3 call.py PORT"
    call("python-issuer", "python3", python, Nginx("server", MUTUAL))
    call("python-expired", "python3", f"{python} ca.crt", Nginx("server-expired", MUTUAL))
    call("python-address", "python3", f"{python} ca.crt '' '' 127.0.0.1", Nginx("server", MUTUAL))
    call("python-status", "python3", "/usr/bin/python3 -c \"import ssl, urllib.request; urllib.request.urlopen('https://localhost:PORT/', context=ssl.create_default_context(cafile='ca.crt'))\" 2>&1 | tail -1", Nginx("server", MUTUAL))
    call("python-name", "python3", f"{python} ca.crt", Nginx("wrong", MUTUAL))
    call("python-alert-required", "python3", f"{python} ca.crt", Server(strict))
    call("python-key-mismatch", "python3", f"{python} ca.crt client.crt stranger.key", Nginx("server", MUTUAL))
    call("python-key-password", "python3", f"{python} ca.crt client.crt locked.key", Nginx("server", MUTUAL))
    java = "java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=secret Call.java https://localhost:PORT/"
    call("java-issuer", "java", "java Call.java https://localhost:PORT/", Nginx("server", MUTUAL))
    call("java-trust-store", "java", "java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=wrong Call.java https://localhost:PORT/ 2>&1 | grep -v '^\\s*at '", Nginx("server", MUTUAL))
    call("java-expired", "java", java, Nginx("server-expired", MUTUAL))
    call("java-name", "java", java, Nginx("wrong", MUTUAL))
    call("java-alert-required", "java", java, Server(strict))
    # further programs of messages that are known
    call("python-alert-unknown-ca", "python3", f"{python} ca.crt stranger.crt stranger.key", Server(strict))
    call("python-wrong-version", "python3", python, Plain())
    call("python-root", "python3", f"{python} other.crt", Server("-cert server.crt -key server.key -cert_chain ca.crt"))
    call("node-wrong-version", "node", "node node.js PORT", Plain())
    call("node-root", "node", "node node.js PORT other.crt", Server("-cert server.crt -key server.key -cert_chain ca.crt"))
    call("wget-expired", "wget", "wget -T 9 -t 1 -O /dev/null --ca-certificate ca.crt https://localhost:PORT/", Nginx("server-expired", MUTUAL))
    call("gnutls-alert-unknown-ca", "gnutls-cli", gnutls("--x509certfile stranger.crt --x509keyfile stranger.key --x509cafile ca.crt"), Server(strict))
    # curl
    call("curl-empty-reply", "curl", f"{CURL} -k {URL}", Nginx("server", "return 444;"))
    call("curl-status", "curl", f"{CURL} --cacert ca.crt -f {URL}", Nginx("server", MUTUAL))
    call("curl-cert-type", "curl", f"{CURL} -k --cert client.crt --cert-type XYZ {URL}", Nginx("server", MUTUAL))
    call("curl-ciphers", "curl", f"{CURL} -k --ciphers NONE {URL}", Nginx("server", MUTUAL))
    call("curl-versions", "curl", f"{CURL} -k --tlsv1.3 --tls-max 1.2 {URL}", Nginx("server", MUTUAL))
    call("curl-other-kind", "curl", f"{CURL} -k --cert client.crt --key weak.key {URL}", Nginx("server", MUTUAL))
    call("curl-p12-none", "curl", f"{CURL} -k --cert client.crt --cert-type P12 {URL}", Nginx("server", MUTUAL))
    local("curl-unknown-option", "curl", "curl --cert=client.crt https://localhost/")
    local("curl-bad-url", "curl", "curl -sS 'https:///'")
    # nginx
    nginx_test("nginx-missing-semicolon", "server", "listen 127.0.0.1:1 ssl\nserver_name b;")
    nginx_test("nginx-brace", "server", "ssl_verify_depth 2 }")
    nginx_test("nginx-duplicate", "server", "ssl_verify_depth 1; ssl_verify_depth 2;")
    nginx_test("nginx-arguments", "server", "ssl_client_certificate a b;")
    nginx_test("nginx-invalid-value", "server", "ssl_verify_client yes;")
    nginx_test("nginx-key-missing", "server", "ssl_certificate ../client.crt; ssl_certificate_key ../none.key;")
    nginx_test("nginx-key-locked", "server", "ssl_certificate ../client.crt; ssl_certificate_key ../locked.key;")
    nginx_test("nginx-conflicting-name", "server", f"}} server {{ listen 127.0.0.1:1; server_name x; }} server {{ listen 127.0.0.1:1; server_name x;")
    call("body-misdirected", "nginx", f"{CURL} -k -H 'Host: b.example.test' {URL}", Nginx("server", "location / { return 200; } } server { listen 127.0.0.1:OWN ssl; server_name b.example.test; ssl_certificate ../server.crt; ssl_certificate_key ../server.key; ssl_client_certificate ../ca.crt; ssl_verify_client on; "))
    # openssl
    local("openssl-verify-18", "openssl", "openssl verify -CAfile ca.crt alone.crt")
    local("openssl-verify-12", "openssl", "openssl verify -crl_check -CRLfile ended.crl -CAfile ca.crt client.crt")
    local("openssl-verify-3", "openssl", "openssl verify -crl_check -CAfile ca.crt client.crt")
    local("openssl-verify-9", "openssl", "openssl verify -CAfile ca.crt early.crt")
    call("openssl-return-code-ok", "openssl", "echo | openssl s_client -connect 127.0.0.1:PORT -CAfile ca.crt 2>&1 | grep 'Verify return code'", Nginx("server", MUTUAL))
    call("gnutls-trusted", "gnutls-cli", gnutls("--x509cafile ca.crt"), Nginx("server", MUTUAL))
    call("openssl-return-code", "openssl", "echo | openssl s_client -connect 127.0.0.1:PORT -CAfile other.crt 2>&1 | grep 'Verify return code'", Nginx("server", MUTUAL))
    call("openssl-no-peer", "openssl", "echo | openssl s_client -connect 127.0.0.1:PORT 2>&1 | grep -A1 'no peer'", Plain())
    further(good, client, strict)
    local("keytool-format", "keytool", "keytool -list -keystore ca.crt -storepass secret")
    local("keytool-no-certificate", "keytool", "keytool -printcert -file client.key")
    local("keytool-no-server", "keytool", "keytool -printcert -sslserver localhost:2")
    local("keytool-password", "keytool", "keytool -list -keystore client.p12 -storetype PKCS12 -storepass wrong-password")


def further(good, client, strict):
    """Programs and messages that came to be known later."""
    if not ONLY or any(name.startswith("go-") for name in ONLY):
        must("go build -o call call.go && go build -o serve serve.go")
    go = "./call PORT"
    call("go-client-expired", "go", f"{go} ca.crt", Nginx("server-expired", MUTUAL))
    call("go-client-name", "go", f"{go} ca.crt", Nginx("wrong", MUTUAL))
    call("go-client-purpose", "go", f"{go} ca.crt", Nginx("client-only", MUTUAL))
    call("go-client-not-tls", "go", f"{go} ca.crt", Plain())
    call("go-client-address", "go", f"HANDFAST_NAME= {go} ca.crt", Nginx("server", MUTUAL))
    call("go-refused", "go", "./call 2 ca.crt", Plain())
    call("go-client-key", "go", f"{go} ca.crt client.crt stranger.key", Nginx("server", MUTUAL))
    call("go-client-no-pem", "go", f"{go} ca.crt client.p12 client.p12", Nginx("server", MUTUAL))
    call("go-alert-required", "go", f"{go} ca.crt stranger.crt stranger.key", Server(strict))
    call("go-alert-expired", "go", f"{go} ca.crt expired.crt expired.key", Server(strict))
    call("go-alert-unrecognized-name", "go", f"{go} ca.crt", Nginx("server", "ssl_reject_handshake on;"))
    call("go-server-none", "go", f"{CURL} --cacert ca.crt {URL}", Logging("./serve PORT"), log=True)
    call("go-server-unknown", "go", client("stranger"), Logging("./serve PORT"), log=True)
    call("go-server-expired", "go", client("expired"), Logging("./serve PORT"), log=True)
    call("go-server-purpose", "go", client("server-only"), Logging("./serve PORT"), log=True)
    call("go-server-plain", "go", f"{CURL} http://{HOST}:PORT/", Logging("./serve PORT"))
    # OpenSSL by itself
    local("openssl-verify-2", "openssl", "openssl verify -CAfile between.crt below.crt")
    local("openssl-verify-25", "openssl", "openssl verify -CAfile ca.crt -untrusted chain.crt too-deep.crt")
    local("openssl-verify-62", "openssl", "openssl verify -CAfile ca.crt -verify_hostname www.example.test server.crt")
    local("openssl-verify-64", "openssl", "openssl verify -CAfile ca.crt -verify_ip 192.0.2.1 server.crt")
    call("openssl-connect-refused", "openssl", "echo | openssl s_client -connect 127.0.0.1:2", Plain())
    # nginx
    call("nginx-verify-25", "nginx", f"{CURL} --cacert ca.crt --cert chain.crt --key chain.key {URL}", Nginx("server", MUTUAL + " ssl_verify_depth 9;"), log=True)
    call("nginx-upstream-verify", "nginx", good, Nginx("server", f"location / {{ proxy_pass https://127.0.0.1:OWN/b; proxy_ssl_verify on; proxy_ssl_trusted_certificate ../other.crt; proxy_ssl_name {HOST}; }}"), log=True)
    call("nginx-upstream-name", "nginx", good, Nginx("server", "location / { proxy_pass https://127.0.0.1:OWN/b; proxy_ssl_verify on; proxy_ssl_trusted_certificate ../ca.crt; proxy_ssl_name www.example.test; }"), log=True)
    nginx_test("nginx-no-certificate-defined", "server", "} server { listen 127.0.0.1:1 ssl;")
    call("body-forbidden", "nginx", good, Nginx("server", MUTUAL.replace("return 200 in;", "deny all;")))
    call("body-header-large", "nginx", good.replace("-m 9", "-m 9 -H 'X-Certificate: '$(head -c 40000 /dev/zero | tr '\\0' a)"), Nginx("server", MUTUAL))
    call("body-not-found", "nginx", good, Nginx("server", MUTUAL.replace("return 200 in;", "root /nowhere;")))
    # others
    java = "java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=secret Call.java https://localhost:PORT/"
    call("java-not-tls", "java", java, Plain())
    call("java-common-name", "java", java, Nginx("v1", MUTUAL))
    call("java-refused", "java", "java Call.java https://localhost:2/", Plain())
    call("node-refused", "node", "node node.js 2", Plain())
    call("node-no-pem", "node", "node node.js PORT ca.crt client.p12 client.p12", Nginx("server", MUTUAL))
    call("node-hang-up", "node", "node node.js PORT ca.crt", Nginx("server", "return 444;"))
    call("python-refused", "python3", "/usr/bin/python3 call.py 2", Plain())
    call("python-self-signed", "python3", "/usr/bin/python3 call.py PORT ca.crt", Nginx("self", MUTUAL))
    call("python-alert-version", "python3", "/usr/bin/python3 call.py PORT ca.crt", Nginx("server", "ssl_reject_handshake on;"))
    call("wget-status", "wget", "wget -T 9 -t 1 -O /dev/null --ca-certificate ca.crt https://localhost:PORT/", Nginx("server", MUTUAL))
    call("curl-reset", "curl", f"{CURL} -k {URL}", Closing())
    for number, name in [(10, "unexpected-message"), (20, "bad-record-mac"), (22, "record-overflow"), (47, "illegal-parameter"), (49, "access-denied"), (50, "decode-error"), (51, "decrypt-error"), (71, "insufficient-security"), (90, "user-canceled"), (109, "missing-extension")]:
        call(f"curl-alert-{name}", "curl", f"{CURL} -k {URL}", Alerting(number))
        call(f"openssl-alert-{name}", "openssl", "openssl s_client -connect 127.0.0.1:PORT 2>&1 | grep alert", Alerting(number))
        call(f"go-alert-{name}", "go", f"{go} ca.crt client.crt client.key", Alerting(number))
    call("curl-timeout", "curl", f"curl -sS -m 1 -k --resolve {HOST}:PORT:127.0.0.1 {URL}", Silent())
    # nginx as it is started, and as somebody who may not read the key
    if wanted("nginx-port-taken"):
        with Plain() as running:
            server = Nginx("server", MUTUAL)
            conf = server.folder / "nginx.conf"
            conf.write_text(conf.read_text().replace(f":{server.port} ", f":{running.port} "))
            done = subprocess.run(server.command, capture_output=True, text=True)
            said = done.stderr.replace(f":{running.port}", ":443")
            save("nginx-port-taken", "nginx", "nginx, while another program has the port", "\n".join(dict.fromkeys(re.sub(r"^\S+ \S+ \[(\w+)\] [\d#: ]+", r"nginx: [\1] ", line) for line in said.splitlines())))
    if wanted("nginx-forbidden"):
        server = Nginx("server", MUTUAL)
        must(f"chmod 755 {WORK} {server.folder}; chmod 644 *.crt; chmod 600 server.key; : > {server.folder}/error.log; chmod 666 {server.folder}/error.log")
        done = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", *server.command, "-t"], capture_output=True, text=True)
        save("nginx-forbidden", "nginx", "nginx -t as a user who may not read the key", "\n".join(line for line in done.stderr.splitlines() if "[emerg]" in line))
    local("wget-refused", "wget", "wget -t 1 -O /dev/null https://127.0.0.1:2/ 2>&1 | tail -1")
    call("git-issuer", "git", "GIT_TERMINAL_PROMPT=0 git ls-remote https://localhost:PORT/", Nginx("server", MUTUAL))
    local("python-no-key", "python3", "/usr/bin/python3 -c \"import ssl; ssl.create_default_context().load_cert_chain('client.crt')\" 2>&1 | tail -1")
    local("node-p12-legacy", "node", "node -e \"require('tls').createSecureContext({pfx: require('fs').readFileSync('rc2.p12'), passphrase: 'secret'})\" 2>&1 | grep Error")
    more(go, good, client, strict)
    sides(good, client, strict)
    callers(good, strict)
    apaches(good, client)
    besides(good, client)
    by_number(client, strict)
    of_libraries()
    of_clients(strict)
    said_otherwise(strict)
    call("curl-issuer-ip", "curl", "curl -sS -m 9 --cacert ca.crt https://127.0.0.1:PORT/", Nginx("server", MUTUAL))


def more(go, good, client, strict):
    """What people paste beside the messages of nginx and curl."""
    # Go
    for number, name in [(40, "handshake-failure"), (43, "unsupported-certificate"), (44, "certificate-revoked"), (46, "certificate-unknown"), (48, "unknown-ca"), (70, "protocol-version"), (80, "internal-error"), (120, "no-application-protocol")]:
        call(f"go-alert-{name}", "go", f"{go} ca.crt client.crt client.key", Alerting(number))
    call("go-twin", "go", f"{go} twin.crt", Nginx("server", MUTUAL))
    call("go-plain", "go", f"{go} ca.crt", Speaking(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    call("go-swapped", "go", f"{go} ca.crt client.key client.crt", Nginx("server", MUTUAL))
    call("go-unknown-host", "go", "go run lookup.go", Plain()) if (WORK / "lookup.go").write_text('package main\nimport ("fmt"; "net/http")\nfunc main() { _, err := http.Get("https://nobody.invalid/"); fmt.Println(err) }\n') else None
    call("go-server-alert", "go", "./call PORT other.crt", Logging("./serve PORT"), log=True)
    # signatures that do not hold
    call("curl-signature", "curl", f"{CURL} --cacert bare-twin.crt {URL}", Nginx("bare-server", MUTUAL))
    call("node-signature", "node", "node node.js PORT bare-twin.crt", Nginx("bare-server", MUTUAL))
    call("python-signature", "python3", "/usr/bin/python3 call.py PORT bare-twin.crt 2>&1 | tail -1", Nginx("bare-server", MUTUAL))
    call("gnutls-signature", "gnutls-cli", gnutls("--x509cafile bare-twin.crt"), Nginx("bare-server", MUTUAL))
    local("openssl-verify-7", "openssl", "openssl verify -CAfile bare-twin.crt bare-client.crt")
    call("nginx-verify-7", "nginx", client("bare-client"), Nginx("server", MUTUAL.replace("ca.crt", "bare-twin.crt")), log=True)
    call("nginx-verify-19", "nginx", f"{CURL} --cacert ca.crt --cert bundle.crt --key client.key {URL}", Nginx("server", MUTUAL.replace("ca.crt", "other.crt")), log=True) if (WORK / "bundle.crt").write_text((WORK / "client.crt").read_text() + (WORK / "ca.crt").read_text()) else None
    call("java-signature", "java", "java -Djavax.net.ssl.trustStore=twin.p12 -Djavax.net.ssl.trustStorePassword=secret Call.java https://localhost:PORT/ 2>&1 | head -1", Nginx("server", MUTUAL))
    # Java
    java = "java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=secret Call.java https://localhost:PORT/"
    call("java-purpose", "java", java, Nginx("client-only", MUTUAL))
    call("java-unrecognized", "java", f"{java} 2>&1 | head -1", Speaking(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    call("java-closed", "java", java, Speaking(b""))
    call("java-unknown-host", "java", "java Old.java https://nobody.invalid/", Plain()) if (WORK / "Old.java").write_text("class Old { public static void main(String[] a) throws Exception { new java.net.URL(a[0]).openStream(); } }\n") else None
    for name, calling in [("none", f"{CURL} --cacert ca.crt {URL}"), ("stranger", client("stranger")), ("expired", client("expired")), ("purpose", client("server-only"))]:
        call(f"java-server-{name}", "java", calling, Logging("java Serve.java PORT server.p12"), log=True)
    call("java-server-no-key", "java", f"{CURL} --cacert ca.crt --tls-max 1.2 {URL}", Logging("java Serve.java PORT trust.p12"), log=True)
    local("java-store-pem", "java", "java Serve.java 2 client.crt 2>&1 | head -1")
    local("java-key-password", "java", "java Serve.java 2 own.p12 other 2>&1 | grep -v '^\\s*at '")
    local("java-store-missing", "java", "java Serve.java 2 none.p12 2>&1 | head -1")
    # Node.js
    call("node-fetch-closed", "node", "NODE_EXTRA_CA_CERTS=ca.crt node -e \"fetch('https://localhost:PORT/').catch(error => console.log(error))\"", Server(strict))
    call("node-reset", "node", "node node.js PORT ca.crt", Closing())
    call("node-closed", "node", "node node.js PORT ca.crt", Speaking(b""))
    local("node-unknown-host", "node", "node -e \"require('https').get('https://nobody.invalid/').on('error', error => console.log(error.message))\"")
    local("node-file-missing", "node", "node -e \"require('fs').readFileSync('client.pem')\" 2>&1 | grep Error:")
    for name, calling in [("none", f"{CURL} --cacert ca.crt {URL}"), ("plain", f"{CURL} http://{HOST}:PORT/"), ("unknown-ca", f"{CURL} {URL}")]:
        call(f"node-server-{name}", "node", calling, Logging("node serve.js PORT"), log=True)
    # Python
    call("python-reset", "python3", "/usr/bin/python3 call.py PORT ca.crt 2>&1 | tail -1", Closing())
    call("python-closed", "python3", "/usr/bin/python3 call.py PORT ca.crt 2>&1 | tail -1", Speaking(b""))
    local("python-unknown-host", "python3", "/usr/bin/python3 -c \"import urllib.request; urllib.request.urlopen('https://nobody.invalid/')\" 2>&1 | tail -1")
    local("python-file-missing", "python3", "/usr/bin/python3 -c \"import ssl; ssl.create_default_context(cafile='none.crt')\" 2>&1 | tail -1")
    # OpenSSL as a server
    for name, calling in [("none", f"{CURL} --cacert ca.crt {URL}"), ("stranger", client("stranger"))]:
        call(f"openssl-server-{name}", "openssl", calling, Logging(f"openssl s_server -www {strict} -accept PORT"), log=True)
    # GnuTLS
    call("wget-refused-certificate", "wget", "wget -T 9 -t 1 -O /dev/null --ca-certificate ca.crt https://localhost:PORT/ 2>&1 | tail -4", Server(strict))
    call("wget-plain", "wget", "wget -T 9 -t 1 -O /dev/null https://localhost:PORT/ 2>&1 | tail -2", Plain())
    call("gnutls-closed", "gnutls-cli", gnutls("--x509cafile ca.crt"), Speaking(b""))
    # curl
    call("curl-closed", "curl", f"{CURL} --cacert ca.crt {URL}", Speaking(b""))
    call("curl-verbose-required", "curl", f"curl -v -m 9 --cacert ca.crt --resolve {HOST}:PORT:127.0.0.1 {URL} 2>&1 | grep alert", Server(strict))
    call("curl-verbose-issuer", "curl", f"curl -v -m 9 --resolve {HOST}:PORT:127.0.0.1 {URL} 2>&1 | grep alert", Nginx("server", MUTUAL))
    call("go-curl-lost", "curl", f"{CURL} --cacert ca.crt {URL}", Logging("./serve PORT"))
    # nginx as a client
    for name, upstream, lines in [
        ("refuses", Server(strict), ""),
        ("plain", Plain(), ""),
        ("closes", Closing(), ""),
        ("slow", Silent(), "proxy_read_timeout 1s; "),
    ]:
        if not wanted(f"nginx-upstream-{name}"):
            continue
        with upstream as behind:
            scheme = "http" if name == "slow" else "https"
            call(f"nginx-upstream-{name}", "nginx", f"{CURL} -k {URL}", Nginx("server", f"location / {{ {lines}proxy_pass {scheme}://127.0.0.1:{behind.port}/; }}"), log=True)
    if wanted("body-timeout"):
        with Silent() as behind:
            call("body-timeout", "nginx", f"{CURL} -k {URL}", Nginx("server", f"location / {{ proxy_read_timeout 1s; proxy_pass http://127.0.0.1:{behind.port}/; }}"))
    call("nginx-left", "nginx", f"/usr/bin/python3 -c \"import socket; socket.create_connection(('127.0.0.1', PORT)).close()\"", Nginx("server", MUTUAL), log=True)
    # HAProxy
    bind = "ca-file ca.crt verify required"
    call("haproxy-none", "haproxy", f"{CURL} --cacert ca.crt {URL}", Haproxy(bind), log=True)
    call("haproxy-stranger", "haproxy", client("stranger"), Haproxy(bind), log=True)
    call("haproxy-no-server", "haproxy", good, Haproxy(bind, "server b 127.0.0.1:2"))
    if wanted("haproxy-backend"):
        with Server("-cert wrong.crt -key wrong.key") as behind:
            call("haproxy-backend", "haproxy", f"{good}; sleep 1", Haproxy(bind, f"server b 127.0.0.1:{behind.port} ssl verify required ca-file other.crt check inter 200"), log=True)
    # further sides of what is known
    call("nginx-left-in-handshake", "nginx", "java Call.java https://localhost:PORT/", Nginx("server", MUTUAL), log=True)
    call("nginx-alert-certificate-unknown", "nginx", "/usr/bin/python3 refuse.py PORT 46", Nginx("server", MUTUAL), log=True)
    call("python-early", "python3", "/usr/bin/python3 call.py PORT ca.crt 2>&1 | tail -1", Nginx("server-early", MUTUAL))
    call("node-early", "node", "node node.js PORT ca.crt", Nginx("server-early", MUTUAL))
    call("java-early", "java", java, Nginx("server-early", MUTUAL))
    call("java-plain", "java", "java Old.java https://localhost:PORT/ 2>&1 | head -1", Plain())
    call("java-status", "java", "java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=secret Old.java https://localhost:PORT/ 2>&1 | head -1", Nginx("server", MUTUAL))
    call("java-reset", "java", "java Old.java https://localhost:PORT/ 2>&1 | head -1", Closing())
    call("curl-alert-certificate-unknown", "curl", client("stranger"), Logging("java Serve.java PORT server.p12"))
    call("go-server-alert-unknown", "go", "/usr/bin/python3 refuse.py PORT 46", Logging("./serve PORT"), log=True)
    call("curl-http-on-tls", "curl", f"{CURL} http://{HOST}:PORT/", Logging("java Serve.java PORT server.p12"))
    call("openssl-no-peer-code", "openssl", "echo | openssl s_client -connect 127.0.0.1:PORT 2>&1 | grep -E 'no peer|Verify return'", Plain())
    call("curl-proxy", "curl", f"{CURL} -x http://127.0.0.1:PORT {URL}", Plain())
    nginx_test("nginx-key-unreadable", "server", "ssl_certificate ../client.crt; ssl_certificate_key ../garbage.pem;")
    must("(cat client.crt; echo '-----BEGIN CERTIFICATE-----'; echo 'MIIB'; echo '-----END CERTIFICATE-----') > torn.crt; cp client.key torn.key")
    nginx_test("nginx-chain-broken", "torn", "")
    must("openssl x509 -req -sha1 -in client.csr -CA ca.crt -CAkey ca.key -out sha1.crt; cp client.key sha1.key")
    nginx_test("nginx-weak-digest", "sha1", "")
    make("nameless", "/O=nobody", "ca", "extendedKeyUsage=serverAuth\\n")
    call("go-no-names", "go", f"{go} ca.crt", Nginx("nameless", MUTUAL))
    call("java-no-protocol", "java", "java -Djdk.tls.client.protocols=TLSv1.1 Old.java https://localhost:PORT/ 2>&1 | head -1", Nginx("server", MUTUAL))
    # keytool
    local("keytool-chain", "keytool", "keytool -importcert -noprompt -alias a -file own.crt -keystore own.p12 -storepass secret")
    local("keytool-chain-ko", "keytool", "keytool -J-Duser.language=ko -importcert -noprompt -alias a -file own.crt -keystore own.p12 -storepass secret")
    local("keytool-other-key", "keytool", "keytool -importcert -noprompt -alias a -file reissued.crt -keystore own.p12 -storepass secret")
    local("keytool-missing", "keytool", "keytool -list -keystore none.p12 -storepass secret")
    local("keytool-missing-ko", "keytool", "keytool -J-Duser.language=ko -list -keystore none.p12 -storepass secret")
    local("keytool-no-certificate-ko", "keytool", "keytool -J-Duser.language=ko -printcert -file client.key")


def sides(good, client, strict):
    """What a server prints of a client in the words in which clients speak of servers, and what says nothing of certificates."""
    if not ONLY or any(name.startswith("go-serves") for name in ONLY):
        build = run("${GO:-go} build -o serve-newer serve.go", timeout=180)
        assert build.returncode == 0, build.stderr.decode()
    serves = "./serve-newer PORT"
    for name in ["expired", "stranger"]:
        call(f"go-serves-{name}", "go-newer", client(name), Logging(serves), log=True)
    call("go-serves-purpose", "go-newer", client("server-only"), Logging(serves), log=True)
    for number, name in [(42, "bad-certificate"), (43, "unsupported"), (44, "revoked"), (45, "alert-expired"), (48, "unknown-ca")]:
        call(f"go-serves-{name}", "go-newer", f"/usr/bin/python3 refuse.py PORT {number}", Logging(serves), log=True)
    say = "/usr/bin/python3 -c \"import socket, time; raw = socket.create_connection(('127.0.0.1', PORT)); {}; time.sleep(0.3)\""
    call("go-serves-no-tls", "go-newer", say.format("raw.sendall(b'EHLO api.example.test' + bytes([13, 10]))"), Logging(serves), log=True)
    call("go-serves-silence", "go-newer", say.format("time.sleep(2.5)"), Logging(serves), log=True)
    call("go-serves-left", "go-newer", say.format("raw.close()"), Logging(serves, quiet=("[NOTICE]",)), log=True)
    # Python, openssl and GnuTLS as servers
    (WORK / "serve.py").write_text(
        "import http.server, ssl, sys\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\ncontext.load_cert_chain('server.crt', 'server.key')\n"
        "context.load_verify_locations('ca.crt')\ncontext.verify_mode = ssl.CERT_REQUIRED\n"
        "server = http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), http.server.SimpleHTTPRequestHandler)\n"
        "server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=len(sys.argv) > 2)\n"
        "if len(sys.argv) < 3: server.serve_forever()\nimport traceback\nwhile True:\n    try: server.get_request()\n    except Exception: traceback.print_exc()\n"
    )
    serves = "/usr/bin/python3 serve.py PORT"
    for name in ["stranger", "expired", "server-only", "alone"]:
        call(f"python-serves-{name}", "python3", client(name), Logging(serves, quiet=("    ", "-----")), log=True)
    call("python-accepts-stranger", "python3", client("stranger"), Logging(f"{serves} once", quiet=("    ",)), log=True)
    serves = "openssl s_server -www -accept PORT -cert server.crt -key server.key -CAfile ca.crt -Verify 2"
    for name in ["stranger", "expired", "server-only"]:
        call(f"openssl-serves-{name}", "openssl", client(name), Logging(serves, quiet=("ACCEPT", "ERROR", "shutting down", "CONNECTION CLOSED", "temp DH", "unexpected eof"), from_start=True), log=True)
    serves = "stdbuf -oL gnutls-serv --http -p PORT --x509certfile server.crt --x509keyfile server.key --x509cafile ca.crt --require-client-cert --verify-client-cert"
    for name in ["stranger", "expired", "client"]:
        call(f"gnutls-serves-{name}", "gnutls-serv", client(name), Logging(serves, quiet=("Error", "Processed", "listening", "Exiting")), log=True)
    call("gnutls-serves-none", "gnutls-serv", f"{CURL} --cacert ca.crt {URL}", Logging(serves, quiet=("Processed", "listening", "Exiting")), log=True)
    local("certtool-issuer", "certtool", "certtool --verify --load-ca-certificate ca.crt < stranger.crt 2>&1 | tail -3")
    local("certtool-expired", "certtool", "certtool --verify --load-ca-certificate ca.crt < expired.crt 2>&1 | tail -3")
    words = 'error-log-format "%ci:%cp [%tr] %[fc_err_str] (%[ssl_fc_err_str])"'
    call("haproxy-alert", "haproxy", f"{CURL} {URL}", Haproxy(f"ca-file ca.crt verify optional\n {words}"), log=True)
    # names that openssl s_client looks at
    s_client = f"openssl s_client -connect localhost:PORT -CAfile ca.crt -verify_return_error 2>&1"
    call("openssl-client-name", "openssl", s_client.replace("-CAfile", "-verify_hostname localhost -CAfile"), Nginx("wrong", MUTUAL))
    call("openssl-client-address", "openssl", s_client.replace("-CAfile", "-verify_ip 192.0.2.1 -CAfile"), Nginx("server", MUTUAL))
    call("openssl-client-purpose", "openssl", s_client, Nginx("client-only", MUTUAL))
    # nginx about its callers
    say = "/usr/bin/python3 -c \"import socket, struct, time; raw = socket.create_connection(('127.0.0.1', PORT)); {}; time.sleep(0.3)\""
    call("nginx-other-bytes", "nginx", say.format("raw.sendall(bytes([22, 2, 0, 0, 5]) + b'hello')"), Nginx("server", MUTUAL), log=True)
    call("nginx-silence", "nginx", say.format("time.sleep(1.5)"), Nginx("server", MUTUAL + " client_header_timeout 1s;"), log=True)
    asks = f"/usr/bin/python3 -c \"import socket, ssl, struct; raw = socket.create_connection(('127.0.0.1', PORT)); context = ssl.create_default_context(cafile='ca.crt'); tls = context.wrap_socket(raw, server_hostname='{HOST}'); {{}}\""
    get = f"tls.sendall(b'GET / HTTP/1.1' + bytes([13, 10]) + b'Host: {HOST}' + bytes([13, 10, 13, 10])); tls.recv(999); "
    plain = "location / { return 200 in; }"
    call("nginx-left-without-a-word", "nginx", asks.format(get + "tls.close()"), Nginx("server", plain, [word for word in Nginx.QUIET if word != "keepalive"]), log=True)
    call("nginx-left-before-asking", "nginx", f"{CURL} --cacert ca.crt {URL}", Nginx("wrong", MUTUAL), log=True)
    call("nginx-reset-before-asking", "nginx", asks.format("tls.sendall(b'GET / HTTP/1.1' + bytes([13, 10])); tls.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); tls.close()"), Nginx("server", plain), log=True)
    call("nginx-reset-by-caller", "nginx", "curl -sS -m 9 --proxy-insecure -x https://127.0.0.1:PORT https://api.example.test/", Nginx("server", plain), log=True)
    call("nginx-bad-signature", "nginx", "go run bad.go PORT", Nginx("server", MUTUAL), log=True) if (WORK / "bad.go").write_text(GO_BAD_SIGNATURE) else None
    call("nginx-no-signature-algorithm", "nginx", f"openssl s_client -connect 127.0.0.1:PORT -tls1_3 -sigalgs RSA-PSS+SHA256", Nginx("server", MUTUAL), log=True)
    call("nginx-misdirected", "nginx", f"{CURL} -k -H 'Host: b.example.test' {URL}", Nginx("server", "location / { return 200; } } server { listen 127.0.0.1:OWN ssl; server_name b.example.test; ssl_certificate ../server.crt; ssl_certificate_key ../server.key; ssl_client_certificate ../ca.crt; ssl_verify_client on; "), log=True)
    call("nginx-body-large", "nginx", good.replace("-m 9", "-m 9 -d 01234567890123456789"), Nginx("server", MUTUAL + " client_max_body_size 9;"), log=True)
    call("body-too-large", "nginx", good.replace("-m 9", "-m 9 -d 01234567890123456789"), Nginx("server", MUTUAL + " client_max_body_size 9;"))
    # nginx about its backends
    for name, upstream, scheme in [("requires", Server(strict), "https"), ("resets", Closing(), "http"), ("ends", Speaking(b""), "http")]:
        if not wanted(f"nginx-upstream-{name}"):
            continue
        with upstream as behind:
            more_lines = "proxy_ssl_protocols TLSv1.3; " if name == "requires" else ""
            call(f"nginx-upstream-{name}", "nginx", f"{CURL} -k {URL}", Nginx("server", f"location / {{ {more_lines}proxy_pass {scheme}://127.0.0.1:{behind.port}/; }}"), log=True)
    call("nginx-upstream-socket", "nginx", f"{CURL} -k {URL}", Nginx("server", "location / { proxy_pass http://unix:/run/none.sock; }"), log=True)
    # certificates and lists that nginx does not take
    make("no-signing", "/CN=No Signing CA", "ca", "basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,digitalSignature\\nsubjectKeyIdentifier=hash\\n")
    make("no-authority", "/CN=No Authority", "ca", "basicConstraints=critical,CA:FALSE\\nsubjectKeyIdentifier=hash\\n")
    for name in ["no-signing", "no-authority"]:
        make(f"of-{name}", "/CN=below", name, "extendedKeyUsage=clientAuth\\n")
        must(f"cat of-{name}.crt {name}.crt > by-{name}.crt; cp of-{name}.key by-{name}.key")
    make("unheard-of", "/CN=critical", "ca", "extendedKeyUsage=clientAuth\\n1.2.3.4=critical,ASN1:UTF8:x\\n")
    make("encipher", "/CN=encipher", "ca", "keyUsage=critical,keyEncipherment\\nextendedKeyUsage=clientAuth\\n")
    must(": > i && echo 01 > n; openssl ca -config l -cert ca.crt -keyfile ca.key -gencrl -crl_lastupdate 20990101000000Z -crl_nextupdate 20990108000000Z -out later.crl")
    must(": > i && echo 01 > n; openssl ca -config l -cert bare-twin.crt -keyfile bare-twin.key -gencrl -crldays 30 -crlexts none -out forged.crl || (printf '[ca]\ndefault_ca=d\n[d]\ndatabase=i\ndefault_md=sha256\n' > l2; openssl ca -config l2 -cert bare-twin.crt -keyfile bare-twin.key -gencrl -crldays 30 -out forged.crl)")
    call("nginx-verify-32", "nginx", client("by-no-signing"), Nginx("server", MUTUAL + " ssl_verify_depth 9;"), log=True)
    call("nginx-verify-26-no-authority", "nginx", client("by-no-authority"), Nginx("server", MUTUAL + " ssl_verify_depth 9;"), log=True)
    call("nginx-verify-34", "nginx", client("unheard-of"), Nginx("server", MUTUAL), log=True)
    call("nginx-verify-26-key-usage", "nginx", client("encipher"), Nginx("server", MUTUAL), log=True)
    call("nginx-verify-11", "nginx", good, Nginx("server", MUTUAL + " ssl_crl ../later.crl;"), log=True)
    call("nginx-verify-8", "nginx", client("bare-client"), Nginx("server", MUTUAL.replace("ca.crt", "bare.crt") + " ssl_crl ../forged.crl;"), log=True)
    # nginx -t
    nginx_test("nginx-expects-semicolon", "server", 'server_name "api.example.test;')
    nginx_test("nginx-no-key-defined", "server", "} server { listen 127.0.0.1:1 ssl; ssl_certificate ../server.crt;")
    nginx_test("nginx-include-missing", "server", "include none.conf;")
    # tables that are too small, for one name and for all
    long, names = "a" * 70, "one two three four five six seven"
    beside = "} server { listen 127.0.0.1:OWN ssl; ssl_certificate ../server.crt; ssl_certificate_key ../server.key; server_name"
    nginx_test("nginx-hash-map", "server", f"}} map $host $known {{ {long}.example.test 1; }} server {{ listen 127.0.0.1:1;")
    nginx_test("nginx-hash-names", "server", f"{beside} {long}.example.test;")
    nginx_test("nginx-hash-variables", "server", f"set ${long} b;")
    nginx_test("nginx-hash-headers", "server", f"location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header X-{long} b; }}")
    nginx_test("nginx-hash-types", "server", f"types {{ text/plain {long}; }}")
    pairs = " ".join(f"{name} 1;" for name in names.split())
    nginx_test("nginx-hash-optimal-map", "server", f"}} map_hash_max_size 1; map $host $known {{ {pairs} }} server {{ listen 127.0.0.1:1;")
    nginx_test("nginx-hash-optimal-names", "server", f"}} server_names_hash_max_size 1; server {{ listen 127.0.0.1:OWN ssl; ssl_certificate ../server.crt; ssl_certificate_key ../server.key; server_name {names};")
    nginx_test("nginx-hash-optimal-variables", "server", "} variables_hash_max_size 16; server { listen 127.0.0.1:1;")
    headers = " ".join(f"proxy_set_header X-{name} b;" for name in names.split())
    nginx_test("nginx-hash-optimal-headers", "server", f"proxy_headers_hash_max_size 1; location / {{ proxy_pass http://127.0.0.1:1; {headers} }}")
    # the certificate that nginx shows a backend, without its key
    for name, scheme in [("proxy", "https"), ("grpc", "grpcs"), ("uwsgi", "suwsgi")]:
        nginx_test(f"nginx-no-{name}-key", "server", f"location / {{ {name}_pass {scheme}://127.0.0.1:1; {name}_ssl_certificate ../client.crt; }}")
    # a short prime, in nginx's own file and in what a server sends
    make("rsa-server", f"/CN={HOST}", "ca", f"subjectAltName=DNS:{HOST}\\nextendedKeyUsage=serverAuth\\n", key="rsa:2048")
    must("openssl dhparam -out dh1024.pem 1024")
    nginx_test("nginx-short-prime", "server", "ssl_dhparam ../dh1024.pem;")
    short = Server("-cert rsa-server.crt -key rsa-server.key -tls1_2 -dhparam dh1024.pem -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
    local("openssl-short-prime", "openssl", "openssl s_server -accept 127.0.0.1:1 -cert rsa-server.crt -key rsa-server.key -dhparam dh1024.pem")
    call("curl-short-prime", "curl", f"{CURL} --cacert ca.crt {URL}", short)
    call("openssl-client-short-prime", "openssl", "openssl s_client -connect 127.0.0.1:PORT -CAfile ca.crt 2>&1 | head -7", short)
    call("python-short-prime", "python3", "/usr/bin/python3 call.py PORT ca.crt", short)
    # addresses that nginx may not have
    nginx_test("nginx-address-missing", "server", "listen 192.0.2.1:443 ssl;")
    if wanted("nginx-port-forbidden"):
        server = Nginx("server", MUTUAL)
        conf = server.folder / "nginx.conf"
        conf.write_text(conf.read_text().replace(f":{server.port} ", ":443 "))
        must(f"chmod 755 {WORK}; chmod -R a+rwX {server.folder} {WORK}/server.crt {WORK}/server.key {WORK}/ca.crt")
        done = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", *server.command, "-t"], capture_output=True, text=True)
        save("nginx-port-forbidden", "nginx", "nginx -t as a user who may not listen on port 443", "\n".join(line for line in done.stderr.splitlines() if "[emerg]" in line))
    nginx_test("nginx-no-scheme", "server", "location / { proxy_pass localhost:80; }")
    nginx_test("nginx-session-cache", "server", "ssl_session_cache shared:SSL;")
    nginx_test("nginx-return-code", "server", "location / { return abc; }")
    nginx_test("nginx-no-proxy-authorities", "server", "location / { proxy_ssl_verify on; proxy_pass https://127.0.0.1:1; }")
    # curl
    call("curl-list-ended", "curl", f"{CURL} --cacert ca.crt --crlfile ended.crl {URL}", Nginx("server", MUTUAL))
    make("weak-server", f"/CN={HOST}", "ca", f"subjectAltName=DNS:{HOST}\\nextendedKeyUsage=serverAuth\\n", key="rsa:1024")
    call("curl-weak-server", "curl", f"{CURL} --cacert ca.crt {URL}", Server("-cert weak-server.crt -key weak-server.key -cipher ALL:@SECLEVEL=0"))
    must(": > i && echo 01 > n; openssl ca -config l -cert ca.crt -keyfile ca.key -revoke server.crt; openssl ca -config l -cert ca.crt -keyfile ca.key -gencrl -crldays 30 -out server-revoking.crl")
    call("curl-revoked-server", "curl", f"{CURL} --cacert ca.crt --crlfile server-revoking.crl {URL}", Nginx("server", MUTUAL))
    call("curl-pinned", "curl", f"{CURL} --cacert ca.crt --pinnedpubkey sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= {URL}", Nginx("server", MUTUAL))
    call("curl-no-ocsp", "curl", f"{CURL} --cacert ca.crt --cert-status {URL}", Nginx("server", MUTUAL))
    call("curl-blames-itself", "curl", client("expired").replace("-m 9", "-m 9 --tls-max 1.2"), Server(strict))
    # others
    call("python-purpose", "python3", "/usr/bin/python3 call.py PORT ca.crt 2>&1 | tail -1", Nginx("client-only", MUTUAL))
    call("node-purpose", "node", "node node.js PORT ca.crt", Nginx("client-only", MUTUAL))
    call("gnutls-purpose", "gnutls-cli", gnutls("--x509cafile ca.crt"), Nginx("client-only", MUTUAL))
    local("keytool-not-x509", "keytool", "keytool -importcert -noprompt -alias x -file client.key -keystore x.p12 -storepass secret")
    local("requests-client-missing", "python3", "python3 -c \"import requests; requests.get('https://127.0.0.1:2/', cert=('none.crt', 'none.key'))\" 2>&1 | tail -1")
    browse = "chromium --headless --no-sandbox --disable-gpu --dump-dom {} 2>&1 | grep -o 'ERR_[A-Z_]*' | head -1"
    call("chrome-unknown-name", "chromium", browse.format("--host-resolver-rules='MAP x.example.test 127.0.0.1' https://x.example.test:PORT/"), Nginx("server", "ssl_reject_handshake on;"))
    local("chrome-no-host", "chromium", browse.format("https://nobody.invalid/"))


def callers(good, strict):
    """What nginx logs of callers that leave, wait or speak something else, and of backends that do; what other servers say of such."""
    call_nginx = "/usr/bin/python3 -c \"import socket, ssl, struct, time; raw = socket.create_connection(('127.0.0.2', PORT)); {}; time.sleep(0.3)\""
    reset = "raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); raw.close()"

    def send(*lines):
        return f"raw.sendall(b'{lines[0]}'" + "".join(f" + bytes([13, 10]) + b'{line}'" for line in lines[1:]) + "); "

    get = send("GET / HTTP/1.1", f"Host: {HOST}", "", "")
    plain, tls = "listen 127.0.0.2:OWN; location / { return 200 in; }", "listen 127.0.0.2:OWN ssl; location / { return 200 in; }"
    wrap = f"context = ssl.create_default_context(cafile='ca.crt'); raw = context.wrap_socket(raw, server_hostname='{HOST}'); "
    quick = " client_header_timeout 1s; client_body_timeout 1s; send_timeout 1s;"
    kept = [word for word in Nginx.QUIET if word != "keepalive"]

    def logged(name, words, lines, quiet=Nginx.QUIET):
        call(f"nginx-{name}", "nginx", call_nginx.format(words), Nginx("server", lines, quiet), log=True)

    logged("kept-reset", f"{get}raw.recv(999); {reset}", plain, kept)
    logged("kept-closed", f"{get}raw.recv(999); raw.close()", plain, kept)
    logged("reset-while-waiting", f"time.sleep(0.1); {reset}", plain)
    logged("reset-in-handshake", f"time.sleep(0.1); {reset}", tls)
    logged("reset-mid-handshake", f"raw.sendall(bytes([22, 3, 1, 2, 0, 1, 0])); time.sleep(0.1); {reset}", tls)
    logged("slow-asking", f"{wrap}time.sleep(1.5)", tls + quick)
    logged("slow-headers", send("GET / HTTP/1.1", f"Host: {HOST}", "") + "time.sleep(1.5)", plain + quick)
    for name, words in [("sends-no-http", send("SSH-2.0-OpenSSH_9.2", "")), ("sends-tls", "raw.sendall(bytes([22, 3, 1, 2, 1, 1, 3, 3])); "), ("sends-proxy-line", send("PROXY TCP4 192.0.2.1 127.0.0.2 40000 443", ""))]:
        logged(name, words + "time.sleep(0.1)", plain)
    logged("http2-other", f"context = ssl.create_default_context(cafile='ca.crt'); context.set_alpn_protocols(['h2']); raw = context.wrap_socket(raw, server_hostname='{HOST}'); {get}time.sleep(0.3)", tls.replace("ssl;", "ssl http2;"))
    logged("no-proxy-line", get + "time.sleep(0.1)", tls.replace("ssl;", "ssl proxy_protocol;"))
    logged("no-protocol", f"context = ssl.create_default_context(cafile='ca.crt'); context.set_alpn_protocols(['spdy/9']); raw = context.wrap_socket(raw, server_hostname='{HOST}')", tls)
    (WORK / "large").write_bytes(b"x" * 30_000_000)
    large = plain.replace("return 200 in;", f"root {WORK}; try_files /large =404;")
    logged("answer-reset", f"{get}raw.recv(999); {reset}", large)
    logged("answer-slow", f"{get}time.sleep(1.8)", large + quick)
    for number, name in [(40, "handshake-failure"), (60, "unnamed")]:
        call(f"nginx-alert-{name}", "nginx", f"/usr/bin/python3 refuse.py PORT {number}", Nginx("server", MUTUAL), log=True)
    with Silent() as behind:
        passed = plain.replace("return 200 in;", f"proxy_pass http://127.0.0.1:{behind.port};")
        waited = [word for word in Nginx.QUIET if word != "epoll"]
        logged("gave-up", f"{get}time.sleep(0.2); raw.close()", passed, waited)
        logged("gave-up-reset", f"{get}time.sleep(0.2); {reset}", passed, waited)
        logged("body-cut", send("POST / HTTP/1.1", f"Host: {HOST}", "Content-Length: 100", "", "abc") + "time.sleep(0.1); raw.close()", passed)
        logged("body-reset", send("POST / HTTP/1.1", f"Host: {HOST}", "Content-Length: 100", "", "abc") + f"time.sleep(0.1); {reset}", passed)
    browse = "chromium --headless --no-sandbox --disable-gpu --dump-dom {} 2>&1 | grep -o 'ERR_[A-Z_]*' | head -1"
    for name, behind in [("empty", Nginx("server", "return 444;")), ("closed", Speaking(b""))]:
        call(f"chrome-{name}", "chromium", browse.format("--ignore-certificate-errors --host-resolver-rules='MAP x.example.test 127.0.0.1' https://x.example.test:PORT/"), behind)
    make("no-ca", "/CN=No Authority", "ca", "basicConstraints=critical,CA:FALSE\\nkeyUsage=critical,digitalSignature\\n")
    make("under-no-ca", f"/CN={HOST}", "no-ca", f"subjectAltName=DNS:{HOST}\\nextendedKeyUsage=serverAuth\\n")
    must("cat under-no-ca.crt no-ca.crt > sent-no-ca.crt; cp under-no-ca.key sent-no-ca.key")
    call("curl-no-authority", "curl", f"{CURL} --cacert ca.crt {URL}", Nginx("sent-no-ca", "ssl_protocols TLSv1.2 TLSv1.3;"))
    call("curl-server-old", "curl", f"{CURL} --cacert ca.crt {URL}", Server("-cert server.crt -key server.key -tls1_1 -cipher ALL:@SECLEVEL=0"))
    make("twin-client", "/CN=partner-a", "twin", "extendedKeyUsage=clientAuth\\n")
    for name, calling in [("twin", f"{CURL} --cacert ca.crt --cert twin-client.crt --key twin-client.key {URL}"), ("version", f"{CURL} -k --tls-max 1.1 --ciphers ALL:@SECLEVEL=0 {URL}")]:
        call(f"java-server-{name}", "java", calling, Logging("java Serve.java PORT server.p12"), log=True)
    for name in ["stranger", "expired"]:
        call(f"node-server-{name}", "node", f"{CURL} --cacert ca.crt --cert {name}.crt --key {name}.key {URL}", Logging("node serve.js PORT"), log=True)
    call("gnutls-serves-none-12", "gnutls-serv", f"{CURL} --cacert ca.crt --tls-max 1.2 {URL}", Logging("stdbuf -oL gnutls-serv --http -p PORT --x509certfile server.crt --x509keyfile server.key --x509cafile ca.crt --require-client-cert --verify-client-cert", quiet=("Processed", "listening", "Exiting")), log=True)
    call("openssl-client-self-signed", "openssl", "openssl s_client -connect localhost:PORT -CAfile ca.crt 2>&1 | head -5", Nginx("self", MUTUAL))
    call("go-server-no-cipher", "go", f"{CURL} -k --tls-max 1.2 --ciphers AES256-SHA256 {URL}", Logging("./serve PORT"), log=True)
    for name, words in [("large-header", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 9000 + b"\r\n\r\n"), ("cut", b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nin")]:
        if wanted(f"nginx-upstream-{name}"):
            with Speaking(words) as behind:
                logged(f"upstream-{name}", f"{get}raw.recv(999)", plain.replace("return 200 in;", f"proxy_pass http://127.0.0.1:{behind.port};"))
    for name, resolver in [("no-resolver", ""), ("unresolved", "resolver 127.0.0.1:1 ipv6=off; resolver_timeout 1s; ")]:
        logged(name, f"{get}raw.recv(999)", plain.replace("return 200 in;", f"{resolver}set $behind nobody.invalid; proxy_pass http://$behind;"))
    call_any = call_nginx.replace("127.0.0.2", "127.0.0.1")
    call("haproxy-left", "haproxy", call_any.format("raw.close()"), Haproxy("ca-file ca.crt verify required"), log=True)
    call("haproxy-silence", "haproxy", call_any.format("time.sleep(5.5)"), Haproxy("ca-file ca.crt verify required"), log=True)
    call("python-serves-reset", "python3", call_any.format(f"raw.sendall(b'GET / '); time.sleep(0.1); {reset}"), Logging("/usr/bin/python3 -m http.server --bind 127.0.0.1 PORT", quiet=("    ", "-----")), log=True)
    call("go-server-reset", "go", call_any.format(f"raw.sendall(bytes([22, 3, 1, 2, 0, 1])); time.sleep(0.1); {reset}"), Logging("./serve PORT"), log=True)
    (WORK / "wrap.py").write_text(
        "import socket, ssl, sys\ncontext = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile='ca.crt')\ncontext.verify_mode = ssl.CERT_REQUIRED\n"
        "context.load_cert_chain('server.crt', 'server.key')\nlistener = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
        "listener.accept()\nraw, caller = listener.accept()\ntls = context.wrap_socket(raw, server_side=True)\n"
    )
    call("python-wraps-stranger", "python3", f"{CURL} --cacert ca.crt --cert stranger.crt --key stranger.key {URL}", Logging("/usr/bin/python3 wrap.py PORT", quiet=()), log=True)
    for name, behind in [("no-http", Speaking(b"220 mail.example.test ESMTP\r\n")), ("speaks-tls", Logging("java Serve.java PORT server.p12"))]:
        if not wanted(f"nginx-upstream-{name}"):
            continue
        with behind:
            logged(f"upstream-{name}", f"{get}raw.recv(999)", plain.replace("return 200 in;", f"proxy_pass http://127.0.0.1:{behind.port};"))


# shows a certificate and signs with the key of another one
GO_BAD_SIGNATURE = f"""package main

import ("crypto/tls"; "fmt"; "os")

func main() {{
	pair, _ := tls.LoadX509KeyPair("client.crt", "client.key")
	other, _ := tls.LoadX509KeyPair("stranger.crt", "stranger.key")
	pair.PrivateKey = other.PrivateKey
	raw, err := tls.Dial("tcp", "127.0.0.1:" + os.Args[1], &tls.Config{{InsecureSkipVerify: true, ServerName: "{HOST}", Certificates: []tls.Certificate{{pair}}}})
	if err != nil {{ fmt.Println(err); return }}
	raw.Write([]byte("GET / HTTP/1.1\\r\\n\\r\\n"))
	raw.Read(make([]byte, 99))
}}
"""


class Apache:
    """A real Apache for one sample, by what it logs at level info, or by what it says of its configuration."""

    QUIET = ("AH01964", "AH01998", "AH00129", "AH00489", "AH00094", "AH01887", "AH01876", "AH00492", "resuming", "configured")

    def __init__(self, lines, pair="server", key="server", quiet=()):
        self.quiet = self.QUIET + quiet
        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        self.port = probe.getsockname()[1]
        probe.close()
        self.folder = WORK / "apache"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        modules = "".join(f"LoadModule {name}_module {APACHE}/usr/lib/apache2/modules/mod_{name}.so\n" for name in ("mpm_event", "authz_core", "ssl", "socache_shmcb") if f"#{name}" not in lines)
        (self.folder / "httpd.conf").write_text(
            f"ServerName {HOST}\nServerRoot {WORK}\nPidFile {self.folder}/pid\nDefaultRuntimeDir {self.folder}\nMutex sem\n{modules}ErrorLog {self.folder}/log\nLogLevel info\n"
            f"Listen 127.0.0.1:{self.port}\nDocumentRoot {self.folder}\n<VirtualHost 127.0.0.1:{self.port}>\nSSLEngine on\nSSLCertificateFile {WORK}/{pair}.crt\nSSLCertificateKeyFile {WORK}/{key}.key\n"
            f"SSLCACertificateFile {WORK}/ca.crt\n{lines}\n</VirtualHost>\n"
        )
        self.command = f"{APACHE_RUN} -X -f {self.folder}/httpd.conf"

    def __enter__(self):
        self.child = subprocess.Popen(["sh", "-c", "exec env " + self.command], stderr=subprocess.DEVNULL)
        until_it_listens(self.child, self.port, "Apache ended")
        time.sleep(0.3)
        (self.folder / "log").write_text("")
        return self

    def __exit__(self, *_):
        time.sleep(0.3)
        self.child.terminate()
        self.child.wait()

    def log(self):
        lines = (self.folder / "log").read_text(errors="replace").replace("\0", "").splitlines()
        return [line for line in lines if not any(word in line for word in self.quiet)]

    def refuses(self):
        done = run(self.command.replace("-X", "-t"))
        said = (done.stderr + done.stdout).decode(errors="replace")
        if "Syntax OK" in said:
            run(self.command)
            said += (self.folder / "log").read_text(errors="replace")
        return "\n".join(line for line in said.splitlines() if "Syntax OK" not in line and "AH00015" not in line and "AH00016" not in line)


def apaches(good, client):
    """What Apache logs of those whom it refuses, and says of its configuration."""
    asks = "SSLVerifyClient require\nSSLVerifyDepth 1"
    none = f"{CURL} --cacert ca.crt {URL}"
    listed = "SSLVerifyClient require\nSSLCARevocationCheck chain\nSSLCARevocationFile"
    for name, command, lines in [
        ("stranger", client("stranger"), asks),
        ("expired", client("expired"), asks),
        ("server-only", client("server-only"), asks),
        ("alone", client("alone"), asks),
        ("revoked", good, f"{listed} {WORK}/revoking.crl"),
        ("list-ended", good, f"{listed} {WORK}/ended.crl"),
        ("list-missing", good, f"{listed} {WORK}/of-other.crl"),
        ("early", client("early"), asks),
        ("above", client("below-sent"), f"{asks}\nSSLCACertificateFile {WORK}/between.crt"),
        ("signature", client("bare-client"), f"{asks}\nSSLCACertificateFile {WORK}/bare-twin.crt"),
        ("path-length", client("chain"), asks.replace("Depth 1", "Depth 5")),
        ("depth", client("below-sent"), asks.replace("Depth 1", "Depth 0")),
        ("none", none, asks),
        ("untrusted", f"{CURL} {URL}", asks),
        ("plain", f"{CURL} http://{HOST}:PORT/", asks),
        ("left", "/usr/bin/python3 -c \"import socket, time; raw = socket.create_connection(('127.0.0.1', PORT)); raw.sendall(bytes([22, 3, 1, 2, 0, 1])); time.sleep(0.1)\"", asks),
        ("late-none", none, f'<Location "/">\nSSLVerifyClient require\n</Location>'),
        ("late-none-12", none.replace("-m 9", "-m 9 --tls-max 1.2"), f'<Location "/">\nSSLVerifyClient require\n</Location>'),
        ("late-stranger", client("stranger").replace("-m 9", "-m 9 --tls-max 1.2"), '<Location "/">\nSSLVerifyClient require\n</Location>'),
        ("late-python", "/usr/bin/python3 -c \"import ssl, urllib.request; context = ssl.create_default_context(cafile='ca.crt'); context.load_cert_chain('client.crt', 'client.key'); urllib.request.urlopen('https://localhost:PORT/', context=context)\"", f'<Location "/">\nSSLVerifyClient require\n</Location>'),
    ]:
        call(f"apache-{name}", "apache", command, Apache(lines), log=True)
    # as it is pasted without the line behind it
    call("apache-handshake", "apache", none, Apache(asks, quiet=("SSL Library Error",)), log=True)
    if wanted("body-apache-plain"):
        call("body-apache-plain", "apache", f"{CURL} http://{HOST}:PORT/", Apache(asks))
    for name, lines, pair, key in [("key-mismatch", "", "server", "client"), ("file-missing", "", "none", "server"), ("no-module", "#ssl", "server", "server"), ("key-locked", "", "client", "locked"), ("no-pem", "", "server", "garbage")]:
        if wanted(f"apache-{name}"):
            save(f"apache-{name}", "apache", "apache2 -t, and apache2 where that finds nothing", Apache(lines, pair, key).refuses())


NODE = (
    f"node -e \"const {{readFileSync: read}} = require('fs'); try {{ require('tls').connect({{port: PORT, host: '127.0.0.1', servername: '{HOST}', ca: read('ca.crt'), OPTIONS}})"
    ".on('error', error => console.log(error)).on('secureConnect', () => process.exit()) } catch (error) { console.log(error) }\""
)
GO_PAIR = """package main

import ("crypto/tls"; "crypto/x509"; "fmt"; "os")

func main() {
	pair, err := tls.LoadX509KeyPair(os.Args[2], os.Args[3])
	if err != nil { fmt.Println(err); return }
	pool := x509.NewCertPool()
	authority, _ := os.ReadFile("ca.crt")
	pool.AppendCertsFromPEM(authority)
	config := &tls.Config{Certificates: []tls.Certificate{pair}, RootCAs: pool, ServerName: os.Getenv("HANDFAST_NAME")}
	if os.Getenv("HANDFAST_NEW") != "" { config.MinVersion, config.MaxVersion = tls.VersionTLS13, tls.VersionTLS12 }
	_, err = tls.Dial("tcp", "127.0.0.1:" + os.Args[1], config)
	fmt.Println(err)
}
"""


def besides(good, client):
    """What Node.js, Go, NSS and gnutls-serv say besides."""

    def mutual(pair="server"):
        return lambda: Nginx(pair, MUTUAL)

    pair = "cert: read('client.crt'), key: read('{}')"
    for name, options, server in [
        ("list-ended", "crl: read('ended.crl')", mutual()),
        ("list-missing", "crl: read('of-other.crl')", mutual()),
        ("revoked", "crl: read('revoking-server.crl')", mutual()),
        ("no-root", "ca: read('between.crt')", mutual("server-sent")),
        ("path-length", "", mutual("deep-server")),
        ("key-locked", pair.format("locked.key"), mutual()),
        ("key-password", pair.format("locked.key") + ", passphrase: 'wrong'", mutual()),
        ("versions", "minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2'", mutual()),
        ("protocol-conflict", "minVersion: 'TLSv1.2', secureProtocol: 'TLSv1_2_method'", mutual()),
        ("protocol-unknown", "minVersion: 'TLS1.2'", mutual()),
        ("broken-certificate", "cert: '-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n', key: read('client.key')", mutual()),
    ]:
        call(f"node-{name}", "node", NODE.replace("OPTIONS", options), server())
    call("node-serves-old", "node", f"{CURL} -k --tls-max 1.1 {URL}", Logging("node serve.js PORT"), log=True)
    (WORK / "pair.go").write_text(GO_PAIR)
    if not ONLY or any(name.startswith("go-pair") for name in ONLY):
        must("go build -o pair pair.go")
    named = f"HANDFAST_NAME={HOST} ./pair PORT"
    for name, command in [
        ("swapped", "./pair PORT client.crt client.crt"),
        ("no-key", "./pair PORT client.crt garbage.pem"),
        ("other-kind", "./pair PORT client.crt weak.key"),
        ("locked", "./pair PORT client.crt locked.key"),
        ("versions", f"HANDFAST_NEW=1 {named} client.crt client.key"),
        ("broken", f"{named} broken.crt client.key"),
    ]:
        call(f"go-pair-{name}", "go", command, mutual()())
    call("go-pair-path-length", "go", f"{named} client.crt client.key", mutual("deep-server")())
    for number, name in [
        (10, "unexpected-message"), (20, "bad-record-mac"), (22, "record-overflow"), (42, "bad-certificate"), (43, "unsupported-certificate"),
        (44, "certificate-revoked"), (45, "certificate-expired"), (47, "illegal-parameter"), (49, "access-denied"), (50, "decode-error"),
        (51, "decrypt-error"), (70, "protocol-version"), (71, "insufficient-security"), (80, "internal-error"), (86, "inappropriate-fallback"),
        (90, "user-canceled"), (109, "missing-extension"), (112, "unrecognized-name"), (120, "no-application-protocol"),
    ]:
        call(f"nss-alert-{name}", "nss", f"{NSS_RUN} -D -o -h 127.0.0.1 -p PORT", Alerting(number))
    left = "/usr/bin/python3 -c \"import socket; raw = socket.create_connection(('127.0.0.1', PORT)); raw.close()\""
    serves = "stdbuf -oL gnutls-serv --http -p PORT --x509certfile server.crt --x509keyfile server.key --x509cafile ca.crt --require-client-cert --verify-client-cert"
    call("gnutls-serves-left", "gnutls-serv", left, Logging(serves, quiet=("Processed", "listening", "Exiting")), log=True)


def by_number(client, strict):
    """Alerts that nothing at hand sends by itself, causes by OpenSSL's number, programs that do not start, and a Korean terminal."""
    for number, name in [
        (21, "decryption-failed"), (30, "decompression-failure"), (41, "no-certificate"), (52, "too-many-cids"), (60, "export-restriction"),
        (100, "no-renegotiation"), (110, "unsupported-extension"), (111, "certificate-unobtainable"), (113, "status-response"),
        (114, "bad-hash-value"), (115, "unknown-psk-identity"), (121, "ech-required"),
    ]:
        call(f"openssl-alert-{name}", "openssl", "openssl s_client -connect 127.0.0.1:PORT 2>&1 | grep alert", Alerting(number))
    call("python-alert-unsupported-extension", "python3", "/usr/bin/python3 call.py PORT ca.crt", Alerting(110))
    call("curl-alert-close-notify", "curl", f"curl -v -m 9 --cacert ca.crt --resolve {HOST}:PORT:127.0.0.1 {URL} 2>&1 | grep -o '[*] [^ ]* (IN).*close notify.*'", Server("-cert server.crt -key server.key"))
    # OpenSSL's numbers, by openssl verify and by s_client
    make("by-leaf", "/CN=by-leaf", "client", "extendedKeyUsage=clientAuth\\n")
    local("openssl-verify-32", "openssl", "openssl verify -CAfile ca.crt -untrusted client.crt by-leaf.crt")
    local("openssl-verify-22", "openssl", "openssl verify -CAfile ca.crt -untrusted between.crt -verify_depth 0 below.crt")
    local("openssl-verify-19", "openssl", "openssl verify -CAfile other.crt -untrusted ca.crt client.crt")
    local("openssl-verify-66", "openssl", "openssl verify -CAfile ca.crt -auth_level 2 weak.crt")
    call("openssl-client-19", "openssl", "openssl s_client -connect 127.0.0.1:PORT -CAfile other.crt 2>&1 </dev/null | grep -m 2 -i 'verify.*19'", Server("-cert server.crt -key server.key -cert_chain ca.crt"))
    call("openssl-client-code-19", "openssl", "openssl s_client -connect 127.0.0.1:PORT -CAfile other.crt 2>&1 </dev/null | grep -m 1 'Verify return code'", Server("-cert server.crt -key server.key -cert_chain ca.crt"))
    make("critical", "/CN=critical", "ca", "1.2.3.4=critical,ASN1:NULL\\n")
    make("narrow", "/CN=Narrow CA", "ca", CA + "nameConstraints=critical,permitted;DNS:example.org\\n")
    make("outside", "/CN=outside", "narrow", "subjectAltName=DNS:api.example.test\\n")
    local("openssl-verify-34", "openssl", "openssl verify -CAfile ca.crt critical.crt")
    local("openssl-verify-47", "openssl", "openssl verify -CAfile ca.crt -untrusted narrow.crt outside.crt")
    local("openssl-verify-43", "openssl", "openssl verify -CAfile ca.crt -explicit_policy -policy 1.2.3.4 client.crt")
    call("openssl-client-43", "openssl", "openssl s_client -connect 127.0.0.1:PORT -CAfile ca.crt -explicit_policy -policy 1.2.3.4 2>&1 </dev/null | grep -m 1 'verify error'", Server("-cert server.crt -key server.key"))
    # programs that do not start, or do not read
    both = "global\n log stdout format raw local0\ndefaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\nfrontend api\n bind 127.0.0.1:1 ssl crt {}\n"
    for name, file in [("missing", "none.pem"), ("no-key", "server.crt")]:
        must(f"mkdir -p alone && cp server.crt alone/ && printf '{both.format('alone/server.crt' if file == 'server.crt' else file)}' > start.cfg")
        local(f"haproxy-start-{name}", "haproxy", "/usr/sbin/haproxy -c -f start.cfg 2>&1 | grep ALERT")
    local("openssl-not-rsa", "openssl", "openssl rsa -in client.key -noout")
    local("node-passphrase", "node", "node -e \"require('tls').createSecureContext({key: require('fs').readFileSync('locked.key'), passphrase: 'wrong'})\" 2>&1 | grep -A 20 Error")
    must(f"chmod 755 {WORK}; cp client.crt forbidden.crt; chmod 600 forbidden.crt")
    call("curl-forbidden", "curl", f"setpriv --reuid=65534 --clear-groups {CURL} --cacert ca.crt --cert forbidden.crt --key client.key {URL}", Nginx("server", MUTUAL))
    must("mkdir -p locales && localedef -i ko_KR -f UTF-8 locales/ko_KR.UTF-8 2>/dev/null || test -d locales/ko_KR.UTF-8")
    local("curl-refused-korean", "curl", "LOCPATH=locales LC_ALL=ko_KR.UTF-8 curl -v -m 9 https://127.0.0.1:2/ 2>&1 | grep -E '^[*] connect'")
    local("wget-refused-korean", "wget", "LOCPATH=locales LC_ALL=ko_KR.UTF-8 LANGUAGE=ko wget -t 1 -O /dev/null https://127.0.0.1:2/ 2>&1 | tail -1")
    local("python-refused-korean", "python3", "LOCPATH=locales LC_ALL=ko_KR.UTF-8 LANGUAGE=ko /usr/bin/python3 -c \"import socket, locale; locale.setlocale(locale.LC_ALL, ''); socket.create_connection(('127.0.0.1', 2))\" 2>&1 | tail -1")
    local("python-missing-korean", "python3", "LOCPATH=locales LC_ALL=ko_KR.UTF-8 LANGUAGE=ko /usr/bin/python3 -c \"import locale, ssl; locale.setlocale(locale.LC_ALL, ''); ssl.create_default_context(cafile='none.crt')\" 2>&1 | tail -1")
    korean = "LOCPATH=locales LC_ALL=ko_KR.UTF-8 LANGUAGE=ko /usr/bin/python3 -c \"import locale, socket, ssl; locale.setlocale(locale.LC_ALL, ''); {}\" 2>&1 | tail -1"
    call("python-reset-korean", "python3", korean.format("ssl.create_default_context().wrap_socket(socket.create_connection(('127.0.0.1', PORT)), server_hostname='a')"), Closing())
    local("python-unknown-korean", "python3", korean.format("socket.create_connection(('nobody.invalid', 443))"))
    local("wget-unknown-korean", "wget", "LOCPATH=locales LC_ALL=ko_KR.UTF-8 LANGUAGE=ko wget -t 1 -O /dev/null https://nobody.invalid/ 2>&1 | tail -1")
    must("chmod 755 . locales locales/*; chmod 644 locales/*/*; chmod 755 locales/*/LC_MESSAGES")
    alone = "setpriv --reuid=65534 --clear-groups env "
    local("python-forbidden", "python3", alone + "/usr/bin/python3 -c \"import ssl; ssl.create_default_context().load_cert_chain('forbidden.crt')\" 2>&1 | tail -1")
    local("node-forbidden", "node", alone + "node -e \"require('fs').readFileSync('forbidden.crt')\" 2>&1 | grep Error")
    local("python-forbidden-korean", "python3", alone + korean.format("ssl.create_default_context().load_cert_chain('forbidden.crt')"))
    # nginx
    call("nginx-no-protocols", "nginx", f"{CURL} -k {URL}", Nginx("server", "ssl_protocols SSLv3;"), log=True)
    make("server-rsa", f"/CN={HOST}", "ca", f"subjectAltName=DNS:{HOST},DNS:localhost\\n", key="rsa:2048")
    call("nginx-wrong-curve", "nginx", f"{client('client')} --tls-max 1.2", Nginx("server-rsa", MUTUAL + " ssl_ecdh_curve secp384r1;"), log=True)
    # a caller that shows none, and one that is not known, with TLS 1.3
    fetch = "java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=secret Fetch.java https://localhost:PORT/"
    (WORK / "Fetch.java").write_text(
        "import java.net.*;\nclass Fetch { public static void main(String[] a) throws Exception {\n"
        "  System.out.println(((HttpURLConnection) new URL(a[0]).openConnection()).getResponseCode()); } }\n"
    )
    (WORK / "demand.py").write_text(
        "import ssl, socket, sys\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\ncontext.load_cert_chain('server.crt', 'server.key')\ncontext.load_verify_locations('ca.crt')\n"
        "context.verify_mode = ssl.CERT_REQUIRED\nlistener = socket.create_server(('127.0.0.1', int(sys.argv[1])))\nwhile True:\n"
        "    taken, _ = listener.accept()\n    try: context.wrap_socket(taken, server_side=True)\n    except OSError as thrown: print(thrown, flush=True)\n"
    )
    call("java-error-writing", "java", fetch, Logging("/usr/bin/python3 demand.py PORT"))
    serves = "stdbuf -oL gnutls-serv --http -p PORT --x509certfile server.crt --x509keyfile server.key --x509cafile ca.crt --require-client-cert --verify-client-cert"
    call("gnutls-serves-refuses", "gnutls-serv", client("stranger"), Logging(serves, quiet=("Processed", "listening", "Exiting")), log=True)

    # files and options that programs do not take, before they call anybody
    local("openssl-file-missing", "openssl", "openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -extfile none.ext -out out.crt")
    local("openssl-authorities-missing", "openssl", "openssl verify -CAfile none.crt server.crt")
    local("openssl-subject", "openssl", "openssl req -new -key client.key -subj CN=partner-a -config /dev/null")
    local("openssl-addext", "openssl", "openssl req -x509 -new -key client.key -subj /CN=x -config /dev/null -addext subjectAltName=api.example.test -out out.crt")
    must("printf 'keyUsage=nonsense\\n' > nonsense.ext")
    local("openssl-extfile", "openssl", "openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -extfile nonsense.ext -out out.crt")
    local("openssl-chain", "openssl", "openssl pkcs12 -export -chain -CAfile other.crt -in client.crt -inkey client.key -out out.p12 -passout pass:secret")
    local("openssl-no-request", "openssl", "openssl x509 -req -in client.crt -CA ca.crt -CAkey ca.key -out out.crt")
    local("openssl-no-list", "openssl", "openssl crl -in ca.crt -noout")
    local("openssl-option", "openssl", "openssl s_client -conect 127.0.0.1:1")
    local("openssl-curve", "openssl", "openssl s_client -curves NONSENSE -connect 127.0.0.1:1")
    local("certtool-no-certificate", "certtool", "certtool -i --infile client.key")
    local("gnutls-serv-mismatch", "gnutls-serv", "gnutls-serv -p 1 --x509certfile server.crt --x509keyfile client.key")
    local("gnutls-file", "gnutls-cli", "gnutls-cli --insecure --x509certfile none.crt --x509keyfile client.key -p 1 127.0.0.1")
    call("gnutls-priority", "gnutls-cli", "gnutls-cli --insecure --priority NORML -p PORT 127.0.0.1", Nginx("server", MUTUAL))
    call("wget-authorities-missing", "wget", "wget -t 1 -O /dev/null --ca-certificate=none.crt https://localhost:PORT/ 2>&1 | grep ERROR:", Nginx("server", MUTUAL))
    call("git-authorities-missing", "git", "GIT_TERMINAL_PROMPT=0 GIT_SSL_CAINFO=none.crt git ls-remote https://localhost:PORT/", Nginx("server", MUTUAL))
    call("curl-suites", "curl", f"{CURL} -k --tls13-ciphers NONSENSE {URL}", Nginx("server", MUTUAL))
    call("curl-curves", "curl", f"{CURL} -k --curves NONSENSE {URL}", Nginx("server", MUTUAL))
    call("curl-resolve-entry", "curl", f"curl -sS --resolve {HOST}=127.0.0.1 {URL}", Nginx("server", MUTUAL))
    local("curl-scheme", "curl", f"curl -sS htps://{HOST}/")
    local("node-context-no-pem", "node", "node -e \"require('tls').createSecureContext({ cert: 'client.crt' })\" 2>&1 | grep Error:")
    local("node-no-key", "node", "node -e \"const read = require('fs').readFileSync; require('tls').createSecureContext({ cert: read('client.crt'), key: read('client.crt') })\" 2>&1 | grep Error:")
    local("node-curve", "node", "node -e \"require('tls').createSecureContext({ ecdhCurve: 'NONSENSE' })\" 2>&1 | grep Error:")
    local("python-cipher", "python3", "/usr/bin/python3 -c \"import ssl; ssl.create_default_context().set_ciphers('NONSENSE')\" 2>&1 | tail -1")
    local("python-no-name", "python3", "/usr/bin/python3 -c \"import ssl, socket; ssl.create_default_context().wrap_socket(socket.socket())\" 2>&1 | tail -1")
    local("python-unverified", "python3", "/usr/bin/python3 -c \"import ssl; ssl.create_default_context().verify_mode = ssl.CERT_NONE\" 2>&1 | tail -1")
    local("requests-key-missing", "python3", "/usr/bin/python3 -c \"import requests; requests.get('https://localhost/', cert=('client.crt', 'none.key'))\" 2>&1 | tail -1")
    call("python-plain-to-tls", "python3", "/usr/bin/python3 -c \"import urllib.request; urllib.request.urlopen('http://localhost:PORT/')\" 2>&1 | tail -1", Server("-cert server.crt -key server.key"))
    local("keytool-alias-there", "keytool", "keytool -importcert -noprompt -alias ca -file other.crt -keystore trust.p12 -storepass secret")
    local("keytool-no-alias", "keytool", "keytool -exportcert -alias none -keystore trust.p12 -storepass secret")
    local("keytool-short-password", "keytool", "keytool -genkeypair -alias a -dname CN=x -keyalg EC -keystore new.p12 -storepass short")
    for name, words in [("authorities-missing", "ca-file none.crt verify required"), ("no-authorities", "verify required")]:
        must(f"printf '{both.format('server-both.pem ' + words)}' > start.cfg")
        local(f"haproxy-start-{name}", "haproxy", "/usr/sbin/haproxy -c -f start.cfg 2>&1 | grep ALERT")
    call("git-pair", "git", "GIT_TERMINAL_PROMPT=0 git -c http.sslVerify=false -c http.sslCert=client.crt -c http.sslKey=stranger.key ls-remote https://localhost:PORT/", Nginx("server", MUTUAL))
    with Silent() as silent:
        waits = f"location / {{ proxy_pass http://127.0.0.1:{silent.port}; }}"
        call("curl-answer-slow", "curl", f"{CURL} -m 1 --cacert ca.crt {URL}", Nginx("server", waits))
    call("nginx-header-large", "nginx", client("client") + f" -H 'X: {'a' * 1500}'", Nginx("server", MUTUAL + " large_client_header_buffers 1 1k;"), log=True)
    call("nginx-not-found", "nginx", client("client"), Nginx("server", MUTUAL.replace("return 200 in;", "")), log=True)


def of_libraries():
    """GnuTLS, HAProxy as it starts, Python's ssl, and PostgreSQL's library."""
    def showing(name):
        return Nginx(name, MUTUAL)

    call("gnutls-early", "gnutls-cli", gnutls("--x509cafile ca.crt"), showing("server-early"))
    call("wget-early", "wget", "wget -T 9 -t 1 -O /dev/null --ca-certificate ca.crt https://localhost:PORT/ 2>&1 | tail -3", showing("server-early"))
    calls_git = "GIT_TERMINAL_PROMPT=0 GIT_SSL_CAINFO=ca.crt git ls-remote https://localhost:PORT/"
    call("git-unrecognized-name", "git", calls_git, Nginx("server", "ssl_reject_handshake on;"))
    call("gnutls-unrecognized-name", "gnutls-cli", "gnutls-cli --insecure -p PORT localhost", Nginx("server", "ssl_reject_handshake on;"))
    for name, options in [("authorities-missing", "--x509cafile none.crt"), ("authorities-empty", "--x509cafile garbage.pem"), ("list-missing", "--x509cafile ca.crt --x509crlfile none.crl")]:
        local(f"gnutls-{name}", "gnutls-cli", f"gnutls-cli {options} -p 1 localhost")
    make("encipher-server", f"/CN={HOST}", "ca", f"subjectAltName=DNS:{HOST},DNS:localhost\\nkeyUsage=critical,keyEncipherment\\nextendedKeyUsage=serverAuth\\n", key="rsa:2048")
    call("gnutls-key-usage", "gnutls-cli", "gnutls-cli --x509cafile ca.crt -p PORT localhost", showing("encipher-server"))
    call("git-key-usage", "git", calls_git, showing("encipher-server"))
    # HAProxy
    must("cat server.crt client.key > mismatch.pem; openssl pkcs8 -topk8 -in server.key -out locked-server.key -passout pass:secret; cat server.crt locked-server.key > locked-both.pem")
    whole = "global\ndefaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\nfrontend api\n bind 127.0.0.1:1 ssl {}\n default_backend behind\nbackend behind\n {}\n"
    verify, answer = "crt server-both.pem verify required ca-file ", "http-request return status 200"
    for name, bind, backend in [
        ("no-pem", "crt garbage.pem", answer),
        ("locked", "crt locked-both.pem", answer),
        ("no-crt", "", answer),
        ("mismatch", "crt mismatch.pem", answer),
        ("authorities-empty", verify + "garbage.pem", answer),
        ("backend", "crt server-both.pem", "server b 127.0.0.1:2 ssl"),
        ("list-missing", verify + "ca.crt crl-file none.crl", answer),
        ("list-empty", verify + "ca.crt crl-file garbage.pem", answer),
        ("ciphers", "crt server-both.pem ciphers NONSENSE", answer),
        ("curves", "crt server-both.pem curves NONSENSE", answer),
        ("versions", "crt server-both.pem ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.2", answer),
        ("version", "crt server-both.pem ssl-min-ver TLSv1.9", answer),
    ]:
        (WORK / "start.cfg").write_text(whole.format(bind, backend))
        local(f"haproxy-start-{name}", "haproxy", "/usr/sbin/haproxy -c -f start.cfg 2>&1 | grep ALERT")
    # Python
    make("rsa-client", "/CN=partner-a", "ca", "extendedKeyUsage=clientAuth\\n", key="rsa:2048")
    python = "/usr/bin/python3 -c \"import socket, ssl; context = ssl.{}; {}\" 2>&1 | tail -1"
    for name, words in [("other-kind", "load_cert_chain('client.crt', 'rsa-client.key')"), ("cadata", "load_verify_locations(cadata='ca.crt')"), ("authorities-broken", "load_verify_locations('broken.crt')")]:
        local(f"python-{name}", "python3", python.format("create_default_context()", f"context.{words}"))
    wants_lists = "context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF; context.wrap_socket(socket.create_connection(('127.0.0.1', PORT)), server_hostname='localhost')"
    call("python-list-missing", "python3", python.format("create_default_context(cafile='ca.crt')", wants_lists), showing("server"))
    (WORK / "nothing.py").write_text(
        "import socket, ssl, sys, traceback\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\nlistener = context.wrap_socket(socket.create_server(('127.0.0.1', int(sys.argv[1]))), server_side=True)\n"
        "while True:\n    try: listener.accept()\n    except ssl.SSLError: traceback.print_exc()\n    except OSError: pass\n"
    )
    call("python-serves-nothing", "python3", f"{CURL} -k {URL}", Logging("/usr/bin/python3 -u nothing.py PORT", quiet=("    ",)), log=True)
    local("python-no-key-assigned", "pyopenssl", f"{PYOPENSSL} -c \"from OpenSSL import SSL; context = SSL.Context(SSL.TLS_METHOD); context.use_certificate_file('client.crt'); context.check_privatekey()\" 2>&1 | tail -1")
    # PostgreSQL
    psql = "psql 'host=localhost hostaddr=127.0.0.1 port=PORT user=app dbname=app sslmode={}' -c 'select 1'"
    call("psql-not-postgres", "psql", psql.format("require"), showing("server"))
    call("psql-no-tls", "psql", psql.format("require"), Postgres("", b"N"))
    call("psql-no-authorities", "psql", "HOME=. " + psql.format("verify-full"), Postgres("server"))
    call("psql-issuer", "psql", psql.format("verify-full sslrootcert=other.crt"), Postgres("server"))
    call("psql-name", "psql", psql.format("verify-full sslrootcert=ca.crt"), Postgres("wrong"))
    must("cp client.key readable.key; chmod 644 readable.key; chmod 600 locked.key garbage.pem")
    for name, files in [
        ("key-readable", "sslcert=client.crt sslkey=readable.key"),
        ("certificate-no-pem", "sslcert=garbage.pem sslkey=client.key"),
        ("key-missing", "sslcert=client.crt sslkey=none.key"),
        ("key-locked", "sslcert=client.crt sslkey=locked.key"),
    ]:
        call(f"psql-{name}", "psql", psql.format(f"verify-full sslrootcert=ca.crt {files}") + " 2>&1 | tail -1", Postgres("server"))
    call("psql-authorities-broken", "psql", psql.format("verify-full sslrootcert=broken.crt"), Postgres("server"))


def of_clients(strict):
    """Clients of brokers and databases, and other languages' clients of HTTP."""
    def showing(name):
        return Nginx(name, MUTUAL)

    def both(name, program, command, server):
        call(name, program, f"timeout 5 {command} 2>&1", server)

    publish = "mosquitto_pub -h localhost -p PORT -t a -m b"
    both("mosquitto-issuer", "mosquitto", f"{publish} --cafile other.crt", showing("server"))
    both("mosquitto-other-key", "mosquitto", f"{publish} --cafile ca.crt --cert client.crt --key stranger.key", showing("server"))
    both("mosquitto-plain", "mosquitto", f"{publish} --cafile ca.crt", Plain())
    both("mosquitto-name", "mosquitto", f"{publish} -d --cafile ca.crt", showing("wrong"))
    both("mosquitto-none", "mosquitto", f"{publish} --cafile ca.crt", Server(strict))
    both("mosquitto-no-tls", "mosquitto", publish, showing("server"))
    both("mosquitto-file", "mosquitto", f"{publish} --cafile none.crt", showing("server"))
    both("mosquitto-pair", "mosquitto", f"{publish} --cafile ca.crt --cert client.crt", showing("server"))
    redis = "redis-cli -h localhost -p PORT"
    both("redis-issuer", "redis", f"{redis} --tls --cacert other.crt ping", showing("server"))
    both("redis-no-tls", "redis", f"{redis} ping", Alerting(70))
    both("redis-not-redis", "redis", f"{redis} ping", showing("server"))
    both("redis-authorities-missing", "redis", f"{redis} --tls --cacert none.crt ping", showing("server"))
    both("redis-certificate-missing", "redis", f"{redis} --tls --cacert ca.crt --cert none.crt --key client.key ping", showing("server"))
    both("redis-pair", "redis", f"{redis} --tls --cacert ca.crt --cert client.crt --key stranger.key ping", showing("server"))
    maria = "mariadb -h 127.0.0.1 -P PORT -u app -e 'select 1' --ssl-verify-server-cert"
    both("mariadb-issuer", "mariadb", f"{maria} --ssl-ca=other.crt", Maria("server"))
    both("mariadb-expired", "mariadb", f"{maria} --ssl-ca=ca.crt", Maria("server-expired"))
    both("mariadb-name", "mariadb", f"{maria} --ssl-ca=ca.crt", Maria("wrong"))
    both("mariadb-no-tls", "mariadb", f"{maria} --ssl-ca=ca.crt", Maria(""))
    call("mariadb-not-mariadb", "mariadb", f"{maria} --connect-timeout=2", showing("server"))
    both("mariadb-file", "mariadb", f"{maria} --ssl-ca=none.crt", Maria("server"))
    search = "ldapsearch -x -H ldaps://localhost:PORT -b ''"
    told = "-d 1 2>&1 | grep -E '^(TLS|ldap_sasl_bind.S)'"
    call("ldap-untold", "ldap", f"LDAPTLS_CACERT=other.crt {search}", showing("server"))
    call("ldap-issuer", "ldap", f"LDAPTLS_CACERT=other.crt {search} {told}", showing("server"))
    call("ldap-name", "ldap", f"LDAPTLS_CACERT=ca.crt {search} {told}", showing("wrong"))
    call("ldap-authorities-missing", "ldap", f"LDAPTLS_CACERT=none.crt {search} {told}", showing("server"))
    call("ldap-certificate-missing", "ldap", f"LDAPTLS_CACERT=ca.crt LDAPTLS_CERT=none.crt LDAPTLS_KEY=client.key {search} {told}", showing("server"))
    # languages
    ruby = "ruby -r net/http -e \"call = Net::HTTP.new('localhost', PORT); call.use_ssl = true; call.ca_file = '{}'; {}; puts call.get('/').code\""
    both("ruby-name", "ruby", ruby.format("ca.crt", "1"), showing("wrong"))
    both("ruby-expired", "ruby", ruby.format("ca.crt", "1"), showing("server-expired"))
    both("ruby-key", "ruby", ruby.format("ca.crt", "call.key = OpenSSL::PKey.read(File.read('client.crt'))"), showing("server"))
    both("ruby-certificate", "ruby", ruby.format("ca.crt", "call.cert = OpenSSL::X509::Certificate.new(File.read('client.key'))"), showing("server"))
    both("ruby-authorities-missing", "ruby", ruby.format("none.crt", "1"), showing("server"))
    php = "php -r \"file_get_contents('https://localhost:PORT/', false, stream_context_create(['ssl' => ['cafile' => '{}'{}]]));\""
    both("php-name", "php", php.format("ca.crt", ""), showing("wrong"))
    both("php-certificate-missing", "php", php.format("ca.crt", ", 'local_cert' => 'none.pem'"), showing("server"))
    both("php-pair", "php", php.format("ca.crt", ", 'local_cert' => 'client.crt', 'local_pk' => 'stranger.key'"), showing("server"))
    both("php-authorities-missing", "php", php.format("none.crt", ""), showing("server"))
    perl = "perl -MLWP::UserAgent -e \"print LWP::UserAgent->new->get('https://localhost:PORT/')->as_string\""
    call("perl-name", "perl", f"PERL_LWP_SSL_CA_FILE=ca.crt {perl}", showing("wrong"))
    call("perl-authorities-missing", "perl", f"PERL_LWP_SSL_CA_FILE=none.crt {perl}", showing("server"))
    both("socat-name", "socat", "socat -u OPENSSL:localhost:PORT,cafile=ca.crt -", showing("wrong"))
    both("socat-file", "socat", "socat -u OPENSSL:localhost:PORT,cafile=ca.crt,cert=none.crt -", showing("server"))
    local("node-extra-missing", "node", "NODE_EXTRA_CA_CERTS=none.crt node -e \"require('https').get('https://localhost:1/').on('error', () => {})\" 2>&1 | grep Warning")
    local("keytool-pair-there", "keytool", "keytool -genkeypair -alias a -dname CN=x -keyalg EC -keystore own.p12 -storepass secret")
    (WORK / "Told.java").write_text(
        "import java.net.*;\nclass Told { public static void main(String[] a) throws Exception {\n"
        "  try { ((HttpURLConnection) new URL(a[0]).openConnection()).getResponseCode(); } catch (Exception thrown) { System.out.println(thrown); } } }\n"
    )
    for name, options in [("password", "trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=wrong"), ("missing", "keyStore=none.p12")]:
        call(f"java-default-{name}", "java", f"java -Djavax.net.ssl.{options} Told.java https://localhost:PORT/", showing("server"))
    tunnel = "foreground = yes\npid =\n[x]\naccept = 127.0.0.1:{}\nconnect = 127.0.0.1:9\n{}\n"
    for name, lines in [
        ("certificate-missing", "cert = none.pem"),
        ("no-pem", "cert = garbage.pem"),
        ("no-authorities", "client = yes\nverifyChain = yes\nCAfile = none.crt"),
        ("authorities-unnamed", "client = yes\nverifyChain = yes"),
    ]:
        (WORK / "stunnel.conf").write_text(tunnel.format(1, lines))
        local(f"stunnel-{name}", "stunnel", "timeout 5 stunnel stunnel.conf 2>&1 | grep -F '[!]'")
    demand = Logging("stunnel stunnel.conf PORT", quiet=("LOG5", "LOG6"))
    (WORK / "stunnel.conf").write_text(tunnel.format(demand.port, "cert = server.crt\nkey = server.key\nCAfile = ca.crt\nverifyChain = yes\nrequireCert = yes"))
    call("stunnel-stranger", "stunnel", f"{CURL} --cacert ca.crt --cert stranger.crt --key stranger.key {URL}", demand, log=True)


def said_otherwise(strict):
    """What is known already, in the words of further programs: a server's certificate that is revoked, Ruby's reasons, wrong passwords."""
    def showing(name):
        return Nginx(name, MUTUAL)

    lists = "context = ssl.create_default_context(cafile='ca.crt'); context.load_verify_locations('revoking-server.crl'); context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF"
    call("python-revoked", "python3", f"/usr/bin/python3 -c \"import socket, ssl; {lists}; context.wrap_socket(socket.create_connection(('127.0.0.1', PORT)), server_hostname='localhost')\" 2>&1 | tail -1", showing("server"))
    call("gnutls-revoked", "gnutls-cli", gnutls("--x509cafile ca.crt --x509crlfile revoking-server.crl"), showing("server"))
    call("wget-revoked", "wget", "wget -T 9 -t 1 -O /dev/null --ca-certificate ca.crt --crl-file revoking-server.crl https://localhost:PORT/", showing("server"))
    ruby = "timeout 5 ruby -r net/http -e \"call = Net::HTTP.new('localhost', PORT); call.use_ssl = true; call.ca_file = '{}'; {}; puts call.get('/').code\" 2>&1"
    lists = "store = OpenSSL::X509::Store.new; store.add_file('ca.crt'); {}store.flags = OpenSSL::X509::V_FLAG_CRL_CHECK; call.ca_file = nil; call.cert_store = store"
    call("ruby-root", "ruby", ruby.format("other.crt", "1"), Server("-cert server.crt -key server.key -cert_chain ca.crt"))
    call("ruby-self-signed", "ruby", ruby.format("ca.crt", "1"), showing("self"))
    call("ruby-early", "ruby", ruby.format("ca.crt", "1"), showing("server-early"))
    call("ruby-purpose", "ruby", ruby.format("ca.crt", "1"), showing("client-only"))
    call("ruby-revoked", "ruby", ruby.format("ca.crt", lists.format("store.add_crl(OpenSSL::X509::CRL.new(File.read('revoking-server.crl'))); ")), showing("server"))
    call("ruby-list-missing", "ruby", ruby.format("ca.crt", lists.format("")), showing("server"))
    for name, read in [("key-password", "OpenSSL::PKey.read"), ("rsa-key-password", "OpenSSL::PKey::RSA.new")]:
        locked = "locked.key" if name == "key-password" else "locked-rsa.key"
        must("test -e locked-rsa.key || openssl pkey -in weak.key -aes256 -passout pass:secret -out locked-rsa.key")
        local(f"ruby-{name}", "ruby", f"ruby -r openssl -e \"{read}(File.read('{locked}'), 'wrong')\" 2>&1")
    # a server of TLS 1.1 alone; a key store that is not there, with the whole trace; plain HTTP to a port of TLS
    call("java-old-server", "java", "java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=secret Call.java https://localhost:PORT/", Nginx("server", "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;"))
    (WORK / "Traced.java").write_text("class Traced { public static void main(String[] a) throws Exception { new java.net.URL(a[0]).openStream(); } }\n")
    java = "java -Djavax.net.ssl.keyStore={} -Djavax.net.ssl.keyStorePassword=secret Traced.java https://localhost:PORT/ 2>&1 | grep -v '^\\s*at '"
    call("java-key-store-missing", "java", java.format("none.p12"), showing("server"))
    call("git-plain", "git", "git ls-remote http://localhost:PORT/x.git", showing("server"))
    call("wget-plain-on-tls", "wget", "wget -T 9 -t 1 -O /dev/null http://localhost:PORT/", showing("server"))
    call("wget-other-key", "wget", "wget -T 9 -t 1 -O /dev/null --ca-certificate ca.crt --certificate client.crt --private-key stranger.key https://localhost:PORT/", showing("server"))
    local("node-open-client", "node", "node -e \"require('fs').readFileSync('/app/client.pem')\" 2>&1")
    (WORK / "stunnel.conf").write_text("foreground = yes\npid =\n[x]\naccept = 127.0.0.1:1\nconnect = 127.0.0.1:9\n")
    local("stunnel-none", "stunnel", "timeout 5 stunnel stunnel.conf 2>&1 | grep -F '[!]'")
    call("socat-key", "socat", "timeout 5 socat -u OPENSSL:localhost:PORT,cafile=ca.crt,cert=client.crt -", showing("server"))
    perl = "perl -MIO::Socket::SSL -e \"IO::Socket::SSL->new(PeerAddr => 'localhost:PORT', SSL_ca_file => 'ca.crt', SSL_cert_file => 'client.crt'{}) or die \\$IO::Socket::SSL::SSL_ERROR\""
    call("perl-key", "perl", perl.format(""), showing("server"))
    call("perl-other-key", "perl", perl.format(", SSL_key_file => 'stranger.key'"), showing("server"))
    call("perl-closed", "perl", "PERL_LWP_SSL_CA_FILE=ca.crt perl -MLWP::UserAgent -e \"print LWP::UserAgent->new->get('https://localhost:PORT/')->as_string\"", Nginx("server", "return 444;"))
    call("ldap-start", "ldap", "LDAPTLS_CACERT=ca.crt ldapsearch -x -ZZ -H ldap://localhost:PORT -b ''", showing("server"))


class Haproxy:
    """HAProxy before nothing, or before one server, by what it logs."""

    def __init__(self, bind, backend="http-request return status 200"):
        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        self.port = probe.getsockname()[1]
        probe.close()
        self.lines = (
            "global\n log stdout format raw local0 debug\ndefaults\n log global\n option httplog\n mode http\n timeout client 5s\n timeout server 5s\n timeout connect 1s\n"
            f"frontend api\n bind 127.0.0.1:{self.port} ssl crt server-both.pem {bind}\n default_backend behind\nbackend behind\n {backend}\n"
        )

    def __enter__(self):
        (WORK / "haproxy.cfg").write_text(self.lines)
        self.out = open(WORK / "logged", "w+")
        self.child = subprocess.Popen(["/usr/sbin/haproxy", "-f", "haproxy.cfg"], cwd=WORK, stdout=self.out, stderr=self.out)
        until_it_listens(self.child, self.port, "it ended")
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()

    def log(self):
        time.sleep(0.3)
        quiet = ("[NOTICE]", "Connect from", "api~")
        lines = [line for line in (WORK / "logged").read_text().splitlines() if not any(word in line for word in quiet)]
        # the first that left is the one that asked whether it listens
        asked = next((place for place, line in enumerate(lines) if "Connection closed during" in line), None)
        return [line for place, line in enumerate(lines) if place != asked]


class Logging:
    """A server of another kind, by what it logs."""

    def __init__(self, command, quiet=("EOF", "[NOTICE]", "[WARNING]"), from_start=False):
        self.quiet, self.from_start = quiet, from_start
        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        self.port = probe.getsockname()[1]
        probe.close()
        self.command = command.replace("=PORT", f"={self.port}").replace(" PORT", f" {self.port}")

    def __enter__(self):
        self.out = open(WORK / "logged", "w+")
        self.child = subprocess.Popen(["sh", "-c", "exec env " + self.command], cwd=WORK, stdout=self.out, stderr=self.out)
        until_it_listens(self.child, self.port, "it ended")
        time.sleep(0.3)
        if not self.from_start:
            self.out.truncate(0)
        return self

    def __exit__(self, *_):
        time.sleep(0.3)
        self.child.terminate()
        self.child.wait()

    def log(self):
        text = (WORK / "logged").read_text(errors="replace").replace("\0", "")
        return [line for line in text.splitlines() if not any(word in line for word in self.quiet) and line.strip()]


class Listening:
    """A listener that answers in a way of its own."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.take, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def take(self):
        try:
            while True:
                taken, _ = self.listener.accept()
                self.answer(taken)
        except OSError:
            pass


class Silent(Listening):
    """Has connections wait, and says nothing."""

    def __enter__(self):
        return self


class Closing(Listening):
    """Ends every connection at once, by a reset."""

    def answer(self, taken):
        taken.recv(1)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        taken.close()


class Speaking(Listening):
    """Reads the ClientHello, answers with this and closes."""

    def __init__(self, words):
        super().__init__()
        self.words = words

    def answer(self, taken):
        taken.recv(4096)
        taken.sendall(self.words)
        taken.close()


class Alerting(Speaking):
    """Answers every ClientHello with this alert (RFC 8446 section 6), for those that nothing at hand sends by itself."""

    def __init__(self, number):
        super().__init__(bytes([21, 3, 3, 0, 2, 2, number]))

    def answer(self, taken):
        taken.recv(4096)
        taken.sendall(self.words)
        taken.recv(4096)
        taken.close()


class Postgres(Listening):
    """Answers as PostgreSQL does whether it speaks TLS, and speaks it with this pair."""

    def __init__(self, pair, word=b"S"):
        super().__init__()
        self.pair, self.word = pair, word

    def answer(self, taken):
        taken.recv(8)
        taken.sendall(self.word)
        if self.pair:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(WORK / f"{self.pair}.crt", WORK / f"{self.pair}.key")
            try:
                taken = context.wrap_socket(taken, server_side=True)
            except OSError:
                pass
        taken.close()


class Maria(Postgres):
    """Greets as MariaDB does, and speaks TLS with this pair where the client asks for it."""

    def answer(self, taken):
        # the flags of a server, without that of TLS where it has none (MariaDB's "Connection phase": initial handshake packet)
        flags = (0xFFFF if self.pair else 0xF7FF).to_bytes(2, "little")
        body = b"\x0a8.0.30\0\x01\0\0\x0012345678\0" + flags + b"\x21\x02\0\xff\xc1\x15" + b"\0" * 10 + b"123456789012\0mysql_native_password\0"
        taken.sendall(len(body).to_bytes(3, "little") + b"\0" + body)
        self.word = b""
        # what a client asks for TLS with has 36 octets
        taken.recv(28)
        super().answer(taken)


class Plain:
    """A server in clear, on whose port TLS is spoken."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.listener.listen()

    def __enter__(self):
        command = ["/usr/bin/python3", "-m", "http.server", "--bind", "127.0.0.1", str(self.port)]
        self.listener.close()
        self.child = subprocess.Popen(command, cwd=WORK, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until_it_listens(self.child, self.port, "it ended")
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()


try:
    main()
finally:
    shutil.rmtree(WORK, ignore_errors=True)
