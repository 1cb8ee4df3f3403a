//! Everything is replaced again and again while requests go on, and none of them fails; whoever is revoked is out with the next reload.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::authority::{Wish, root};
use crate::support::caller::Caller;
use crate::support::{ANY_VERIFIED, HOST, Scene};

/// Puts a file in the place of another at once, as those do who care.
fn replace(folder: &Path, name: &str, contents: &str) {
    let next = folder.join(format!("{name}.next"));
    std::fs::write(&next, contents).unwrap();
    std::fs::rename(&next, folder.join(name)).unwrap();
}

/// Asks without an end until told to stop; how many were answered. Anything but a good answer fails.
fn keep_asking(caller: &Caller, kept: bool, stop: &AtomicBool, done: &AtomicUsize) {
    let mut line = caller.connect().unwrap();
    while !stop.load(Ordering::Relaxed) {
        if !kept {
            line = caller.connect().unwrap();
        }
        let answer = Caller::ask(&mut line, "/").unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        done.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn no_request_fails_while_everything_is_replaced() {
    // a minute with HANDFAST_SOAK_SECONDS=60
    let seconds = std::env::var("HANDFAST_SOAK_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let scene = Scene::new();
    let bob = scene.authority.issue(60, Wish::client("bob"));
    let other = root("Other Authority");
    let folder = scene.folder.path().to_owned();
    replace(&folder, "ca.crl", &scene.authority.list(&[], -3, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    let caller = Caller::new(&scene, &scene.alice, gateway.port, b"http/1.1");
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let asking: Vec<_> = [true, true, false]
        .map(|kept| {
            let (caller, stop, done) = (caller.clone(), stop.clone(), done.clone());
            std::thread::spawn(move || keep_asking(&caller, kept, &stop, &done))
        })
        .into();
    let mut revoked = Caller::new(&scene, &bob, gateway.port, b"http/1.1").connect().unwrap();
    assert!(Caller::ask(&mut revoked, "/").unwrap().starts_with("HTTP/1.1 200"));
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut reloads = 0;
    // no pause in between: harder than every 100 ms
    while Instant::now() < end {
        let server = scene.authority.issue(2, Wish::server(&[HOST]));
        // two files cannot be replaced at once: what does not fit together is refused whole, and the old goes on
        replace(&folder, "server.pem", &server.pem());
        replace(&folder, "server.key", &server.key_pem());
        let more = if reloads % 2 == 0 { other.pem() } else { String::new() };
        replace(&folder, "ca.pem", &(scene.authority.pem() + &more));
        let others = if reloads % 2 == 0 { vec![] } else { vec![&scene.server] };
        replace(&folder, "ca.crl", &scene.authority.list(&others, -2, 10));
        gateway.reload("the configuration was read anew");
        reloads += 1;
    }
    assert!(Caller::ask(&mut revoked, "/").unwrap().starts_with("HTTP/1.1 200"));
    replace(&folder, "ca.crl", &scene.authority.list(&[&bob], -1, 10));
    gateway.reload("the configuration was read anew");
    let answer = Caller::ask(&mut revoked, "/").unwrap();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("revoked"), "{answer}");
    stop.store(true, Ordering::Relaxed);
    for thread in asking {
        thread.join().expect("no request failed");
    }
    let done = done.load(Ordering::Relaxed);
    assert!(reloads >= 3 && done > reloads, "{reloads} reloads, {done} requests");
    // the watching of files has taken nothing that was half there
    assert_eq!(gateway.log.all().iter().filter(|line| line.contains("panicked")).count(), 0);
    let refused =
        Caller::ask(&mut Caller::new(&scene, &bob, gateway.port, b"http/1.1").connect().unwrap(), "/");
    assert!(
        refused
            .map_or_else(|error| error.kind() == ErrorKind::UnexpectedEof, |said| said.contains("revoked"))
    );
}
