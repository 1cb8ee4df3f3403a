//! Behind a load balancer the caller's address is the announced one, and only load balancers that are named may announce any.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};

use crate::support::gateway::Gateway;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed};

/// A load balancer: writes these octets before what comes, and carries the rest both ways.
fn balancer(gateway: &Gateway, header: &[u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (behind, header) = (gateway.port, header.to_vec());
    std::thread::spawn(move || {
        for front in listener.incoming() {
            let mut front = front.unwrap();
            let Ok(mut back) = TcpStream::connect(("127.0.0.1", behind)) else { return };
            drop(back.write_all(&header));
            let (mut from, mut to) = (front.try_clone().unwrap(), back.try_clone().unwrap());
            std::thread::spawn(move || {
                drop(std::io::copy(&mut from, &mut to));
                drop(to.shutdown(Shutdown::Write));
            });
            std::thread::spawn(move || {
                drop(std::io::copy(&mut back, &mut front));
                drop(front.shutdown(Shutdown::Both));
            });
        }
    });
    port
}

/// Asks at a port; whether there was an answer of the backend's.
fn answered(scene: &Scene, port: u16, more: &[&str]) -> bool {
    let said = testkit::tool("curl")
        .args(["-sS", "--max-time", "30", "--cacert", "ca.pem", "--cert", "alice.pem", "--key", "alice.key"])
        .args(["--resolve", &format!("{HOST}:{port}:127.0.0.1")])
        .args(more)
        .arg(format!("https://{HOST}:{port}/"))
        .in_folder(scene.folder.path())
        .run();
    said.code == Some(0) && said.text().contains("the backend saw ")
}

fn two(address: [u8; 4]) -> Vec<u8> {
    let addresses =
        [&address[..], &[198, 51, 100, 1], &4_660_u16.to_be_bytes(), &443_u16.to_be_bytes()].concat();
    [b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c", &addresses[..]].concat()
}

fn from(networks: &str) -> String {
    format!("{ANY_VERIFIED}\n[proxy_protocol]\nfrom = {networks}\n")
}

#[test]
fn a_named_load_balancer_tells_the_address() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &from("[\"127.0.0.0/8\"]"));
    let cases: [(&[u8], &str); 4] = [
        (b"PROXY TCP4 192.0.2.7 198.51.100.1 4660 443\r\n", "192.0.2.7"),
        (b"PROXY TCP6 2001:db8::7 2001:db8::1 4660 443\r\n", "2001:db8::7"),
        (&two([192, 0, 2, 9]), "192.0.2.9"),
        (b"PROXY UNKNOWN\r\n", "127.0.0.1"),
    ];
    for (header, address) in cases {
        let port = balancer(&gateway, header);
        assert!(answered(&scene, port, &["-H", "X-Forwarded-For: 203.0.113.1"]), "{address}");
        let arrived = scene.backend.arrived().pop().unwrap();
        assert_eq!((arrived.one("x-forwarded-for"), arrived.one("x-real-ip")), (address, address));
        gateway.access.wait_for(&format!("\"from\":\"{address}\""), 0);
    }
    // as curl writes it
    assert!(answered(&scene, gateway.port, &["--haproxy-protocol"]));
    // without a header, or with one that is none, nothing is spoken
    assert!(!answered(&scene, gateway.port, &[]));
    assert!(!answered(&scene, balancer(&gateway, b"PROXY TCP4 192.0.2.7 198.51.100.1 4660\r\n"), &[]));
    gateway.log.wait_for("did not announce its caller", 0);
    assert_eq!(scene.backend.arrived().len(), cases.len() + 1);
}

#[test]
fn nobody_else_can_say_to_be_somebody_else() {
    let scene = Scene::new();
    for tables in [from("[\"192.0.2.0/24\", \"2001:db8::/32\"]"), ANY_VERIFIED.to_owned()] {
        let gateway = scene.start_with("", &tables);
        passed(&scene.ask(&gateway, "alice", &[]));
        assert_eq!(scene.backend.arrived().pop().unwrap().one("x-real-ip"), "127.0.0.1");
        let before = scene.backend.arrived().len();
        assert!(!answered(&scene, gateway.port, &["--haproxy-protocol"]));
        assert!(!answered(&scene, balancer(&gateway, &two([10, 0, 0, 1])), &[]));
        assert_eq!(scene.backend.arrived().len(), before);
    }
}

#[test]
fn connections_are_counted_for_whom_they_are_made() {
    let scene = Scene::new();
    let tables = from("[\"127.0.0.1\"]") + "\n[limits]\nconnections_per_address = 1\nhandshake_seconds = 1\n";
    let gateway = scene.start_with("", &tables);
    // one caller holds its place, open and silent
    let mut held = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
    held.write_all(&two([192, 0, 2, 1])).unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let (same, other) = (balancer(&gateway, &two([192, 0, 2, 1])), balancer(&gateway, &two([192, 0, 2, 2])));
    while answered(&scene, same, &[]) {
        // its header may not have been read yet
        assert!(std::time::Instant::now() < deadline);
    }
    assert!(answered(&scene, other, &[]), "another caller behind the same load balancer");
    // half a header holds a place no longer than a handshake may take
    let mut half = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
    half.write_all(b"PROXY TCP4 192.").unwrap();
    assert_eq!(half.read(&mut [0; 1]).unwrap_or(0), 0);
    while !answered(&scene, same, &[]) {
        assert!(std::time::Instant::now() < deadline, "the place does not come back");
    }
}
