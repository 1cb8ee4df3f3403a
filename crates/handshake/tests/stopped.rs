//! Who ended a recorded connection, by its alert and by what stands before it: each beside its nearest neighbour that nobody ended.

use handshake::alert::Alert;
use handshake::capture;
use handshake::dissect::message::Kind;
use handshake::dissect::{Dissection, Keys, dissect};
use handshake::stopped::{Stopped, stops};
use handshake::transcript::{Flight, Side};
use text::Lang;

fn taken_apart(file: &[u8], change: impl Fn(&mut Vec<Flight>)) -> Dissection {
    let mut read = capture::read(file).expect("a recording");
    let mut flights = read.connections.swap_remove(0).flights;
    change(&mut flights);
    dissect(&flights, Keys { log: &read.keys, shared_secret: None })
}

/// An alert in clear, as its sender writes it.
fn alert(flights: &mut Vec<Flight>, side: Side, level: u8, description: u8) {
    flights.push(Flight { side, lost: 0, octets: vec![21, 3, 3, 0, 2, level, description] });
}

fn found(dissection: &Dissection) -> Vec<(Side, u8, Option<Kind>, bool)> {
    let all = stops(dissection);
    all.iter().map(|it| (it.by, it.alert.0, it.behind, it.is_about_a_certificate)).collect()
}

#[test]
fn an_alert_ends_a_connection_and_its_neighbours_do_not() {
    const TLS12: &[u8] = include_bytes!("../recordings/openssl-tls12.pcapng");
    let nothing = |_: &mut Vec<Flight>| {};
    let weak = taken_apart(include_bytes!("../recordings/rsa1024-refused.pcapng"), nothing);
    assert_eq!(found(&weak), [(Side::Server, 42, Some(Kind::Finished), true)]);
    let old = taken_apart(include_bytes!("../recordings/tls11-refused.pcapng"), nothing);
    assert_eq!(found(&old), [(Side::Server, 70, Some(Kind::ClientHello), false)]);
    // a goodbye, and a warning of TLS 1.2
    assert_eq!(found(&taken_apart(TLS12, nothing)), []);
    assert_eq!(found(&taken_apart(include_bytes!("data/warned.pcapng"), nothing)), []);
    // by level, in what is still in clear: the client at the server's first flight
    for (level, description, expected) in [
        (2, 48, Some((Side::Client, 48, Some(Kind::ServerHelloDone), true))),
        (2, 40, Some((Side::Client, 40, Some(Kind::ServerHelloDone), false))),
        (1, 48, None),
        (2, 90, None),
        (2, 0, None),
        (1, 100, None),
    ] {
        let change = |flights: &mut Vec<Flight>| {
            flights.truncate(2);
            alert(flights, Side::Client, level, description);
        };
        assert_eq!(found(&taken_apart(TLS12, change)), Vec::from_iter(expected), "{level} {description}");
    }
    // whoever says it first: nobody has said anything to it
    let change = |flights: &mut Vec<Flight>| {
        flights.truncate(1);
        alert(flights, Side::Client, 2, 80);
    };
    assert_eq!(found(&taken_apart(TLS12, change)), [(Side::Client, 80, None, false)]);
}

#[test]
fn every_alert_has_its_words_in_both_languages() {
    for number in 0..=255 {
        for (by, behind) in [(Side::Client, Some(Kind::ServerHello)), (Side::Server, None)] {
            let alert = Alert(number);
            let stopped = Stopped { message: 0, by, alert, behind, is_about_a_certificate: number % 2 == 0 };
            for lang in Lang::ALL {
                let said = stopped.message(lang);
                assert!(said.problem.contains(&alert.to_string()) && said.remedy.ends_with('.'), "{said}");
                assert!(said.problem.ends_with('.'), "{said}");
                assert!(stopped.follows(lang).iter().all(|words| words.ends_with('.')), "{alert}");
            }
            assert!(stopped.rule().starts_with("RFC "));
        }
    }
}
