//! HTTP/2 as an attacker speaks it: streams that are taken back at once, heads without an end, windows that never open. The connection ends,
//! and nobody else notices.

use std::io::{Read as _, Write as _};

use crate::support::caller::{Caller, Line};
use crate::support::gateway::Gateway;
use crate::support::{HOST, Scene, passed};

/// A frame (RFC 9113 section 4.1).
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

/// The head of `GET /` (RFC 7541: static table, one literal).
fn head() -> Vec<u8> {
    let length = u8::try_from(HOST.len()).unwrap();
    [&[0x82, 0x84, 0x87, 0x41, length], HOST.as_bytes()].concat()
}

/// The head of `GET` for a path.
pub(crate) fn head_of(path: &str) -> Vec<u8> {
    let length = |text: &str| u8::try_from(text.len()).unwrap();
    let (path, host) = (
        [&[0x04, length(path)], path.as_bytes()].concat(),
        [&[0x41, length(HOST)], HOST.as_bytes()].concat(),
    );
    [&[0x82], &path[..], &[0x87], &host[..]].concat()
}

/// A connection after its preface, which it takes for granted that the other side has sent too.
pub(crate) fn open(scene: &Scene, gateway: &Gateway) -> Line {
    let mut line = Caller::new(scene, &scene.alice, gateway.port, b"h2").connect().unwrap();
    line.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
    line.write_all(&frame(SETTINGS, 0, 0, &[])).unwrap();
    line
}

/// Writes until the other side takes nothing any more, but no more than this; how much was written.
fn write_until_refused(line: &mut Line, piece: impl Fn(u32) -> Vec<u8>, most: u32) -> u32 {
    for number in 0..most {
        if line.write_all(&piece(number)).is_err() {
            return number;
        }
    }
    most
}

/// The frames that come until the other side ends: kinds and payloads.
fn frames(line: &mut Line) -> Vec<(u8, Vec<u8>)> {
    let mut octets = Vec::new();
    // that it ends without a farewell is no matter here
    drop(line.read_to_end(&mut octets));
    let mut frames = Vec::new();
    let mut rest = &octets[..];
    while let [a, b, c, kind, _, _, _, _, _, more @ ..] = rest {
        let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        let Some(payload) = more.get(..length) else { break };
        frames.push((*kind, payload.to_vec()));
        rest = &more[length..];
    }
    frames
}

/// The error of the last GOAWAY (RFC 9113 section 6.8).
fn farewell(frames: &[(u8, Vec<u8>)]) -> Option<u32> {
    let (_, payload) = frames.iter().rfind(|(kind, _)| *kind == GOAWAY)?;
    Some(u32::from_be_bytes(payload[4..8].try_into().unwrap()))
}

const ENHANCE_YOUR_CALM: u32 = 11;

#[test]
fn a_well_behaved_request_is_answered_so() {
    let scene = Scene::new();
    let gateway = scene.start();
    let mut line = open(&scene, &gateway);
    line.write_all(&frame(HEADERS, END_HEADERS | END_STREAM, 1, &head())).unwrap();
    line.write_all(&frame(GOAWAY, 0, 0, &[0; 8])).unwrap();
    let frames = frames(&mut line);
    assert!(frames.iter().any(|(kind, payload)| *kind == DATA && payload.starts_with(b"the backend saw")));
}

#[test]
fn rapid_resets_end_the_connection_and_reach_the_backend_seldom() {
    let scene = Scene::new();
    let gateway = scene.start();
    let mut line = open(&scene, &gateway);
    let pair = |number: u32| {
        let stream = 2 * number + 1;
        let begin = frame(HEADERS, END_HEADERS | END_STREAM, stream, &head());
        [begin, frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes())].concat()
    };
    let written = write_until_refused(&mut line, pair, 20_000);
    assert_eq!(farewell(&frames(&mut line)).unwrap_or(ENHANCE_YOUR_CALM), ENHANCE_YOUR_CALM);
    let arrived = scene.backend.arrived().len();
    assert!(arrived < 2_000, "{arrived} of {written}");
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn requests_that_are_taken_back_one_after_the_other_end_the_connection() {
    let scene = Scene::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, came) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, tell) = (stream.unwrap(), tell.clone());
            std::thread::spawn(move || {
                drop(stream.read(&mut [0; 8_192]));
                let _ = tell.send(());
                // no answer, however long it takes
                drop(std::io::copy(&mut stream, &mut std::io::sink()));
            });
        }
    });
    let take_back = |limit: &str, many: u32| {
        let gateway = scene.start_before(&format!("address = \"{address}\"\n[limits]\nresets = {limit}"));
        let mut line = open(&scene, &gateway);
        for number in 0..many {
            let stream = 2 * number + 1;
            line.write_all(&frame(HEADERS, END_HEADERS | END_STREAM, stream, &head())).unwrap();
            came.recv_timeout(std::time::Duration::from_secs(20)).expect("the backend has it");
            line.write_all(&frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes())).unwrap();
        }
        (gateway, line)
    };
    let (gateway, mut line) = take_back("20", 21);
    gateway.log.wait_for("takes most of its requests back", 0);
    assert_eq!(farewell(&frames(&mut line)), Some(0));
    // any number
    take_back("0", 60);
}

#[test]
fn a_head_without_an_end_ends_the_connection() {
    let scene = Scene::new();
    let gateway = scene.start();
    let before = gateway.memory();
    // of other streams' making in between nothing may come (RFC 9113 section 6.10)
    for endless in [true, false] {
        let mut line = open(&scene, &gateway);
        line.write_all(&frame(HEADERS, END_STREAM, 1, &head())).unwrap();
        let filler = [&[0, 1, b'x', 127, 0x81, 0x7f][..], &[b'y'; 16_000]].concat();
        let piece = |_: u32| frame(CONTINUATION, 0, 1, if endless { &filler } else { &[] });
        write_until_refused(&mut line, piece, if endless { 4_000 } else { 200_000 });
        let frames = frames(&mut line);
        assert!(frames.iter().all(|(kind, _)| *kind != DATA), "it is not answered as if it were whole");
    }
    let grown = gateway.memory().saturating_sub(before);
    assert!(grown < 16 * 1_024 * 1_024, "{grown} octets more");
    scene.backend.saw_nothing();
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn whoever_asks_and_never_listens_costs_little() {
    let scene = Scene::new();
    let gateway = scene.start();
    let before = gateway.memory();
    let mut line = open(&scene, &gateway);
    // answers of 3 MB, for which no window is opened, and questions whether somebody is there
    for stream in 0..100_u32 {
        let head = head_of("/large");
        line.write_all(&frame(HEADERS, END_HEADERS | END_STREAM, 2 * stream + 1, &head)).unwrap();
    }
    // from here on it may be refused at any time
    write_until_refused(&mut line, |_| frame(PING, 0, 0, &[0; 8]).repeat(100), 200);
    passed(&scene.ask(&gateway, "alice", &[]));
    scene.backend.wait_for("GET /large");
    let grown = gateway.memory().saturating_sub(before);
    // far from the 300 MB that were asked for: what a window of 64 KiB lets out, and buffers of the connections to the backend
    assert!(grown < 80 * 1_024 * 1_024, "{grown} octets more");
}
