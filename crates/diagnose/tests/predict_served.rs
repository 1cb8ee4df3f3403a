//! The predictions against nginx itself: what answers in a location, who is let in, and what `error_page` makes of it. Each line is a
//! server with what is called there, one that is let in beside the nearest that is not.

mod support;

use diagnose::predict::Backends;
use support::case::{Case, GOOD, groups_agree};

const OPTIONAL: &str =
    "root FOLDER/html; ssl_client_certificate ca.crt; ssl_verify_client optional; ssl_protocols TLSv1.2; ";
const NONE: &str = "--cacert ca.crt https://api.example.test:PORT/";

/// Each server with each of its calls: `+path` with a certificate, `-path` without one, with options of curl behind a blank.
fn table(rows: &[(&str, &[&str])], backends: Backends) {
    let group = |(server, calls): &(&str, &[&str])| {
        let case = |call: &&str| {
            let base = if call.starts_with('+') { GOOD } else { NONE };
            let (path, options) = call[1..].split_once(' ').unwrap_or((&call[1..], ""));
            let curl = format!("{options} {base}{path}");
            Case { backends, ..Case::of(&format!("{OPTIONAL}{server}"), &curl) }
        };
        calls.iter().map(case).collect()
    };
    groups_agree(&rows.iter().map(group).collect::<Vec<_>>());
}

#[test]
fn bodies_have_a_longest_length() {
    table(
        &[
            (
                "client_max_body_size 1k; location / { return 200; }",
                &["-x --data-binary @kilo", "-x --data-binary @kilo-and-one"],
            ),
            (
                "client_max_body_size 1K; location / { return 200; }",
                &["-x -d @kilo -d x", "-x -G -d @kilo-and-one", "-x -X GET -d @kilo-and-one"],
            ),
            (
                "client_max_body_size 1k; location / { client_max_body_size 0; return 200; }",
                &["-x -d @kilo-and-one"],
            ),
            (
                "client_max_body_size 600; location / { return 200; }",
                &["-x -F a=b", "-x -F a=@kilo", "- -T kilo", "-x -T users"],
            ),
            (
                "client_max_body_size 10; error_page 413 =200 /page.html; location / { }",
                &["-x -d 12345678901", "-x -d 1234567890"],
            ),
            // whoever is refused by the server's own directives is, however much is sent
            (
                "client_max_body_size 2; if ($ssl_client_verify != SUCCESS) { return 403; } location / { return 200; }",
                &["+x -d abc", "-x -d abc"],
            ),
            (
                "client_max_body_size 4; location / { return 200; }",
                &["-x -H 'Transfer-Encoding:chunked' -d 12345"],
            ),
        ],
        Backends::Answer,
    );
}

#[test]
fn lines_need_room() {
    let wide = format!("{OPTIONAL} large_client_header_buffers 4 2k; location / {{ return 200; }}");
    let narrow = format!(
        "{OPTIONAL} large_client_header_buffers 2 1k; error_page 494 =431 /page.html; location / {{ }}"
    );
    let mut lines = Vec::new();
    for length in [2010, 2032, 2033, 2034, 2040, 2100] {
        let letters = "a".repeat(length);
        lines.push(Case::of(&wide, &format!("{NONE}{letters}")));
        lines.push(Case::of(&wide, &format!("-H 'X-A: {letters}' {NONE}")));
    }
    let header = format!("-H 'X-A: {}' ", "a".repeat(900));
    let all =
        (1..=4).map(|headers| Case::of(&narrow, &format!("{}{NONE}", header.repeat(headers)))).collect();
    groups_agree(&[lines, all]);
}

