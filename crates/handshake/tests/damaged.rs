//! Recordings of which something was changed or is missing: the rest is opened all the same, as tshark opens it or better, nothing is
//! taken for what it is not, and nothing is judged that cannot be.

mod support;

use std::collections::BTreeSet;

use handshake::capture::{self, Sent};
use handshake::dissect::field::Field;
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::{Computed, Dissection, Keys, Message, dissect};
use handshake::key_log::KeyLog;
use handshake::transcript::{Flight, Side};
use proptest::prelude::*;
use support::explained::{recorded, taken_apart};
use testkit::pcapng::blocks;
use testkit::{NOW, TempDir, tool};

/// Recordings in which everything opens: TLS 1.3 and 1.2 of openssl, and others that are unusual.
const FILES: [(&str, &[u8]); 8] = [
    ("openssl-tls13", include_bytes!("../recordings/openssl-tls13.pcapng")),
    ("openssl-tls12", include_bytes!("../recordings/openssl-tls12.pcapng")),
    ("openssl-tls12-rsa", include_bytes!("../recordings/openssl-tls12-rsa.pcapng")),
    ("chromium", include_bytes!("data/chromium.pcapng")),
    ("early-taken", include_bytes!("data/early-taken.pcapng")),
    ("post-handshake", include_bytes!("data/post-handshake.pcapng")),
    ("renegotiated", include_bytes!("data/renegotiated.pcapng")),
    ("http2", include_bytes!("data/http2.pcapng")),
];

/// Where each side's octet stands: in which flight, and at which place there.
fn place(flights: &[Flight], side: Side, mut offset: usize) -> (usize, usize) {
    for (number, flight) in flights.iter().enumerate().filter(|(_, flight)| flight.side == side) {
        if offset < flight.octets.len() {
            return (number, offset);
        }
        offset -= flight.octets.len();
    }
    panic!("nothing is there");
}

fn findings(dissection: &Dissection) -> Vec<&Finding> {
    dissection.findings.iter().map(|found| &found.finding).collect()
}

fn differs(message: &Message) -> bool {
    matches!(
        message.computed,
        Some(Computed::VerifyData { fits: false, .. } | Computed::Signed { fits: Ok(false), .. })
    )
}

/// Every message that is read whole is one of those of the whole recording, in their order.
fn nothing_new(name: &str, whole: &Dissection, part: &Dissection) {
    for side in Side::ALL {
        let mut known = whole.messages.iter().filter(|message| message.side == side);
        let of_side = part.messages.iter().filter(|message| message.side == side);
        for message in of_side.filter(|message| !matches!(message.kind, Kind::Sealed | Kind::Remainder)) {
            let is_known =
                known.any(|known| known.kind == message.kind && known.octets.starts_with(&message.octets));
            assert!(is_known, "{name}: {:?} of {side:?}", message.kind);
        }
    }
}

/// The records that open, by side and place.
fn opened(dissection: &Dissection) -> BTreeSet<(bool, usize)> {
    let opened = dissection.records.iter().filter(|record| record.opened.is_some());
    opened.map(|record| (record.side == Side::Client, record.offset)).collect()
}

/// Which of its side's secrets each record is under: in TLS 1.3 one ends with the early data and one with the Finished, before it one
/// begins with every ChangeCipherSpec.
fn secrets(whole: &Dissection) -> Vec<usize> {
    let is_13 = whole.messages.iter().any(|message| message.field("selected_version").is_some());
    let mut secrets = [0; 2];
    let mut finished = [false; 2];
    let of_record = |(number, record): (usize, &handshake::dissect::Record)| {
        let side = record.side as usize;
        let secret = secrets[side];
        let inside = whole.messages.iter().filter(|message| message.pieces[0].record == number);
        secrets[side] += inside
            .filter(|message| match message.kind {
                Kind::EndOfEarlyData => true,
                Kind::Finished => is_13 && !std::mem::replace(&mut finished[side], true),
                Kind::ChangeCipherSpec => !is_13,
                _ => false,
            })
            .count();
        secret
    };
    whole.records.iter().enumerate().map(of_record).collect()
}

