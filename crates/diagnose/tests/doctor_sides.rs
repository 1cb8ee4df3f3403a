//! Who printed a message that clients and servers print alike: each beside the same words of the other side, and both where nothing tells.

use diagnose::doctor::{Loaded, Says, doctor};

fn taken_for(message: &str) -> Vec<&'static str> {
    doctor(message, &Loaded::nothing()).recognised.iter().map(|one| one.entry.id).collect()
}

/// What both sides print alike is told of as what it is on the side that printed it, each beside the same words of the other side.
#[test]
fn what_a_server_prints_of_a_client_is_not_taken_for_a_clients() {
    const GO: &str = "2026/11/30 02:43:41 http: TLS handshake error from 127.0.0.1:37776: ";
    const GO_HTTP2: &str = "2019/06/19 10:45:26 h2_bundle.go:4177: http2: server: error reading preface from client 127.0.0.1:48132: ";
    const GNUTLS: &str = "* Accepted connection from IPv4 127.0.0.1 port 44960 on Mon Nov 30 02:45:28 202\n";
    const PYTHON: &str = "Exception occurred during processing of request from ('127.0.0.1', 58502)\nTraceback (most recent call last):\n  File \"/usr/lib/python3.11/ssl.py\", line 1167, in read\n";
    const ACCEPT: &str = "  File \"/usr/lib/python3.11/ssl.py\", line 1425, in accept\n  File \"/usr/lib/python3.11/ssl.py\", line 1379, in do_handshake\n";
    const S_SERVER: &str = "verify depth is 2, must return a certificate\ndepth=0 CN = bob\n";
    const HAPROXY: &str = "127.0.0.1:39910 [30/Nov/2026:02:51:19.643] ";
    for (before, words, server, client) in [
        (GO, "remote error: tls: expired certificate", "server-alert-expired", "go-alert-expired"),
        (
            GO,
            "remote error: tls: unknown certificate authority",
            "server-alert-unknown-ca",
            "alert-unknown-ca",
        ),
        (GO, "remote error: tls: unknown certificate", "server-alert-unknown", "alert-certificate-unknown"),
        (
            GO_HTTP2,
            "remote error: tls: unknown certificate",
            "server-alert-unknown",
            "alert-certificate-unknown",
        ),
        (GO_HTTP2, "remote error: tls: bad certificate", "server-alert-unknown", "go-bad-certificate"),
        (GO, "remote error: tls: bad certificate", "server-alert-unknown", "go-bad-certificate"),
        (
            GO,
            "remote error: tls: unsupported certificate",
            "server-alert-unsupported",
            "alert-unsupported-certificate",
        ),
        (GO, "remote error: tls: revoked certificate", "server-alert-unknown", "alert-certificate-revoked"),
        (
            GO,
            "tls: failed to verify certificate: x509: certificate signed by unknown authority",
            "go-server-unknown",
            "go-unknown-authority",
        ),
        (
            GO,
            "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time",
            "go-server-expired",
            "go-expired",
        ),
        (
            GO,
            "tls: failed to verify certificate: x509: certificate specifies an incompatible key usage",
            "go-server-purpose",
            "go-purpose",
        ),
        (GO, "tls: first record does not look like a TLS handshake", "caller-no-tls", "go-not-tls"),
        (
            GO,
            "read tcp 127.0.0.1:48977->127.0.0.1:47656: i/o timeout",
            "handshake-left",
            "connection-timeout",
        ),
        (
            GNUTLS,
            "- Status: The certificate is NOT trusted. The certificate issuer is unknown. ",
            "server-refuses",
            "server-issuer",
        ),
        (
            GNUTLS,
            "- Status: The certificate is NOT trusted. The certificate chain uses expired certificate. ",
            "server-refuses",
            "server-expired",
        ),
        (
            PYTHON,
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:2546)",
            "server-refuses",
            "server-issuer",
        ),
        (
            PYTHON,
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unsuitable certificate purpose (_ssl.c:2546)",
            "server-refuses",
            "server-purpose",
        ),
        (
            ACCEPT,
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:992)",
            "server-refuses",
            "server-self-signed",
        ),
        (
            S_SERVER,
            "verify error:num=20:unable to get local issuer certificate",
            "server-refuses",
            "server-issuer",
        ),
        (S_SERVER, "verify error:num=10:certificate has expired", "server-refuses", "server-expired"),
        (
            "verify depth is 1\nACCEPT\ndepth=0 CN = bob\n",
            "verify error:num=20:unable to get local issuer certificate",
            "server-refuses",
            "server-issuer",
        ),
        (
            HAPROXY,
            "SSL handshake failure (error:0A000418:SSL routines::tlsv1 alert unknown ca)",
            "server-alert-unknown-ca",
            "server-alert-unknown-ca",
        ),
    ] {
        assert_eq!(taken_for(&format!("{before}{words}")), [server], "{before}{words}");
        assert_eq!(taken_for(words), [client], "{words}");
        // without what tells the side, both are told of
        let alone = &doctor(words, &Loaded::nothing()).recognised[0];
        let told = match (server, client) {
            (_, "connection-timeout") => Some("caller-gone"),
            // HAProxy's own words tell it
            ("server-alert-unknown-ca", "server-alert-unknown-ca") => None,
            _ => Some(server),
        };
        assert_eq!(alone.of_server.map(|entry| entry.id), told, "{words}");
        let known = &doctor(&format!("{before}{words}"), &Loaded::nothing()).recognised[0];
        assert_eq!(known.of_server.map(|entry| entry.id), None, "{before}{words}");
    }
    // a server that calls others speaks of both in one log
    let log = format!(
        "{GO}EOF\n2026/11/30 02:43:42 Get \"https://api.example.test/\": tls: failed to verify certificate: x509: certificate signed by unknown authority"
    );
    assert_eq!(taken_for(&log), ["go-unknown-authority", "handshake-left"]);
    let log = format!(
        "{GO}remote error: tls: bad certificate\n2026/11/30 02:43:42 Get \"https://api.example.test/\": remote error: tls: bad certificate"
    );
    assert_eq!(taken_for(&log), ["server-alert-unknown", "go-bad-certificate"]);
    // in nginx's log what stands behind tells it
    for (line, id) in [
        (
            "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking, client: 127.0.0.1, server: 127.0.0.1:443",
            "caller-no-tls",
        ),
        (
            "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream, client: 127.0.0.1",
            "upstream-plain",
        ),
        (
            "client timed out (110: Connection timed out) while SSL handshaking, client: 127.0.0.1",
            "handshake-left",
        ),
        ("upstream timed out (110: Connection timed out) while SSL handshaking to upstream", "upstream-slow"),
        (
            "SSL_read() failed (SSL: error:0A00045C:SSL routines::tlsv13 alert certificate required:SSL alert number 116) while reading response header from upstream, client: 127.0.0.1",
            "upstream-refuses",
        ),
        (
            "OpenSSL SSL_read: OpenSSL/3.0.22: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0",
            "alert-certificate-required",
        ),
        (
            "SSL_read() failed (SSL: error:0A000126:SSL routines::unexpected eof while reading) while keepalive, client: 192.0.2.1",
            "caller-left",
        ),
        (
            "OpenSSL SSL_connect: error:0A000126:SSL routines::unexpected eof while reading",
            "closed-in-handshake",
        ),
        (
            "recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 127.0.0.1",
            "upstream-ends",
        ),
        (
            "recv() failed (104: Connection reset by peer) while reading client request line, client: 127.0.0.1",
            "caller-left",
        ),
        ("curl: (56) Recv failure: Connection reset by peer", "connection-reset"),
    ] {
        assert_eq!(taken_for(line), [id], "{line}");
    }
    // a server of Node.js says of a refusal what its clients say of a server that leaves; OpenSSL names the side by its function
    assert_eq!(
        taken_for("tlsClientError Error: socket hang up\n    at TLSSocket.onSocketClose"),
        ["node-server-refuses"]
    );
    assert_eq!(taken_for("Error: socket hang up\n    at Socket.socketOnEnd"), ["node-hang-up"]);
    for (function, id) in [
        ("tls_process_client_certificate", "server-refuses"),
        ("tls_post_process_server_certificate", "openssl-verify-failed"),
    ] {
        let line = format!(
            "40D733FD:error:0A000086:SSL routines:{function}:certificate verify failed:../ssl/statem/statem.c:1889:"
        );
        let found = doctor(&line, &Loaded::nothing()).recognised;
        let told: Vec<_> = found.iter().map(|one| (one.entry.id, one.of_server)).collect();
        assert_eq!(told, [(id, None)], "{line}");
    }
}

