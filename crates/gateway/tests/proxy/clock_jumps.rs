//! The clock of the machine jumps, forward and back: certificates are judged by it, and nothing else is. Connections stay, requests under
//! way end as they would have, and whoever asks too often waits neither longer nor shorter for it.
//!
//! The gateway runs within the test here, with a clock that the test sets.

use std::io::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use handfast_gateway::proxy::{self, Signals, sockets};
use handfast_gateway::{clock, config};
use pki::moment::Moment;
use tokio::sync::watch;

use crate::support::authority::Wish;
use crate::support::caller::{Caller, Line};
use crate::support::{ANY_VERIFIED, HOST, Scene};

/// How far the clock stands from the right time. The two tests of this file set it in turn.
static AHEAD: AtomicI64 = AtomicI64::new(0);

/// One test at a time sets the clock.
static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

fn jumping() -> Moment {
    clock::now().plus_seconds(AHEAD.load(Ordering::SeqCst))
}

fn jump_to(days: i64) {
    AHEAD.store(days * 86_400, Ordering::SeqCst);
}

/// A gateway in a thread of its own.
struct Running {
    port: u16,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn start(scene: &Scene, tables: &str) -> Running {
        let path = scene.configure("", &format!("{ANY_VERIFIED}\n[log]\naccess = \"off\"\n{tables}"));
        let config = config::read(&path, jumping).unwrap_or_else(|faults| panic!("{faults:?}"));
        let sockets = sockets::bind(&config.listen, config.workers, Vec::new()).unwrap();
        let port = sockets.bound[0].port();
        let gateway = proxy::build(sockets, jumping, config).unwrap();
        let (stop, asked) = watch::channel(false);
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let ready = |_: &str| tell.send(()).unwrap();
            gateway.run_until(&path, ready, || Signals::stop_alone(asked)).unwrap();
        });
        told.recv().unwrap();
        Running { port, stop, thread: Some(thread) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        drop(self.thread.take().map(JoinHandle::join));
    }
}

/// The status of an answer, and what it says.
fn ask(line: &mut Line) -> (u16, String) {
    let answer = Caller::ask(line, "/").expect("the connection is still there");
    (answer[9..12].parse().unwrap(), answer)
}

#[test]
fn certificates_follow_the_clock_and_connections_do_not() {
    let _alone = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    jump_to(0);
    let scene = Scene::new();
    let carol = scene.authority.issue(90, Wish::client("carol").days(-1, 2));
    let running = Running::start(&scene, "");
    let caller = Caller::new(&scene, &carol, running.port, b"http/1.1");
    let (mut asking, mut silent, mut sending) =
        (caller.connect().unwrap(), caller.connect().unwrap(), caller.connect().unwrap());
    assert_eq!((ask(&mut asking).0, ask(&mut silent).0), (200, 200));
    let head = format!("POST /begun HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 6\r\n\r\nabc");
    sending.write_all(head.as_bytes()).unwrap();
    scene.backend.wait_for("POST /begun");

    for (days, expected, words) in [
        // by a day beyond its end, and by a day before that
        (3, 400, "certificate ended on"),
        (1, 200, "the backend saw"),
        // by years, both ways
        (4_000, 400, ""),
        (-4_000, 400, ""),
        (-2, 400, "begins only on"),
        (0, 200, "the backend saw"),
    ] {
        jump_to(days);
        for line in [&mut asking, &mut caller.connect().unwrap()] {
            let (status, answer) = ask(line);
            assert_eq!(status, expected, "{days}: {answer}");
            assert!(answer.contains(words), "{days}: {answer}");
        }
    }
    // what was under way all the time, and what was silent all the time
    sending.write_all(b"def").unwrap();
    let answer = Caller::ask(&mut sending, "/after").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("POST /begun with 6 octets"), "{answer}");
    assert_eq!(ask(&mut silent).0, 200);
}

#[test]
fn whoever_asks_too_often_waits_as_long_whatever_the_clock_says() {
    let _alone = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    jump_to(0);
    let scene = Scene::new();
    let running = Running::start(&scene, "[limits]\nrequests_per_second = 1\nburst = 2\n");
    let mut line = Caller::new(&scene, &scene.alice, running.port, b"http/1.1").connect().unwrap();
    for days in [0, 20, -1, 0] {
        jump_to(days);
        // many at once: one a second at most passes, whatever day it is
        let begun = Instant::now();
        let statuses: Vec<u16> = (0..60).map(|_| ask(&mut line).0).collect();
        let most = 3 + usize::try_from(begun.elapsed().as_secs()).unwrap();
        let passed = statuses.iter().filter(|status| **status == 200).count();
        assert!(passed <= most, "{days}: {passed} of at most {most}");
        assert!(statuses.contains(&429), "{days}: {statuses:?}");
        // and it does not take for ever either
        let deadline = Instant::now() + Duration::from_secs(30);
        while ask(&mut line).0 != 200 {
            assert!(Instant::now() < deadline, "{days}: nothing passes any more");
        }
    }
}