#[test]
fn each_encrypted_record_may_be_changed_and_the_others_open() {
    let mut cases = 0;
    for (name, file) in FILES {
        let (flights, keys) = recorded(file);
        let whole = taken_apart(&flights, &keys);
        let secrets = secrets(&whole);
        for (number, record) in whole.records.iter().enumerate().filter(|(_, it)| it.opened.is_some()) {
            let others = whole.records.iter().zip(&secrets).enumerate().filter(|(at, (other, secret))| {
                *at != number
                    && other.opened.is_some()
                    && (other.side, **secret) == (record.side, secrets[number])
            });
            let shares_its_secret = others.count() > 0;
            let of_side = whole.records[..=number].iter().filter(|other| other.side == record.side).count();
            for at in [5, record.octets.len() - 1] {
                let mut changed = flights.clone();
                let (flight, octet) = place(&flights, record.side, record.offset + at);
                changed[flight].octets[octet] ^= 1;
                let name = format!("{name}, record {number}, octet {at}");
                let part = taken_apart(&changed, &keys);
                let mut expected = opened(&whole);
                expected.remove(&(record.side == Side::Client, record.offset));
                // both hellos of the second handshake are encrypted, and lead to its keys
                let is_keyless = findings(&part)
                    .iter()
                    .any(|finding| **finding == Finding::HelloMissing { side: record.side });
                let is_hello = whole.messages.iter().any(|message| {
                    message.pieces[0].record == number
                        && matches!(message.kind, Kind::ClientHello | Kind::ServerHello)
                });
                assert_eq!(is_keyless, is_hello, "{name}");
                if is_keyless {
                    assert!(opened(&part).is_subset(&expected) && !opened(&part).is_empty(), "{name}");
                } else {
                    assert_eq!(opened(&part), expected, "{name}");
                }
                nothing_new(&name, &whole, &part);
                assert!(!part.messages.iter().any(differs), "{name}");
                // of a side of which nothing opens nobody knows that its keys are right
                let is_alone =
                    !expected.iter().any(|(is_client, _)| *is_client == (record.side == Side::Client));
                let (side, from, to) = (record.side, of_side, of_side);
                let damaged = match (is_alone, shares_its_secret) {
                    (true, _) => Finding::NotOpened { side },
                    (_, true) => Finding::Damaged { side, from, to },
                    (_, false) => Finding::NoneOpens { side, from, to },
                };
                assert_eq!(findings(&part)[0], &damaged, "{name}");
                cases += 1;
            }
        }
    }
    assert!(cases > 100, "{cases}");
}

/// The flights without these octets of one side, which a recording lacks; `None` where nothing of this side comes behind them.
fn without(flights: &[Flight], side: Side, offset: usize, lost: usize) -> Option<Vec<Flight>> {
    let (flight, octet) = place(flights, side, offset);
    let mut torn = flights.to_vec();
    let behind = torn[flight].octets.split_off(octet);
    let octets = behind.get(lost..)?.to_vec();
    if octets.is_empty() {
        torn[flight + 1..].iter_mut().find(|next| next.side == side)?.lost += lost;
    } else {
        torn.insert(flight + 1, Flight { side, lost, octets });
    }
    torn.retain(|flight| !flight.octets.is_empty());
    Some(torn)
}