/// What nginx 1.22.1 logged on loopback: of its callers, each beside what a client prints of the same event.
#[test]
fn what_nginx_logs_of_its_callers_is_not_taken_for_a_clients() {
    const HEAD: &str = "2026/11/30 05:27:33 [info] 14338#14338: *2 ";
    const TAIL: &str = ", client: 127.0.0.1, server: 127.0.0.1:443";
    for (line, id) in [
        ("client 127.0.0.1 closed keepalive connection (104: Connection reset by peer)", "caller-left"),
        ("client timed out (110: Connection timed out) while waiting for request", "caller-slow"),
        ("client timed out (110: Connection timed out) while reading client request headers", "caller-slow"),
        ("client timed out (110: Connection timed out) while reading client request line", "caller-slow"),
        ("client timed out (110: Connection timed out) while SSL handshaking", "handshake-left"),
        ("recv() failed (104: Connection reset by peer) while waiting for request", "caller-left"),
        ("recv() failed (104: Connection reset by peer) while SSL handshaking", "handshake-left"),
        (
            "peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking",
            "handshake-left",
        ),
        ("recv() failed (104: Connection reset by peer)", "caller-left"),
        ("recv() failed (104: Connection reset by peer) while processing HTTP/2 connection", "caller-gone"),
        (
            "writev() failed (104: Connection reset by peer) while sending response to client",
            "answer-not-taken",
        ),
        (
            "SSL_write() failed (104: Connection reset by peer) while sending response to client",
            "answer-not-taken",
        ),
        ("client timed out (110: Connection timed out) while sending response to client", "answer-not-taken"),
        (
            "epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too (104: Connection reset by peer) while sending request to upstream",
            "caller-gave-up",
        ),
        (
            "SSL_read() failed (SSL: error:0A00010B:SSL routines::wrong version number) while waiting for request",
            "caller-no-tls",
        ),
        (
            "SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking",
            "server-alert-other",
        ),
        (
            "SSL_do_handshake() failed (SSL: error:0A00041B:SSL routines::tlsv1 alert decrypt error:SSL alert number 51) while SSL handshaking",
            "server-alert-other",
        ),
        (
            "SSL_do_handshake() failed (SSL: error:0A000419:SSL routines::tlsv1 alert access denied:SSL alert number 49) while SSL handshaking",
            "server-alert-other",
        ),
        (
            "SSL_do_handshake() failed (SSL: error:0A0003FD:SSL routines::tlsv1 alert decryption failed:SSL alert number 21) while SSL handshaking",
            "server-alert-other",
        ),
        (
            "SSL_do_handshake() failed (SSL: error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48) while SSL handshaking",
            "server-alert-unknown-ca",
        ),
    ] {
        assert_eq!(taken_for(&format!("{HEAD}{line}{TAIL}")), [id], "{line}");
        let found = doctor(&format!("{HEAD}{line}{TAIL}"), &Loaded::nothing()).recognised;
        assert!(found.iter().all(|one| one.entry.says == Says::Server && one.of_server.is_none()), "{line}");
    }
    for (line, id) in [
        ("curl: (28) Connection timed out after 1001 milliseconds", "connection-timeout"),
        (
            "curl: (56) OpenSSL SSL_read: OpenSSL/3.0.22: error:0A000410:SSL routines::sslv3 alert handshake failure, errno 0",
            "alert-handshake-failure",
        ),
        ("curl: (35) error:0A00010B:SSL routines::wrong version number", "wrong-version-number"),
        (
            "2026/11/30 05:28:06 [error] 7#7: *35 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 127.0.0.1, server: localhost",
            "upstream-slow",
        ),
        (
            "2026/11/30 05:28:06 [error] 7#7: *35 SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream, client: 127.0.0.1, server: localhost",
            "upstream-refuses",
        ),
    ] {
        assert_eq!(taken_for(line), [id], "{line}");
        assert!(doctor(line, &Loaded::nothing()).recognised[0].of_server.is_none(), "{line}");
    }
    // each line by itself
    let log = format!(
        "{HEAD}recv() failed (104: Connection reset by peer) while waiting for request{TAIL}\ncurl: (56) Recv failure: Connection reset by peer"
    );
    assert_eq!(taken_for(&log), ["connection-reset", "caller-left"]);
}

