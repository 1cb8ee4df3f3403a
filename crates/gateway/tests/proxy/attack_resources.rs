//! What runs out is told, and comes back: files, room for the log, patience.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::caller::{Caller, Line};
use crate::support::gateway::{Gateway, command};
use crate::support::open::Open;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed};

#[test]
fn without_files_it_waits_and_then_goes_on() {
    let scene = Scene::new();
    let inner = command(&scene.configure("", ANY_VERIFIED));
    // 64 files: less than the connections that come, and none is given back for a second
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "ulimit -n 64; exec \"$@\"", "sh"]).arg(inner.get_program()).args(inner.get_args());
    let gateway = Gateway::spawn(limited.env("LC_ALL", "C"));
    let held: Vec<TcpStream> =
        (0..100).map(|_| TcpStream::connect(("127.0.0.1", gateway.port)).unwrap()).collect();
    gateway.log.wait_for("no connection could be accepted", 0);
    // whoever was there before is served, if need be over a connection that is kept already; at least it is not cut
    drop(held);
    let deadline = Instant::now() + Duration::from_secs(60);
    while scene.ask(&gateway, "alice", &[]).code != Some(0) {
        assert!(Instant::now() < deadline, "it does not come back");
    }
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_costs_lines_of_the_log_and_no_request() {
    let scene = Scene::new();
    // every write fails with "no space left on device" (full(4))
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[log]\nfile = \"/dev/full\"\n"));
    for _ in 0..3 {
        passed(&scene.ask(&gateway, "alice", &[]));
    }
    gateway.log.wait_for("the access log cannot be written", 0);
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn heads_that_drip_are_ended_in_time_however_many_there_are() {
    let scene = Scene::new();
    // much more may be said than can be in that time
    let limits = "header_seconds = 2\nheader_octets = 16777216";
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[limits]\n{limits}\n"));
    let caller = Caller::new(&scene, &scene.alice, gateway.port, b"http/1.1");
    let mut slow: Vec<Line> = (0..8).map(|_| caller.connect().unwrap()).collect();
    for line in &mut slow {
        line.write_all(b"GET / HTTP/1.1\r\nX: ").unwrap();
    }
    for line in &mut slow {
        // always something comes, and never the end
        let mut said = 0_usize;
        while line.write_all(b"y").is_ok() {
            said += 1;
            assert!(said < 8_000_000, "it is never ended");
        }
    }
    passed(&scene.ask(&gateway, "alice", &[]));
    scene.backend.only();
}

#[test]
fn a_silent_port_scan_leaves_nothing_behind() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[limits]\nconnections = 4\n"));
    for octets in [&b""[..], b"\0", b"GET / HTTP/1.0\r\n\r\n", b"SSH-2.0-x\r\n", b"\x16\x03\x01\x00\x05hello"]
    {
        for _ in 0..8 {
            let mut stream = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
            drop(stream.write_all(octets));
            drop(stream.shutdown(std::net::Shutdown::Write));
            drop(stream.read_to_end(&mut Vec::new()));
        }
    }
    // the four places are free
    let mut open = [(); 4].map(|()| Open::connect(&scene, &gateway, "alice"));
    for caller in &mut open {
        caller.write(&format!("GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n"));
        assert!(caller.answer().starts_with("HTTP/1.1 200"));
    }
}
