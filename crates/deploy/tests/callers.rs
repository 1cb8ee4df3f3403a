//! Who is let in by real nginx, and what the backend is told of them, for every choice that changes it.

mod support;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::curl::{Reach, checks};
use deploy::plan::Plan;
use pki::certificate::Certificate;
use pki::issue::Authority;
use support::machine::{LOOPBACK, Machine, Setup, days_before, list, outcome};
use support::{Folder, now, run_well};

/// Choices that change who may enter, and what the others are told: each call with its status and words.
#[test]
fn who_may_enter_follows_the_choices() {
    type Call<'a> = (&'a str, &'a [&'a str], &'a str, &'a str, &'a str);
    let draft = |pairs: &[(ChoiceField, &str)]| {
        pairs.iter().fold(ChoicesDraft::default(), |draft, (field, text)| draft.with(*field, *text))
    };
    let none: &[&str] = &["--cert", "", "--key", ""];
    let partner = "CN=partner-a,O=Example Inc.,C=KR";
    let cases: [(ChoicesDraft, &[Call<'_>]); 4] = [
        (
            draft(&[(ChoiceField::Verify, "paths"), (ChoiceField::ProtectedPaths, "/admin\n/v1/pay")]),
            &[
                ("client", none, "/", "200", "You are nobody known"),
                ("client", &[], "/", "200", "You are CN=partner-a"),
                ("client", none, "/admin", "400", "No required SSL certificate was sent"),
                ("client", none, "/admin/users", "400", "No required SSL certificate was sent"),
                ("client", none, "/x/%2e%2e/admin", "400", "No required SSL certificate was sent"),
                ("client", none, "//v1/pay", "400", "No required SSL certificate was sent"),
                ("client", &[], "/v1/pay", "200", "You are CN=partner-a"),
                ("stranger", &[], "/", "400", "The SSL certificate error"),
            ],
        ),
        (
            draft(&[
                (ChoiceField::Allow, "subject"),
                (ChoiceField::Allowed, partner),
                (ChoiceField::Refusals, "json"),
                (ChoiceField::Layout, "system"),
            ]),
            &[
                ("client", &[], "/", "200", "You are CN=partner-a"),
                ("korean", &[], "/", "403", "{\"error\":\"client_certificate_not_allowed\"}"),
                ("client", none, "/", "403", "{\"error\":\"client_certificate_missing\"}"),
                ("stranger", &[], "/", "403", "{\"error\":\"client_certificate_refused\"}"),
                // what the backend refuses is its own to say
                ("client", &[], "/nothing", "404", "Not Found"),
            ],
        ),
        (
            draft(&[
                (ChoiceField::Verify, "paths"),
                (ChoiceField::Allow, "subject"),
                (ChoiceField::Allowed, "CN=someone-else"),
                (ChoiceField::Refusals, "text"),
                (ChoiceField::FlaskAt, "socket"),
            ]),
            &[
                // on paths that need no certificate, one that is not on the list is none
                ("client", &[], "/", "200", "You are nobody known"),
                ("client", none, "/", "200", "You are nobody known"),
                ("client", &[], "/admin", "403", "may not enter here"),
                ("client", none, "/admin", "403", "A client certificate is needed here"),
                ("stranger", &[], "/", "403", "is refused: ask its issuer"),
            ],
        ),
        (
            draft(&[
                (ChoiceField::FlaskAt, "socket"),
                (ChoiceField::Layout, "system"),
                (ChoiceField::Websocket, "on"),
                (ChoiceField::BodySize, "2"),
                (ChoiceField::Refusals, "nginx"),
            ]),
            &[
                ("client", &[], "/", "200", "You are CN=partner-a"),
                ("client", none, "/", "400", "No required SSL certificate was sent"),
                ("client", &["--http1.1", "--header", "Content-Length: 2097153"], "/", "413", "Too Large"),
                ("client", &["--header", "Upgrade: websocket"], "/", "200", "You are CN=partner-a"),
            ],
        ),
    ];
    for (draft, calls) in cases {
        let machine = Machine::start_as(Setup { draft: draft.clone(), ..Setup::default() });
        let stranger = checks(&machine.plan, Reach::At(LOOPBACK)).into_iter().flat_map(|check| check.prepare);
        for command in stranger {
            run_well(&machine.client(), "sh", ["-c", &command.to_posix().expect("a command")]);
        }
        for (who, arguments, path, status, words) in calls {
            let all = [&["--path-as-is", "--write-out", " [%{http_code}]"], *arguments].concat();
            let (_, _, text) = outcome(&machine.call_as(who, "api.example.test", &all, path));
            let right = text.contains(words) && text.contains(&format!("[{status}]"));
            assert!(right, "{draft:?}\n{who} {arguments:?} {path} wants {status} {words}: {text}");
        }
    }
}

/// Answers a call for a WebSocket by RFC 6455 and says who called, and any other call without; each connection ends after its answer.
fn websockets(listener: &TcpListener) {
    for stream in listener.incoming() {
        let mut stream = stream.expect("a connection");
        let (mut head, mut octet) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut octet), Ok(1)) {
            head.push(octet[0]);
        }
        let head = String::from_utf8(head).expect("ASCII");
        let value = |name: &str| {
            let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
            line.and_then(|line| line.split_once(": ")).map_or("", |(_, value)| value)
        };
        let answer = if value("upgrade") == "websocket" && value("connection") == "upgrade" {
            format!(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello {}",
                value("x-ssl-client-s-dn")
            )
        } else {
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nplain".to_owned()
        };
        stream.write_all(answer.as_bytes()).expect("written");
    }
}

