//! Asked to stop, the gateway finishes what it has begun, takes nothing new, and ends with code 0.

use std::io::{Read as _, Write as _};

use crate::support::gateway::Gateway;
use crate::support::open::Open;
use crate::support::{ANY_VERIFIED, HOST, Scene};

#[test]
fn requests_under_way_end_and_new_ones_find_nobody() {
    for signal in ["-TERM", "-INT"] {
        let scene = Scene::new();
        let mut gateway = scene.start();
        let mut caller = Open::connect(&scene, &gateway, "alice");
        // half a body is there when the signal comes
        caller.write(&format!("POST /slow HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 10\r\n\r\nhalf-"));
        scene.backend.wait_for("POST /slow");
        let mut idle = Open::connect(&scene, &gateway, "alice");
        assert!(idle.ask("/idle").starts_with("HTTP/1.1 200"));
        let from = gateway.log.all().len();
        gateway.signal(signal);
        gateway.log.wait_for("asked to stop", from);
        assert_eq!(idle.rest(), "", "an idle connection is closed");
        caller.write("whole");
        let answer = caller.answer();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("with 10 octets"), "{answer}");
        assert_eq!(gateway.wait(), Some(0));
        assert!(std::net::TcpStream::connect(("127.0.0.1", gateway.port)).is_err());
        gateway.log.wait_for("stopped", 0);
        gateway.access.wait_for("\"path\":\"/slow\"", 0);
    }
}

#[test]
fn requests_that_are_cut_at_the_end_are_in_the_log() {
    let scene = Scene::new();
    // one that takes a request and does not answer, and one that stops within its answer
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, came) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, tell) = (stream.unwrap(), tell.clone());
            std::thread::spawn(move || {
                let mut head = [0; 8_192];
                let length = stream.read(&mut head).unwrap();
                if head[..length].starts_with(b"GET /half") {
                    drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf-"));
                }
                let _ = tell.send(());
                drop(std::io::copy(&mut stream, &mut std::io::sink()));
            });
        }
    });
    let path = scene.configure("", ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap().replace("drain_seconds = 10", "drain_seconds = 1");
    std::fs::write(&path, text.replace(scene.backend.address(), &address)).unwrap();
    let mut gateway = Gateway::start(&path);
    let callers = ["/none", "/half"].map(|path| {
        let mut caller = Open::connect(&scene, &gateway, "alice");
        caller.write(&format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"));
        came.recv_timeout(std::time::Duration::from_secs(20)).expect("the backend has it");
        if path == "/half" {
            caller.until("half-");
        }
        caller
    });
    gateway.signal("-TERM");
    assert_eq!(gateway.wait(), Some(0));
    for (path, status) in [("/none", 499), ("/half", 200)] {
        let line = gateway.access.wait_for(&format!("\"path\":\"{path}\""), 0);
        assert!(
            line.contains(&format!("\"status\":{status},")) && line.contains("\"reason\":\"stopped\""),
            "{line}"
        );
    }
    drop(callers);
}
