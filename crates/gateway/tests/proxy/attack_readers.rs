//! Callers that ask for much and take nothing, and connections that turned to another protocol and say nothing: each is given up after
//! its time, its line says why, and whoever takes what it asked for gets all of it.

use std::io::{Read as _, Write as _};

use crate::attack_http2::{END_HEADERS, END_STREAM, HEADERS, frame, head_of, open};
use crate::support::caller::Caller;
use crate::support::gateway::Gateway;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed};

fn gateway(scene: &Scene) -> Gateway {
    scene.start_with("", &format!("{ANY_VERIFIED}\n[limits]\nanswer_idle_seconds = 1\n"))
}

/// Answers of 3 MB, as many as no buffer of the system holds.
const MANY: usize = 6;

#[test]
fn a_connection_of_which_nothing_is_taken_is_given_up() {
    let scene = Scene::new();
    let gateway = gateway(&scene);
    let ask = format!("GET /large HTTP/1.1\r\nHost: {HOST}\r\n\r\n").repeat(MANY);
    let caller = Caller::new(&scene, &scene.alice, gateway.port, b"http/1.1");
    let mut deaf = caller.connect().unwrap();
    deaf.write_all(ask.as_bytes()).unwrap();
    gateway.access.wait_for("\"reason\":\"answer_not_taken\"", 0);
    // what is still on its way is cut short, so that nobody takes it for whole
    let mut rest = Vec::new();
    let ended = deaf.read_to_end(&mut rest);
    assert!(ended.is_err() && rest.len() < MANY * 3_000_000, "{ended:?} after {}", rest.len());

    let from = gateway.access.all().len();
    let mut attentive = caller.connect().unwrap();
    attentive.write_all(ask.as_bytes()).unwrap();
    let (mut taken, mut piece) = (0, [0; 65_536]);
    while taken < MANY * 3_000_000 {
        taken += attentive.read(&mut piece).unwrap();
    }
    passed(&scene.ask(&gateway, "alice", &[]));
    assert!(gateway.access.all()[from..].iter().all(|line| !line.contains("answer_not_taken")));
}

#[test]
fn a_stream_of_which_nothing_is_taken_is_reset_and_the_next_one_is_answered() {
    let scene = Scene::new();
    let gateway = gateway(&scene);
    let mut line = open(&scene, &gateway);
    // the connection's window is wide open, those of the streams stay as they are: 65,535 octets
    line.write_all(&frame(WINDOW_UPDATE, 0, 0, &1_000_000_000_u32.to_be_bytes())).unwrap();
    line.write_all(&frame(HEADERS, END_HEADERS | END_STREAM, 1, &head_of("/large"))).unwrap();
    line.flush().unwrap();
    let mut stream = 0;
    while stream != 1 {
        let (kind, of, payload) = next(&mut line);
        if kind == RST_STREAM {
            assert_eq!(u32::from_be_bytes(payload[..4].try_into().unwrap()), CANCEL);
            stream = of;
        }
    }
    gateway.access.wait_for("\"reason\":\"answer_not_taken\"", 0);
    // the same with a window that is opened: all of it comes, over the same connection
    line.write_all(&frame(HEADERS, END_HEADERS | END_STREAM, 3, &head_of("/large"))).unwrap();
    line.write_all(&frame(WINDOW_UPDATE, 0, 3, &10_000_000_u32.to_be_bytes())).unwrap();
    line.flush().unwrap();
    let mut taken = 0;
    while taken < 3_000_000 {
        let (kind, of, payload) = next(&mut line);
        assert_ne!((kind, of), (RST_STREAM, 3), "after {taken}");
        if (kind, of) == (DATA, 3) {
            taken += payload.len();
        }
    }
}

const DATA: u8 = 0;
const RST_STREAM: u8 = 3;
const WINDOW_UPDATE: u8 = 8;
const CANCEL: u32 = 8;

/// The next frame: its kind, its stream, and what is in it.
fn next(line: &mut impl std::io::Read) -> (u8, u32, Vec<u8>) {
    let mut head = [0; 9];
    line.read_exact(&mut head).unwrap();
    let mut payload = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
    line.read_exact(&mut payload).unwrap();
    (head[3], u32::from_be_bytes([head[5], head[6], head[7], head[8]]), payload)
}
