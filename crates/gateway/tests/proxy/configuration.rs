//! A configuration that cannot be used starts nothing: each fault is named with its line, in the reader's language, with exit code 2.

use crate::support::gateway::command;
use crate::support::{ANY_VERIFIED, Scene};

#[test]
fn each_fault_has_its_line_and_its_words() {
    let scene = Scene::new();
    scene.folder.write("empty.pem", "");
    scene.folder.write("alice.crl", scene.alice.pem());
    let good = std::fs::read_to_string(scene.configure("", ANY_VERIFIED)).unwrap();
    let line = |words: &str| good.lines().position(|line| line.contains(words)).unwrap() + 1;
    let cases: Vec<(&str, &str, usize, &str)> = vec![
        ("workers = 2", "worker = 2", 2, "Write “workers”"),
        ("workers = 2", "workers = 0", 2, "Write a number from 1 to 1024"),
        ("workers = 2", "workers = \"two\"", 2, "Write a whole number"),
        ("workers = 2", "workers = ", 2, "This is not TOML"),
        ("[\"127.0.0.1:0\"]", "[]", 1, "“listen” is empty"),
        ("[\"127.0.0.1:0\"]", "[\"localhost\"]", 1, "“localhost” is not an address with a port"),
        ("[\"127.0.0.1:0\"]", "[\"127.0.0.1:99999\"]", 1, "is not an address with a port"),
        ("\"server.pem\"", "\"missing.pem\"", line("certificate ="), "cannot be read"),
        ("\"server.pem\"", "\"empty.pem\"", line("certificate ="), "holds no certificate"),
        ("\"server.key\"", "\"alice.key\"", line("key ="), "does not belong to the certificate"),
        ("\"server.key\"", "\"server.pem\"", line("key ="), "holds no private key"),
        ("\"ca.pem\"", "\"alice.pem\"", line("authorities"), "CN=alice in"),
        ("\"ca.pem\"", "\"server.key\"", line("authorities"), "holds no certificate"),
        (
            "[\"ca.pem\"]",
            "[\"ca.pem\"]\nlists = [\"alice.crl\"]",
            line("authorities") + 1,
            "No revocation list can be read",
        ),
        ("[\"ca.pem\"]", "[\"ca.pem\"]\nrefusal = \"loud\"", line("authorities") + 1, "answer, alert"),
        ("any-verified", "anyone", line("who ="), "certificate = \"optional\""),
        ("who = \"any-verified\"", "path = \"/x\"", line("who ="), "not said who may enter"),
        ("who = \"any-verified\"", "clients = [{}]", line("who ="), "has no mark"),
        ("who = \"any-verified\"", "clients = [{ sha256 = \"ab\" }]", line("who ="), "64 hexadecimal digits"),
        (
            "who = \"any-verified\"",
            "clients = [{ uri = \"spiffe://*/x\" }]",
            line("who ="),
            "spiffe://example.org/service/*",
        ),
        (
            "who = \"any-verified\"",
            "who = \"any-verified\"\npath = \"x/../y\"",
            line("who =") + 1,
            "is not a path",
        ),
        (
            "who = \"any-verified\"",
            "who = \"any-verified\"\nmethods = [\"get\"]",
            line("who =") + 1,
            "is not a method",
        ),
        (
            "workers = 2",
            "proxy_protocol = { from = [\"10.0.0.0/33\"] }",
            2,
            "neither an address nor a network",
        ),
        ("workers = 2", "proxy_protocol = { from = [] }", 2, "“from” is empty"),
        ("\"server.key\"", "\"credential:server.key\"", line("key ="), "a file that systemd hands over"),
        ("address = \"http", "address = \"ftp", line("address ="), "not the address of a backend"),
        ("address = \"http", "addresses = []\naddress = \"http", line("[backend]"), "either “address” or"),
        ("address = \"http", "addresses = []\n# \"http", line("address ="), "“addresses” is empty"),
        ("address = \"http", "address = \"https", line("[backend]"), "no authority is named"),
        ("address = \"http", "name = \"x\"\naddress = \"http", line("address ="), "“name” is about TLS"),
        (
            "address = \"http",
            "authorities = [\"none.pem\"]\naddress = \"https",
            line("address ="),
            "none.pem cannot be read",
        ),
        (
            "address = \"http",
            "authorities = [\"ca.pem\"]\ncertificate = \"alice.pem\"\naddress = \"https",
            line("address =") + 1,
            "“key” is missing",
        ),
        (
            "address = \"http",
            "authorities = [\"ca.pem\"]\nname = \"a b\"\naddress = \"https",
            line("address =") + 1,
            "is not a host name",
        ),
        (
            "who = \"any-verified\"",
            "who = \"any-verified\"\n[limits]\nstreams = 5\nheader_lines = 0",
            line("who =") + 3,
            "Write a number from 1 to 10000",
        ),
        (
            "address = \"http",
            "keep = 5\nanswer_seconds = 0\naddress = \"http",
            line("address =") + 1,
            "1 to 86400",
        ),
        (
            "drain_seconds = ",
            "drain_seconds = 90000",
            line("drain_seconds"),
            "Write a number from 0 to 86400",
        ),
        (
            "[\"127.0.0.1:0\"]",
            "[\"127.0.0.1:9\"]\nadmin = { listen = \"127.0.0.1:9\" }",
            2,
            "“127.0.0.1:9” stands here twice",
        ),
        ("address = \"http", "http = \"h3\"\naddress = \"http", line("address ="), "h2, http/1.1"),
    ];
    for (from, to, line, words) in cases {
        assert!(good.contains(from), "{from}");
        let path = scene.folder.write("gateway.toml", good.replacen(from, to, 1));
        let output = command(&path).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{to}: {said}");
        let expected = format!("gateway.toml:{line}: ");
        assert!(
            said.contains(&expected) && said.contains(words),
            "{to}: {expected:?} and {words:?} in\n{said}"
        );
        assert!(said.contains("nothing was started"), "{said}");
    }
}

