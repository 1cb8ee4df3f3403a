//! A backend of HTTP/2 that ends a connection, as nginx does after so many requests, or refuses a stream says which requests it has not begun
//! (RFC 9113 sections 6.8 and 8.7). Those go over another connection, and no others do.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::support::{HOST, Scene, status};

/// A frame (RFC 9113 section 4.1).
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

pub(crate) const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

/// `:status: 200` by its index (RFC 7541 appendix A), and the end of the stream.
fn well(stream: u32) -> Vec<u8> {
    frame(HEADERS, 5, stream, &[0x88])
}

fn goaway(last: u32) -> Vec<u8> {
    frame(GOAWAY, 0, 0, &[last.to_be_bytes(), [0; 4]].concat())
}

fn reset(stream: u32, code: u32) -> Vec<u8> {
    frame(RST_STREAM, 0, stream, &code.to_be_bytes())
}

/// What a backend says to a request: the octets for its stream, and whether the connection ends then.
pub(crate) type Says = fn(u32) -> (Vec<u8>, bool);

/// A backend that says the one thing to the first request and answers every other; how many came.
pub(crate) fn backend(first: Says) -> (String, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let came = Arc::new(Mutex::new(0));
    let counted = came.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, came) = (stream.unwrap(), counted.clone());
            // the gateway goes away first
            std::thread::spawn(move || drop(serve(stream, first, &came)));
        }
    });
    (address, came)
}

fn serve(mut stream: TcpStream, first: Says, came: &Mutex<usize>) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 24])?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[]))?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        stream.read_exact(&mut vec![0; length])?;
        match head[3] {
            SETTINGS if head[4] & 1 == 0 => stream.write_all(&frame(SETTINGS, 1, 0, &[]))?,
            // the end of the stream: by HEADERS, or by DATA
            0 | HEADERS if head[4] & 1 == 1 => {
                let number = {
                    let mut came = came.lock().unwrap();
                    *came += 1;
                    *came
                };
                let (says, ends) = if number == 1 { first(id) } else { (well(id), false) };
                stream.write_all(&says)?;
                if ends {
                    return stream.shutdown(std::net::Shutdown::Write);
                }
            }
            _ => {}
        }
    }
}

#[test]
fn what_was_not_begun_is_sent_once_more_and_nothing_else_is() {
    let scene = Scene::new();
    scene.folder.write("small.bin", vec![b'y'; 1_000]);
    scene.folder.write("large.bin", vec![b'y'; 60_000]);
    let left: Says = |_| (goaway(0), true);
    let left_open: Says = |_| (goaway(0), false);
    let refused: Says = |id| (reset(id, 7), false);
    // begun: the stream is named among those that were, or ends in an error of the backend's own
    let begun: Says = |id| (goaway(id), true);
    let failed: Says = |id| (reset(id, 2), false);
    let (get, post) = (&["-X", "GET"][..], &["-X", "POST"][..]);
    let (small, large) = (&["--data-binary", "@small.bin"][..], &["--data-binary", "@large.bin"][..]);
    for (name, says, asked, expected, count) in [
        ("left, GET", left, get, 200, 2),
        ("left, POST", left, post, 200, 2),
        ("left, POST with a body", left, small, 200, 2),
        // of several pieces, of which the first is gone
        ("left, POST with a large body", left, large, 502, 1),
        ("left open, POST", left_open, post, 200, 2),
        ("refused, POST with a body", refused, small, 200, 2),
        ("refused, GET", refused, get, 200, 2),
        ("begun, POST with a body", begun, small, 502, 1),
        ("begun, POST", begun, post, 502, 1),
        ("begun, GET", begun, get, 502, 1),
        ("failed, POST with a body", failed, small, 502, 1),
    ] {
        let (address, came) = backend(says);
        let gateway = scene.start_before(&format!("address = \"{address}\"\nhttp = \"h2\""));
        let said = scene.ask_for(&gateway, HOST, "/", "alice", asked);
        assert_eq!((status(&said), *came.lock().unwrap()), (expected, count), "{name}: {}", said.all());
        assert_eq!(status(&scene.ask_for(&gateway, HOST, "/", "alice", small)), 200, "{name}, the next one");
    }
}