#[test]
fn octets_may_be_missing_and_what_comes_behind_them_opens() {
    let mut cases = 0;
    for (name, file) in FILES {
        let (flights, keys) = recorded(file);
        let whole = taken_apart(&flights, &keys);
        for (number, record) in whole.records.iter().enumerate() {
            // the whole record, its end, its beginning, and something inside
            let length = record.octets.len();
            for (from, to) in [(0, length), (length / 2, length), (0, length / 2), (4, length - 1)] {
                let name = format!("{name}, record {number} without {from}..{to}");
                let lost = to.saturating_sub(from).max(1);
                let Some(torn) = without(&flights, record.side, record.offset + from.min(length - 1), lost)
                else {
                    continue;
                };
                let part = taken_apart(&torn, &keys);
                nothing_new(&name, &whole, &part);
                assert!(!part.messages.iter().any(differs), "{name}");
                let missing = Finding::OctetsMissing { side: record.side, octets: lost };
                assert!(findings(&part).contains(&&missing), "{name}");
                // new keys follow from both hellos, and begin where an encrypted record says so
                let leads_to_keys = whole.messages.iter().any(|message| {
                    let is_one = match message.kind {
                        Kind::ClientHello | Kind::ServerHello => true,
                        Kind::ChangeCipherSpec => message.encrypted,
                        _ => false,
                    };
                    message.pieces[0].record == number && is_one
                });
                let expected = opened(&whole).len() - usize::from(record.opened.is_some());
                if leads_to_keys {
                    assert!(opened(&part).len() <= expected, "{name}");
                } else {
                    assert_eq!(opened(&part).len(), expected, "{name}");
                }
                cases += 1;
            }
        }
    }
    assert!(cases > 300, "{cases}");
}

/// What tshark opens of each connection: the types of handshake messages, then those of alerts, by side.
fn tshark(file: &[u8], port: &str, options: &[&str], count: usize) -> Vec<[Vec<String>; 2]> {
    let folder = TempDir::new();
    let path = folder.write("file.pcapng", file);
    let form =
        ["-T", "fields", "-E", "occurrence=a", "-E", "separator=|", "-e", "tcp.stream", "-e", "tcp.dstport"];
    let fields = ["-e", "tls.handshake.type", "-e", "tls.alert_message.desc"];
    let command = tool("tshark").args(options).arg("-r").arg(&path).args(form).args(fields);
    let mut seen = vec![[Vec::new(), Vec::new()]; count];
    for line in command.succeeds().text().lines() {
        let columns: Vec<&str> = line.split('|').collect();
        let stream: usize = columns[0].parse().expect("every packet is TCP");
        let values = columns[2].split(',').map(|kind| ("message", kind));
        let values = values.chain(columns[3].split(',').map(|kind| ("alert", kind)));
        let values = values.filter(|(_, kind)| !kind.is_empty());
        seen[stream][usize::from(columns[1] != port)]
            .extend(values.map(|(what, kind)| format!("{what} {kind}")));
    }
    seen
}

/// The same as we open it.
fn ours(dissection: &Dissection) -> [Vec<String>; 2] {
    Side::ALL.map(|side| {
        let of_side = dissection.messages.iter().filter(|message| message.side == side);
        let named = of_side.filter_map(|message| match message.kind {
            Kind::Alert => Some(format!("alert {}", message.octets[1])),
            kind if kind.is_handshake() => Some(format!("message {}", message.octets[0])),
            _ => None,
        });
        named.collect()
    })
}

/// Writes connections to one file, and has tshark read it.
fn by_tshark(connections: &[Vec<Flight>], keys: &KeyLog, options: &[&str]) -> Vec<[Vec<String>; 2]> {
    let address = |text: &str| text.parse().expect("an address");
    let sent: Vec<Sent<'_>> = connections
        .iter()
        .enumerate()
        .map(|(number, flights)| Sent {
            client: address(&format!("198.51.100.7:{}", 40000 + number)),
            server: address("203.0.113.9:8443"),
            flights,
            keys,
        })
        .collect();
    tshark(capture::write_sent(&sent, NOW).expose(), "8443", options, connections.len())
}

