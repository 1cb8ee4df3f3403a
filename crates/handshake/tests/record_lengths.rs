//! A record that says that it is longer than any may be is named as such, and behind it nothing is taken for anything.

mod support;

use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::why::Why;
use handshake::dissect::{Dissection, Record};
use handshake::transcript::{Flight, Side};
use support::explained::{recorded, taken_apart};
use text::Lang;

const TLS13: &[u8] = include_bytes!("../recordings/openssl-tls13.pcapng");
const TLS12: &[u8] = include_bytes!("../recordings/openssl-tls12.pcapng");

/// What was sent, with another length in this record's header.
fn with_length(flights: &[Flight], record: &Record, length: usize) -> Vec<Flight> {
    let before = flights[..record.flight].iter().filter(|flight| flight.side == record.side);
    let at = record.offset - before.map(|flight| flight.octets.len()).sum::<usize>();
    let mut flights = flights.to_vec();
    let length = u16::try_from(length).expect("two octets").to_be_bytes();
    flights[record.flight].octets[at + 3..at + 5].copy_from_slice(&length);
    flights
}

fn record_of(dissection: &Dissection, side: Side, kind: Kind) -> &Record {
    let of = |message: &&handshake::dissect::Message| (message.side, message.kind) == (side, kind);
    let message = dissection.messages.iter().find(of).expect("it was sent");
    &dissection.records[message.pieces[0].record]
}

fn findings(dissection: &Dissection) -> Vec<&Finding> {
    dissection.findings.iter().map(|found| &found.finding).collect()
}

fn kinds(dissection: &Dissection, side: Side) -> Vec<Kind> {
    let of_side = dissection.messages.iter().filter(|message| message.side == side);
    of_side.map(|message| message.kind).collect()
}

#[test]
fn a_length_that_no_record_may_have_is_named_and_the_longest_that_one_may_have_is_not() {
    for (file, side, kind, most) in [
        (TLS13, Side::Client, Kind::ClientHello, 1 << 14),
        (TLS12, Side::Server, Kind::ServerHello, 1 << 14),
        (TLS13, Side::Server, Kind::ApplicationData, (1 << 14) + 256),
        (TLS12, Side::Server, Kind::ApplicationData, (1 << 14) + 2048),
        // in TLS 1.2 a type of the handshake stands outside what is encrypted
        (TLS12, Side::Client, Kind::Finished, (1 << 14) + 2048),
    ] {
        let (flights, keys) = recorded(file);
        let whole = taken_apart(&flights, &keys);
        let record = record_of(&whole, side, kind);
        for (length, is_too_long) in [(most, false), (most + 1, true), (0xffff, true)] {
            let dissection = taken_apart(&with_length(&flights, record, length), &keys);
            let told = findings(&dissection);
            let too_long = Finding::RecordTooLong { side, length, most };
            let name = format!("{kind:?} {length}: {told:?}");
            assert_eq!(told.contains(&&too_long), is_too_long, "{name}");
            let cut_off = |found: &&&Finding| matches!(found, Finding::RecordCutOff { .. });
            assert_eq!(told.iter().filter(cut_off).count(), usize::from(!is_too_long), "{name}");
        }
    }
}

#[test]
fn behind_it_nothing_is_invented_and_the_other_side_is_read_on() {
    for (kind, closed) in [(Kind::ClientHello, true), (Kind::Finished, false)] {
        let (flights, keys) = recorded(TLS13);
        let whole = taken_apart(&flights, &keys);
        let record = record_of(&whole, Side::Client, kind);
        let dissection = taken_apart(&with_length(&flights, record, 0xffff), &keys);
        let before = kinds(&whole, Side::Client).iter().position(|one| *one == kind).expect("it was sent");
        let client = kinds(&dissection, Side::Client);
        assert_eq!(client[..before], kinds(&whole, Side::Client)[..before]);
        assert!(client.len() > before && client[before..].iter().all(|kind| *kind == Kind::Remainder));
        let mut unread = dissection.messages.iter().filter(|message| message.kind == Kind::Remainder);
        let first = unread.next().expect("it is there");
        assert_eq!(
            (first.why, first.field("length").map(|field| &*field.value)),
            (Why::Beyond, Some("65535"))
        );
        assert!(unread.all(|message| message.why == Why::Beyond));
        // it stands where it was sent, and says what is wrong there
        let found = &dissection.findings[0];
        let place = found.message.expect("it is about one");
        assert_eq!(dissection.messages[place].octets, first.octets);
        assert!(matches!(found.finding, Finding::RecordTooLong { side: Side::Client, length: 0xffff, .. }));
        for lang in Lang::ALL {
            assert!(found.finding.message(lang).problem.contains("65,535"));
        }
        // keys find their connection by the ClientHello
        let server = kinds(&dissection, Side::Server);
        assert_eq!(server.contains(&Kind::Sealed), closed, "{server:?}");
        assert!(closed || server == kinds(&whole, Side::Server));
    }
}
