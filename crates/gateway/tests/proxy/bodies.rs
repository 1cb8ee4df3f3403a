//! Bodies go through whole and as they come, up to the limit.

use std::io::{Read as _, Write as _};

use crate::support::caller::Caller;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed, refused, status};

#[test]
fn large_bodies_go_both_ways() {
    let scene = Scene::new();
    scene.folder.write("large.bin", vec![b'y'; 3_000_000]);
    let gateway = scene.start();
    for http in ["--http1.1", "--http2"] {
        let from = scene.backend.arrived().len();
        let upload = ["--data-binary", "@large.bin", http];
        passed(&scene.ask(&gateway, "alice", &upload));
        let arrived = scene.backend.arrived()[from].clone();
        assert!(arrived.body.len() == 3_000_000 && arrived.body.iter().all(|octet| *octet == b'y'));
        let chunked = ["--data-binary", "@large.bin", "-H", "Transfer-Encoding: chunked", "--http1.1"];
        passed(&scene.ask(&gateway, "alice", &chunked));
        let said = scene.ask_for(&gateway, HOST, "/large", "alice", &[http]);
        assert_eq!(said.out.iter().filter(|octet| **octet == b'x').count(), 3_000_000);
    }
}

#[test]
fn a_caller_that_waits_for_leave_gets_it() {
    let scene = Scene::new();
    let gateway = scene.start();
    let said = scene.ask(
        &gateway,
        "alice",
        &["--http1.1", "-H", "Expect: 100-continue", "--expect100-timeout", "20", "-d", "x=1"],
    );
    assert!(said.text().contains("100 Continue"), "{}", said.text());
    passed(&said);
    assert_eq!(scene.backend.only().one("expect"), "");
}

#[test]
fn what_is_larger_than_allowed_is_refused() {
    let scene = Scene::new();
    scene.folder.write("within.bin", vec![b'y'; 1_000]);
    scene.folder.write("beyond.bin", vec![b'y'; 1_001]);
    scene.folder.write("far-beyond.bin", vec![b'y'; 500_000]);
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[limits]\nbody_octets = 1000\n"));
    for http in ["--http1.1", "--http2"] {
        passed(&scene.ask(&gateway, "alice", &[http, "--data-binary", "@within.bin"]));
        refused(
            &scene.ask(&gateway, "alice", &[http, "--data-binary", "@beyond.bin"]),
            413,
            "larger than 1,000 octets",
        );
    }
    // without a length beforehand
    for unknown in [["--http1.1", "-H", "Transfer-Encoding: chunked"], ["--http2", "-H", "Content-Length:"]] {
        let send = |file| scene.ask(&gateway, "alice", &[&unknown[..], &["--data-binary", file]].concat());
        passed(&send("@within.bin"));
        refused(&send("@beyond.bin"), 413, "larger than 1,000 octets");
        refused(&send("@far-beyond.bin"), 413, "larger than 1,000 octets");
    }
}

#[test]
fn whoever_is_refused_while_still_sending_hears_why() {
    let scene = Scene::new();
    scene.folder.write("body.bin", vec![b'y'; 500_000]);
    let gateway = scene.start();
    for http in ["--http1.1", "--http2"] {
        // again and again, since it is a race between the answer and the body
        for _ in 0..10 {
            refused(&scene.ask(&gateway, "", &[http, "--data-binary", "@body.bin"]), 400, "needed here");
        }
    }
    scene.backend.saw_nothing();
}

#[test]
fn whoever_is_still_sending_hears_what_is_wrong_behind_the_gateway() {
    let scene = Scene::new();
    scene.folder.write("body.bin", vec![b'y'; 500_000]);
    let nobody = format!("http://127.0.0.1:{}", crate::support::quiet_port());
    // one that answers by the head alone
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let hasty = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                drop(stream.read(&mut [0; 1_024]));
                drop(stream.write_all(
                    b"HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhasty",
                ));
                drop(std::io::copy(&mut stream, &mut std::io::sink()));
            });
        }
    });
    for (address, status, words) in [(nobody, 502, "cannot be reached"), (hasty, 401, "hasty")] {
        let gateway = scene.start_before(&format!("address = \"{address}\""));
        for http in ["--http1.1", "--http2"] {
            for _ in 0..10 {
                refused(&scene.ask(&gateway, "alice", &[http, "--data-binary", "@body.bin"]), status, words);
            }
        }
    }
    scene.backend.saw_nothing();
}

