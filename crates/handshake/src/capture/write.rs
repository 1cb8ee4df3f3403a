//! What two sides sent each other as pcapng (draft-ietf-opsawg-pcapng), with the secrets that open it inside: four kinds of block,
//! which no library of those that are kept writes all of. Packets are `etherparse`'s. A transcript of the lab has addresses for
//! documentation (RFC 5737), so that nobody takes the file for a recording of real machines.

use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use etherparse::PacketBuilder;
use pki::moment::Moment;
use pki::secret::Secret;

use crate::key_log::KeyLog;
use crate::transcript::{Flight, Side, Transcript};

const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
const SERVER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));
/// Wireshark reads TLS on it without being told.
const SERVER_PORT: u16 = 443;
/// The first of the ports that clients take (RFC 6335 section 6).
const FIRST_CLIENT_PORT: u16 = 49_152;
/// What fits into a packet of Ethernet behind the headers of IPv6 and TCP.
const SEGMENT: usize = 1440;
const WINDOW: u16 = 65_535;
/// What most systems begin with.
const HOPS: u8 = 64;
/// Packets are this far apart: when each was sent is not kept.
const STEP_MICROSECONDS: u64 = 1000;

/// One connection: who called whom, what was sent, and what opens it.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// Who called.
    pub client: SocketAddr,
    /// Who was called.
    pub server: SocketAddr,
    /// What was sent, in order.
    pub flights: &'a [Flight],
    /// The secrets.
    pub keys: &'a KeyLog,
}

/// The file of a transcript. It holds the secrets that open it.
#[must_use]
pub fn write(transcript: &Transcript, at: Moment) -> Secret {
    let server = SocketAddr::new(SERVER, SERVER_PORT);
    let connections = transcript.connections.iter().zip(FIRST_CLIENT_PORT..);
    let connections: Vec<Sent<'_>> = connections
        .map(|(connection, port)| Sent {
            client: SocketAddr::new(CLIENT, port),
            server,
            flights: &connection.flights,
            keys: &connection.keys,
        })
        .collect();
    write_sent(&connections, at)
}

/// The file of connections of real machines, one after the other. It holds the secrets that open it.
#[must_use]
pub fn write_sent(connections: &[Sent<'_>], at: Moment) -> Secret {
    let mut file = Vec::new();
    // Section Header Block: byte-order magic, version 1.0, length unknown
    let mut header = 0x1a2b_3c4d_u32.to_le_bytes().to_vec();
    header.extend_from_slice(&[1, 0, 0, 0]);
    header.extend_from_slice(&[0xff; 8]);
    block(&mut file, 0x0a0d_0d0a, &header);
    // Interface Description Block: raw IP (101), no limit; times in microseconds, as where nothing is said
    block(&mut file, 1, &[101, 0, 0, 0, 0, 0, 0, 0]);
    let microseconds = u64::try_from(at.unix_seconds()).unwrap_or(0).saturating_mul(1_000_000);
    let mut time = microseconds;
    for connection in connections {
        // secrets stand before the packets that they open (section 4.7)
        secrets(&mut file, connection.keys);
        for packet in Wire::new(connection).packets(connection.flights) {
            enhanced_packet(&mut file, time, &packet);
            time = time.saturating_add(STEP_MICROSECONDS);
        }
    }
    Secret::new(file)
}

fn block(file: &mut Vec<u8>, kind: u32, body: &[u8]) {
    let padding = body.len().next_multiple_of(4) - body.len();
    let length = u32::try_from(12 + body.len() + padding).expect("a transcript is short");
    file.extend_from_slice(&kind.to_le_bytes());
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(body);
    file.extend_from_slice(&[0; 3][..padding]);
    file.extend_from_slice(&length.to_le_bytes());
}

/// Decryption Secrets Block with a TLS key log ("TLSK").
fn secrets(file: &mut Vec<u8>, keys: &KeyLog) {
    let text = keys.to_text();
    let length = u32::try_from(text.expose().len()).expect("a key log is short");
    let body = [&0x544c_534b_u32.to_le_bytes(), length.to_le_bytes().as_slice(), text.expose()].concat();
    block(file, 0x0a, &body);
}

fn enhanced_packet(file: &mut Vec<u8>, time: u64, packet: &[u8]) {
    let length = u32::try_from(packet.len()).expect("a packet is short").to_le_bytes();
    let [high, low] =
        [time >> 32, time & 0xffff_ffff].map(|half| u32::try_from(half).unwrap_or(0).to_le_bytes());
    block(file, 6, &[&[0; 4], &high, &low, &length, &length, packet].concat());
}

/// Both sides' numbers on one connection.
struct Wire {
    client: SocketAddr,
    server: SocketAddr,
    /// The next octet of the client, of the server.
    next: [u32; 2],
}

impl Wire {
    fn new(connection: &Sent<'_>) -> Wire {
        Wire { client: connection.client, server: connection.server, next: [1000, 2000] }
    }

    /// The three packets that open a connection, what was said, and the farewell.
    fn packets(mut self, flights: &[Flight]) -> Vec<Vec<u8>> {
        let mut packets = vec![
            self.packet(Side::Client, Flags::Syn, &[]),
            self.packet(Side::Server, Flags::Syn, &[]),
            self.packet(Side::Client, Flags::Ack, &[]),
        ];
        for flight in flights {
            for segment in flight.octets.chunks(SEGMENT) {
                packets.push(self.packet(flight.side, Flags::Ack, segment));
            }
        }
        for side in Side::ALL {
            packets.push(self.packet(side, Flags::Fin, &[]));
        }
        packets.push(self.packet(Side::Client, Flags::Ack, &[]));
        packets
    }

    fn packet(&mut self, side: Side, flags: Flags, payload: &[u8]) -> Vec<u8> {
        let (from, to) = match side {
            Side::Client => (self.client, self.server),
            Side::Server => (self.server, self.client),
        };
        let builder = match (from.ip(), to.ip()) {
            (IpAddr::V4(from), IpAddr::V4(to)) => PacketBuilder::ipv4(from.octets(), to.octets(), HOPS),
            (from, to) => {
                let [from, to] = [from, to].map(|address| match address {
                    IpAddr::V4(four) => four.to_ipv6_mapped().octets(),
                    IpAddr::V6(six) => six.octets(),
                });
                PacketBuilder::ipv6(from, to, HOPS)
            }
        };
        let builder = builder.tcp(from.port(), to.port(), self.next[side as usize], WINDOW);
        let acknowledged = self.next[side.peer() as usize];
        let builder = match flags {
            Flags::Syn if side == Side::Client => builder.syn(),
            Flags::Syn => builder.syn().ack(acknowledged),
            Flags::Ack if payload.is_empty() => builder.ack(acknowledged),
            Flags::Ack => builder.ack(acknowledged).psh(),
            Flags::Fin => builder.fin().ack(acknowledged),
        };
        let mut packet = Vec::with_capacity(builder.size(payload.len()));
        builder.write(&mut packet, payload).expect("a Vec takes everything, and a segment fits");
        let counted = usize::from(flags != Flags::Ack) + payload.len();
        let next = &mut self.next[side as usize];
        *next = next.wrapping_add(u32::try_from(counted).expect("a segment is short"));
        packet
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flags {
    Syn,
    Ack,
    Fin,
}
