//! Who ended a recorded connection, by its alert and by what stands before it: each beside its nearest neighbour that nobody ended.

mod support;

use handshake::alert::Alert;
use handshake::capture;
use handshake::dissect::message::Kind;
use handshake::dissect::{Dissection, Keys, dissect, dissect_connection, dissect_connections};
use handshake::key_log::KeyLog;
use handshake::scenario::{Session, Version};
use handshake::stopped::{Hint, Stopped, stops};
use handshake::transcript::{Flight, Side};
use pki::key::KeyAlgorithm;
use testkit::family::Family;
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

/// What tells more of each alert that ends a connection.
fn hints(dissection: &Dissection) -> Vec<(u8, Option<Hint>)> {
    stops(dissection).iter().map(|it| (it.alert.0, it.hint)).collect()
}

#[test]
fn a_certificate_s_own_signature_is_told_from_those_of_the_handshake() {
    let (family, twin) = (Family::new(KeyAlgorithm::EcdsaP256), Family::new(KeyAlgorithm::EcdsaP256));
    for version in Version::ALL {
        let mut scenario = support::good(&family);
        scenario.client.offer.versions = vec![version];
        // the server trusts an authority of the same name with another key
        let mut of_twin = scenario.clone();
        of_twin.server.trust = vec![twin.authority.certificate().der().to_vec()];
        let connection = support::play(&of_twin).last().clone();
        let dissection = dissect_connection(&connection);
        assert_eq!(hints(&dissection), [(51, Some(Hint::OfCertificate))], "{version:?}");
        let said = stops(&dissection)[0].message(Lang::En).to_string();
        assert!(said.contains("inside a certificate") && said.contains("num=7"), "{said}");
        // the same of a server
        let mut of_twin = scenario.clone();
        of_twin.client.trust = vec![twin.authority.certificate().der().to_vec()];
        let dissection = dissect_connection(support::play(&of_twin).last());
        assert_eq!(hints(&dissection), [(51, Some(Hint::OfCertificate))], "{version:?}");
        // without its keys all that is encrypted is in doubt, and in TLS 1.3 the certificate as well
        let closed = dissect(&connection.flights, Keys { log: &KeyLog::default(), shared_secret: None });
        let expected = [(51, Some(Hint::PerhapsOfCertificate))];
        assert_eq!(
            hints(&closed),
            if version == Version::Tls12 { &expected[..] } else { &[] },
            "{version:?}"
        );
        // who signs with another key than that of the certificate is told so as before
        scenario.client.credential.as_mut().expect("it has one").key = twin.client.1.clone();
        let dissection = dissect_connection(support::play(&scenario).last());
        assert_eq!(hints(&dissection), [(51, None)], "{version:?}");
    }
}

#[test]
fn a_binder_that_does_not_fit_and_a_refused_renegotiation_are_known() {
    const PRE_SHARED: &[u8] = include_bytes!("data/pre-shared.pcapng");
    const TLS12: &[u8] = include_bytes!("../recordings/openssl-tls12.pcapng");
    let answered = |file, description| {
        hints(&taken_apart(file, |flights| {
            flights.truncate(1);
            alert(flights, Side::Server, 2, description);
        }))
    };
    for (description, hint) in [(47, Some(Hint::Binder)), (51, Some(Hint::Binder)), (40, None)] {
        assert_eq!(answered(PRE_SHARED, description), [(description, hint)]);
        assert_eq!(answered(TLS12, description), [(description, None)]);
    }
    // one that is known to fit
    let mut scenario = support::good(&Family::new(KeyAlgorithm::EcdsaP256));
    scenario.session = Session::Resumed;
    let mut connections = support::play(&scenario).connections;
    let last = connections.last_mut().expect("a second one");
    last.flights.truncate(1);
    alert(&mut last.flights, Side::Server, 2, 47);
    assert_eq!(hints(dissect_connections(&connections).last().expect("it")), [(47, None)]);
    // openssl's own answer to no_renegotiation, and the same alert without it
    let nothing = |_: &mut Vec<Flight>| {};
    let refused = taken_apart(include_bytes!("data/not-renegotiated.pcapng"), nothing);
    assert_eq!(hints(&refused), [(40, Some(Hint::NotRenegotiated))]);
    assert!(stops(&refused)[0].message(Lang::En).problem.contains("no_renegotiation"));
}

#[test]
fn a_missing_revocation_list_is_among_what_unknown_ca_may_say() {
    let said = |number| {
        let alert = Alert(number);
        let (by, behind) = (Side::Server, Some(Kind::Finished));
        let stopped = Stopped {
            message: 0,
            by,
            alert,
            behind,
            is_about_a_certificate: true,
            hint: None,
            is_older: false,
        };
        Lang::ALL.map(|lang| stopped.message(lang).to_string())
    };
    assert!(said(48).iter().all(|words| words.contains("unable to get certificate CRL")));
    assert!(said(42).iter().all(|words| !words.contains("CRL")));
}

#[test]
fn every_alert_has_its_words_in_both_languages() {
    for number in 0..=255 {
        for (by, behind) in [(Side::Client, Some(Kind::ServerHello)), (Side::Server, None)] {
            let alert = Alert(number);
            let hints = [
                None,
                Some(Hint::PerhapsOfCertificate),
                Some(Hint::OfCertificate),
                Some(Hint::Binder),
                Some(Hint::NotRenegotiated),
            ];
            for (lang, hint) in Lang::ALL.into_iter().flat_map(|lang| hints.map(|hint| (lang, hint))) {
                let is_about_a_certificate = number % 2 == 0;
                let stopped =
                    Stopped { message: 0, by, alert, behind, is_about_a_certificate, hint, is_older: false };
                let said = stopped.message(lang);
                assert!(said.problem.contains(&alert.to_string()) && said.remedy.ends_with('.'), "{said}");
                assert!(said.problem.ends_with('.'), "{said}");
                assert!(stopped.follows(lang).iter().all(|words| words.ends_with('.')), "{alert}");
                assert!(stopped.rule().starts_with("RFC "));
            }
        }
    }
}