#[test]
fn what_concerns_trailers_is_told_to_the_next_hop_alone() {
    let scene = Scene::new();
    let gateway = scene.start();
    for http in ["--http1.1", "--http2"] {
        for (asked, expected) in [("TE: trailers", ("trailers", "te")), ("X-Any: 1", ("", ""))] {
            let from = scene.backend.arrived().len();
            passed(&scene.ask(&gateway, "alice", &[http, "-H", asked]));
            let arrived = scene.backend.arrived()[from].clone();
            assert_eq!((arrived.one("te"), arrived.one("connection")), expected, "{http} {asked}");
        }
    }
}

#[test]
fn a_body_that_stands_still_is_given_up() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[limits]\nbody_idle_seconds = 1\n"));
    let mut caller = crate::support::open::Open::connect(&scene, &gateway, "alice");
    caller.write(&format!("POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 10\r\n\r\nhalf"));
    let answer = caller.answer();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn whoever_stands_still_for_longer_than_an_answer_may_take_is_given_up_and_the_backend_not_blamed() {
    let scene = Scene::new();
    let path = scene.configure("", &format!("{ANY_VERIFIED}\n[limits]\nbody_idle_seconds = 3\n"));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("[backend]\n", "[backend]\nanswer_seconds = 1\n")).unwrap();
    let gateway = crate::support::gateway::Gateway::start(&path);
    let mut caller = crate::support::open::Open::connect(&scene, &gateway, "alice");
    caller.write(&format!("POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 10\r\n\r\nhalf"));
    let answer = caller.answer();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn a_body_that_drips_is_given_up_and_its_neighbour_is_not() {
    let scene = Scene::new();
    scene.folder.write("large.bin", vec![b'y'; 3_000_000]);
    // a pace that nobody keeps who sends an octet at a time, and everybody who sends as fast as they can
    let limits = "body_idle_seconds = 2\nbody_octets_per_second = 3000000";
    let port = crate::support::quiet_port();
    let tables = format!("{ANY_VERIFIED}\n[admin]\nlisten = \"127.0.0.1:{port}\"\n[limits]\n{limits}\n");
    let gateway = scene.start_with("", &tables);
    let mut caller = Caller::new(&scene, &scene.alice, gateway.port, b"http/1.1").connect().unwrap();
    caller.sock.set_nonblocking(false).unwrap();
    caller
        .write_all(format!("POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9000000\r\n\r\n").as_bytes())
        .unwrap();
    let mut sent = 0;
    while sent < 9_000_000 && caller.write_all(b"x").is_ok() {
        sent += 1;
    }
    assert!(sent < 9_000_000, "it is given up before its end");
    gateway.access.wait_for("\"reason\":\"body_slow\"", 0);
    for http in ["--http1.1", "--http2"] {
        passed(&scene.ask(&gateway, "alice", &[http, "--data-binary", "@large.bin"]));
    }
    let metrics = format!("http://127.0.0.1:{port}/metrics");
    let metrics = testkit::tool("curl").args(["-sS", &metrics]).succeeds().text();
    assert!(metrics.contains("handfast_refusals_total{reason=\"body_slow\"} 1"), "{metrics}");
    assert!(metrics.contains("handfast_requests_total{status=\"408\"} 1"), "{metrics}");
}

#[test]
fn head_and_no_content_have_no_body() {
    let scene = Scene::new();
    let gateway = scene.start();
    for http in ["--http1.1", "--http2"] {
        let said = scene.ask(&gateway, "alice", &["-I", http]);
        assert_eq!(status(&said), 200);
        assert!(!said.text().contains("the backend saw"), "{}", said.text());
    }
    assert!(scene.backend.arrived().iter().all(|arrived| arrived.line == "HEAD /"));
}
