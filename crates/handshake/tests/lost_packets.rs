//! Recordings that lack a packet: what was said before the other side had got it stands before it, and is judged.

mod support;

use handshake::capture::{self, CaptureFinding, Sent};
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::{Computed, Dissection, Message};
use handshake::transcript::Side;
use support::explained::recorded_apart;
use testkit::NOW;
use testkit::pcapng::blocks;

const TLS13: &[u8] = include_bytes!("../recordings/openssl-tls13.pcapng");
const TLS12: &[u8] = include_bytes!("../recordings/openssl-tls12.pcapng");

/// The recording without the packet in which a side said this first.
fn without(file: &[u8], side: Side, kind: Kind) -> Vec<u8> {
    let whole = recorded_apart(file);
    let message = whole.messages.iter().find(|message| (message.side, message.kind) == (side, kind));
    // its first octets stand in no other packet
    let octets = &whole.records[message.expect("it was sent").pieces[0].record].octets[..40];
    let is_kept = |block: &&&[u8]| !block.windows(40).any(|part| part == octets);
    let torn: Vec<u8> = blocks(file).iter().filter(is_kept).flat_map(|block| block.to_vec()).collect();
    assert!(torn.len() < file.len());
    torn
}

/// What of the server's was judged, and how.
fn judged(dissection: &Dissection) -> Vec<bool> {
    let of_server = dissection.messages.iter().filter(|message| message.side == Side::Server);
    let fits = of_server.filter_map(|message| match &message.computed {
        Some(Computed::Signed { fits: Ok(fits), .. } | Computed::VerifyData { fits, .. }) => Some(*fits),
        _ => None,
    });
    fits.collect()
}

#[test]
fn what_the_server_said_before_it_had_got_what_is_missing_is_judged() {
    // its CertificateVerify and Finished; before TLS 1.3 its ServerKeyExchange, and a Finished that goes over the client's messages
    for (file, kind, expected) in [
        (TLS13, Kind::Certificate, &[true, true][..]),
        (TLS13, Kind::ClientHello, &[]),
        (TLS12, Kind::Certificate, &[true]),
        (TLS12, Kind::ClientHello, &[]),
    ] {
        let whole = recorded_apart(file);
        assert_eq!(judged(&whole), [true, true]);
        let part = recorded_apart(&without(file, Side::Client, kind));
        assert_eq!(judged(&part), expected, "{kind:?}");
        // the gap is told where the packet stood
        let is_gap = |finding: &Finding| matches!(finding, Finding::OctetsMissing { .. });
        let gap = part.findings.iter().find(|found| is_gap(&found.finding)).expect("it is told");
        let of_server = |messages: &[Message]| {
            let messages = messages.iter().filter(|message| message.side == Side::Server);
            messages.map(|message| message.kind).collect::<Vec<Kind>>()
        };
        let stood = whole.messages.iter().position(|it| (it.side, it.kind) == (Side::Client, kind));
        let before = of_server(&whole.messages[..stood.expect("it was sent")]);
        assert_eq!(of_server(&part.messages[..gap.message.expect("it has its place")]), before, "{kind:?}");
    }
}

#[test]
fn what_waits_on_both_sides_for_what_is_missing_stands_in_the_order_in_which_it_came() {
    for (file, [client, server]) in [
        (TLS13, ["198.51.100.7:40000", "203.0.113.9:443"]),
        (TLS13, ["203.0.113.9:40000", "198.51.100.7:443"]),
        (TLS12, ["203.0.113.9:40000", "198.51.100.7:443"]),
    ] {
        let read = capture::read(file).expect("a recording");
        let [client, server] = [client, server].map(|address| address.parse().expect("an address"));
        let sent = Sent { client, server, flights: &read.connections[0].flights, keys: &read.keys };
        let file = capture::write_sent(&[sent], NOW);
        let file = file.expose();
        let torn =
            without(&without(file, Side::Server, Kind::NewSessionTicket), Side::Client, Kind::Certificate);
        let said = |file: &[u8]| {
            let messages = recorded_apart(file).messages.into_iter();
            let said = messages.filter(|message| message.kind == Kind::ApplicationData);
            said.map(|message| (message.side, message.octets)).collect::<Vec<_>>()
        };
        assert!(said(file).len() > 1);
        assert_eq!(said(&torn), said(file));
    }
}

/// The recording without the packets of these numbers, counted from 1.
fn without_packets(file: &[u8], left_out: &[usize]) -> Vec<u8> {
    const PACKET: [u8; 4] = [6, 0, 0, 0];
    let mut number = 0;
    let is_kept = |block: &&&[u8]| {
        number += usize::from(block.starts_with(&PACKET));
        !(block.starts_with(&PACKET) && left_out.contains(&number))
    };
    blocks(file).iter().filter(is_kept).flat_map(|block| block.to_vec()).collect()
}

#[test]
fn what_is_missing_at_the_end_is_told_where_the_end_or_the_other_side_tells_it() {
    // the last packets: the server's close_notify, the client's word that it has got it, the client's close_notify and end, the server's
    // end, and the client's word that it has got that too
    for (left_out, missing) in [
        (&[][..], &[][..]),
        (&[14], &[(Side::Server, 24)]),
        (&[14, 18], &[(Side::Server, 24)]),
        (&[16], &[(Side::Client, 24)]),
        // nobody recorded the client's end, for which an octet stands; the server's own is all that tells of its octets
        (&[16, 17], &[(Side::Client, 25)]),
        (&[14, 15, 16, 17, 19], &[(Side::Client, 25), (Side::Server, 24)]),
        // and what nobody tells of, or what is no octet
        (&[14, 15, 16, 17, 18, 19], &[]),
        (&[18], &[]),
        (&[18, 19], &[]),
        (&[17, 18, 19], &[]),
        (&[17], &[]),
    ] {
        let file = without_packets(TLS13, left_out);
        let read = capture::read(&file).expect("a recording");
        let gaps: Vec<Side> = read
            .findings
            .iter()
            .map(|finding| match finding {
                CaptureFinding::Gap { side, .. } => *side,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(gaps, missing.iter().map(|(side, _)| *side).collect::<Vec<_>>(), "{left_out:?}");
        let apart = recorded_apart(&file);
        let mut told: Vec<(Side, usize)> = apart
            .findings
            .iter()
            .map(|found| match found.finding {
                Finding::OctetsMissing { side, octets } => (side, octets),
                ref other => panic!("{left_out:?}: {other:?}"),
            })
            .collect();
        told.sort_by_key(|(side, _)| *side as usize);
        assert_eq!(told, missing, "{left_out:?}");
        assert_eq!(judged(&apart), [true, true], "{left_out:?}");
    }
}

/// Records of which the last packets are missing, and not only whole ones.
#[test]
fn a_record_that_ends_in_a_missing_packet_is_told_with_it() {
    let (whole, cut) = (capture::read(TLS13).expect("a recording"), without_packets(TLS13, &[14]));
    let shorter = capture::read(&cut).expect("a recording");
    let sent = |read: &capture::Capture, side: Side| -> usize {
        let flights = read.connections[0].flights.iter().filter(|flight| flight.side == side);
        flights.map(|flight| flight.octets.len() + flight.lost).sum()
    };
    for side in Side::ALL {
        assert_eq!(sent(&whole, side), sent(&shorter, side));
    }
}
