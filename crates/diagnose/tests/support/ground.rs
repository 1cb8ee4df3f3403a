//! What the catalogue is played upon: a set of certificates as the page makes one, and a backend.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::OnceLock;

use handshake::catalogue::workshop::Set;
use handshake::scenario::Credential;
use pki::key::KeyAlgorithm;
use testkit::TestKeys;

use super::kit::{Made, Wish, issue};
use super::now;

pub(crate) const HOST: &str = "api.example.test";

/// A set whose authority has a key of this kind; whether the key is at hand.
pub(crate) fn set(algorithm: KeyAlgorithm, with_key: bool) -> Set {
    let ca = issue(&Wish { algorithm, ..Wish::authority("Test CA") }, None);
    let keys = TestKeys::new();
    Set {
        authority: ca.der.clone(),
        authority_key: with_key.then(|| ca.key.clone()),
        server: credential(&issue(&Wish::server(HOST, &[HOST]), Some(&ca))),
        client: credential(&issue(&Wish::client("partner-a"), Some(&ca))),
        host: HOST.to_owned(),
        rsa: vec![keys.make(KeyAlgorithm::Rsa2048), keys.make(KeyAlgorithm::Rsa2048)],
        at: now(),
    }
}

/// What a side of the lab shows of it.
pub(crate) fn credential(made: &Made) -> Credential {
    Credential { chain: vec![made.der.clone()], key: made.key.clone() }
}

/// Answers every request, until the tests are over; the port of 127.0.0.1.
pub(crate) fn backend() -> u16 {
    static PORT: OnceLock<u16> = OnceLock::new();
    *PORT.get_or_init(|| {
        let socket = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let port = socket.local_addr().expect("bound").port();
        std::thread::spawn(move || {
            for stream in socket.incoming() {
                drop(stream.and_then(|stream| answer(&stream)));
            }
        });
        port
    })
}

fn answer(mut stream: &TcpStream) -> std::io::Result<()> {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        let mut octet = [0];
        stream.read_exact(&mut octet)?;
        read.extend(octet);
    }
    stream.write_all(b"HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello\n")
}
