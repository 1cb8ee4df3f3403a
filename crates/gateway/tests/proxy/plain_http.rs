//! HTTP without TLS on the port of TLS is answered in words, and garbage harms nobody.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use testkit::tool;

use crate::support::{Scene, passed};

#[test]
fn plain_http_is_told_to_begin_with_https() {
    let scene = Scene::new();
    let gateway = scene.start();
    let said = tool("curl").args(["-sS", "-i", &format!("http://127.0.0.1:{}/", gateway.port)]).succeeds();
    assert!(said.text().starts_with("HTTP/1.1 400"), "{}", said.text());
    assert!(said.text().contains("https://") && said.text().contains("주소를"), "{}", said.text());
    scene.backend.saw_nothing();
}

#[test]
fn garbage_and_silence_harm_nobody() {
    let scene = Scene::new();
    let gateway = scene.start();
    let silent = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
    let garbage: Vec<u8> =
        (0..4_096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x80).collect();
    let hello = [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3];
    for octets in [&garbage[..], &hello, &[0; 100], b"\x80\x2e\x01\x03\x01", b"\x15\x03\x01\x00\x02\x02\x28"]
    {
        let mut stream = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        drop(stream.write_all(octets));
        drop(stream.shutdown(std::net::Shutdown::Write));
        drop(stream.read_to_end(&mut Vec::new()));
        passed(&scene.ask(&gateway, "alice", &[]));
    }
    drop(silent);
}