#[test]
fn what_is_passed_on_is_counted_as_well() {
    table(
        &[
            (
                "client_max_body_size 4; location / { proxy_pass http://127.0.0.1:1; }",
                &["-x -d 1234", "-x -d 12345", "-x -H 'Transfer-Encoding:chunked' -d 12345"],
            ),
            (
                "location / { proxy_pass http://unix:/nowhere/app.sock; error_page 502 = @later; } location @later { return 503; }",
                &["-x"],
            ),
            (
                "location / { proxy_pass http://127.0.0.1:1; error_page 502 @later; } location @later { return 200; }",
                &["-x"],
            ),
            (
                "location / { set $to app.internal; proxy_pass http://$to; } location /a { set $to 127.0.0.1:1; proxy_pass http://$to; } location /b { proxy_pass $arg_to; }",
                &["-x", "-a", "-b"],
            ),
            // an `if` without a proxy of its own has the location's
            (
                "location / { proxy_pass http://127.0.0.1:1; if ($ssl_client_verify = SUCCESS) { set $x 1; } }",
                &["+x", "-x"],
            ),
            (
                "location / { limit_except GET { allow all; } if ($ssl_client_verify != SUCCESS) { return 403; } proxy_pass http://127.0.0.1:1; }",
                &["-x", "-x -X PUT", "+x"],
            ),
            (
                "location = /s/ { proxy_pass http://127.0.0.1:1; } location /n { location /n/s/ { proxy_pass http://127.0.0.1:1; } }",
                &["-s", "-n/s?a=b", "-s/"],
            ),
        ],
        Backends::Down,
    );
}

#[test]
fn an_alias_stands_for_the_location() {
    table(
        &[
            (
                "location /f/ { alias FOLDER/html/; }",
                &["-f/page.html", "-f/none", "-f/sub", "-f/sub/", "-f/empty/", "-f"],
            ),
            (
                "location /img { alias FOLDER/html/sub/; }",
                &["-img../page.html --path-as-is", "-img/../page.html --path-as-is", "-imgindex.html"],
            ),
            ("location = /one { alias FOLDER/html/page.html; }", &["-one", "-one/"]),
            (
                r"location ~ ^/u/([a-z]+)/(.+\.html)$ { alias FOLDER/html/$2; } location / { return 204; }",
                &["-u/bob/page.html", "-u/bob/none.html", "-u/bob/"],
            ),
            (
                "location /f/ { alias FOLDER/html/; location /f/sub/ { autoindex on; index none; } location ~ json$ { deny all; } }",
                &["-f/sub/", "-f/secret/data.json", "-f/page.html"],
            ),
            (
                "location /f/ { alias FOLDER/html/; rewrite ^/f/x$ /f/page.html break; }",
                &["-f/page.html", "-f/x"],
            ),
            (
                "location /f/ { alias FOLDER/html/; try_files $uri $uri/ /f/page.html; }",
                &["-f/plain.txt", "-f/sub/"],
            ),
        ],
        Backends::Answer,
    );
}

#[test]
fn files_are_tried_in_their_order() {
    table(
        &[
            (
                "location / { try_files $uri $uri/ /page.html; }",
                &["-", "-plain.txt", "-none", "-sub", "-sub/", "-empty/"],
            ),
            ("location / { try_files $uri =404; }", &["-page.html", "-none", "-sub/"]),
            ("location / { try_files $uri @app; } location @app { return 202; }", &["-page.html", "-none"]),
            ("location / { try_files $uri @gone; }", &["-none"]),
            ("location / { try_files $uri /none; }", &["-x"]),
            (
                "location / { try_files $uri /go?p=$uri; } location /go { if ($arg_p = /none) { return 201; } return 203; }",
                &["-none", "-go?p=x"],
            ),
            (
                "location / { try_files /secret/data.json =404; } location /secret/ { internal; }",
                &["-x", "-secret/data.json"],
            ),
            // where an `if` holds, its block counts, and there nothing is tried
            (
                "location / { if ($ssl_client_verify = SUCCESS) { set $x 1; } try_files $uri /page.html; }",
                &["+none", "-none"],
            ),
            (
                "location / { if (!-e $request_filename) { return 410; } } location /sub { if (-d $request_filename) { return 203; } }",
                &["-none", "-page.html", "-sub", "-sub/x"],
            ),
            // an index is sent to inside: its own location answers
            ("location / { } location = /index.html { return 403; }", &["-", "-sub/"]),
            (
                "location / { try_files $uri $uri/ =404; } location ~ html$ { deny all; }",
                &["-", "-plain.txt"],
            ),
            ("location / { index none.html /plain.txt; }", &["-empty/", "-nowhere/", "-plain.txt/"]),
            (
                "location / { autoindex on; index none; }",
                &["-empty/", "-empty/ -d x", "-empty/ -X PUT", "-none/"],
            ),
            // a list for programs has no title
            ("location / { autoindex on; index none; autoindex_format json; }", &["-empty/"]),
            ("location / { autoindex on; index none; autoindex_format HTML; }", &["-empty/"]),
        ],
        Backends::Answer,
    );
}

