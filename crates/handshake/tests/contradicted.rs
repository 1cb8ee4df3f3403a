//! Signatures and checksums that do not fit: nobody is said to find them right, and whoever went on all the same took them.

mod support;

use handshake::belief::{Belief, beliefs};
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::{Dissection, dissect_connection};
use handshake::scenario::Version;
use handshake::transcript::{Flight, Side};
use pki::key::KeyAlgorithm;
use support::explained::{recorded, taken_apart};
use support::{good, play};
use testkit::family::Family;
use text::Lang;

const TLS12: &[u8] = include_bytes!("../recordings/openssl-tls12.pcapng");
const TLS13: &[u8] = include_bytes!("../recordings/openssl-tls13.pcapng");

/// Another suite stands last in the list of the ClientHello: nothing but what goes over it changes.
fn changed(flights: &[Flight], whole: &Dissection) -> Vec<Flight> {
    let list = whole.messages[0].field("cipher_suites").expect("it has some").range.clone();
    let mut flights = flights.to_vec();
    flights[0].octets[5 + list.end - 1] ^= 1;
    flights
}

fn does_not_fit(dissection: &Dissection) -> Vec<(Side, Kind, bool)> {
    let one = |finding: &Finding| match finding {
        Finding::DoesNotFit { side, kind, is_taken } => Some((*side, *kind, *is_taken)),
        _ => None,
    };
    dissection.findings.iter().filter_map(|found| one(&found.finding)).collect()
}

/// What each side makes of signatures and checksums.
fn judged(dissection: &Dissection) -> Vec<(Side, Belief)> {
    let of_these = [
        Belief::ProofAccepted,
        Belief::ProofRefused,
        Belief::ProofTaken,
        Belief::Unchanged,
        Belief::ChangeFound,
        Belief::ChecksumTaken,
    ];
    let learnt = beliefs(dissection, None).into_iter().filter(|one| of_these.contains(&one.belief));
    learnt.map(|one| (one.side, one.belief)).collect()
}

#[test]
fn who_went_on_took_what_does_not_fit_the_recording() {
    use Side::{Client, Server};
    for (file, whole_says, changed_says, told) in [
        (
            TLS12,
            [
                (Client, Belief::ProofAccepted),
                (Server, Belief::ProofAccepted),
                (Server, Belief::Unchanged),
                (Client, Belief::Unchanged),
            ],
            // the server's signature goes over the randoms alone
            [
                (Client, Belief::ProofAccepted),
                (Server, Belief::ProofTaken),
                (Server, Belief::ChecksumTaken),
                (Client, Belief::ChecksumTaken),
            ],
            &[(Client, Kind::CertificateVerify), (Client, Kind::Finished), (Server, Kind::Finished)][..],
        ),
        (
            TLS13,
            [
                (Client, Belief::ProofAccepted),
                (Client, Belief::Unchanged),
                (Server, Belief::ProofAccepted),
                (Server, Belief::Unchanged),
            ],
            [
                (Client, Belief::ProofTaken),
                (Client, Belief::ChecksumTaken),
                (Server, Belief::ProofTaken),
                (Server, Belief::ChecksumTaken),
            ],
            &[
                (Server, Kind::CertificateVerify),
                (Server, Kind::Finished),
                (Client, Kind::CertificateVerify),
                (Client, Kind::Finished),
            ],
        ),
    ] {
        let (flights, keys) = recorded(file);
        let whole = taken_apart(&flights, &keys);
        assert_eq!((judged(&whole), whole.findings.as_slice()), (whole_says.to_vec(), &[][..]));
        let other = taken_apart(&changed(&flights, &whole), &keys);
        assert_eq!(judged(&other), changed_says);
        let taken: Vec<_> = told.iter().map(|(side, kind)| (*side, *kind, true)).collect();
        assert_eq!(does_not_fit(&other), taken);
        for found in &other.findings {
            let message = &other.messages[found.message.expect("it is about one")];
            assert!(told.contains(&(message.side, message.kind)));
            for lang in Lang::ALL {
                assert!(found.finding.message(lang).problem.contains(message.kind.label()));
            }
        }
        // whoever went on is let in as before
        let let_in =
            |dissection: &Dissection| beliefs(dissection, None).iter().any(|one| one.belief == Belief::LetIn);
        assert!(let_in(&whole) && let_in(&other));
    }
}

#[test]
fn where_the_recording_ends_behind_it_nobody_is_said_to_have_taken_it() {
    let (flights, keys) = recorded(TLS12);
    let whole = taken_apart(&flights, &keys);
    let mut other = changed(&flights, &whole);
    let finished = whole.messages.iter().find(|message| message.kind == Kind::Finished).expect("one");
    let last = whole.records[finished.pieces[0].record].flight;
    other.truncate(last + 1);
    let dissection = taken_apart(&other, &keys);
    assert_eq!(
        does_not_fit(&dissection),
        [(Side::Client, Kind::CertificateVerify, false), (Side::Client, Kind::Finished, false)]
    );
    // nor to have found it out
    assert_eq!(judged(&dissection), [(Side::Client, Belief::ProofAccepted)]);
    // its neighbour, in which all fits
    let part = taken_apart(&flights[..=last], &keys);
    assert_eq!(does_not_fit(&part), []);
    assert_eq!(judged(&part).last(), Some(&(Side::Server, Belief::Unchanged)));
}

#[test]
fn without_a_signature_the_checksum_alone_tells() {
    // nobody showed a certificate: the server reads the client's Finished first
    let (flights, keys) = recorded(include_bytes!("data/pre-shared.pcapng"));
    let whole = taken_apart(&flights, &keys);
    let other = taken_apart(&changed(&flights, &whole), &keys);
    let both = |belief| [(Side::Client, belief), (Side::Server, belief)];
    assert_eq!(
        (judged(&whole), judged(&other)),
        (both(Belief::Unchanged).to_vec(), both(Belief::ChecksumTaken).to_vec())
    );
    let knows = |dissection: &Dissection| {
        let known = beliefs(dissection, None);
        known
            .iter()
            .filter(|one| one.belief == Belief::KnownByArrangement && one.side == Side::Client)
            .count()
    };
    assert_eq!((knows(&whole), knows(&other)), (1, 0));
}

#[test]
fn one_that_is_refused_by_an_alert_contradicts_nothing() {
    for version in Version::ALL {
        let family = Family::new(KeyAlgorithm::EcdsaP256);
        let mut scenario = good(&family);
        scenario.client.offer.versions = vec![version];
        // the certificate of one, the key of another
        let other = support::credential(&family.server);
        if let Some(credential) = &mut scenario.client.credential {
            credential.key = other.key;
        }
        let dissection = dissect_connection(play(&scenario).last());
        assert_eq!(judged(&dissection).last(), Some(&(Side::Server, Belief::ProofRefused)), "{version:?}");
        assert_eq!(dissection.findings, [], "{version:?}");
    }
}