#[test]
fn tshark_opens_the_same_records_behind_a_damaged_one() {
    let mut values = 0;
    for (name, file) in &FILES[..3] {
        let (flights, keys) = recorded(file);
        let whole = taken_apart(&flights, &keys);
        let records = whole.records.iter().enumerate().filter(|(_, record)| record.opened.is_some());
        let (numbers, changed): (Vec<usize>, Vec<Vec<Flight>>) = records
            .map(|(number, record)| {
                let mut changed = flights.clone();
                // of the tag, so that tshark reads the same when it is told not to look at it
                let (flight, octet) = place(&flights, record.side, record.offset + record.octets.len() - 1);
                changed[flight].octets[octet] ^= 1;
                (number, changed)
            })
            .unzip();
        // tshark gives up behind a record that does not open, as far as TLS 1.3 goes, unless it is told not to look
        let strict = by_tshark(&changed, &keys, &[]);
        let lenient = by_tshark(&changed, &keys, &["-o", "tls.ignore_ssl_mac_failed:TRUE"]);
        for (((number, changed), strict), lenient) in numbers.iter().zip(&changed).zip(strict).zip(lenient) {
            let name = format!("{name}, record {number}");
            let ours = ours(&taken_apart(changed, &keys));
            assert_eq!(lenient, self::ours(&whole), "{name}");
            let inside = whole.messages.iter().filter(|message| message.pieces[0].record == *number);
            let lost = inside.filter(|message| message.kind.is_handshake() || message.kind == Kind::Alert);
            let counts = [&lenient, &ours].map(|sides| sides[0].len() + sides[1].len());
            assert_eq!(counts[0] - counts[1], lost.count(), "{name}");
            for (strict, ours) in strict.iter().zip(&ours) {
                let mut left = ours.iter();
                assert!(
                    strict.iter().all(|value| left.any(|ours| ours == value)),
                    "{name}: {strict:?} {ours:?}"
                );
                values += ours.len();
            }
        }
    }
    assert!(values > 300, "{values}");
}

#[test]
fn what_is_not_tls_stays_that_behind_a_gap() {
    let (flights, keys) = recorded(FILES[0].1);
    let flight = |side, lost, octets: &[u8]| Flight { side, lost, octets: octets.to_vec() };
    let request = b"GET / HTTP/1.1\r\nHost: localhost\r\n";
    for (lost, first) in [(0, &request[..]), (20, b"\r\nHost: localhost\r\n")] {
        let plain = [flight(Side::Client, lost, first), flight(Side::Client, 7, b"Accept: */*\r\n\r\n")];
        let dissection = taken_apart(&plain, &keys);
        let kinds: Vec<Kind> = dissection.messages.iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [Kind::NotTls, Kind::NotTls], "{lost}");
    }
    // and of a side whose first octets are missing the records are found
    let mut torn = flights.clone();
    torn.truncate(1);
    let kept = torn[0].octets.split_off(40);
    torn[0] = flight(Side::Client, 40, &[&kept[..], &flights[0].octets].concat());
    let dissection = taken_apart(&torn, &keys);
    let kinds: Vec<Kind> = dissection.messages.iter().map(|message| message.kind).collect();
    assert_eq!(kinds, [Kind::Remainder, Kind::ClientHello]);
}

#[test]
fn a_message_in_several_records_is_found_behind_a_gap_and_no_change_of_keys_is_made_of_its_rest() {
    // the server's Certificate of TLS 1.2, cut into records of 100 octets as some programs do
    let (mut flights, keys) = recorded(FILES[1].1);
    let mut cut = Vec::new();
    let mut left = flights[1].octets.as_slice();
    while let [kind, major, minor, high, low, rest @ ..] = left {
        let (fragment, behind) = rest.split_at(usize::from(*high) << 8 | usize::from(*low));
        for part in fragment.chunks(100) {
            let length = u8::try_from(part.len()).expect("short");
            cut.extend_from_slice(&[*kind, *major, *minor, 0, length]);
            cut.extend_from_slice(part);
        }
        left = behind;
    }
    flights[1].octets = cut;
    let whole = taken_apart(&flights, &keys);
    assert_eq!(findings(&whole), Vec::<&Finding>::new());
    let side = Side::Server;
    for record in whole.records.iter().filter(|record| record.side == side && record.opened.is_none()) {
        let name = format!("without {}", record.offset);
        let torn = without(&flights, side, record.offset, record.octets.len()).expect("more comes");
        let part = taken_apart(&torn, &keys);
        nothing_new(&name, &whole, &part);
        assert!(!part.messages.iter().any(differs), "{name}");
        // what is in clear stays so until the keys change
        let done = part.messages.iter().find(|message| message.kind == Kind::ServerHelloDone);
        let is_first = record.offset < 100;
        assert!(
            is_first || done.is_some_and(|message| !message.encrypted) || record.octets.len() == 9,
            "{name}"
        );
        assert!(is_first || opened(&part).len() == opened(&whole).len(), "{name}");
    }
}