#[test]
fn another_location_is_asked() {
    let mut rows: Vec<(String, &[&str])> = Vec::new();
    for answer in [
        "return 204;",
        "return 401;",
        "return 403;",
        "return 404;",
        "return 302 /x;",
        "return 444;",
        "deny all;",
    ] {
        let server = format!("location / {{ auth_request /ask; }} location = /ask {{ internal; {answer} }}");
        rows.push((server, &["+page.html", "+none"]));
    }
    for server in [
        "location / { auth_request /ask; } location = /ask { internal; if ($ssl_client_verify = SUCCESS) { return 204; } return 401; }",
        "location / { satisfy any; auth_request /ask; deny all; } location = /ask { if ($ssl_client_verify = SUCCESS) { return 204; } return 401; }",
        "location / { satisfy any; allow 127.0.0.1; auth_request /ask; } location = /ask { return 500; }",
        "location / { satisfy any; deny all; auth_request /ask; } location = /ask { return 500; }",
        // what `return` answers comes before anybody is asked
        "location / { auth_request /ask; return 200; } location = /ask { return 403; }",
        "auth_request /ask; location / { auth_request off; } location = /ask { return 403; }",
        "location / { auth_request /ask; error_page 401 = /login; } location = /login { return 302 https://login.example.test/; } location = /ask { return 401; }",
        "location / { auth_request /ask; client_max_body_size 10; } location = /ask { client_max_body_size 1; return 204; }",
    ] {
        rows.push((server.to_owned(), &["+page.html", "-page.html", "-page.html -d 123"]));
    }
    let rows: Vec<(&str, &[&str])> = rows.iter().map(|(server, calls)| (server.as_str(), *calls)).collect();
    table(&rows, Backends::Answer);
}

#[test]
fn names_and_passwords_are_asked_for() {
    table(
        &[
            (
                "location / { auth_basic x; auth_basic_user_file users; }",
                &[
                    "-page.html",
                    "-page.html -u alice:wonder",
                    "-page.html -u alice:x",
                    "-page.html -u bob:wonder",
                ],
            ),
            // without a file of users nobody is asked
            (
                "location / { auth_basic x; } location /s { auth_basic x; auth_basic_user_file none; }",
                &["-page.html", "-s", "-s -u alice:wonder"],
            ),
            (
                "auth_basic_user_file users; location / { auth_basic x; location /sub/ { auth_basic off; } }",
                &["-page.html", "-sub/"],
            ),
            (
                "location / { satisfy any; deny all; auth_basic x; auth_basic_user_file users; }",
                &["-page.html -u alice:wonder", "-page.html -u alice:x"],
            ),
            (
                "set_real_ip_from 127.0.0.1; location / { deny 10.0.0.1; } location /s { allow 10.0.0.0/8; deny all; return 204; }",
                &["-page.html", "-page.html -H 'X-Real-IP:10.0.0.1'", "-page.html -H 'X-Real-IP:junk'"],
            ),
            (
                "set_real_ip_from 10.0.0.0/8; location / { allow 10.0.0.1; deny all; }",
                &["-page.html -H 'X-Real-IP:10.0.0.1'"],
            ),
            (
                "location / { allow 127.0.0.0/16; deny all; } location /s { allow 10.0.0.0/8; deny all; }",
                &["-page.html", "-s"],
            ),
        ],
        Backends::Answer,
    );
}