/// Frames of a trace of Java stand behind the words that they explain.
#[test]
fn a_trace_of_java_tells_its_side_behind_the_words() {
    const SERVER: &str = "\n\tat java.base/sun.security.ssl.CertificateMessage$T13CertificateConsumer.checkClientCerts(CertificateMessage.java:1295)";
    const CLIENT: &str = "\n\tat java.base/sun.security.ssl.CertificateMessage$T13CertificateConsumer.checkServerCerts(CertificateMessage.java:1357)";
    for (words, server, client) in [
        (
            "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException",
            "java-client-refused",
            "server-issuer",
        ),
        (
            "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed",
            "java-client-refused",
            "server-expired",
        ),
        (
            "PKIX path validation failed: java.security.cert.CertPathValidatorException: Path does not chain with any of the trust anchors",
            "java-client-refused",
            "server-signature",
        ),
    ] {
        let words = format!("javax.net.ssl.SSLHandshakeException: {words}");
        for (frame, id, both) in [(SERVER, server, false), (CLIENT, client, false), ("", client, true)] {
            let found = doctor(&format!("{words}{frame}"), &Loaded::nothing()).recognised;
            let told: Vec<_> = found.iter().map(|one| (one.entry.id, one.of_server.is_some())).collect();
            assert_eq!(told, [(id, both)], "{words}{frame}");
        }
    }
    let plain = "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message";
    let called = format!(
        "{plain}\n\tat java.base/sun.net.www.protocol.https.HttpsURLConnectionImpl.connect(HttpsURLConnectionImpl.java:142)"
    );
    let of_server =
        |message: &str| doctor(message, &Loaded::nothing()).recognised[0].of_server.map(|entry| entry.id);
    assert_eq!((of_server(plain), of_server(&called)), (Some("caller-no-tls"), None));
}