/// Connections become WebSockets where that was chosen, for callers with a certificate alone; elsewhere the backend is not asked for one.
#[test]
fn a_websocket_is_passed_on_where_it_was_chosen() {
    let upgrade = ["--http1.1", "--include", "--max-time", "30", "--header", "Connection: Upgrade"];
    let upgrade = [&upgrade[..], &["--header", "Upgrade: websocket"]].concat();
    for (layout, websocket, status, words) in [
        ("alone", "on", Some(101), "hello CN=partner-a"),
        ("alone", "off", Some(200), "plain"),
        ("system", "on", Some(101), "hello CN=partner-a"),
    ] {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::Backend, "own")
            .with(ChoiceField::Layout, layout)
            .with(ChoiceField::Websocket, websocket);
        let machine = Machine::start_as(Setup { draft, backend: false, ..Setup::default() });
        let port = machine.plan.backend().port().expect("a port").number();
        let listener = TcpListener::bind((LOOPBACK, port)).expect("a free port");
        std::thread::spawn(move || websockets(&listener));
        let (_, found, text) = outcome(&machine.call("api.example.test", &upgrade, "/"));
        assert!(found == status && text.contains(words), "{layout} {websocket}: {text}");
        let (_, found, _) = outcome(&machine.call("api.example.test", &["--http1.1", "--include"], "/"));
        assert_eq!(found, Some(200), "an ordinary call goes on");
        let none = [&upgrade[..], &["--cert", "", "--key", ""]].concat();
        let (_, found, text) = outcome(&machine.call("api.example.test", &none, "/"));
        assert!(found == Some(400) && text.contains("No required SSL certificate"), "{text}");
    }
}

/// A backend that answers with the headers whose names begin so.
fn echo_headers(plan: &Plan, beginning: &str) {
    let path = format!("{}/app.py", plan.backend_folder());
    let port = plan.backend().port().expect("Flask at a port").number();
    let app = format!(
        "from flask import Flask, jsonify, request\napp = Flask(__name__)\n\n\n\
         @app.route('/<path:_>')\ndef echo(_):\n    \
         return jsonify(dict((name, value) for name, value in request.headers if name.upper().startswith('{beginning}')))\n\n\n\
         app.run(host='127.0.0.1', port={port})\n"
    );
    std::fs::write(path, app).expect("ours");
}

