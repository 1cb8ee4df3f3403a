//! The predictions against nginx itself: which server answers by the names and addresses of a call, and in whose log a line stands.
//! Who is asked for a certificate is `predict_nginx.rs`'s.

mod support;

use support::case::{Case, GOOD, MUTUAL, all_agree};

#[test]
fn one_address_has_one_socket() {
    const OPEN: &str = "location / { return 200 $remote_addr; }";
    let beside = |listen: &str| {
        format!(
            "server {{ listen {listen}; server_name b.example.test; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key; return 202; }}"
        )
    };
    let to = |host: &str| format!("-k --connect-to ::{host}:PORT https://b.example.test:PORT/");
    let mut cases = Vec::new();
    for (first, second) in [
        ("ssl", "[::]:PORT ssl ipv6only=off"),
        ("ssl", "[::]:PORT ssl"),
        ("[::]:PORT ssl ipv6only=off", "127.0.0.1:PORT ssl"),
        ("[::]:PORT ssl ipv6only=off", "[::1]:PORT ssl"),
        ("[::]:PORT ssl ipv6only=off", "[::]:PORT ssl"),
        ("[::]:PORT ssl ipv6only=off", "*:PORT ssl"),
        ("[::]:PORT ssl ipv6only=on", "*:PORT ssl"),
        ("[::]:PORT ssl ipv6only=off reuseport", "*:PORT ssl reuseport"),
        ("*:PORT ssl bind", "127.0.0.1:PORT ssl bind"),
        ("*:PORT ssl bind", "127.0.0.1:PORT ssl"),
        ("*:PORT ssl", "[::ffff:127.0.0.1]:PORT ssl"),
        ("[::ffff:127.0.0.1]:PORT ssl ipv6only=off", "[::1]:PORT ssl"),
    ] {
        for host in ["127.0.0.1", "[::1]"] {
            let case = Case { listen: first.to_owned(), ..Case::beside(OPEN, &beside(second), &to(host)) };
            cases.push(case);
        }
    }
    // by IPv4 on a socket of IPv6
    for condition in ["::ffff:127.0.0.1", "127.0.0.1"] {
        let server = format!(
            "allow 127.0.0.1; deny all; location / {{ if ($remote_addr = {condition}) {{ return 201; }} root FOLDER/html; }}"
        );
        for listen in ["[::]:PORT ssl ipv6only=off", "ssl"] {
            cases.push(Case { listen: listen.to_owned(), ..Case::of(&server, "-k https://127.0.0.1:PORT/") });
        }
    }
    all_agree(&cases);
}

