//! What leads to one backend past the certificate, in whatever way its address is written: places of a server, and servers without TLS.

use diagnose::files::Memory;
use diagnose::finding::{Fault, of_configuration};
use pki::moment::Moment;
use text::Lang;

const CONF: &str = "/etc/nginx/nginx.conf";
const TLS: &str = "listen 443 ssl; ssl_certificate s.crt; ssl_certificate_key s.key; server_name a;";

fn find(http: &str) -> Vec<Fault> {
    let text = format!("events {{}}\nhttp {{\n{http}\n}}\n");
    let at = Moment::from_unix_seconds(1_796_000_000);
    let found = of_configuration(CONF, &Memory::new().with(CONF, text), at);
    let faults: Vec<Fault> = found.into_iter().map(|finding| finding.fault).collect();
    for message in faults.iter().flat_map(|fault| Lang::ALL.map(|lang| fault.message(lang))) {
        assert!(message.problem.ends_with('.') && message.remedy.ends_with(['.', '”']), "{message}");
    }
    faults
}

fn server(lines: &str) -> String {
    format!("server {{ {TLS} {lines} }}")
}

/// Places of one server that lead to one backend, one of which looks at the certificate; each beside one that all look at, or that
/// leads elsewhere.
#[test]
fn a_place_that_looks_at_no_certificate_is_told_of() {
    const LOOKS: &str = "location /x { if ($ssl_client_verify != SUCCESS) { return 403; } proxy_pass http://127.0.0.1:8080; }";
    let places = |own: &str| -> Vec<String> {
        let http = format!(
            "map $ssl_client_s_dn $who {{ default 0; CN=a 1; }} upstream api {{ server 127.0.0.1:8080; }} {}",
            server(&format!("ssl_client_certificate ca.crt; ssl_verify_client optional; {own}"))
        );
        let found = find(&http).into_iter().filter_map(|fault| match fault {
            Fault::OptionalPlace(place) => Some(place),
            Fault::OptionalUnchecked(_) => Some("the server".to_owned()),
            _ => None,
        });
        found.collect()
    };
    for open in [
        "location / { proxy_pass http://127.0.0.1:8080; }",
        "location / { proxy_pass http://api; proxy_set_header X $ssl_client_verify; }",
        "location / { proxy_pass http://localhost:8080/health; }",
        "location / { if ($host = a) { return 403; } proxy_pass http://127.0.0.1:8080; }",
        "location / { if ($ssl_client_verify = FAILED) { return 403; } proxy_pass http://127.0.0.1:8080; }",
    ] {
        assert_eq!(places(&format!("{open} {LOOKS}")), ["/"], "{open}");
        // once for all
        let whole = "if ($ssl_client_verify != SUCCESS) { return 403; }";
        assert_eq!(places(&format!("{whole} {open} {LOOKS}")), Vec::<String>::new(), "{open}");
    }
    for closed in [
        "location / { if ($ssl_client_verify = NONE) { return 403; } proxy_pass http://127.0.0.1:8080; }",
        "location / { if ($who = 0) { return 403; } proxy_pass http://127.0.0.1:8080; }",
        "set $got $ssl_client_verify; location / { if ($got = NONE) { return 403; } proxy_pass http://api; }",
        "location / { auth_basic x; proxy_pass http://127.0.0.1:8080; }",
        "location / { proxy_pass http://127.0.0.1:8081; }",
        "location / { root /srv; }",
        "location / { return 404; }",
        "location / { return 404; proxy_pass http://127.0.0.1:8080; }",
        "location @app { proxy_pass http://127.0.0.1:8080; }",
    ] {
        assert_eq!(places(&format!("{closed} {LOOKS}")), Vec::<String>::new(), "{closed}");
    }
    // a condition counts in its own place alone
    let inner = "location /x { if ($ssl_client_verify != SUCCESS) { return 403; } proxy_pass http://api; location /x/y { proxy_pass http://api; } }";
    assert_eq!(places(inner), ["/x/y"]);
    assert_eq!(
        places(&inner.replace("/y {", "/y { if ($ssl_client_verify != SUCCESS) { return 403; }")),
        Vec::<String>::new()
    );
}

