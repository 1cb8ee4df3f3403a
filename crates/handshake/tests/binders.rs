//! The binders of tickets: right, wrong by one octet, and behind a HelloRetryRequest.

mod support;

use handshake::dissect::message::Kind;
use handshake::dissect::signature::Unchecked;
use handshake::dissect::{Computed, Dissection, dissect_connection, dissect_connections};
use handshake::scenario::{Group, Scenario, Session, Suite, Version};
use handshake::transcript::{Connection, Flight, Side};
use pki::key::KeyAlgorithm;
use ring::{digest, hkdf, hmac};
use support::{good, play};
use testkit::family::Family;

fn with(suite: Suite) -> Scenario {
    let mut scenario = good(&Family::new(KeyAlgorithm::EcdsaP256));
    scenario.client.offer.suites = vec![suite];
    scenario
}

fn suites() -> impl Iterator<Item = Suite> {
    Suite::ALL.into_iter().filter(|suite| suite.version() == Version::Tls13)
}

#[test]
fn the_binder_of_a_ticket_is_right_until_an_octet_of_it_or_before_it_is_another() {
    for suite in suites() {
        let scenario = Scenario { session: Session::Resumed, ..with(suite) };
        let transcript = play(&scenario);
        let binder = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut connections = transcript.connections.clone();
            change(&mut connections[1].flights[0].octets);
            let whole = dissect_connections(&connections);
            assert_eq!(whole[0].messages[0].computed, None, "the first has no ticket");
            match &whole[1].messages[0].computed {
                Some(Computed::Binder { place: 0, fits, .. }) => Some(*fits),
                Some(Computed::Unchecked(Unchecked::SecretUnknown)) => None,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(binder(&|_| {}), Some(true), "{suite:?}");
        // the last octet is the binder's, the random stands behind three headers and the version
        assert_eq!(binder(&|octets| *octets.last_mut().expect("a hello") ^= 1), Some(false), "{suite:?}");
        assert_eq!(binder(&|octets| octets[5 + 4 + 2] ^= 1), Some(false), "{suite:?}");
    }
}

#[test]
fn behind_a_retry_the_binder_goes_over_the_hash_of_the_first_hello() {
    for suite in suites() {
        let mut retried = with(suite);
        retried.server.offer.groups = vec![Group::Secp384r1];
        let retry = dissect_connection(play(&retried).last());
        let retry = retry.messages.into_iter().find(|message| message.kind == Kind::HelloRetryRequest);
        let retry = retry.expect("another group is wanted").octets;
        let transcript = play(&Scenario { session: Session::Resumed, ..with(suite) });
        let first = dissect_connection(&transcript.connections[0]);
        let hello = dissect_connection(&transcript.connections[1]).messages.swap_remove(0).octets;
        // one binder, behind two lengths: the list's and its own
        let (algorithm, length) = match suite {
            Suite::Aes256GcmSha384 => (&digest::SHA384, 48),
            _ => (&digest::SHA256, 32),
        };
        let truncated = &hello[..hello.len() - length - 3];
        let hash = digest::digest(algorithm, &hello);
        let synthetic = [&[254, 0, 0, u8::try_from(length).expect("short")], hash.as_ref()].concat();
        for (before, expected) in [(&synthetic, true), (&hello, false)] {
            let heard = [before.as_slice(), &retry, truncated].concat();
            let made = binder(&first, length, &digest::digest(algorithm, &heard));
            let again = [&hello[..hello.len() - length], &made].concat();
            let flights = [(Side::Client, &hello), (Side::Server, &retry), (Side::Client, &again)];
            let flights = flights.map(|(side, octets)| Flight { side, lost: 0, octets: record(octets) });
            let second = Connection { flights: flights.to_vec(), ..transcript.connections[1].clone() };
            let whole = dissect_connections(&[transcript.connections[0].clone(), second]);
            let fits: Vec<bool> = whole[1]
                .messages
                .iter()
                .filter_map(|message| match message.computed {
                    Some(Computed::Binder { fits, .. }) => Some(fits),
                    _ => None,
                })
                .collect();
            assert_eq!(fits, [true, expected], "{suite:?}");
        }
    }
}

/// A record that carries this.
fn record(octets: &[u8]) -> Vec<u8> {
    let length = u16::try_from(octets.len()).expect("short").to_be_bytes();
    [&[22, 3, 3], &length[..], octets].concat()
}

/// The binder of the first ticket that a connection hands out, over what has this hash (RFC 8446 sections 4.2.11.2, 4.6.1 and 7.1).
fn binder(dissection: &Dissection, length: usize, heard: &digest::Digest) -> Vec<u8> {
    let resumption = dissection.schedule.iter().find(|value| value.name == "resumption_master_secret");
    let resumption = resumption.expect("it is known in the lab").octets.expose();
    let ticket = dissection.messages.iter().rfind(|message| message.kind == Kind::NewSessionTicket);
    let ticket = ticket.expect("it was handed out");
    let nonce = ticket.field("nonce").map(|field| &ticket.octets[field.range.clone()]).expect("it has one");
    let (extracts, expands, algorithm) = match length {
        48 => (hmac::HMAC_SHA384, hkdf::HKDF_SHA384, &digest::SHA384),
        _ => (hmac::HMAC_SHA256, hkdf::HKDF_SHA256, &digest::SHA256),
    };
    let expand = |secret: &[u8], label: &str, context: &[u8]| {
        let mut info = u16::try_from(length).expect("short").to_be_bytes().to_vec();
        for part in [format!("tls13 {label}").as_bytes(), context] {
            info.push(u8::try_from(part.len()).expect("short"));
            info.extend_from_slice(part);
        }
        let mut out = vec![0; length];
        let key = hkdf::Prk::new_less_safe(expands, secret);
        let info = [info.as_slice()];
        let expanded = key.expand(&info, expands).expect("it is short");
        expanded.fill(&mut out).expect("as long as the hash");
        out
    };
    let psk = expand(resumption, "resumption", nonce);
    let early = hmac::sign(&hmac::Key::new(extracts, &vec![0; length]), &psk);
    let nothing = digest::digest(algorithm, &[]);
    let key = expand(early.as_ref(), "res binder", nothing.as_ref());
    let finished = expand(&key, "finished", &[]);
    hmac::sign(&hmac::Key::new(extracts, &finished), heard.as_ref()).as_ref().to_vec()
}