#[test]
fn packets_that_were_recorded_shorter_than_they_were_are_gaps() {
    let folder = TempDir::new();
    for (name, file) in &FILES[..2] {
        let (flights, keys) = recorded(file);
        let whole = taken_apart(&flights, &keys);
        let address = |text: &str| text.parse().expect("an address");
        let (client, server) = (address("198.51.100.7:40000"), address("203.0.113.9:8443"));
        let written = capture::write_sent(&[Sent { client, server, flights: &flights, keys: &keys }], NOW);
        let path = folder.write("file.pcapng", written.expose());
        // octets of a packet that a recorder keeps: little of what is said, and all but the ends of the longest
        for (limit, least) in [("200", 1), ("1200", opened(&whole).len() - 4)] {
            tool("editcap").args(["-F", "pcap", "-s", limit]).arg(&path).arg(folder.join("short")).succeeds();
            let (flights, _) = recorded(&folder.read("short"));
            let part = taken_apart(&flights, &keys);
            let name = format!("{name}, {limit}");
            nothing_new(&name, &whole, &part);
            assert!(!part.messages.iter().any(differs), "{name}");
            assert!(flights.iter().any(|flight| flight.lost > 0), "{name}");
            assert!(opened(&part).len() >= least, "{name}: {}", opened(&part).len());
        }
    }
}

#[test]
fn a_packet_may_be_missing_and_no_less_opens_than_in_tshark() {
    let mut values = 0;
    for (name, file) in &FILES[..2] {
        let blocks = blocks(file);
        // an Enhanced Packet Block has the length of its packet in its sixth number; what only acknowledges has 66 octets
        let says = |block: &&[u8]| {
            block[0] == 6 && u32::from_le_bytes([block[20], block[21], block[22], block[23]]) > 74
        };
        let whole = ours(&taken_apart(&recorded(file).0, &recorded(file).1));
        for (lost, _) in blocks.iter().enumerate().filter(|(_, block)| says(block)) {
            let kept = blocks.iter().enumerate().filter(|(number, _)| *number != lost);
            let file = kept.flat_map(|(_, block)| block.to_vec()).collect::<Vec<u8>>();
            let theirs = tshark(&file, "44330", &[], 1).swap_remove(0);
            let (flights, keys) = recorded(&file);
            let part = ours(&taken_apart(&flights, &keys));
            for ((theirs, ours), whole) in theirs.iter().zip(&part).zip(&whole) {
                let name = format!("{name} without {lost}: {theirs:?} {ours:?} {whole:?}");
                let (mut left, mut all) = (ours.iter(), whole.iter());
                assert!(theirs.iter().all(|value| left.any(|ours| ours == value)), "{name}");
                assert!(ours.iter().all(|value| all.any(|whole| whole == value)), "{name}");
                values += ours.len();
            }
        }
    }
    assert!(values > 100, "{values}");
}

/// Any recording of these, and any place in it.
fn any_place() -> impl Strategy<Value = (usize, prop::sample::Index, u8)> {
    (0..FILES.len(), any::<prop::sample::Index>(), 1..=255_u8)
}

