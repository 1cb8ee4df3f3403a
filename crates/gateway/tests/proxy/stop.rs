//! Asked to stop, the gateway finishes what it has begun, takes nothing new, and ends with code 0.

use crate::support::open::Open;
use crate::support::{HOST, Scene};

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