/// gnutls-serv and gnutls-cli say alike that the other side has gone.
#[test]
fn what_gnutls_says_of_an_end_is_of_the_side_that_says_it() {
    let words = "The TLS connection was non-properly terminated.";
    assert_eq!(taken_for(&format!("*** Fatal error: {words}")), ["closed-in-handshake"]);
    assert_eq!(taken_for(&format!("Error in handshake: {words}")), ["caller-gone"]);
    let found = doctor(words, &Loaded::nothing()).recognised;
    assert_eq!(found[0].of_server.map(|entry| entry.id), Some("caller-gone"));
    let alone = doctor(&format!("*** Fatal error: {words}"), &Loaded::nothing()).recognised;
    assert_eq!(alone[0].of_server, None);
}

/// Apache tells its side in the line before; an access log shows TLS that came to a port without it.
#[test]
fn what_apache_logs_is_told_of_with_the_line_before_it() {
    let library = "[Mon Nov 30 05:53:59.679617 2026] [ssl:info] [pid 1:tid 2] SSL Library Error: error:0A000418:SSL routines::tlsv1 alert unknown ca (SSL alert number 48)";
    let handshake = "[Mon Nov 30 05:53:59.679584 2026] [ssl:info] [pid 1:tid 2] [client 127.0.0.1:40566] AH02008: SSL library error 1 in handshake (server localhost:443)";
    assert_eq!(
        taken_for(&format!("{handshake}\n{library}")),
        ["server-alert-unknown-ca", "apache-handshake"]
    );
    assert_eq!(taken_for(library), ["alert-unknown-ca"]);
    let found = doctor(library, &Loaded::nothing()).recognised;
    assert_eq!(found[0].of_server.map(|entry| entry.id), Some("server-alert-unknown-ca"));
    let refused = "AH02276: Certificate Verification: Error (10): certificate has expired [subject: CN=late / issuer: CN=Test CA]";
    let failed = "SSL Library Error: error:0A000086:SSL routines::certificate verify failed";
    assert_eq!(taken_for(&format!("{refused}\n{handshake}\n{failed}")), ["apache-expired"]);
    // each number has causes of its own, and one that has none is told in general
    for (number, words, id) in [
        (9, "certificate is not yet valid", "apache-expired"),
        (20, "unable to get local issuer certificate", "apache-issuer"),
        (18, "self-signed certificate", "apache-self-signed"),
        (23, "certificate revoked", "apache-revoked"),
        (12, "CRL has expired", "apache-list"),
        (26, "unsuitable certificate purpose", "apache-purpose"),
        (32, "key usage does not include certificate signing", "apache-refuses"),
    ] {
        let line = format!("AH02276: Certificate Verification: Error ({number}): {words} [subject: CN=a]");
        assert_eq!(taken_for(&line), [id], "{line}");
        assert_eq!(taken_for(&format!("{line}\n{handshake}\n{failed}")), [id], "{line}");
    }
    assert_eq!(taken_for("Certificate Verification: passed"), Vec::<&str>::new());
    assert_eq!(
        taken_for(r#"192.0.2.1 - - [30/Nov/2026:05:58:40 +0000] "\x16\x03\x01\x00\xD5" 400 150"#),
        ["caller-no-http"]
    );
    assert_eq!(
        taken_for(r#"192.0.2.1 - - [30/Nov/2026:05:58:40 +0000] "GET /x16/x03 HTTP/1.1" 200 150"#),
        Vec::<&str>::new()
    );
}

/// A trace of Python says whose it is where it names the listener or the name that was called, and otherwise both are told of.
#[test]
fn a_trace_is_told_of_as_both_sides_where_it_does_not_say() {
    const FRAME: &str = "  File \"/usr/lib/python3.11/ssl.py\", line 1383, in do_handshake\n    self._sslobj.do_handshake()\n";
    const WORDS: &str = "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)";
    for (before, id, of_server) in [
        ("    tls=ctx.wrap_socket(conn, server_side=True)\n", "server-refuses", None),
        (
            "  File \"/usr/lib/python3.11/asyncio/selector_events.py\", line 222, in _accept_connection2\n",
            "server-refuses",
            None,
        ),
        ("ERROR:asyncio:Error on transport creation for incoming connection\n", "server-refuses", None),
        (
            "    with context.wrap_socket(raw, server_hostname='api.example.test') as tls:\n",
            "server-issuer",
            None,
        ),
        ("    tls=ctx.wrap_socket(\n        ^^^^^^^^^^^^^^^^\n", "server-issuer", Some("server-refuses")),
        ("", "server-issuer", Some("server-refuses")),
    ] {
        let message = format!("Traceback (most recent call last):\n{before}{FRAME}{WORDS}");
        let found = doctor(&message, &Loaded::nothing()).recognised;
        let told: Vec<_> =
            found.iter().map(|one| (one.entry.id, one.of_server.map(|entry| entry.id))).collect();
        assert_eq!(told, [(id, of_server)], "{message}");
    }
}
