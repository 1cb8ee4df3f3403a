//! Servers that are set up oddly: what is said of each is what its neighbours of the same kind would say, too.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::server::{NOBODY, found, json, run, s_server};
use crate::support::{HOST, Scene};

fn words(report: &serde_json::Value, id: &str) -> String {
    let findings = report["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["id"] == id);
    let finding = finding.unwrap_or_else(|| panic!("{id} is not in {report:#}"));
    format!("{} {}", finding["problem"].as_str().unwrap(), finding["remedy"].as_str().unwrap())
}

#[test]
fn a_group_that_was_agreed_on_is_taken_whatever_comes_of_it_alone() {
    let scene = Scene::new();
    for (arguments, expected) in [
        // in TLS 1.2 the curve of the server's key has to be offered, too: x25519 alone gets no answer
        (&["-tls1_2", "-groups", "X25519:P-256"][..], vec!["x25519", "secp256r1"]),
        (&["-tls1_2", "-groups", "P-256"][..], vec!["secp256r1"]),
        (&["-tls1_3", "-groups", "X25519:P-384"][..], vec!["x25519", "secp384r1"]),
        (&["-tls1_3", "-groups", "P-384"][..], vec!["secp384r1"]),
    ] {
        let server = s_server(&scene, arguments);
        let report = json(&scene, server.port, NOBODY, &[]);
        let groups: Vec<&str> =
            report["groups"].as_array().unwrap().iter().map(|group| group.as_str().unwrap()).collect();
        assert_eq!(groups, expected, "{arguments:?}");
    }
}

#[test]
fn why_nothing_is_agreed_on_is_said_by_the_version_that_is_spoken() {
    let scene = Scene::new();
    for (arguments, expected) in [
        // suites without ECDHE
        (&["-tls1_2", "-cipher", "AES128-SHA"][..], "ECDHE suites"),
        (&["-tls1_3", "-groups", "P-521"][..], "P-521"),
        (&["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"][..], "Allow TLS 1.2 or 1.3"),
    ] {
        let server = s_server(&scene, arguments);
        let report = json(&scene, server.port, NOBODY, &[]);
        assert_eq!(found(&report), ["no-handshake"], "{arguments:?}");
        let words = words(&report, "no-handshake");
        assert!(words.contains(expected), "{arguments:?}: {words}");
    }
}

#[test]
fn a_chain_that_curl_refuses_is_not_passed_over() {
    let scene = Scene::new();
    scene.folder.write("ca.key", scene.authority.key_pem());
    scene.folder.write("names.cnf", format!("subjectAltName=DNS:{HOST}\nbasicConstraints=CA:FALSE\n"));
    for (bits, refused) in [("1024", true), ("2048", false)] {
        let openssl = |line: &str| {
            testkit::tool("openssl").args(line.split(' ')).in_folder(scene.folder.path()).succeeds();
        };
        openssl(&format!("req -new -newkey rsa:{bits} -nodes -keyout weak.key -out weak.csr -subj /CN=weak"));
        openssl(
            "x509 -req -in weak.csr -CA good.pem -CAkey ca.key -set_serial 77 -days 20 -extfile names.cnf -out weak.pem",
        );
        let server =
            s_server(&scene, &["-cert", "weak.pem", "-key", "weak.key", "-cipher", "DEFAULT:@SECLEVEL=0"]);
        let report = json(&scene, server.port, NOBODY, &[]);
        assert_eq!(report["chain"]["holds"], true, "{bits}: {report:#}");
        // curl itself is asked
        let address = format!("{HOST}:{}:127.0.0.1", server.port);
        let url = format!("https://{HOST}:{}/", server.port);
        let curl = testkit::tool("curl")
            .args(["-sS", "--cacert", "good.pem", "--resolve", &address, &url])
            .in_folder(scene.folder.path())
            .run();
        assert_eq!(curl.code, Some(if refused { 60 } else { 0 }), "{bits}: {}", curl.all());
        assert_eq!(found(&report).contains(&"openssl-refuses"), refused, "{bits}: {report:#}");
        if refused {
            let curls = words(&report, "openssl-refuses");
            assert!(curls.contains("EE certificate key too weak (66)"), "{curls}");
            assert!(curl.all().contains("EE certificate key too weak"), "{}", curl.all());
        }
    }
}

#[test]
fn a_server_that_says_nothing_or_nothing_of_tls_is_told_from_one_that_is_not_there() {
    let scene = Scene::new();
    let listen = |answer: Option<&'static [u8]>| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                if let Some(answer) = answer {
                    drop(stream.read(&mut [0; 4_096]));
                    drop(stream.write_all(answer));
                }
            }
        });
        port
    };
    for (port, expected) in [
        (listen(None), "no-handshake"),
        (listen(Some(b"SSH-2.0-OpenSSH_9.2\r\n")), "not-tls"),
        (listen(Some(b"HTTP/1.1 400 Bad Request\r\n\r\n")), "not-tls"),
        (testkit::free_port(), "nothing-listens"),
    ] {
        assert_eq!(found(&json(&scene, port, NOBODY, &[])), [expected]);
    }
}

#[test]
fn a_host_without_an_address_is_said_to_have_none_and_how_to_name_one() {
    let scene = Scene::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_handfast-gateway"));
    // RFC 6761 section 6.4: no such name ever has an address
    command.args(["probe", "nobody.invalid", "--json", "--timeout", "5"]).env("LC_ALL", "C");
    let report = crate::server::parsed(&command.output().unwrap());
    assert_eq!(found(&report), ["unknown-host"]);
    assert!(words(&report, "unknown-host").contains("--connect"), "{report:#}");
    // and with one it is asked
    let server = s_server(&scene, &[]);
    let said = run(&scene, server.port, NOBODY, &[]);
    assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stdout));
}
