//! The predictions against nginx and curl: headers that a call writes itself, and HTTP/2 without TLS. Hosts are `predict_nginx.rs`'s.

mod support;

use support::case::{Case, all_agree, groups_agree};

/// One server and what is called there, with these words behind `listen`.
fn group(listen: &str, server: &str, calls: &[&str]) -> Vec<Case> {
    let case = |call: &&str| Case { listen: listen.to_owned(), ..Case::of(server, call) };
    calls.iter().map(case).collect()
}

/// `--header` with these values, each of a call by itself.
fn with_headers(listen: &str, server: &str, address: &str, headers: &[&str]) -> Vec<Case> {
    let calls: Vec<String> = headers.iter().map(|header| format!("{header} {address}")).collect();
    group(listen, server, &calls.iter().map(String::as_str).collect::<Vec<_>>())
}

const HEADERS: [&str; 29] = [
    "-H 'X-Y: 1'",
    "-H 'X_Y: 1'",
    "-H 'X.Y: 1'",
    "-H 'X Y: 1'",
    "-H 'X : 1'",
    "-H ' X: 1'",
    "-H 'Content-Length: x'",
    "-H 'Content-Length: 5'",
    "-H 'Content-Length: 0'",
    "-H 'Content-Length: 0' -H 'Content-Length: 0'",
    "-H 'Transfer-Encoding: gzip'",
    "-H 'Transfer-Encoding: gzip' --http1.0",
    "-H 'Transfer-Encoding: chunked' -d abc",
    "-H 'Transfer-Encoding: chunked' -H 'Content-Length: 3' -d abc",
    "-H 'Authorization: a'",
    "-H 'Authorization: a' -H 'authorization: b'",
    "-H 'If-Modified-Since: a' -H 'If-Modified-Since: b'",
    "-H 'If-Modified-Since: a'",
    "-H 'User-Agent: a' -H 'User-Agent: b'",
    "-H 'Host: a.test' -H 'Host: b.test'",
    "-H 'Host:' -H 'Host: b.test'",
    "-H 'Host: b.test' -H 'Host:'",
    "-H 'Host: [::1'",
    "-H 'Host: [::1]'",
    "-H 'Host: a/b'",
    "-X 'G T'",
    "-X G_T",
    "-X GET/",
    "-H 'X-Empty;'",
];

#[test]
fn headers_are_taken_left_out_or_refused() {
    const SERVER: &str = "ssl_client_certificate ca.crt; ssl_verify_client optional; error_page 400 /e; location = /e { return 410; } location / { return 404 $http_x_y; }";
    const LOOSE: &str = "underscores_in_headers on; ignore_invalid_headers off; location / { if ($http_x_y = 1) { return 201; } return 202; }";
    let tls = "-k https://api.example.test:PORT/";
    groups_agree(&[
        with_headers("ssl", SERVER, tls, &HEADERS),
        with_headers("ssl http2", SERVER, tls, &HEADERS),
        with_headers("", LOOSE, "http://api.example.test:PORT/", &HEADERS),
    ]);
}

#[test]
fn without_tls_nobody_can_ask_for_another_http() {
    const SERVER: &str = "location / { return 404; }";
    let calls = [
        "http://api.example.test:PORT/",
        "--http1.0 http://api.example.test:PORT/",
        "--http2 http://api.example.test:PORT/",
        "--http2-prior-knowledge http://api.example.test:PORT/",
        "-k https://api.example.test:PORT/",
    ];
    groups_agree(&[
        group("http2", SERVER, &calls),
        group("", SERVER, &calls),
        group("ssl http2", SERVER, &calls[..4]),
    ]);
}

#[test]
fn a_text_that_is_empty_is_none_where_it_is_written_so() {
    const SERVER: &str = "error_page 404 /e; location = /e { return 200 page; } set $empty ''; location /a { return 404 ''; } location /b { return 404 $empty; } location /c { return 404; } location /d { return 404 x; } location /f { return 403 \"\"; } location /g { return 403 $empty; } location /h { return 444 \"\"; } location /i { return 99; } location /j { return 301 \"\"; } location /k { return 302; } location /l { return 301 /g; }";
    let calls: Vec<String> =
        "abcdfghijkl".chars().map(|path| format!("-k -L https://api.example.test:PORT/{path}")).collect();
    groups_agree(&[group("ssl", SERVER, &calls.iter().map(String::as_str).collect::<Vec<_>>())]);
}

/// What a caller wants only under a condition (RFC 9110 section 13): by a mark that the answer has not, or by any.
#[test]
fn conditions_are_judged_where_no_date_counts() {
    const SERVER: &str = "location / { root FOLDER; } location = /return { return 200 a; } location = /page { error_page 412 =418 /return; root FOLDER; } location = /made { return 201 a; } location = /none { etag off; root FOLDER; try_files /ca.crt =404; }";
    let mut cases = Vec::new();
    for header in [
        "If-Match: x",
        "If-Match: *",
        "If-None-Match: *",
        "If-None-Match: x",
        "If-Match: \"a\"",
        "If-Unmodified-Since: Thu, 01 Jan 2026 00:00:00 GMT",
    ] {
        for path in ["ca.crt", "return", "made", "none", "nothing"] {
            if path == "return" || !header.contains("Since") {
                cases.push(Case::of(
                    SERVER,
                    &format!("-k -H '{header}' https://api.example.test:PORT/{path}"),
                ));
            }
        }
    }
    cases.push(Case::of(SERVER, "-k -H 'If-Match: x' https://api.example.test:PORT/page"));
    all_agree(&cases);
}

/// What is asked for in place of a path: only what begins with a slash is one.
#[test]
fn targets_that_are_no_paths() {
    let mut cases = Vec::new();
    for listen in ["ssl", "ssl http2"] {
        for target in [
            "--request-target '*' -X OPTIONS",
            "--request-target a",
            "--request-target ''",
            "-X ''",
            "--request-target api.example.test:443 -X CONNECT",
            "--request-target /a",
        ] {
            let case = Case::of(
                "location / { return 204; }",
                &format!("-k {target} https://api.example.test:PORT/"),
            );
            cases.push(Case { listen: listen.to_owned(), ..case });
        }
    }
    cases.push(Case::call("-k --tls13-ciphers '' https://api.example.test:PORT/"));
    cases.push(Case::call("-k --tls-max 1.2 --tls13-ciphers '' https://api.example.test:PORT/"));
    all_agree(&cases);
}
