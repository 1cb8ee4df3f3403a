//! What is inside a packet that carries another one: networks of providers (PPPoE, MPLS), and tunnels (IP in IP, GRE, VXLAN, GENEVE), as
//! clouds mirror traffic. What is encrypted (IPsec, WireGuard) stays closed.

use etherparse::{EtherType, IpNumber, LaxNetSlice, LaxSlicedPacket, TransportSlice};

use super::Carrier;
use super::packet::point_to_point;

/// PPPoE that carries a session (RFC 2516 section 4).
const PPPOE: EtherType = EtherType(0x8864);
/// MPLS, to one and to many (RFC 5332 section 4).
const MPLS: [EtherType; 2] = [EtherType(0x8847), EtherType(0x8848)];
/// A frame of Ethernet inside something else (RFC 7637 section 3.2; RFC 8926 section 3.4).
const BRIDGED: EtherType = EtherType(0x6558);
/// VXLAN (RFC 7348 section 5), and where Linux had it before.
const VXLAN: [u16; 2] = [4789, 8472];
/// GENEVE (RFC 8926 section 3.3).
const GENEVE: u16 = 6081;

/// The packet inside this one, if it carries one.
pub(super) fn inside<'a>(packet: &LaxSlicedPacket<'a>) -> Option<LaxSlicedPacket<'a>> {
    if let Some(TransportSlice::Udp(udp)) = &packet.transport {
        return match udp.destination_port() {
            port if VXLAN.contains(&port) => vxlan(udp.payload()),
            GENEVE => geneve(udp.payload()),
            _ => None,
        };
    }
    let payload = match &packet.net {
        None => {
            let payload = packet.ether_payload()?;
            return carried(payload.ether_type, payload.payload);
        }
        Some(LaxNetSlice::Ipv4(ip)) => ip.payload(),
        Some(LaxNetSlice::Ipv6(ip)) => ip.payload(),
        Some(_) => return None,
    };
    match payload.ip_number {
        _ if payload.fragmented => None,
        // RFC 2003 and RFC 4213
        IpNumber::IPV4 | IpNumber::IPV6 => LaxSlicedPacket::from_ip(payload.payload).ok(),
        IpNumber::GRE => gre(payload.payload),
        _ => None,
    }
}

/// What carries something that is not read here, if this packet is of such.
pub(super) fn closed(packet: &LaxSlicedPacket<'_>) -> Option<Carrier> {
    /// Layer 2 Tunneling Protocol (RFC 2661 section 8.1, RFC 3931 section 4.1.1).
    const L2TP: u16 = 1701;
    /// ESP in UDP (RFC 3948 section 2.1).
    const ESP: u16 = 4500;
    /// The port that WireGuard's documentation has; the types of its messages are 1 to 4, behind which stand three zeros.
    const WIREGUARD: u16 = 51820;
    /// HTTP/3. A connection begins with long headers, of version 1 or 2 (RFC 9000 section 17.2, RFC 9369 section 3.1).
    const HTTPS: u16 = 443;
    const QUIC: [[u8; 4]; 2] = [[0, 0, 0, 1], [0x6b, 0x33, 0x43, 0xcf]];
    if let Some(TransportSlice::Udp(udp)) = &packet.transport {
        let is_of = |port| udp.destination_port() == port || udp.source_port() == port;
        return match udp.payload() {
            [1..=4, 0, 0, 0, ..] if is_of(WIREGUARD) => Some(Carrier::WireGuard),
            // four zeros stand before what agrees on keys
            [a, b, c, d, ..] if is_of(ESP) && [*a, *b, *c, *d] != [0; 4] => Some(Carrier::Ipsec),
            [first, a, b, c, d, ..]
                if is_of(HTTPS) && first & 0xc0 == 0xc0 && QUIC.contains(&[*a, *b, *c, *d]) =>
            {
                Some(Carrier::Quic)
            }
            [_, ..] if is_of(L2TP) => Some(Carrier::L2tp),
            _ => None,
        };
    }
    let payload = match packet.net.as_ref()? {
        LaxNetSlice::Ipv4(ip) => ip.payload(),
        LaxNetSlice::Ipv6(ip) => ip.payload(),
        _ => return None,
    };
    match (payload.ip_number, payload.payload) {
        _ if payload.fragmented => None,
        (IpNumber::ENCAPSULATING_SECURITY_PAYLOAD, _) => Some(Carrier::Ipsec),
        (IpNumber(115), _) => Some(Carrier::L2tp),
        // the types of a mirror's frames (draft-foschiano-erspan section 4)
        (IpNumber::GRE, [_, _, 0x88, 0xbe, ..] | [_, _, 0x22, 0xeb, ..]) => Some(Carrier::Erspan),
        // RFC 2637 section 4.1
        (IpNumber::GRE, [_, version, 0x88, 0x0b, ..]) if version & 7 == 1 => Some(Carrier::Pptp),
        _ => None,
    }
}

/// What is in a frame of this type.
fn carried(kind: EtherType, octets: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    match kind {
        EtherType::IPV4 | EtherType::IPV6 => Some(LaxSlicedPacket::from_ether_type(kind, octets)),
        BRIDGED => LaxSlicedPacket::from_ethernet(octets).ok(),
        PPPOE => pppoe(octets),
        kind if MPLS.contains(&kind) => mpls(octets),
        _ => None,
    }
}

/// Version and type, code, session, length, then PPP (RFC 2516 section 4).
fn pppoe(octets: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    match octets {
        [0x11, 0, _, _, _, _, frame @ ..] => point_to_point(frame),
        _ => None,
    }
}

/// Labels of four octets each, of which the last says so (RFC 3032 section 2.1), then IP. What else may be there no octet tells for sure.
fn mpls(octets: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    let labels = octets.chunks_exact(4).position(|label| label[2] & 1 == 1)? + 1;
    let inner = octets.get(labels * 4..)?;
    match inner.first()? >> 4 {
        4 | 6 => LaxSlicedPacket::from_ip(inner).ok(),
        _ => None,
    }
}

/// Flags and version, type, then four octets for each of checksum, key and number that the flags announce (RFC 2784 section 2, RFC 2890
/// section 2).
fn gre(octets: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    const OPTIONAL: [u8; 3] = [0x80, 0x20, 0x10];
    let [flags, version, high, low, rest @ ..] = octets else {
        return None;
    };
    // with a route in it (RFC 1701), or of PPTP (RFC 2637)
    if flags & 0x40 != 0 || version & 7 != 0 {
        return None;
    }
    let announced = OPTIONAL.iter().filter(|flag| flags & **flag != 0).count();
    carried(EtherType(u16::from_be_bytes([*high, *low])), rest.get(announced * 4..)?)
}

/// Eight octets, of which a flag says that there is a network's number (RFC 7348 section 5), then a frame of Ethernet.
fn vxlan(octets: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    match octets {
        [flags, _, _, _, _, _, _, _, frame @ ..] if flags & 8 != 0 => {
            LaxSlicedPacket::from_ethernet(frame).ok()
        }
        _ => None,
    }
}

/// Version and length of the options in fours, flags, type, the network's number, the options (RFC 8926 section 3.4).
fn geneve(octets: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    let [first, _, high, low, _, _, _, _, rest @ ..] = octets else {
        return None;
    };
    if first >> 6 != 0 {
        return None;
    }
    carried(EtherType(u16::from_be_bytes([*high, *low])), rest.get(usize::from(first & 0x3f) * 4..)?)
}
