//! The predictions against nginx itself: which location answers, by which name, and where `map`, `if` and `rewrite` lead when they hold
//! regular expressions.

mod support;

use support::case::{Case, GOOD, all_agree};

const OPEN: &str = "ssl_client_certificate ca.crt; ssl_verify_client optional; ";
const NONE: &str = "--cacert ca.crt https://api.example.test:PORT/";

#[test]
fn expressions_choose_locations() {
    let locations = r"
        location = /exact.php { return 201; }
        location / { return 202; location ~ \.txt$ { return 203; } location /deep/ { return 204; } }
        location ^~ /static/ { return 205; location ~ \.css$ { return 206; } }
        location ~ \.php$ { return 207; }
        location ~* \.(jpg|png)$ { return 208; }
        location ~ ^/deep/(x|y)/[0-9]+$ { return 209; location ~ 7$ { return 210; } }";
    let mut cases = Vec::new();
    for path in [
        "",
        "exact.php",
        "a.php",
        "a.PHP",
        "a.txt",
        "a.JPG",
        "static/a.php",
        "static/a.css",
        "static/a.png",
        "deep/",
        "deep/a",
        "deep/x/12",
        "deep/y/17",
        "deep/z/1",
        "deep/x/",
        "a.php/x",
        "b.txt.php",
    ] {
        cases.push(Case::of(&format!("{OPEN}{locations}"), &format!("{GOOD}{path}")));
    }
    all_agree(&cases);
}

#[test]
fn expressions_choose_servers() {
    const TLS: &str = "ssl_certificate server.crt; ssl_certificate_key server.key; ";
    let mut cases = Vec::new();
    for beside in [
        r"server { listen 127.0.0.1:PORT ssl; server_name ~^(b|c)\.example\.test$; TLS return 201; }",
        r"server { listen 127.0.0.1:PORT ssl; server_name ~^\w+\.example; TLS return 201; } server { listen 127.0.0.1:PORT ssl; server_name *.example.test; TLS return 203; }",
        r"server { listen 127.0.0.1:PORT ssl; server_name ~^B\.; TLS return 201; }",
    ] {
        let beside = beside.replace("TLS", TLS);
        for host in ["api.example.test", "b.example.test", "d.example.test"] {
            let call = format!("-k --connect-to ::127.0.0.1:PORT https://{host}:PORT/");
            cases.push(Case::beside("location / { return 204; }", &beside, &call));
        }
    }
    all_agree(&cases);
}

#[test]
fn a_name_that_captures_is_compared_with_the_host() {
    const ASKS: &str = "ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 204; }";
    let call = "-k --cert client.crt --key client.key -H Host:b.test https://api.example.test:PORT/";
    let mut cases = Vec::new();
    for name in [r"~^(?<part>.+)\.test$", r"~^(.+)\.test$", r"~^.+\.test$", "b.test"] {
        cases.push(Case::of(&format!("server_name {name}; {ASKS}"), call));
        cases.push(Case::of(&format!("server_name {name}; {ASKS}"), GOOD));
    }
    all_agree(&cases);
}

#[test]
fn who_comes_in_by_a_map() {
    let mut cases = Vec::new();
    for map in [
        "map $ssl_client_s_dn $who { default no; ~CN=partner-a yes; }",
        "map $ssl_client_s_dn $who { default no; ~CN=partner-b yes; }",
        "map $ssl_client_s_dn $who { default no; ~*cn=PARTNER-A$ yes; }",
        "map $ssl_client_s_dn $who { default no; ~CN=PARTNER-A yes; }",
        "map $ssl_client_s_dn $who { default yes; ~^$ no; }",
        "map $ssl_client_verify:$request_method $who { default no; ~^SUCCESS: yes; NONE:GET no; }",
    ] {
        for (how, curl) in [("= no", GOOD), ("= no", NONE), ("!~ ^y(es)?$", GOOD), ("~* ^NO$", NONE)] {
            let server = format!("{OPEN}location / {{ if ($who {how}) {{ return 403; }} return 200; }}");
            cases.push(Case::beside(&server, map, curl));
        }
    }
    for condition in [
        "$ssl_client_s_dn !~ \"CN=partner-(a|b)\"",
        "$ssl_client_s_dn ~ CN=partner-[c-z]",
        "$http_user_agent ~* ^CURL",
    ] {
        let server = format!("{OPEN}location / {{ if ({condition}) {{ return 403; }} return 200; }}");
        let agent = GOOD.replace("--cacert", "-H 'User-Agent: curl/1' --cacert");
        cases.extend([Case::of(&server, &agent), Case::of(&server, NONE)]);
    }
    all_agree(&cases);
}

