//! What is printed and written: lines in both languages, JSON that stays the same, a recording that others open, and exit codes.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use handshake::capture;
use handshake::dissect::message::Kind;
use handshake::dissect::{Keys, dissect};
use testkit::tool;

use crate::server::{NOBODY, json, nginx, run, s_server};
use crate::support::{ANY_VERIFIED, Scene};

const REQUIRED: &str = "ssl_client_certificate ca.pem; ssl_verify_client on;";

#[test]
fn lines_are_in_both_languages_and_say_who_was_let_in() {
    let scene = Scene::new();
    let server = nginx(&scene, "server", REQUIRED);
    for (locale, lines) in [
        (
            "C",
            [
                "A client certificate is required",
                "without a certificate: refused, HTTP 400",
                "with the certificate: let in, HTTP 200",
                "As expected: ok",
            ],
        ),
        (
            "ko_KR.UTF-8",
            [
                "클라이언트 인증서가 꼭 필요해요",
                "인증서 없이: 거부, HTTP 400",
                "인증서를 보이고: 들여보냄, HTTP 200",
                "기대한 대로예요: ok",
            ],
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"))
            .args([
                "probe",
                &format!("api.example.test:{}", server.port),
                "--connect",
                &format!("127.0.0.1:{}", server.port),
            ])
            .args(["--cacert", "good.pem", "--cert", "alice.pem", "--key", "alice.key"])
            .current_dir(scene.folder.path())
            .env("LC_ALL", locale)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        for line in lines {
            assert!(text.contains(line), "{line:?} is not in\n{text}");
        }
        assert!(text.contains(&format!("api.example.test:{0}", server.port)), "{text}");
        assert!(!text.contains('{') && !text.contains('\u{1}'), "{text}");
    }
}

#[test]
fn json_is_the_same_twice() {
    let scene = Scene::new();
    let gateway = scene.start_with("", ANY_VERIFIED);
    let arguments = ["--json", "--at", "2030-01-01"];
    let [one, two] = [0, 1].map(|_| run(&scene, gateway.port, "alice", &arguments).stdout);
    assert!(!one.is_empty());
    assert_eq!(String::from_utf8_lossy(&one), String::from_utf8_lossy(&two));
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let reached = json(&scene, gateway.port, "alice", &[]);
    let not_reached = json(&scene, testkit::free_port(), "alice", &[]);
    assert_eq!(keys(&reached), keys(&not_reached), "the fields are there whatever was found");
}

#[test]
fn recordings_open_here_and_in_tshark_with_what_was_inside() {
    let scene = Scene::new();
    let stranger = crate::support::authority::root("Stranger Authority");
    scene.put("mallory", &stranger.issue(3, crate::support::authority::Wish::client("mallory")), &[]);
    // who is refused by an alert asks nothing
    for (server, who) in [
        (nginx(&scene, "server", REQUIRED), "mallory"),
        (s_server(&scene, &["-Verify", "1", "-verify_return_error"]), "alice"),
    ] {
        let report = json(&scene, server.port, who, &["--record", "probe.pcapng"]);
        let file = scene.folder.join("probe.pcapng");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let read = capture::read(&std::fs::read(&file).unwrap()).unwrap();
        assert_eq!(read.findings, []);
        let made = report["connections"].as_array().unwrap().len() + 4;
        assert_eq!(read.connections.len(), made);
        let port = format!(":{}", server.port);
        let mut kinds = Vec::new();
        for recorded in &read.connections {
            assert!(recorded.server.ends_with(&port) && recorded.is_tls(), "{}", recorded.server);
            let dissection = dissect(&recorded.flights, Keys { log: &read.keys, shared_secret: None });
            assert_eq!(dissection.findings, []);
            kinds.extend(dissection.messages.iter().map(|message| message.kind));
        }
        for kind in [
            Kind::CertificateRequest,
            Kind::Certificate,
            Kind::CertificateVerify,
            Kind::Finished,
            Kind::ApplicationData,
        ] {
            assert!(kinds.contains(&kind), "{kind:?}");
        }
        assert!(!kinds.contains(&Kind::Sealed));
        // another program sees the certificate that was shown, encrypted in TLS 1.3, and the request
        let fields = [
            "-d",
            &format!("tcp.port=={},tls", server.port),
            "-T",
            "fields",
            "-e",
            "x509sat.uTF8String",
            "-e",
            "http.request.line",
        ];
        let said = tool("tshark").arg("-r").arg(&file).args(fields).succeeds().text();
        assert!(said.contains(who) && said.contains("user-agent: handfast-gateway/"), "{said}");
    }
}

#[test]
fn what_cannot_be_done_ends_with_2_and_says_what_to_try() {
    let scene = Scene::new();
    scene.folder.write("empty.pem", "");
    let port = testkit::free_port();
    for (who, arguments, words) in [
        (NOBODY, &["--expect", "cert-ok"][..], "--cert"),
        (NOBODY, &["--cert", "alice.pem"], "holds no private key"),
        (NOBODY, &["--cert", "missing.pem"], "missing.pem"),
        (NOBODY, &["--cert", "empty.pem"], "empty.pem"),
        (NOBODY, &["--cacert", "empty.pem"], "holds no certificate"),
        (NOBODY, &["--path", "no-slash"], "is no path"),
        (NOBODY, &["--at", "today"], "2026-11-23"),
        (NOBODY, &["--timeout", "0"], "timeout"),
        (NOBODY, &["--expect", "nonsense"], "no-cert-refused"),
    ] {
        let output = run(&scene, port, who, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty());
    }
    for target in ["", "host:port", "[::1", "http://host"] {
        let probe = tool(env!("CARGO_BIN_EXE_handfast-gateway")).args(["probe", target]).run();
        assert_eq!(probe.code, Some(2), "{target}");
    }
}

#[test]
fn a_p12_is_opened_with_the_passphrase_of_a_file() {
    let scene = Scene::new();
    let make = [
        "pkcs12",
        "-export",
        "-in",
        "alice.pem",
        "-inkey",
        "alice.key",
        "-out",
        "alice.p12",
        "-passout",
        "pass:four horses",
    ];
    tool("openssl").args(make).in_folder(scene.folder.path()).succeeds();
    scene.folder.write("right", "four horses\n");
    scene.folder.write("wrong", "three horses\n");
    let server = nginx(&scene, "server", REQUIRED);
    for (file, code) in [("right", 0), ("wrong", 2)] {
        let arguments = ["--cert", "alice.p12", "--passphrase-file", file, "--expect", "cert-ok"];
        let output = run(&scene, server.port, NOBODY, &arguments);
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn who_names_no_port_to_connect_to_keeps_the_servers() {
    let scene = Scene::new();
    let server = nginx(&scene, "server", REQUIRED);
    for (connect, expected) in [("127.0.0.1", 0), ("127.0.0.1:1", 1)] {
        let output = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"))
            .args(["probe", &format!("api.example.test:{}", server.port), "--connect", connect])
            .args(["--cacert", "good.pem", "--cert", "alice.pem", "--key", "alice.key"])
            .current_dir(scene.folder.path())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(expected), "{connect}: {text}");
    }
}