#[test]
fn whoever_has_no_certificate_meets_what_people_write() {
    table(
        &[
            // the page of the refusal is refused by the same directive
            (
                "error_page 403 /page.html; if ($ssl_client_verify != SUCCESS) { return 403; } location / { }",
                &["+plain.txt", "-plain.txt"],
            ),
            (
                "error_page 403 /page.html; location / { if ($ssl_client_verify != SUCCESS) { return 403; } } location = /page.html { }",
                &["+plain.txt", "-plain.txt"],
            ),
            // `break` ends the directives of rewriting, `return` is one
            (
                "location / { if ($ssl_client_verify = SUCCESS) { break; } return 403; }",
                &["+plain.txt", "-plain.txt"],
            ),
            // what a method is not named for has the block of `limit_except` alone
            ("location / { limit_except GET { deny all; } return 200; }", &["-x", "-x -X POST"]),
            (
                "location / { limit_except GET { allow all; } if ($ssl_client_verify != SUCCESS) { return 403; } }",
                &["-page.html", "-page.html -d x", "+page.html"],
            ),
            (
                "location /dl/ { if ($ssl_client_verify != SUCCESS) { return 403; } rewrite ^/dl/(.*)$ /secret/$1 last; } location /secret/ { internal; }",
                &["+dl/data.json", "-dl/data.json", "+secret/data.json"],
            ),
            (
                "location / { rewrite ^ /denied last; } location = /denied { internal; return 403; }",
                &["+x", "+denied"],
            ),
            (
                r"location ~ ^/user/(?<name>[a-z]+)/ { if ($name = root) { return 403; } return 200; }",
                &["+user/bob/", "+user/root/"],
            ),
            (
                "set $ok 0; if ($ssl_client_verify = SUCCESS) { set $ok 1; } if ($request_uri ~ ^/health) { set $ok 1; } location / { if ($ok = 0) { return 403; } return 200; }",
                &["+x", "-x", "-health"],
            ),
            (
                "location / { if ($ssl_client_i_dn ~ CN) { return 200; } return 403; } location /f { if ($ssl_client_fingerprint ~ \"^[0-9a-f]{40}$\") { return 200; } return 403; }",
                &["+x", "-x", "+f", "-f"],
            ),
            (
                "location / { if ($http_x_client = SUCCESS) { return 200; } return 403; }",
                &["-x -H 'X-Client:SUCCESS'", "-x -H 'X_Client:SUCCESS'"],
            ),
            (
                "underscores_in_headers on; location / { if ($http_x_client = SUCCESS) { return 200; } return 403; }",
                &["-x -H 'X_Client:SUCCESS'"],
            ),
            (
                "location / { error_page 418 = @in; if ($ssl_client_verify = SUCCESS) { return 418; } return 403; } location @in { return 201; }",
                &["+x", "-x"],
            ),
            (
                "merge_slashes off; location /secret/ { return 403; } location / { return 200; }",
                &["-/secret/x", "-secret//x"],
            ),
            (
                "location / { return 408; } location /a { return 499; } location /b { return 498; } location /c { return 418; }",
                &["-x", "-a", "-b", "-c"],
            ),
            ("location / { return 200; }", &["-x -X get", "-x -X TRACE", "-x -X FOO"]),
            (
                "recursive_error_pages on; error_page 404 = @a; location / { } location @a { error_page 403 = @b; return 403; } location @b { return 202; }",
                &["-none"],
            ),
            (
                "error_page 404 = @a; location / { } location @a { error_page 403 = @b; return 403; } location @b { return 202; }",
                &["-none"],
            ),
        ],
        Backends::Answer,
    );
}