#[test]
fn blocks_and_addresses_that_let_in_count_together() {
    let mut cases = Vec::new();
    for rules in [
        "limit_except GET { deny all; }",
        "limit_except GET POST { deny all; }",
        "limit_except DELETE { deny all; }",
        "allow 127.0.0.1; deny all; limit_except GET { deny all; }",
        "deny all; limit_except GET { allow 127.0.0.1; deny all; }",
        "satisfy any; allow 127.0.0.1; deny all; auth_basic x; auth_basic_user_file users;",
        "satisfy any; deny all; auth_basic x; auth_basic_user_file users;",
        "satisfy any; deny all;",
        "satisfy all; allow 127.0.0.1; deny all; auth_basic x; auth_basic_user_file users;",
        "satisfy all; deny all; auth_basic x; auth_basic_user_file users;",
    ] {
        for method in ["", "-X DELETE ", "--head "] {
            let server = format!("{OPEN}location / {{ root /nowhere; {rules} }}");
            cases.push(Case::of(&server, &format!("{method}{GOOD}file")));
        }
    }
    all_agree(&cases);
}

#[test]
fn a_path_without_its_last_slash_is_sent_to_where_requests_are_passed_on() {
    let mut cases = Vec::new();
    let passes = "location /s/ { proxy_pass http://127.0.0.1:9; }";
    for locations in [
        passes.to_owned(),
        format!("{passes} location = /s {{ return 201; }}"),
        format!("{passes} location /s {{ return 202; }}"),
        format!(r"{passes} location ~ ^/s$ {{ return 203; }}"),
        "location ^~ /s/ { proxy_pass http://127.0.0.1:9; }".to_owned(),
        "location /s/ { return 204; }".to_owned(),
    ] {
        cases.push(Case::of(&format!("{OPEN}root /nowhere; {locations}"), &format!("{GOOD}s")));
    }
    all_agree(&cases);
}

#[test]
fn rewrites_lead_elsewhere() {
    let mut cases = Vec::new();
    let locations =
        "location /new/ { return 201; } location /other { return 202; } location / { return 203; }";
    for rewrite in [
        "rewrite ^/old/(.*)$ /new/$1;",
        "rewrite ^/old/(.*)$ /new/$1 last;",
        "rewrite ^/old/(.*)$ /new/$1 redirect;",
        "rewrite ^/old/(.*)$ /new/$1 permanent;",
        "rewrite ^/old/(.*)$ https://$host/$1;",
        "rewrite ^ https://b.example.test$request_uri? permanent;",
        "rewrite ^/old/(?<rest>.*)$ /other?x=$1 break;",
        "rewrite ^/none /other;",
        "if ($request_uri ~ ^/old) { rewrite ^ /other last; }",
    ] {
        for path in ["old/a", "old/a?b=c", "x"] {
            cases.push(Case::of(&format!("{OPEN}{rewrite} {locations}"), &format!("{GOOD}{path}")));
        }
    }
    for inside in [
        "location /old { rewrite ^/old(.*)$ /new$1 last; return 404; }",
        "location /old { rewrite ^/old(.*)$ /new$1; }",
        "location /old { rewrite ^/none(.*)$ /new$1; return 404; }",
        "location /old { break; return 404; root /nowhere; }",
        "location /old { rewrite ^(.*)$ /old$1 last; }",
    ] {
        cases.push(Case::of(&format!("{OPEN}{inside} {locations}"), &format!("{GOOD}old/a")));
    }
    all_agree(&cases);
}

/// Where nginx sends its caller on to, and where curl goes with that.
#[test]
fn where_curl_goes_on_to() {
    const CALL: &str = "-k -L https://api.example.test:PORT";
    let locations = r#"
        location = /fragment { return 302 /done#/login; }
        location = /reason { return 302 "/done?reason=$ssl_client_verify no certificate"; }
        location = /far { return 302 "https://api.example.test:PORT/done?reason=a b#c"; }
        location = /query { if ($arg_x) { return 200; } return 302 ?x=1; }
        location = /added { add_header Location /done; return 302; }
        location = /added-beside { add_header Location /done; return 302 /other; }
        location = /added-always { add_header Location /done always; return 300; }
        location = /added-never { add_header Location /done; return 300; }
        location = /added-good { add_header Location /done; return 200; }
        location = /added-empty { add_header Location ""; return 302; }
        location = /added-unchanged { add_header Location /done; return 304; }
        location = /blank { return 302 " /done"; }
        location = /blank-behind { return 302 "/done "; }
        location = /nothing { return 302 ""; }
        location = /none { return 302 http://; }
        location = /port { return 302 http://a:x/; }
        location = /foreign { return 302 foo://a/; }
        location = /mail { return 302 mailto:a@b; }
        location = /file { return 302 file:///etc/hosts; }
        location = /host { return 302 "http://a b/"; }
        location = /name { return 302 https://help.example.test/; }
        location = /slashes { return 302 //api.example.test:PORT/done; }
        location = /relative { absolute_redirect off; return 302 //api.example.test:PORT/done; }
        location = /done { return 201; }
        location /folder/ { return 302 ../done; }
        location / { return 404; }"#;
    let mut cases = Vec::new();
    for path in locations.lines().filter_map(|line| line.trim().strip_prefix("location = ")) {
        let path = path.split(' ').next().expect("a path");
        cases.push(Case::of(locations, &format!("{CALL}{path}")));
    }
    cases.push(Case::of(locations, &format!("{CALL}/folder/a/b")));
    cases.push(Case::of(locations, &format!("{CALL}/fragment -d x=1")));
    cases.push(Case::of(locations, "-k https://api.example.test:PORT/none"));
    all_agree(&cases);
}