#[test]
fn all_faults_are_told_at_once_and_in_korean_too() {
    let scene = Scene::new();
    let path = scene.configure("lists = [\"missing.crl\"]", "[[allow]]\nwho = \"anyone\"\n");
    let output = command(&path).env("LC_ALL", "ko_KR.UTF-8").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    for words in ["missing.crl 파일을 읽을 수 없어요", "certificate = \"optional\"", "잘못된 점이 2개"]
    {
        assert!(said.contains(words), "{words} in\n{said}");
    }
}

#[test]
fn a_missing_file_and_a_taken_port_are_named() {
    let scene = Scene::new();
    let output = command(&scene.folder.join("none.toml")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("none.toml cannot be read"));
    let first = scene.start();
    let taken = format!("127.0.0.1:{}", first.port);
    let path = scene.configure("", ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap().replace("127.0.0.1:0", &taken);
    std::fs::write(&path, text).unwrap();
    let output = command(&path).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("already listens on") && said.contains(&taken) && said.contains("“listen”"),
        "{said}"
    );
}

#[test]
fn the_example_of_the_readme_can_be_used() {
    let scene = Scene::new();
    let readme = include_str!("../../../../README.md");
    let example = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let example = example
        .replace("[\"0.0.0.0:8443\", \"[::]:8443\"]", "[\"127.0.0.1:0\"]")
        .replace("http://127.0.0.1:8080", scene.backend.address());
    for (name, contents) in [
        ("server.crt", scene.server.pem()),
        ("server.key", scene.server.key_pem()),
        ("client-ca.crt", scene.authority.pem()),
        ("client-ca.crl", scene.authority.list(&[], -1, 10)),
    ] {
        scene.folder.write(format!("certs/{name}"), contents);
    }
    let gateway = crate::support::gateway::Gateway::start(&scene.folder.write("gateway.toml", example));
    crate::support::passed(&scene.ask_for(&gateway, crate::support::HOST, "/admin/x", "alice", &[]));
    let bob = scene.authority.issue(70, crate::support::authority::Wish::client("bob"));
    scene.put("bob", &bob, &[]);
    crate::support::refused(
        &scene.ask_for(&gateway, crate::support::HOST, "/admin/x", "bob", &[]),
        403,
        "“bob”",
    );
}