#[test]
fn what_people_rely_on_without_knowing() {
    table(
        &[
            // what stands in a location that is internal is as well
            (
                "location /secret/ { internal; location /secret/open/ { return 201; } } location /go { rewrite ^ /secret/open/x last; }",
                &["-secret/open/x", "-go"],
            ),
            (
                "log_not_found off; location / { } location /sub/ { log_not_found on; }",
                &["-none", "-none/", "-sub/none"],
            ),
            (
                "location / { return 200 '<title>$ssl_client_s_dn</title>'; } location /e { return 403 '<title>No</title>'; }",
                &["+x", "-x", "-e"],
            ),
            (
                "error_page 400 414 405 /page.html; location / { }",
                &["-.. --path-as-is", "-%", "-x -H 'Host: a b'", "-x -X get", "-x -X TRACE", "-x -X FOO"],
            ),
            (
                "location / { if ($http_x_a = 1) { return 201; } if ($http_x_a = 2) { return 202; } return 403; }",
                &["-x -H 'X-A: 1' -H 'X-A: 2'", "-x -H 'X-A;'"],
            ),
            (
                "location / { if ($http_x_forwarded_for = '1, 2') { return 201; } if ($cookie_b = 2) { return 202; } return 403; }",
                &[
                    "-x -H 'X-Forwarded-For: 1' -H 'X-Forwarded-For: 2'",
                    "-x -H 'Cookie: a=1' -H 'Cookie: b=2'",
                    "-x -b 'a=1;b=2'",
                    "-x",
                ],
            ),
            (
                "location / { return 302 /b; } location /c { return 307 /b; } location /b { if ($request_method = POST) { return 201; } return 202; }",
                &["-x -L -d x", "-c -L -d x", "-x -L --post302 -d x", "-x -L -X POST -d x"],
            ),
            (
                "location / { limit_except get { deny all; } } location /s { limit_except HEAD { deny all; } return 200; }",
                &["-page.html", "-page.html -X PUT", "-s", "-s -I"],
            ),
            (
                "deny all; error_page 403 = @p; location / { } location @p { return 202; } location /s { error_page 403 = @q; } location @q { }",
                &["-x", "-s"],
            ),
            (
                "error_page 405 = @p; location / { } location @p { if ($request_method = POST) { return 201; } return 202; }",
                &["-page.html -d x"],
            ),
            (
                "error_page 405 = /p; location / { } location /p { if ($request_method = POST) { return 201; } return 202; }",
                &["-page.html -d x"],
            ),
            (
                "location / { if ($arg_x = '') { return 403; } if ($arg_x) { return 201; } return 202; }",
                &["-", "-?x=0", "-?x=1", "-?X=1"],
            ),
            (
                "location / { if ($content_type ~ json) { return 201; } return 403; }",
                &["-x --json {}", "-x -d {}", "-x"],
            ),
            (
                "auth_basic_user_file users; location / { auth_basic x; }",
                &[
                    "-page.html -H 'Authorization: basic YWxpY2U6d29uZGVy'",
                    "-page.html -H 'Authorization: Bearer x'",
                    "-page.html -u alice:",
                ],
            ),
        ],
        Backends::Answer,
    );
}

#[test]
fn connections_end_without_a_word() {
    let server = "location / { return 444; } location /a { return 408; } location /b { return 499; }";
    let mut groups = Vec::new();
    for listen in ["ssl", "ssl http2"] {
        let case = |path: &&str| Case {
            listen: listen.to_owned(),
            ..Case::of(&format!("{OPTIONAL}{server}"), &format!("{NONE}{path}"))
        };
        groups.push(["", "a", "b"].iter().map(case).collect());
    }
    groups_agree(&groups);
}

#[test]
fn tables_say_who_comes_in() {
    let mut groups = Vec::new();
    for (tables, condition) in [
        ("geo $bad { default 1; 127.0.0.0/8 1; 127.0.0.1 0; }", "$bad"),
        ("geo $bad { default 0; 127.0.0.0/8 1; }", "$bad"),
        ("geo $remote_addr $bad { default 0; 127.0.0.1/32 1; }", "$bad"),
        ("geo $http_x_real_ip $bad { default 1; 10.0.0.0/8 0; }", "$bad"),
        ("map $host $bad { hostnames; default 1; *.example.test 0; }", "$bad"),
        ("map $host $bad { hostnames; default 0; .example.test 1; }", "$bad"),
        (r"map $ssl_client_s_dn $cn { default ''; ~CN=(?<name>[^,]+) $name; }", "$cn != partner-a"),
        (
            "map $ssl_client_verify $a { SUCCESS 1; default 0; } map $a $b { default $a-$request_method; }",
            "$b != 1-GET",
        ),
    ] {
        let server = format!("{OPTIONAL} location / {{ if ({condition}) {{ return 403; }} return 200; }}");
        let mut group = Vec::new();
        for call in [GOOD, NONE] {
            group.push(Case::beside(&server, tables, call));
            group.push(Case::beside(&server, tables, &format!("-H X-Real-IP:10.1.2.3 {call}")));
        }
        groups.push(group);
    }
    groups_agree(&groups);
}