#[test]
fn which_server_answers() {
    const OPEN: &str = "location / { return 200 open; }";
    const SECOND: &str = "server { listen 127.0.0.1:PORT ssl; server_name b.example.test; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key; return 200 b; }";
    const SECOND_MUTUAL: &str = "server { listen 127.0.0.1:PORT ssl; server_name b.example.test; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key; ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 200 b; } }";
    const REJECTS: &str = "server { listen 127.0.0.1:PORT ssl default_server; ssl_reject_handshake on; }";
    const CLOSES: &str = "server { listen 127.0.0.1:PORT ssl default_server; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key; return 444; }";
    let mine = "-k --cert client.crt --key client.key ";
    let _ = mine;
    let to_b = "-k --cert client.crt --key client.key --resolve b.example.test:PORT:127.0.0.1 https://b.example.test:PORT/";
    let to_z = "-k --cert client.crt --key client.key --resolve z.example.test:PORT:127.0.0.1 https://z.example.test:PORT/";
    let as_b =
        "-k --cert client.crt --key client.key -H 'Host: b.example.test' https://api.example.test:PORT/";
    let by_address = "-k --cert client.crt --key client.key https://127.0.0.1:PORT/";
    let by_address_as =
        "-k --cert client.crt --key client.key -H Host:b.example.test https://127.0.0.1:PORT/";
    let mut cases = vec![
        Case::beside(MUTUAL, SECOND, to_b),
        Case::beside(MUTUAL, SECOND, as_b),
        Case::beside(OPEN, SECOND_MUTUAL, as_b),
        Case::beside(OPEN, SECOND_MUTUAL, to_b),
        Case::beside(OPEN, SECOND_MUTUAL, by_address),
        Case::beside(OPEN, SECOND_MUTUAL, by_address_as),
        Case::beside(MUTUAL, SECOND, to_z),
        Case::beside(MUTUAL, REJECTS, to_z),
        Case::beside(MUTUAL, REJECTS, GOOD),
        Case::beside(MUTUAL, REJECTS, by_address),
        Case::beside(MUTUAL, CLOSES, by_address),
        Case::beside(MUTUAL, "", by_address_as),
        Case { listen: "".to_owned(), ..Case::of(OPEN, "-k https://api.example.test:PORT/") },
        Case { listen: "".to_owned(), ..Case::of(OPEN, "http://api.example.test:PORT/") },
        Case::call("http://api.example.test:PORT/"),
        Case::of(
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 497 https://$host$request_uri; location / { return 200; }",
            "http://api.example.test:PORT/",
        ),
        Case::call("-k --cert client.crt --key client.key -H Host: https://api.example.test:PORT/"),
        Case::call("-k --cert client.crt --key client.key https://no.invalid/"),
        Case::call(
            "-k --cert client.crt --key client.key --resolve api.example.test:1:127.0.0.1 https://api.example.test:1/",
        ),
        Case::call(
            "-k --cert client.crt --key client.key --connect-to ::127.0.0.1:PORT https://api.example.test/",
        ),
        Case::call(
            "-k --cert client.crt --key client.key --connect-to api.example.test:443:127.0.0.1:PORT https://api.example.test/",
        ),
        Case::call("-k --cert client.crt --key client.key --resolve bad https://api.example.test:PORT/"),
        Case::call("-k https:///"),
        Case::call("-k foo://api.example.test:PORT/"),
        Case::call("-k --cert client.crt --key client.key https://localhost:PORT/"),
        Case::call("--cacert ca.crt --cert client.crt --key client.key https://localhost:PORT/"),
    ];
    // curl asks for a name without its last dot
    let with_dot = "-k --resolve b.example.test.:PORT:127.0.0.1 https://b.example.test.:PORT/";
    cases.push(Case::beside(OPEN, SECOND_MUTUAL, with_dot));
    cases.push(Case::beside(MUTUAL, SECOND, with_dot));
    // a server without a certificate of its own asks nobody for one
    const BARE: &str = "server { listen 127.0.0.1:PORT ssl; server_name b.example.test; ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 200 b; } }";
    cases.push(Case::beside(OPEN, BARE, to_b));
    cases.push(Case::beside(MUTUAL, BARE, to_b));
    // HTTP/2 is the socket's, whoever says so
    let wrong = "--cacert ca.crt --resolve c.example.test:PORT:127.0.0.1 https://c.example.test:PORT/";
    const NEWER: &str = "server { listen 127.0.0.1:PORT http2; server_name b.example.test; }";
    for beside in ["", NEWER] {
        cases.push(Case::beside(OPEN, beside, wrong));
    }
    // which group is taken in TLS 1.3 the default server says
    const GROUP: &str = "ssl_ecdh_curve secp384r1;";
    for curl in
        [to_b.to_owned(), format!("--curves X25519 {to_b}"), format!("--tls-max 1.2 --curves X25519 {to_b}")]
    {
        cases.push(Case::beside(&format!("{GROUP} {OPEN}"), SECOND, &curl));
        cases.push(Case::beside(OPEN, &SECOND.replace("return", &format!("{GROUP} return")), &curl));
    }
    for url in ["https://api.example.test:PORT/", "http://api.example.test:PORT/"] {
        cases.push(Case { listen: "ssl proxy_protocol".to_owned(), ..Case::call(&format!("-k {url}")) });
    }
    cases.push(Case::call("-k -L http://api.example.test:PORT/"));
    cases.push(Case { listen: "ssl http2".to_owned(), ..Case::call(GOOD) });
    cases.push(Case {
        listen: "ssl http2".to_owned(),
        ..Case::call("--cacert ca.crt https://api.example.test:PORT/")
    });
    all_agree(&cases);
}

/// Which `error_log` counts: the default server's until a name is known, then that server's, then the location's.
#[test]
fn lines_are_written_where_the_level_lets_them() {
    const QUIET: &str = "error_log error.log error; ";
    const REST: &str = "listen 127.0.0.1:PORT ssl default_server; ssl_certificate server.crt; ssl_certificate_key server.key; ssl_protocols TLSv1.2 TLSv1.3; return 204;";
    let without = "--cacert ca.crt https://api.example.test:PORT/";
    let too_old = "-k --tls-max 1.1 --ciphers DEFAULT:@SECLEVEL=0 https://api.example.test:PORT/";
    let unknown = "--cert client.crt --key client.key https://api.example.test:PORT/";
    let strange = "-k https://strange.invalid:PORT/ --connect-to ::127.0.0.1:PORT";
    let rejects = "ssl_reject_handshake on;";
    let mut cases = Vec::new();
    for (here, beside) in [("", ""), (QUIET, ""), ("", QUIET), (QUIET, QUIET)] {
        let beside = format!("server {{ {beside} {REST} }}");
        for call in [without, too_old, unknown] {
            cases.push(Case::beside(&format!("{here}{MUTUAL}"), &beside, call));
        }
        let rejecting = beside.replace("return 204;", rejects);
        cases.push(Case::beside(&format!("{here}{MUTUAL}"), &rejecting, strange));
    }
    for (server, location) in
        [("", ""), (QUIET, "error_log error.log info;"), ("", "error_log error.log crit;")]
    {
        let missing = format!("{server}location / {{ root FOLDER/none; {location} }}");
        cases.push(Case::of(&missing, "-k https://api.example.test:PORT/gone"));
        let forbidden = format!(
            "{server}location / {{ if ($uri) {{ {location} return 403; }} }} location /x {{ {location} deny all; }}"
        );
        if location.is_empty() {
            cases.push(Case::of(&forbidden, "-k https://api.example.test:PORT/x"));
        }
    }
    all_agree(&cases);
}
