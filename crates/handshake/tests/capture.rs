//! Recordings as networks make them: segments twice, out of order, overlapping, missing; cut off files; other kinds of link and
//! file. tshark's own tools write them.

mod support;

use handshake::capture::{self, Capture, CaptureError, CaptureFinding, Sent};
use handshake::key_log::KeyLog;
use handshake::transcript::{Flight, Side};
use pki::key::KeyAlgorithm;
use proptest::prelude::*;
use testkit::family::Family;
use testkit::{NOW, TempDir, tool};
use text::Lang;

/// A connection and the file of it.
fn recorded() -> (Vec<Flight>, KeyLog, Vec<u8>) {
    let transcript = support::play(&support::good(&Family::new(KeyAlgorithm::EcdsaP256)));
    let file = capture::write(&transcript, NOW).expose().to_vec();
    let connection = transcript.last();
    (joined(connection.flights.clone()), connection.keys.clone(), file)
}

/// Flights of one side behind each other are one, as in a recording.
fn joined(flights: Vec<Flight>) -> Vec<Flight> {
    let mut out: Vec<Flight> = Vec::new();
    for flight in flights {
        match out.last_mut() {
            Some(last) if last.side == flight.side => last.octets.extend_from_slice(&flight.octets),
            _ => out.push(flight),
        }
    }
    out
}

/// The blocks of a pcapng of ours.
fn blocks(file: &[u8]) -> Vec<Vec<u8>> {
    let mut blocks = Vec::new();
    let mut left = file;
    while let Some(length) = left.get(4..8) {
        let length = u32::from_le_bytes(length.try_into().expect("four octets")) as usize;
        let (block, rest) = left.split_at(length);
        blocks.push(block.to_vec());
        left = rest;
    }
    blocks
}

/// Octets of each side, whatever the flights.
fn sent(capture: &Capture, side: Side) -> Vec<u8> {
    let flights = capture.connections[0].flights.iter().filter(|flight| flight.side == side);
    flights.flat_map(|flight| flight.octets.clone()).collect()
}

#[test]
fn connections_of_real_machines_keep_their_addresses() {
    let (flights, keys, _) = recorded();
    for (client, server) in
        [("198.51.100.7:40000", "203.0.113.9:8443"), ("[2001:db8::7]:40000", "[2001:db8::9]:8443")]
    {
        let address = |text: &str| text.parse().expect("an address");
        let sent = Sent { client: address(client), server: address(server), flights: &flights, keys: &keys };
        let read = capture::read(capture::write_sent(&[sent, sent], NOW).expose()).expect("our own file");
        assert_eq!((read.findings.as_slice(), &read.connections[0].flights), (&[][..], &flights));
        let ends = (read.connections[0].client.as_str(), read.connections[0].server.as_str());
        assert_eq!(ends, (client, server));
    }
}

#[test]
fn what_is_written_is_read_back_with_its_secrets() {
    let (flights, keys, file) = recorded();
    let read = capture::read(&file).expect("our own file");
    assert_eq!((&read.connections[0].flights, &read.keys), (&flights, &keys));
    assert_eq!(
        (read.connections[0].client.as_str(), read.connections[0].server.as_str()),
        ("192.0.2.1:49152", "192.0.2.2:443")
    );
    assert!(read.connections[0].is_tls());
}

#[test]
fn tools_of_wireshark_turn_it_into_other_files_that_are_read_alike() {
    let (flights, _, file) = recorded();
    let folder = TempDir::new();
    let path = folder.write("file.pcapng", &file);
    for kind in ["pcap", "nsecpcap", "pcapng"] {
        let out = folder.join(kind);
        tool("editcap").args(["-F", kind]).arg(&path).arg(&out).succeeds();
        let read = capture::read(&folder.read(kind)).expect(kind);
        assert_eq!((&read.connections[0].flights, read.findings.as_slice()), (&flights, &[][..]), "{kind}");
    }
    // a recorder with a limit on the size of packets
    tool("editcap").args(["-s", "200"]).arg(&path).arg(folder.join("short")).succeeds();
    let short = capture::read(&folder.read("short")).expect("something is there");
    // why octets are missing is told once
    assert_eq!(short.findings, [CaptureFinding::Shortened]);
    // a network that is not read here: Bluetooth, number 187
    tool("editcap").args(["-F", "pcap", "-T", "bluetooth-h4"]).arg(&path).arg(folder.join("blue")).succeeds();
    assert_eq!(capture::read(&folder.read("blue")), Err(CaptureError::UnknownLink { link: 187 }));
}

