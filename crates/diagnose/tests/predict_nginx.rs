//! The predictions against nginx itself: who is asked for a certificate, and which configurations nginx does not take. Which server
//! answers is `predict_names.rs`'s. Certificates and curl's options are `predict.rs`'s.

mod support;

use diagnose::predict::Backends;
use support::case::{Case, GOOD, MUTUAL, all_agree};

/// `curl` with this certificate of the kit.
macro_rules! client {
    ($name:literal) => {
        concat!("--cacert ca.crt --cert ", $name, ".crt --key ", $name, ".key https://api.example.test:PORT/")
    };
}

#[test]
fn who_is_asked_and_what_is_answered() {
    const OPTIONAL: &str = "ssl_client_certificate ca.crt; ssl_verify_client optional; location / { return 200 $ssl_client_verify; }";
    const WITHOUT: &str = "ssl_client_certificate ca.crt; ssl_verify_client optional_no_ca; location / { return 200 $ssl_client_verify; }";
    const OFF: &str =
        "ssl_client_certificate ca.crt; ssl_verify_client off; location / { return 200 $ssl_client_verify; }";
    let mut cases = Vec::new();
    for server in [OPTIONAL, WITHOUT, OFF] {
        for curl in [
            GOOD,
            "--cacert ca.crt https://api.example.test:PORT/",
            client!("stranger"),
            client!("self-signed"),
            client!("expired"),
        ] {
            cases.push(Case::of(server, curl));
        }
    }
    let none = "--cacert ca.crt https://api.example.test:PORT/";
    for (server, curl) in [
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 495 496 =403 @no; location @no { return 403 no; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 495 496 = @no; location @no { return 403 no; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 495 496 @no; location @no { return 403 no; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 496 /no; location = /no { return 403; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 400 @no; location @no { return 403 no; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 496 https://x.example.test/; location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($ssl_client_verify != SUCCESS) { return 403; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($ssl_client_verify != SUCCESS) { return 403; } location / { return 200; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client optional; location / { if ($ssl_client_verify = NONE) { return 401; } return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client optional; location / { if ($ssl_client_verify ~ ^FAILED) { return 401; } return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { if ($ssl_client_s_dn != \"CN=partner-a\") { return 403; } return 200; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { if ($ssl_client_s_dn != \"CN=partner-b\") { return 403; } return 200; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { if ($in = 0) { return 403; } return 200; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { proxy_pass http://localhost:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; deny all; location / { proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { allow 127.0.0.1; deny all; proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { allow 192.0.2.1; deny all; proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 301 https://x.example.test/; }",
            GOOD,
        ),
        ("ssl_client_certificate ca.crt; ssl_verify_client on; return 204;", GOOD),
        ("ssl_client_certificate ca.crt; ssl_verify_client on; return 444;", GOOD),
        ("ssl_client_certificate ca.crt; ssl_verify_client on; location = / { return 404; }", GOOD),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { auth_basic x; auth_basic_user_file none; proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location /a { return 200; } location /a/b { return 403; } location ^~ /a/b/c { return 410; }",
            "-k --cert client.crt --key client.key https://api.example.test:PORT/a/b/c/d",
        ),
    ] {
        let beside = "map $ssl_client_s_dn $in { default 0; \"CN=partner-a\" 1; }";
        let backends = if server.contains("proxy_pass") { Backends::Down } else { Backends::Answer };
        cases.push(Case { beside: beside.to_owned(), backends, ..Case::of(server, curl) });
    }
    all_agree(&cases);
}

#[test]
fn configurations_that_nginx_refuses() {
    let mut cases: Vec<Case> = [
        "ssl_verify_client on;",
        "ssl_verify_client optional_no_ca;",
        "ssl_trusted_certificate ca.crt; ssl_verify_client on;",
        "ssl_client_certificate none.crt; ssl_verify_client on;",
        "ssl_client_certificate none.crt; ssl_verify_client off;",
        "ssl_client_certificate empty.pem; ssl_verify_client on;",
        "ssl_client_certificate garbage.pem; ssl_verify_client on;",
        "ssl_client_certificate client.key; ssl_verify_client on;",
        "ssl_client_certificate html; ssl_verify_client on;",
        "ssl_client_certificate ca.crt; ssl_crl none.crl; ssl_verify_client on;",
        "ssl_client_certificate ca.crt; ssl_crl garbage.pem; ssl_verify_client on;",
        "ssl_verify_client maybe;",
        "ssl_protocols TLSv1.4;",
        "ssl_ciphers NONSENSE;",
        "ssl_ecdh_curve X25519MLKEM768;",
        "ssl_verify_depth x;",
        "ssl_verify_depth 1; ssl_verify_depth 2;",
        "http2 on;",
        "nonsense on;",
        "worker_processes 1;",
        "ssl_client_certificate a b;",
        "location / { ssl_verify_client on; }",
        "location / { proxy_pass http://nobody.invalid; }",
        "location / { proxy_pass 127.0.0.1:80; }",
        "location / { proxy_pass http://backend; }",
        "include none.conf;",
        "include none*.conf;",
        "include broken.conf;",
        "listen 99999;",
        "listen 8443 ssl quic;",
        "ssl_prefer_server_ciphers maybe;",
        "ssl_password_file none;",
        "ssl_session_cache shared:SSL;",
        "ssl_session_cache shared:SSL:1;",
        "ssl_session_cache shared:SSL:31k;",
        "ssl_session_cache shared:SSL:32k;",
        "ssl_session_cache shared::1m;",
        "ssl_session_timeout soon;",
        "server { }",
        "if { }",
        "location / { return abc; }",
        "error_log error.log loud;",
        "allow 1.2.3;",
        "client_max_body_size big;",
        "root /a; root /b;",
        "ssl_verify_client on",
        "ssl_verify_client \"on;",
        "location / {",
        "}",
        "unknown_before_the_fault; location / {",
        // zones that nobody makes, keys that are not there, expressions that PCRE refuses
        "limit_req zone=nobody burst=5;",
        "limit_conn nobody 5;",
        "ssl_session_ticket_key none.key;",
        "ssl_session_ticket_key html;",
        "ssl_session_ticket_key html/page.html;",
        "location ~ ^/(a { return 200; }",
        "location ~ ^/a) { return 200; }",
        "location ~ \"^/[a\" { return 200; }",
        "location ~ \"^/[]a]+$\" { return 200; }",
        "location ~ \"^/[^]a]+[[:alpha:]]$\" { return 200; }",
        "location ~ *x { return 200; }",
        "location ~ \"a|+x\" { return 200; }",
        "location ~ \"(?:a)?+(?<x>b)*?$\" { return 200; }",
        "location ~ a** { return 200; }",
        "location ~ \"a\\\\\" { return 200; }",
        "location / { if ($uri ~ \"*x\") { return 403; } return 200; }",
        "location / { if ($uri ~ \"x*\") { return 403; } return 200; }",
        "location / { rewrite ^/(a /b last; return 200; }",
        "server_name ~^(a;",
    ]
    .into_iter()
    .map(Case::with)
    .collect();
    for lines in [
        "ssl_certificate server.crt;",
        "ssl_certificate none.crt; ssl_certificate_key server.key;",
        "ssl_certificate server.crt; ssl_certificate_key none.key;",
        "ssl_certificate garbage.pem; ssl_certificate_key server.key;",
        "ssl_certificate empty.pem; ssl_certificate_key server.key;",
        "ssl_certificate html; ssl_certificate_key server.key;",
        "ssl_certificate modern.p12; ssl_certificate_key server.key;",
        "ssl_certificate server.crt; ssl_certificate_key garbage.pem;",
        "ssl_certificate server.crt; ssl_certificate_key client.key;",
        "ssl_certificate server.crt; ssl_certificate_key server-locked.key;",
        "ssl_certificate server.crt; ssl_certificate_key server-locked.key; ssl_password_file wrong-password.txt;",
        "ssl_certificate server.crt; ssl_certificate_key server-locked.key; ssl_password_file password.txt;",
        "ssl_certificate server.crt; ssl_certificate_key server.key; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key;",
        // a key of another kind is not compared
        "ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate server.crt; ssl_certificate_key server-rsa.key;",
        "ssl_protocols TLSv1.2; ssl_certificate server-rsa.crt; ssl_certificate_key server.key;",
        "ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate server-rsa.crt; ssl_certificate_key server.key; ssl_certificate server.crt; ssl_certificate_key server.key;",
        // OpenSSL pairs them by their kinds, whatever their order
        "ssl_certificate server.crt; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key; ssl_certificate_key server.key;",
        "ssl_protocols TLSv1.2; ssl_ciphers aRSA; ssl_certificate server.crt; ssl_certificate_key server-rsa.key; ssl_certificate server-rsa.crt; ssl_certificate_key server.key;",
        "ssl_protocols TLSv1.2; ssl_ciphers aRSA; ssl_certificate server.crt; ssl_certificate_key server-rsa.key; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key;",
        "ssl_certificate server.crt; ssl_certificate_key server.key; ssl_certificate client.crt; ssl_certificate_key client.key;",
        "ssl_certificate client.crt; ssl_certificate_key client.key; ssl_certificate server.crt; ssl_certificate_key server.key;",
        "ssl_certificate server.crt; ssl_certificate_key server.key; ssl_certificate client.crt; ssl_certificate_key server.key;",
        "ssl_certificate server.crt; ssl_certificate_key server-rsa.key; ssl_certificate client.crt; ssl_certificate_key client.key;",
        "ssl_certificate server-rsa.crt; ssl_certificate_key server.key; ssl_certificate server.crt; ssl_certificate_key client.key;",
        "",
    ] {
        cases.push(Case { bare: true, ..Case::with(lines) });
    }
    // a default server that answers, so that the cases that are taken end in something known
    for case in &mut cases {
        case.curl = "-k https://api.example.test:PORT/".to_owned();
        case.beside = "root html;".to_owned();
    }
    // and zones beside the server that are made for it, or for something else
    for (beside, server) in [
        ("limit_req_zone $binary_remote_addr zone=some:1m rate=100r/s;", "limit_req zone=some burst=9;"),
        ("limit_req_zone $binary_remote_addr zone=some:1m rate=100r/s;", "limit_req zone=other;"),
        ("limit_conn_zone $binary_remote_addr zone=some:1m;", "limit_conn some 9;"),
    ] {
        cases.push(Case::beside(server, beside, "-k https://api.example.test:PORT/"));
    }
    all_agree(&cases);
}

/// Files that stand for what nginx would say itself, and files that are served, with titles of their own.
#[test]
fn pages_of_ones_own_are_served_in_place_of_nginxs() {
    const NONE: &str = "--cacert ca.crt https://api.example.test:PORT/";
    let mut cases = Vec::new();
    for server in [
        "error_page 495 496 /page.html; location = /page.html { root FOLDER/html; } location / { root FOLDER/html; }",
        "error_page 495 496 = /page.html; location = /page.html { root FOLDER/html; internal; } location / { root FOLDER/html; }",
        "error_page 495 496 =403 /page.html; location = /page.html { root FOLDER/html; } location / { root FOLDER/html; }",
        "error_page 496 /missing.html; location = /missing.html { root FOLDER/html; } location / { root FOLDER/html; }",
        "error_page 404 /page.html; root FOLDER/html;",
        "root FOLDER/html;",
    ] {
        let server = format!("ssl_client_certificate ca.crt; ssl_verify_client on; {server}");
        for curl in [NONE, GOOD] {
            for path in ["", "page.html", "plain.txt", "nobody"] {
                cases.push(Case::of(&server, &format!("{curl}{path}")));
            }
        }
    }
    all_agree(&cases);
}

/// With a set that is served without a certificate, and one that is not.
const OPEN: &str = "ssl_client_certificate ca.crt; ssl_verify_client optional; ";

#[test]
fn locations_are_written_in_several_ways() {
    let mut cases = Vec::new();
    let locations = "location =/x { return 201; } location ^~/y { return 202; } location /y/z { return 203; } location / { return 204; }";
    for path in ["x", "x/", "y/z", "z", "a/../x", "y/./z/..", "..", "a/.."] {
        cases.push(Case::of(&format!("{OPEN}{locations}"), &format!("{GOOD}{path}")));
    }
    for path in ["a/../x", "../x", "a//.//..///x", "%78", "%2e%2e/x", "y%2Fz", "%zz", "%00"] {
        cases.push(Case::of(&format!("{OPEN}{locations}"), &format!("--path-as-is {GOOD}{path}")));
    }
    all_agree(&cases);
}

#[test]
fn what_stands_around_is_refused() {
    let mut cases = Vec::new();
    for server in [
        "location /a { } location /a { }",
        "location = /a { } location /a { }",
        "location =/a { } location = /a { }",
        "location ^~ /a { } location /a { }",
        "location /a { location /b { } }",
        "location /a { location /a/b { } }",
        "location /a { location /a/b { } location /a/b { } }",
        "location = /a { location /a/b { } }",
        "location @a { location /a { } } ",
        "location /a { location @b { } }",
        "location @a { return 200; } location @b { return 200; }",
        "location /a { if ($http_x) { proxy_pass http://127.0.0.1:1/x; } }",
        "location /a { if ($http_x) { proxy_pass http://127.0.0.1:1; } }",
        "location @a { proxy_pass http://127.0.0.1:1/; }",
        "location ~ ^/a { proxy_pass http://127.0.0.1:1/; }",
        "location ~ ^/a { proxy_pass http://127.0.0.1:1; }",
        "location /a { proxy_pass http://127.0.0.1:1/; }",
        "access_log a.log own;",
        "access_log a.log combined;",
        "listen 127.0.0.1:PORT;",
        "if ($http_x) { set $a b }",
        "set a b;",
        "set $ b;",
        "if $http_x { return 403; }",
        "if ($http_x { return 403; }",
        "if ( $http_x ) { return 201; }",
        "if ($http_x = a b) { return 403; }",
        "if ($http_x == a) { return 403; }",
        "if ($http_x ~* a) { return 403; }",
        "if (http_x) { return 403; }",
        "if (-f /nowhere) { return 403; }",
        "if (-z /nowhere) { return 403; }",
        "if ($http_x = '') { return 201; }",
        "return 200 $ssl_client_s_dn_cn;",
        "return 200 $ssl_client_s_dn;",
        "return 200 ${nobody}x;",
        "set $nobody 1; return 200 $nobody;",
        "location ~ ^/(?<who>a) { return 200 $who; }",
        "add_header X-Who $sll_client_verify;",
        "add_header X-Who $http_anything$cookie_a$arg_b$upstream_http_c$sent_http_d;",
        "proxy_set_header X $nobody; location /a { proxy_pass http://127.0.0.1:1; }",
        "ssl_dhparam none.pem;",
        "ssl_conf_command Nobody x;",
        "ssl_conf_command Ciphersuites TLS_NONE;",
        "ssl_conf_command ciphersuites TLS_AES_128_GCM_SHA256;",
        "ssl_conf_command Options -SessionTicket;",
    ] {
        cases.push(Case::of(&format!("{OPEN}{server}"), GOOD));
    }
    for beside in [
        "map $http_x $nobody { default 1; } server { listen 127.0.0.1:PORT; return 200 $nobody; }",
        "map $nobody $x { default 1; }",
        "map $http_x x { default 1; }",
        "map $http_x $x { a $nobody; }",
        "log_format own $nobody;",
        "log_format own $remote_addr; access_log b.log own;",
        "upstream app { server 127.0.0.1:1 }",
        "upstream app { }",
        "upstream app { server 127.0.0.1:1; } }",
        "server { listen 127.0.0.1:PORT default_server; }",
        "server { listen 127.0.0.1:PORT default_server; ssl_certificate server.crt; ssl_certificate_key server.key; } server { listen 127.0.0.1:PORT default_server; }",
    ] {
        cases.push(Case::beside(&format!("{OPEN}location / {{ return 200; }}"), beside, GOOD));
    }
    all_agree(&cases);
}

#[test]
fn nginx_makes_every_variable_that_is_listed() {
    let all: String =
        diagnose::nginx::variables::VARIABLES.split(' ').map(|name| format!("${name} ")).collect();
    all_agree(&[Case::of(&format!("{OPEN}location /a {{ add_header X-All \"{all}\"; }} return 204;"), GOOD)]);
}

#[test]
fn suites_of_the_newest_version_are_agreed_or_not() {
    let one = "ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; return 200;";
    let mut cases = Vec::new();
    for suite in [
        "",
        "--tls13-ciphers TLS_AES_128_GCM_SHA256 ",
        "--tls13-ciphers TLS_AES_256_GCM_SHA384 ",
        "--tls13-ciphers TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256 ",
    ] {
        cases.push(Case::with(one));
        cases.push(Case::of(one, &format!("{suite}{GOOD}")));
        // the default server's list counts, whatever the name
        let beside = "server { listen 127.0.0.1:PORT ssl default_server; server_name b.example.test; ssl_certificate server.crt; ssl_certificate_key server.key; ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_256_GCM_SHA384; }";
        cases.push(Case::beside(one, beside, &format!("{suite}{GOOD}")));
    }
    cases.push(Case::call(&format!("--tls13-ciphers TLS_AES_128_CCM_SHA256 {GOOD}")));
    all_agree(&cases);
}

#[test]
fn a_host_of_ones_own_is_taken_or_refused() {
    let mut cases = Vec::new();
    for listen in ["ssl", "ssl http2"] {
        for host in [
            "Host:",
            "Host;",
            "Host: a b",
            "Host: api.example.test.",
            "Host: a..b",
            "Host: API.example.test:1",
            "Host: /",
        ] {
            cases.push(Case { listen: listen.to_owned(), ..Case::call(&format!("-H '{host}' {GOOD}")) });
        }
        // curl goes away after the handshake
        let wrong = "--cacert ca.crt --connect-to ::127.0.0.1:PORT https://b.example.test:PORT/";
        for version in ["", "--http1.1 ", "--no-alpn "] {
            cases.push(Case { listen: listen.to_owned(), ..Case::call(&format!("{version}{wrong}")) });
        }
    }
    all_agree(&cases);
}

#[test]
fn curl_goes_on_to_where_it_is_sent() {
    const PLAIN: &str = "error_page 497 =301 https://$host:$server_port$request_uri;";
    let mut cases = Vec::new();
    for (server, url) in [
        ("location = / { return 301 /x; } location /x { return 403; }", "https://api.example.test:PORT/"),
        (
            "location = / { return 302 https://$host:$server_port/x; } location /x { return 404; }",
            "https://api.example.test:PORT/",
        ),
        ("location /a { return 308 b; } location /b { return 200; }", "https://api.example.test:PORT/a"),
        ("return 302 /x;", "https://api.example.test:PORT/"),
        ("return 301 https://nowhere.invalid/;", "https://api.example.test:PORT/"),
    ] {
        for how in ["", "-L ", "-L --max-redirs 1 ", "-L --max-redirs 0 "] {
            let client = "--cacert ca.crt --cert client.crt --key client.key";
            cases.push(Case::of(&format!("{OPEN}{server}"), &format!("{how}{client} {url}")));
        }
    }
    for how in ["", "-L "] {
        cases.push(Case::of(
            &format!("{PLAIN}{MUTUAL}"),
            &format!("{how}--cacert ca.crt http://api.example.test:PORT/x"),
        ));
    }
    all_agree(&cases);
}

#[test]
fn what_curl_keeps_and_what_it_cannot_do() {
    let none = "--cacert ca.crt https://api.example.test:PORT/";
    all_agree(&[
        Case::call(&format!("-f {none}")),
        Case::call(&format!("--fail-with-body {none}")),
        Case::call(&format!("--http3 {none}")),
        Case::call(&format!("-G -d a=b {none}")),
    ]);
}
