//! From a packet to the TCP segment in it (RFC 9293), by `etherparse`: over Ethernet with or without VLANs, Linux's "any"
//! interface, loopback, or bare IP. Packets in packets are `tunnel`'s.

use core::net::{IpAddr, SocketAddr};

use super::{Carrier, tunnel};
use etherparse::{EtherType, IpNumber, LaxNetSlice, LaxSlicedPacket, TransportSlice};

/// A segment with what putting a stream together needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment<'a> {
    pub(super) from: SocketAddr,
    pub(super) to: SocketAddr,
    pub(super) sequence: u32,
    pub(super) syn: bool,
    /// The side says that it has no more to send.
    pub(super) fin: bool,
    /// The number of the octet that it waits for: all before it have come (RFC 9293 section 3.1).
    pub(super) awaits: Option<u32>,
    pub(super) payload: &'a [u8],
}

/// How many packets may lie in each other.
const MOST_DEPTH: usize = 4;

/// What is in a packet.
pub(super) enum Seen<'a> {
    Segment(Segment<'a>),
    /// A part of a segment.
    Fragment {
        from: IpAddr,
        to: IpAddr,
    },
    NotTcp,
    /// Something that carries what is not read here.
    Closed(Carrier),
    UnknownLink,
}

/// Looks for it. The numbers are those of the registry of link types (draft-ietf-opsawg-pcaplinktype).
pub(super) fn segment(link: i32, octets: &[u8]) -> Seen<'_> {
    let packet = match link {
        1 => LaxSlicedPacket::from_ethernet(octets).ok(),
        // BSD's loopback: the family of addresses in 4 octets, then IP
        0 | 108 => octets.get(4..).and_then(|ip| LaxSlicedPacket::from_ip(ip).ok()),
        // 12 and 14 are what systems call bare IP by themselves, and stand in files of old programs
        12 | 14 | 101 | 228 | 229 => LaxSlicedPacket::from_ip(octets).ok(),
        9 => point_to_point(octets),
        // Linux's "any": a header of 16 or 20 octets with an EtherType in it, then what it says
        113 => cooked(octets, 14, 16),
        276 => cooked(octets, 0, 20),
        _ => return Seen::UnknownLink,
    };
    let mut packet = packet;
    for _ in 0..MOST_DEPTH {
        let Some(outer) = &packet else {
            return Seen::NotTcp;
        };
        if let Some(seen) = tcp(outer).map(Seen::Segment).or_else(|| fragment(outer)) {
            return seen;
        }
        if let Some(carrier) = tunnel::closed(outer) {
            return Seen::Closed(carrier);
        }
        packet = tunnel::inside(outer);
    }
    Seen::NotTcp
}

/// PPP (RFC 1661 section 2), with or without the address and control of its frames (RFC 1662 section 3.1): IPv4 or IPv6.
pub(super) fn point_to_point(octets: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    let octets = octets.strip_prefix(&[0xff, 0x03]).unwrap_or(octets);
    match octets {
        // the protocol may be pressed into one octet (RFC 1661 section 6.5)
        [0x00, 0x21 | 0x57, ip @ ..] | [0x21 | 0x57, ip @ ..] => LaxSlicedPacket::from_ip(ip).ok(),
        _ => None,
    }
}

/// A part of a packet of TCP, if it is one.
fn fragment(packet: &LaxSlicedPacket<'_>) -> Option<Seen<'static>> {
    let payload = match packet.net.as_ref()? {
        LaxNetSlice::Ipv4(ip) => ip.payload(),
        LaxNetSlice::Ipv6(ip) => ip.payload(),
        _ => return None,
    };
    let (from, to) = addresses(packet)?;
    (payload.fragmented && payload.ip_number == IpNumber::TCP).then_some(Seen::Fragment { from, to })
}

fn addresses(packet: &LaxSlicedPacket<'_>) -> Option<(IpAddr, IpAddr)> {
    Some(match packet.net.as_ref()? {
        LaxNetSlice::Ipv4(ip) => (ip.header().source_addr().into(), ip.header().destination_addr().into()),
        LaxNetSlice::Ipv6(ip) => (ip.header().source_addr().into(), ip.header().destination_addr().into()),
        _ => return None,
    })
}

fn cooked(octets: &[u8], kind: usize, header: usize) -> Option<LaxSlicedPacket<'_>> {
    let kind = octets.get(kind..kind + 2)?;
    let kind = EtherType(u16::from_be_bytes([kind[0], kind[1]]));
    Some(LaxSlicedPacket::from_ether_type(kind, octets.get(header..)?))
}

fn tcp<'a>(packet: &LaxSlicedPacket<'a>) -> Option<Segment<'a>> {
    let (from, to) = addresses(packet)?;
    let Some(TransportSlice::Tcp(tcp)) = &packet.transport else {
        return None;
    };
    Some(Segment {
        from: SocketAddr::new(from, tcp.source_port()),
        to: SocketAddr::new(to, tcp.destination_port()),
        sequence: tcp.sequence_number(),
        syn: tcp.syn(),
        fin: tcp.fin(),
        // what breaks a connection off may come from anybody on the way, with any number
        awaits: (tcp.ack() && !tcp.rst()).then(|| tcp.acknowledgment_number()),
        payload: tcp.payload(),
    })
}