#[test]
fn ip_is_read_over_ppp_and_bare() {
    let (flights, _, file) = recorded();
    let folder = TempDir::new();
    let path = folder.write("file.pcapng", &file);
    tool("editcap").args(["-F", "pcap"]).arg(&path).arg(folder.join("bare")).succeeds();
    let bare = folder.read("bare");
    let (header, frames) = bare.split_at(24);
    // the same packets with something else before IP, and the number of that kind of link
    let over = |link: u8, before: &[u8]| {
        let mut out = header.to_vec();
        out[20] = link;
        let mut left = frames;
        while let [time @ .., _, _, _, _] = left.get(..16).unwrap_or_default() {
            let length = u32::from_le_bytes(left[8..12].try_into().expect("four octets"));
            let whole = u32::try_from(before.len()).expect("short") + length;
            out.extend_from_slice(&time[..8]);
            out.extend_from_slice(&whole.to_le_bytes());
            out.extend_from_slice(&whole.to_le_bytes());
            out.extend_from_slice(before);
            out.extend_from_slice(&left[16..16 + length as usize]);
            left = &left[16 + length as usize..];
        }
        out
    };
    for (name, link, before) in [
        ("bare", 101, &[][..]),
        ("bare on BSD", 12, &[]),
        ("bare on OpenBSD", 14, &[]),
        ("PPP", 9, &[0x00, 0x21]),
        ("PPP, pressed", 9, &[0x21]),
        ("PPP in frames", 9, &[0xff, 0x03, 0x00, 0x21]),
    ] {
        let read = capture::read(&over(link, before)).expect(name);
        assert_eq!((&read.connections[0].flights, read.findings.as_slice()), (&flights, &[][..]), "{name}");
    }
    // another protocol over PPP, and a network of which nothing is known
    assert_eq!(capture::read(&over(9, &[0x00, 0x23])), Err(CaptureError::NothingSaid));
    assert_eq!(capture::read(&over(105, &[])), Err(CaptureError::UnknownLink { link: 105 }));
}

#[test]
fn fragments_of_ip_are_told_and_packets_that_may_not_be_cut_are_none() {
    let (_, _, file) = recorded();
    let blocks = blocks(&file);
    let (head, packets) = blocks.split_at(3);
    // the flags and the place of a fragment stand in the seventh octet of IP (RFC 791 section 3.1)
    let change = |block: &Vec<u8>, flags: u8| {
        let mut block = block.clone();
        let ip = block.windows(2).position(|octets| octets == [0x45, 0x00]).expect("a header of IPv4");
        block[ip + 6] = flags;
        block
    };
    let with = |flags: u8| {
        let changed = packets.iter().map(|block| change(block, flags));
        head.iter().cloned().chain(changed).flatten().collect::<Vec<u8>>()
    };
    assert_eq!(capture::read(&with(0x40)).expect("whole").findings, []);
    assert_eq!(capture::read(&with(0x20)), Err(CaptureError::Fragments));
    // the first part of the ClientHello: why octets of the client are missing is told once, and what else is missing by itself
    let cut = |lost: Option<usize>| {
        let kept = packets.iter().enumerate().filter(|(at, _)| Some(*at) != lost);
        let changed = kept.map(|(at, block)| change(block, if at == 3 { 0x20 } else { 0x40 }));
        head.iter().cloned().chain(changed).flatten().collect::<Vec<u8>>()
    };
    let whose = |lost| {
        let read = capture::read(&cut(lost)).expect("the server's octets");
        assert_eq!(read.findings[0], CaptureFinding::Fragments);
        let sides = read.findings[1..].iter().map(|finding| match finding {
            CaptureFinding::Gap { side, .. } => *side,
            other => panic!("{other:?}"),
        });
        sides.collect::<Vec<Side>>()
    };
    assert_eq!(whose(None), []);
    assert_eq!(whose(Some(6)), [Side::Server]);
}