/// Port 80 leads to what stands behind the certificate, however that is written; each beside another place.
#[test]
fn one_backend_is_known_by_its_address() {
    let leads = |guarded: &str, plain: &str| {
        let own = format!("ssl_client_certificate ca.crt; ssl_verify_client on; location / {{ {guarded}; }}");
        let http = format!(
            "upstream api {{ server 127.0.0.1:8080; }} {} server {{ listen 80; location / {{ {plain}; }} }}",
            server(&own)
        );
        find(&http).iter().any(|fault| matches!(fault, Fault::PlainServesToo { .. }))
    };
    for (guarded, plain, other) in [
        ("proxy_pass http://api", "proxy_pass http://127.0.0.1:8080", "proxy_pass http://127.0.0.1:8081"),
        ("proxy_pass http://127.0.0.1:8080", "proxy_pass http://api/v1", "proxy_pass http://127.0.0.2:8080"),
        (
            "proxy_pass http://127.0.0.1:8080",
            "proxy_pass http://127.0.0.1:8080/health",
            "proxy_pass http://127.0.0.1/health",
        ),
        (
            "proxy_pass http://127.0.0.1:8080",
            "proxy_pass http://localhost:8080",
            "proxy_pass http://localhost:8081",
        ),
        ("proxy_pass http://127.0.0.1", "proxy_pass http://localhost:80/", "proxy_pass https://localhost/"),
        (
            "proxy_pass http://unix:/run/a:",
            "proxy_pass http://unix:/run/a:/x",
            "proxy_pass http://unix:/run/b:",
        ),
        ("fastcgi_pass 127.0.0.1:9000", "fastcgi_pass localhost:9000", "fastcgi_pass localhost:9001"),
        ("proxy_pass http://$to", "proxy_pass http://$to", "proxy_pass http://$other"),
        ("root /srv/a", "root /srv/a", "root /srv/b"),
    ] {
        assert!(leads(guarded, plain), "{guarded}, {plain}");
        assert!(!leads(guarded, other), "{guarded}, {other}");
    }
}

/// Whether callers come in without a certificate is told by what the conditions say of none, each beside one that keeps them out.
#[test]
fn conditions_count_by_what_they_do_without_a_certificate() {
    let open = |verify: &str, map: &str, own: &str| {
        let http = format!(
            "{map} {}",
            server(&format!(
                "ssl_client_certificate ca.crt; ssl_verify_client {verify}; {own} location / {{ proxy_pass http://127.0.0.1:8080; }}"
            ))
        );
        find(&http).iter().any(|fault| matches!(fault, Fault::OptionalUnchecked(_)))
    };
    const REFUSED: &str = "if ($ok = 0) { return 403; }";
    for (map, own, lets_in, keeps_out) in [
        ("map $ssl_client_s_dn $ok { default DEFAULT; CN=a 1; }", REFUSED, "1", "0"),
        ("map $ssl_client_verify $ok { default 1; NONE DEFAULT; }", REFUSED, "1", "0"),
        ("map $ssl_client_s_dn $ok { default 1; \"\" DEFAULT; }", REFUSED, "1", "0"),
        ("map $ssl_client_s_dn $ok { ~CN=a 1; default DEFAULT; }", "if ($ok) { return 403; }", "0", "1"),
        ("", "if ($ssl_client_s_dn DEFAULT) { return 403; }", "~ CN=evil", "!~ CN=good"),
        ("", "if ($ssl_client_verify DEFAULT) { return 403; }", "~ ^FAILED", "~ ^(FAILED|NONE)"),
        ("", "if ($ssl_client_verify = DEFAULT) { return 403; }", "SUCCESS", "NONE"),
        ("", "if ($ssl_client_fingerprint = DEFAULT) { return 403; }", "abc", "\"\""),
        ("map $ssl_client_s_dn $ok { default 0; CN=a 1; }", "DEFAULT", "access_log a.log x;", REFUSED),
    ] {
        for verify in ["optional", "optional_no_ca"] {
            let told =
                |value: &str| open(verify, &map.replace("DEFAULT", value), &own.replace("DEFAULT", value));
            assert!(told(lets_in), "{verify}: {map} {own} {lets_in}");
            assert!(!told(keeps_out), "{verify}: {map} {own} {keeps_out}");
        }
    }
    // what does more than refuse is left to whoever wrote it
    assert!(!open("optional", "", "if ($ssl_client_verify = SUCCESS) { rewrite ^ /in; }"));
}