/// A message without what only the ServerHello tells, which comes later: by which version's RFC its fields are named.
fn unnamed(message: &Message) -> Message {
    fn forget(field: &mut Field) {
        field.section = "".into();
        field.children.iter_mut().for_each(forget);
    }
    let mut message = message.clone();
    if message.kind == Kind::Sealed {
        message.fields.clear();
    }
    message.fields.iter_mut().for_each(forget);
    message
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever octet is changed: nothing breaks, and what came before is the same.
    #[test]
    fn what_came_before_a_changed_octet_is_the_same((file, place, octet) in any_place()) {
        let (flights, keys) = recorded(FILES[file].1);
        let whole = taken_apart(&flights, &keys);
        let count: usize = flights.iter().map(|flight| flight.octets.len()).sum();
        let mut at = place.index(count);
        let mut changed = flights.clone();
        let mut number = 0;
        while at >= changed[number].octets.len() {
            at -= changed[number].octets.len();
            number += 1;
        }
        changed[number].octets[at] ^= octet;
        let part = taken_apart(&changed, &keys);
        let before = |message: &&Message| {
            let record = &whole.records[message.pieces.last().expect("it came in something").record];
            record.flight < number
        };
        let same = whole.messages.iter().take_while(before).count();
        let seen = |dissection: &Dissection| dissection.messages[..same].iter().map(unnamed).collect::<Vec<_>>();
        prop_assert_eq!(seen(&part), seen(&whole));
    }

    /// Whatever octets are missing: nothing breaks, nothing is taken for what it is not, and nothing is judged by it.
    #[test]
    fn what_is_missing_is_not_guessed((file, place, count) in any_place(), more in 0..2000_usize) {
        let (flights, keys) = recorded(FILES[file].1);
        let whole = taken_apart(&flights, &keys);
        let side = if count % 2 == 0 { Side::Client } else { Side::Server };
        let sent = flights.iter().filter(|flight| flight.side == side).map(|flight| flight.octets.len());
        let at = place.index(sent.sum());
        if let Some(torn) = without(&flights, side, at, usize::from(count) + more) {
            let part = taken_apart(&torn, &keys);
            nothing_new("torn", &whole, &part);
            prop_assert!(!part.messages.iter().any(differs));
        }
    }
}

#[test]
fn a_recording_without_the_right_keys_takes_no_longer() {
    let (flights, keys) = recorded(FILES[0].1);
    let whole = taken_apart(&flights, &keys);
    let last = whole.records.iter().rfind(|record| record.side == Side::Server).expect("the server speaks");
    // thousands of gaps, each inside a record
    let octets = &flights[1].octets[..flights[1].octets.len() - 10];
    let torn = |number: usize| Flight { side: Side::Server, lost: 10 + number % 7, octets: octets.to_vec() };
    let torn: Vec<Flight> = flights[..1].iter().cloned().chain((0..2000).map(torn)).collect();
    let begun = std::time::Instant::now();
    let dissection = dissect(&torn, Keys { log: &keys, shared_secret: None });
    assert!(begun.elapsed().as_secs() < 20 && dissection.records.len() > 2000, "{:?}", begun.elapsed());
    // sixteen megabytes that nothing opens, in long records and in short ones
    for length in [16_384_usize, 64] {
        let mut long = flights.clone();
        let mut record = vec![23, 3, 3];
        record.extend_from_slice(&u16::try_from(length).expect("short").to_be_bytes());
        record.resize(5 + length, 7);
        let count = (16 << 20) / length;
        let octets = record.repeat(count.min(90_000));
        long.push(Flight { side: Side::Server, lost: 0, octets });
        let begun = std::time::Instant::now();
        let dissection = dissect(&long, Keys { log: &keys, shared_secret: None });
        let took = begun.elapsed();
        assert!(took.as_secs() < 20, "{took:?}");
        assert!(dissection.findings.len() < 4, "{:?}", dissection.findings);
        assert!(dissection.records.len() > whole.records.len() && last.opened.is_some());
    }
}