#[test]
fn segments_that_come_twice_late_or_never_are_put_right_or_told() {
    let (flights, _, file) = recorded();
    let blocks = blocks(&file);
    // section, interface and secrets stand before the packets; the ClientHello is in the fourth and the fifth
    let (head, packets) = blocks.split_at(3);
    let file_of = |order: &[usize]| {
        let packets = order.iter().flat_map(|at| packets[*at].clone());
        head.iter().flatten().copied().chain(packets).collect::<Vec<u8>>()
    };
    let all: Vec<usize> = (0..packets.len()).collect();
    let mut swapped = all.clone();
    swapped.swap(3, 4);
    let mut twice = all.clone();
    twice.insert(5, 3);
    twice.insert(8, 6);
    for order in [&all, &swapped, &twice] {
        let read = capture::read(&file_of(order)).expect("readable");
        assert_eq!(
            (&read.connections[0].flights, read.findings.as_slice()),
            (&flights, &[][..]),
            "{order:?}"
        );
    }
    let mut missing = all.clone();
    missing.remove(3);
    let read = capture::read(&file_of(&missing)).expect("readable");
    let first = read.connections[0].flights.iter().find(|flight| flight.side == Side::Client);
    let lost = first.expect("what came behind it is there").lost;
    let whole: Vec<u8> = flights
        .iter()
        .filter(|flight| flight.side == Side::Client)
        .flat_map(|flight| flight.octets.clone())
        .collect();
    assert!(lost > 0);
    assert_eq!(sent(&read, Side::Client), whole[lost..]);
    // what came behind it stands where it came, before the server's answer
    assert_eq!(read.connections[0].flights[0].side, Side::Client);
    let gap = CaptureFinding::Gap {
        client: "192.0.2.1:49152".into(),
        server: "192.0.2.2:443".into(),
        side: Side::Client,
    };
    assert_eq!(read.findings, [gap]);
    // without the beginning the ClientHello tells who called
    let read = capture::read(&file_of(&all[3..])).expect("readable");
    assert_eq!(read.connections[0].flights, flights);
}

#[test]
fn a_call_that_nobody_took_does_not_stand_in_the_way_of_the_next() {
    let (flights, _, file) = recorded();
    let blocks = blocks(&file);
    let (head, packets) = blocks.split_at(3);
    // the same ports, and other numbers, as of a machine that was started anew
    let mut refused = packets[0].clone();
    let ports = [&49152_u16.to_be_bytes()[..], &443_u16.to_be_bytes()].concat();
    let sequence = refused.windows(4).position(|octets| octets == ports).expect("a TCP header") + 4;
    refused[sequence] ^= 0x55;
    let file: Vec<u8> = head.iter().chain([&refused]).chain(packets).flatten().copied().collect();
    let read = capture::read(&file).expect("our own file");
    assert_eq!((&read.connections[0].flights, read.findings.as_slice()), (&flights, &[][..]));
    assert_eq!(read.connections.len(), 1);
}

#[test]
fn files_that_are_cut_off_or_something_else_say_so() {
    let (_, _, file) = recorded();
    for (bytes, error) in [
        (&b""[..], CaptureError::NotACapture),
        (b"-----BEGIN CERTIFICATE-----", CaptureError::NotACapture),
        (&file[..20], CaptureError::Damaged),
        // a section without packets
        (&blocks(&file)[0], CaptureError::NothingSaid),
    ] {
        let found = capture::read(bytes).expect_err("nothing to show");
        assert_eq!(found, error);
        for lang in Lang::ALL {
            let said = found.message(lang);
            assert!(!said.problem.is_empty() && !said.remedy.is_empty());
        }
    }
    let folder = TempDir::new();
    let path = folder.write("file.pcapng", &file);
    tool("gzip").arg(&path).succeeds();
    assert_eq!(capture::read(&folder.read("file.pcapng.gz")), Err(CaptureError::Compressed));
    let cut = capture::read(&file[..file.len() - 10]).expect("most of it is there");
    assert_eq!(cut.findings, [CaptureFinding::Damaged]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However octets are damaged, reading and taking apart comes to an end, and no octet that was read is lost.
    #[test]
    fn damage_is_told_and_never_fatal(places in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 1..20)) {
        let (_, _, mut file) = recorded();
        for (place, octet) in places {
            let at = (place * file.len() as f64) as usize;
            file[at] ^= octet;
        }
        if let Ok(read) = capture::read(&file) {
            for finding in &read.findings {
                for lang in Lang::ALL {
                    prop_assert!(!finding.message(lang).problem.is_empty());
                }
            }
            for recorded in &read.connections {
                let keys = handshake::dissect::Keys { log: &read.keys, shared_secret: None };
                let dissection = handshake::dissect::dissect(&recorded.flights, keys);
                support::explained::everything_is_explained(&recorded.flights, &dissection);
            }
        }
    }
}
