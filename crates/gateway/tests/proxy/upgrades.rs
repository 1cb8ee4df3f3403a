//! A connection turns to another protocol where the backend agrees and the configuration allows it, and ends when its caller is revoked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

use crate::support::gateway::Gateway;
use crate::support::open::Open;
use crate::support::{ANY_VERIFIED, HOST, Scene};

/// A backend that turns to WebSocket, or at `/other` to another protocol, whatever is asked for; it remembers the head of the request, and then
/// sends everything back.
fn echo(heads: std::sync::mpsc::Sender<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let heads = heads.clone();
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
                let turns = head.to_lowercase().contains("\r\nupgrade: ");
                let protocol = if head.contains(" /other ") { "other" } else { "WebSocket" };
                drop(heads.send(head));
                if !turns {
                    drop(stream.write_all(b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n"));
                    return;
                }
                drop(write!(
                    stream,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: {protocol}\r\nConnection: Upgrade\r\n\r\n"
                ));
                let mut octets = [0; 64];
                while let Ok(length @ 1..) = reader.read(&mut octets) {
                    drop(stream.write_all(&octets[..length]));
                }
            });
        }
    });
    address
}

fn gateway(scene: &Scene, address: &str, clients: &str) -> Gateway {
    let path = scene.configure(clients, ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace(scene.backend.address(), address)).unwrap();
    Gateway::start(&path)
}

const ASK: &str = "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n";

#[test]
fn octets_go_both_ways_once_the_backend_has_agreed() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[], -2, 10));
    let (tell, heads) = std::sync::mpsc::channel();
    let gateway = gateway(&scene, &echo(tell), "lists = [\"ca.crl\"]");
    let mut caller = Open::connect(&scene, &gateway, "alice");
    caller.write(&format!("GET /socket HTTP/1.1\r\nHost: {HOST}\r\n{ASK}"));
    let answer = caller.answer().to_lowercase();
    assert!(answer.starts_with("http/1.1 101") && answer.contains("upgrade: websocket"), "{answer}");
    let head = heads.recv().unwrap().to_lowercase();
    for line in [
        "get /socket http/1.1",
        "upgrade: websocket",
        "connection: upgrade",
        "sec-websocket-key: x",
        "client-cert: :",
    ] {
        assert!(head.contains(line), "{line} in {head}");
    }
    // a line feed alone is no fault in another protocol
    for words in ["ping\n", "GET / HTTP/1.1\n\n", "\0\u{1}\n"] {
        caller.write(words);
        assert_eq!(caller.read(words.len()), words);
    }
    // revoked while it is open: the tunnel ends
    scene.folder.write("ca.crl", scene.authority.list(&[&scene.alice], -1, 10));
    gateway.reload("the configuration was read anew");
    assert_eq!(caller.rest(), "");
    let line = gateway.access.wait_for("\"status\":101", 0);
    // what came back: "ping", a request, and two odd octets, each with its line feeds
    assert!(line.contains("\"octets\":24,") && line.contains("client_certificate_revoked"), "{line}");
}

#[test]
fn a_backend_that_turns_to_another_protocol_than_was_asked_for_is_not_understood() {
    let scene = Scene::new();
    let (tell, _heads) = std::sync::mpsc::channel();
    let gateway = gateway(&scene, &echo(tell), "");
    for (path, status) in [("/socket", "http/1.1 101"), ("/other", "http/1.1 502")] {
        let mut caller = Open::connect(&scene, &gateway, "alice");
        caller.write(&format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{ASK}"));
        let answer = caller.answer().to_lowercase();
        assert!(answer.starts_with(status), "{path}: {answer}");
    }
}

#[test]
fn a_tunnel_through_which_nothing_goes_ends() {
    let scene = Scene::new();
    let (tell, _heads) = std::sync::mpsc::channel();
    let address = echo(tell);
    let silent = "limits = { tunnel_idle_seconds = 1 }\n";
    let path = scene.configure("", ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap().replace(scene.backend.address(), &address);
    std::fs::write(&path, format!("{silent}{text}")).unwrap();
    let gateway = Gateway::start(&path);
    let mut caller = Open::connect(&scene, &gateway, "alice");
    caller.write(&format!("GET /socket HTTP/1.1\r\nHost: {HOST}\r\n{ASK}"));
    assert!(caller.answer().starts_with("HTTP/1.1 101"));
    caller.write("ping\n");
    assert_eq!(caller.read(5), "ping\n");
    assert_eq!(caller.rest(), "");
    gateway.access.wait_for("\"reason\":\"tunnel_idle\"", 0);
}

#[test]
fn other_protocols_and_other_versions_are_not_asked_for() {
    let scene = Scene::new();
    let (tell, heads) = std::sync::mpsc::channel();
    let gateway = gateway(&scene, &echo(tell), "");
    for (head, what) in [
        (
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n",
            "h2c",
        ),
        ("Connection: Upgrade\r\nUpgrade: other\r\n\r\n", "a protocol that is not listed"),
        ("Upgrade: websocket\r\n\r\n", "no word in Connection"),
        ("Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: other\r\n\r\n", "two protocols"),
    ] {
        let mut caller = Open::connect(&scene, &gateway, "alice");
        caller.write(&format!("GET / HTTP/1.1\r\nHost: {HOST}\r\n{head}"));
        assert!(caller.answer().starts_with("HTTP/1.1 426"), "{what}");
        assert!(!heads.recv().unwrap().to_lowercase().contains("upgrade:"), "{what}");
    }
}