/// Where a call comes from is what nginx sees of it, and not what the caller claims.
#[test]
fn nobody_claims_another_address() {
    let echo = |plan: &Plan, _: &Authority| echo_headers(plan, "X-F");
    let machine = Machine::start_as(Setup { change: &echo, ..Setup::default() });
    let claims = ["--header", "X-Forwarded-For: 203.0.113.9", "--header", "X-Forwarded-Proto: http"];
    let (_, _, text) = outcome(&machine.call_as("client", "api.example.test", &claims, "/open"));
    let told: BTreeMap<String, String> =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let seen = [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "https")];
    assert_eq!(told, seen.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}

/// A backend of its own that believes `X-SSL-Client-Verify`, on a path that needs no certificate: it is told of certificates on the
/// list alone. Without a list all that the authority issued are told of.
#[test]
fn certificates_that_are_not_listed_are_nobody_to_the_backend() {
    let echo = |plan: &Plan, _: &Authority| echo_headers(plan, "X-SSL");
    let told = |machine: &Machine, who: &str, arguments: &[&str]| -> BTreeMap<String, String> {
        let (_, _, text) = outcome(&machine.call_as(who, "api.example.test", arguments, "/open"));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    let nobody = BTreeMap::from([("X-Ssl-Client-Verify".to_owned(), "NONE".to_owned())]);
    let forged = ["--header", "X-SSL-Client-Verify: SUCCESS", "--header", "X-SSL-Client-Serial: 01"];
    let draft = ChoicesDraft::default().with(ChoiceField::Verify, "paths");
    let listed = draft
        .clone()
        .with(ChoiceField::Allow, "subject")
        .with(ChoiceField::Allowed, "CN=partner-a,O=Example Inc.,C=KR");
    for (draft, listed) in [(draft, false), (listed, true)] {
        let machine = Machine::start_as(Setup { draft, change: &echo, ..Setup::default() });
        for who in ["client", "korean"] {
            let told = told(&machine, who, &[]);
            if listed && who == "korean" {
                assert_eq!(told, nobody, "{who}");
            } else {
                assert_eq!(told["X-Ssl-Client-Verify"], "SUCCESS", "{who}: {told:?}");
                assert_eq!(told.len(), deploy::nginx_conf::IDENTITY_HEADERS.len(), "{who}: {told:?}");
                assert!(told.values().all(|value| !value.is_empty()), "{who}: {told:?}");
            }
        }
        assert_eq!(told(&machine, "client", &["--cert", "", "--key", ""]), nobody);
        if listed {
            assert_eq!(told(&machine, "korean", &forged), nobody, "what a caller claims");
        }
    }
}

/// Who is on the list is refused, who is not enters; and once the list has ended, nobody does.
#[test]
fn revoked_certificates_are_refused_and_an_ended_list_refuses_everybody() {
    for (layout, ended) in [("alone", false), ("system", false), ("system", true)] {
        let draft =
            ChoicesDraft::default().with(ChoiceField::Revocation, "on").with(ChoiceField::Layout, layout);
        let issued = if ended { days_before(now(), 8) } else { now() };
        let revoke = |authority: &Authority, folder: &Folder| {
            let pem = std::fs::read_to_string(folder.path().join("client/korean.crt")).expect("a client");
            let korean = Certificate::from_pem(&pem).expect("a certificate");
            list(authority, &[&korean], issued)
        };
        let machine = Machine::start_as(Setup { draft, revoked: Some(&revoke), ..Setup::default() });
        let refused = "The SSL certificate error";
        let hello = if ended { refused } else { "You are CN=partner-a" };
        for (who, words) in [("client", hello), ("korean", refused)] {
            let (_, _, text) = outcome(&machine.call_as(who, "api.example.test", &[], "/"));
            assert!(text.contains(words), "{layout} {ended} {who}: {text}");
        }
        let reason = if ended { "CRL has expired" } else { "certificate revoked" };
        assert!(machine.log("error").contains(reason), "{}", machine.log("error"));
    }
}
